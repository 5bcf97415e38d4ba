// Where links lead: to which file each one, and which lead nowhere.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class LinkCheckTests
{
    private const string Quiz = "/project/quizzes/a.quiz.md";

    [Theory]
    [InlineData("a.md", "a.md")]
    [InlineData("b/c.md", "b/c.md")]
    [InlineData("../a%20b.md?c#d", "../a b.md")]
    [InlineData("a.md#question-1", "a.md")]
    [InlineData("a.md?b", "a.md")]
    [InlineData("./b:c", "./b:c")]
    [InlineData("#", null)]
    [InlineData("#question-1", null)]
    [InlineData("#question%2D1", null)]
    [InlineData("#title", null)]
    [InlineData("https://example.org/a.md", null)]
    [InlineData("mailto:a@example.org", null)]
    public void A_relative_link_is_looked_up_from_the_folder_of_its_file(string address, string? file)
    {
        var (asked, messages) = Check($"[a]({address})", exists: true);

        Assert.Equal(file is null ? [] : [Path.Combine(Path.GetDirectoryName(Quiz)!, file.Replace('/', Path.DirectorySeparatorChar))], asked);
        Assert.Empty(messages);
    }

    [Theory]
    [InlineData("[a](../a%20b.md?c#d)", "There is no file '../a b.md' beside the quiz. A relative link starts from the folder of the quiz file.")]
    [InlineData("![a](b.png)", "There is no file 'b.png' beside the quiz. A relative link starts from the folder of the quiz file.")]
    [InlineData("[a](?b)", "The link leads nowhere: its address is empty.")]
    [InlineData("[a]()", "The link leads nowhere: its address is empty.")]
    [InlineData("[a](#Question-1)",
        "The quiz has no heading '#Question-1'. Did you mean 'question-1'? Headings are linked as #question-1.")]
    [InlineData("[a](#TITLE)", "The quiz has no heading '#TITLE'. Headings are linked as #question-1.")]
    [InlineData("[a](#b%20c)", "The quiz has no heading '#b c'. Headings are linked as #question-1.")]
    public void A_link_to_nothing_is_reported(string link, string message) => Assert.Equal([message], Check(link, exists: false).Messages);

    [Theory]
    [InlineData("[a](/b.md)", "There is no file '/b.md' beside the quiz. A relative link starts from the folder of the quiz file.")]
    [InlineData("[a](b%00.md)", "There is no file 'b\0.md' beside the quiz. A relative link starts from the folder of the quiz file.")]
    public void A_path_that_is_not_relative_or_no_path_is_not_looked_up(string link, string message)
    {
        var (asked, messages) = Check(link, exists: true);

        Assert.Empty(asked);
        Assert.Equal([message], messages);
    }

    private static (List<string> Asked, IEnumerable<string> Messages) Check(string link, bool exists)
    {
        var diagnostics = new DiagnosticBag();
        var asked = new List<string>();
        var bound = QuizBinder.Bind(new SourceText(FrontEnd.QuizOf("A " + link)), diagnostics, Cancellation.Never);
        LinkCheck.Check(
            bound.Syntax!,
            Quiz,
            path =>
            {
                asked.Add(path);
                return exists;
            },
            diagnostics,
            Cancellation.Never);
        return (asked, diagnostics.InTextOrder.Select(problem => problem.Message));
    }
}
