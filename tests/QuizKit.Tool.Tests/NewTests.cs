// quizkit new: quizzes that compile as they are, and files that stay.

using QuizKit.Tool.Starting;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class NewTests : IDisposable
{
    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void A_quiz_in_any_language_compiles_without_a_warning_and_is_formatted()
    {
        string[] languages = [.. StarterWords.Languages, "he", "ko", "hi", "de-CH", "pt-br", "zh-Hant"];
        foreach (var language in languages)
            Assert.Equal((0, ""), Outcome(Workplace.Run("new", _here.PathOf($"in-{language}"), "--language", language)));

        Assert.Equal(new ToolRun(0, "", $"{languages.Length} files, 0 errors, 0 warnings.\n"), Workplace.Run("check", _here.Folder));
        Assert.Equal(new ToolRun(0, "", ""), Workplace.Run("format", "--check", _here.Folder));
        Assert.Contains("language: pt-BR", File.ReadAllText(_here.PathOf("in-pt-br.quiz.md")), StringComparison.Ordinal);
        Assert.Contains("Wahr. Schreiben Sie", File.ReadAllText(_here.PathOf("in-de-CH.quiz.md")), StringComparison.Ordinal);
        Assert.Equal(QuizWords.Languages, StarterWords.Languages);
        Assert.All(StarterWords.Languages, language => Assert.Equal(12, StarterWords.Of(language).Distinct().Count()));

        static (int, string) Outcome(ToolRun run) => (run.ExitCode, run.Error);
    }

    [Fact]
    public void The_kinds_are_those_that_are_asked_for_in_their_order()
    {
        Assert.Equal(0, Workplace.Run("new", _here.Folder, "--kinds", "numeric, choice,numeric").ExitCode);

        var text = File.ReadAllText(_here.PathOf("my-quiz.quiz.md"));
        Assert.Equal(
            ["id=numeric-1 kind=numeric value=8", "id=choice-2", "id=numeric-3 kind=numeric value=8"],
            text.Split('\n').Where(line => line.StartsWith("<!-- quiz: ", StringComparison.Ordinal)).Select(line => line[11..^4]));
        Assert.Contains("\nid: my-quiz\n", text, StringComparison.Ordinal);
        Assert.Equal(0, Workplace.Run("check", _here.Folder, "--warnings-as-errors").ExitCode);
    }

    [Fact]
    public void A_file_that_is_there_stays()
    {
        var path = _here.Write("a.quiz.md", "words");

        Assert.Equal(new ToolRun(2, "", $"quizkit: cannot write '{path}': it is there already: name another file.\n"), Workplace.Run("new", path));
        Assert.Equal("words", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("--language: 'klingon' is not the tag of a language", "a", "--language", "klingon")]
    [InlineData("--kinds: unknown value 'essay': it is one of open, true-false, numeric, choice.", "a", "--kinds", "open,essay")]
    [InlineData("this is the name of a translation into 'de': leave '.de' out, and write --language de.", "a.de")]
    [InlineData("its folder does not exist.", "nowhere/a")]
    public void Bad_usage_is_one_line_and_writes_nothing(string expected, string name, params string[] options)
    {
        var run = Workplace.Run(["new", _here.PathOf(name), .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_here.Folder));
    }
}
