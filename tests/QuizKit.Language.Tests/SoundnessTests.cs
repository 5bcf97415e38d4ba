// What holds for any text that an author types, tried on random ones: the same in every run. eng/fuzz tries others.

using Xunit;

namespace QuizKit.Language.Tests;

public sealed class SoundnessTests
{
    [Fact]
    public void Pieces_of_Markdown_in_any_order_make_a_sound_answer() =>
        Assert.All(RandomCases.Of(RandomMarkdown.Any, Thorough.Count(1000)), markdown => Check(FrontEnd.QuizOf(markdown)));

    [Fact]
    public void Pieces_of_Markdown_in_any_order_make_a_sound_file() => Assert.All(RandomCases.Of(RandomMarkdown.Any, Thorough.Count(500)), Check);

    [Fact]
    public void Well_formed_Markdown_makes_a_sound_answer() =>
        Assert.All(RandomCases.Of(RandomMarkdown.WellFormed, Thorough.Count(400)), markdown => Check(FrontEnd.QuizOf(markdown)));

    [Fact]
    public void Most_well_formed_Markdown_compiles()
    {
        List<string> quizzes = [.. RandomCases.Of(RandomMarkdown.WellFormed, 100).Select(FrontEnd.QuizOf)];

        Assert.InRange(quizzes.Count(quiz => Soundness.Judge(quiz).Compiles), quizzes.Count / 2, quizzes.Count);
    }

    [Theory]
    [InlineData("<!-\n\n[r]:t\nnote")]
    [InlineData("[r]:h\n|-\n")]
    [InlineData("[[|\n]()-|\n|y")]
    [InlineData("- 2) 02) 0")]
    [InlineData("-\n<!-\n[r]\n\n[r]:y\n note>")]
    [InlineData("-\n[a][r] <!-\nnote\n\n[r]:y")]
    [InlineData("-\r<!-\n\n[r]:y\nnote>")]
    [InlineData("#\n[[\n]()|\n-| [\n\n")]
    [InlineData("[[\nc\np\n]()|\n-|\n|[r 8")]
    [InlineData("[x](&gt\\;)")]
    public void An_answer_that_the_fuzzer_found_is_sound(string answer) => Check(FrontEnd.QuizOf(answer));

    private static void Check(string quiz) => Assert.Equal("", string.Join("\n", Soundness.Judge(quiz).Faults));
}
