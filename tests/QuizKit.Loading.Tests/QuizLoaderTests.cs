// A loaded quiz is the one that a build compiles, and its problems are those of a build.

using System.Text;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.Loading.Tests;

public sealed class QuizLoaderTests : IDisposable
{
    private const string Rivers =
        """
        ---
        id: rivers
        language: en
        ---
        # Rivers

        ## Question 1
        <!-- quiz: id=longest, kind=true-false, value=true -->

        Is the Volga the longest river of Europe?

        ### Answer

        Yes, it is.

        ## Question 2
        <!-- quiz: id=danube kind=numeric value=10 tolerance=1 -->

        Through how many countries does the Danube flow?

        ### Answer

        It flows through 10.
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quizkit-loading-");

    [Fact]
    public void The_loaded_chapter_equals_the_compiled_one() => AssertEqual(Chapter6Quiz.Quiz, LoadContent("chapter-6.quiz.md"));

    [Fact]
    public void The_loaded_companions_equal_the_compiled_ones() =>
        AssertEqual(Chapter6CompanionsQuiz.Quiz, LoadContent("chapter-6-companions.quiz.md"));

    [Fact]
    public void A_loaded_translation_equals_the_compiled_one()
    {
        var loaded = LoadContent("chapter-6.quiz.md");
        Assert.Equal(Chapter6Quiz.Quiz.Languages, loaded.Languages);
        AssertEqual(Chapter6Quiz.Quiz.In("de"), loaded.In("de"));
        Assert.Same(loaded.FindClaim("relu-halves-variance"), loaded.In("de").FindClaim("relu-halves-variance"));
    }

    [Fact]
    public void A_loaded_quiz_lists_the_pictures_that_lie_below_its_folder()
    {
        Write("rivers.quiz.md", Rivers.Replace(", kind=true-false, value", " kind=true-false value")
            .Replace("Yes, it is.", "Yes: ![a](maps/a.svg), ![b](b.png), ![c](../c.svg)."));
        _folder.CreateSubdirectory("maps");
        Write("maps/a.svg", "<svg width='40' height='30'/>");
        Write("b.png", "no picture");

        var quiz = QuizLoader.Load(Path.Combine(_folder.FullName, "rivers.quiz.md")).Quiz!;

        Assert.Equal(
            [("maps/a.svg", "maps/a.svg", 40, 30), ("b.png", "b.png", null, null)],
            quiz.Assets.Select(asset => (asset.Path, asset.Address, asset.Width, asset.Height)));
        Assert.Contains("<img src=\"maps/a.svg\" width=\"40\" height=\"30\" alt=\"a\">", quiz.Questions[0].Answer.Text.Html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"b.png\" alt=\"b\">", quiz.Questions[0].Answer.Text.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_of_a_translation_gives_the_translation()
    {
        var loaded = LoadContent("chapter-6.de.quiz.md");
        Assert.Equal("de", loaded.Language);
        Assert.Equal("en", loaded.In("en").Language);
    }

    [Fact]
    public void Every_problem_of_a_file_has_its_place_and_there_is_no_quiz()
    {
        var loaded = QuizLoader.Parse(Rivers.Replace("id=longest, kind=true-false, value", "idd=longest kind=true-false value"), "rivers.quiz.md");
        Assert.Null(loaded.Quiz);
        Assert.NotEmpty(loaded.Problems);
        var problem = loaded.Problems[0];
        Assert.True(problem.IsError);
        Assert.StartsWith("rivers.quiz.md(8,", problem.ToString());
        Assert.Contains("error QK", problem.ToString());
    }

    [Fact]
    public void A_right_text_gives_a_quiz_that_grades()
    {
        var loaded = QuizLoader.Parse(Rivers.Replace(", kind=true-false, value", " kind=true-false value"), "rivers.quiz.md");
        Assert.Empty(loaded.Problems);
        var quiz = loaded.Quiz!;
        Assert.Equal(GradeOutcome.Correct, quiz.Questions[0].Grade("yes").Outcome);
        Assert.Equal(GradeOutcome.Correct, quiz.Questions[1].Grade("10.5").Outcome);
    }

    [Fact]
    public void A_translation_with_errors_is_left_out_and_reported()
    {
        Write("rivers.quiz.md", Rivers.Replace(", kind=true-false, value", " kind=true-false value"));
        Write("rivers.de.quiz.md", "---\nlanguage: de\n---\n# Flüsse\n\n## Question 9\n\nWas?\n");
        Write("rivers-of-asia.de.quiz.md", "not of this quiz");
        var loaded = QuizLoader.Load(Path.Combine(_folder.FullName, "rivers.quiz.md"));
        Assert.Equal(["en"], loaded.Quiz!.Languages);
        Assert.Contains(loaded.Problems, problem => problem.IsError);
        Assert.All(loaded.Problems, problem => Assert.EndsWith("rivers.de.quiz.md", problem.Path));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(_folder.FullName, "nothing.quiz.md");
        var exception = Assert.Throws<QuizFileException>(() => QuizLoader.Load(path));
        Assert.Contains($"'{path}'", exception.Message);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_a_problem_and_no_exception()
    {
        var path = Path.Combine(_folder.FullName, "bytes.quiz.md");
        File.WriteAllBytes(path, [0xff, 0x00, 0xc3, 0x28, 0x0a]);
        var loaded = QuizLoader.Load(path);
        Assert.Null(loaded.Quiz);
        Assert.Contains(loaded.Problems, problem => problem.IsError);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AssertEqual(Quiz expected, Quiz actual) => Assert.Equal(ObjectGraph.Of(expected), ObjectGraph.Of(actual));

    private static Quiz LoadContent(string name)
    {
        var loaded = QuizLoader.Load(Path.Combine(AppContext.BaseDirectory, "Content", name));
        Assert.Empty(loaded.Problems);
        return loaded.Quiz!;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text, new UTF8Encoding(false));
}
