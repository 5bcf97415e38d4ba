// The companions of the chapter's open questions: one for each, with feedback to wrong answers and numbers that are worked out again here.

using Xunit;

namespace QuizKit.NeuralNetworks.Tests;

public sealed class CompanionTests
{
    private static IReadOnlyList<Question> Companions => Chapter6CompanionsQuiz.Quiz.Questions;

    /// <summary>The right number of a question, and the numbers that its slips lead to, computed from what the prompt says.</summary>
    private static readonly Dictionary<string, (double Value, double[] Slips)> Computed = new()
    {
        ["rank-of-stacked-layers"] = (new[] { 8, 5, 3, 4 }.Min(), [4, 5, 8]),
        ["five-sigmoid-steps"] = (Math.Pow(0.25, 6 - 1), [Math.Pow(0.25, 6), 5 * 0.25]),
        ["gradient-of-one-prediction"] = (0.8 - 1, [1 - 0.8, (0.8 - 1) / (0.8 * (1 - 0.8)), 0.8 * (1 - 0.8)]),
        ["second-moment-of-relu"] = (4 / 2.0, [4, 4 * (0.5 - (1 / (2 * Math.PI))), Math.Pow(Math.Sqrt(4) / 2, 2)]),
        ["xavier-of-one-layer"] = (2 / (300.0 + 100), [2 / 300.0, 1 / (300.0 + 100), Math.Sqrt(2 / (300.0 + 100))]),
        ["half-the-step"] = (Math.Pow(2, 2), [2, Math.Pow(2, 3)]),
        ["three-times-backward"] = (3 + 3 + 3, [3, 3 * 3 * 3]),
        ["evaluations-of-a-gradient"] = (2 * 1000, [1000, 1000 + 1, 2]),
        ["gelu-of-minus-one"] = (-1 * (1 - 0.8413), [1 - 0.8413, -0.8413, 0]),
        ["one-and-one"] = (16777216f + 1 + 1, [16777216.0 + (1 + 1), 16777216.0 + 1]),
        ["factor-of-each-layer"] = (Math.Pow(10, -7 / 9.0), [Math.Pow(10, -7 / 10.0), 0.25, Math.Pow(10, -7)]),
    };

    [Fact]
    public void Each_open_question_of_the_chapter_has_one_under_its_number_that_a_program_can_grade()
    {
        var open = Chapter6Quiz.Quiz.Questions.Where(question => question.Kind == QuestionKind.Open).Select(question => question.Number);

        Assert.Equal(open, Companions.Select(companion => companion.Number));
        Assert.All(Companions, companion => Assert.True(companion.Kind is QuestionKind.Choice or QuestionKind.Numeric, companion.Id));
        Assert.All(Companions, companion => Assert.Equal(Provenance.Editors, companion.Answer.Provenance));
    }

    [Fact]
    public void Every_wrong_choice_has_feedback() => Assert.All(
        Companions.OfType<ChoiceQuestion>().SelectMany(question => question.Choices),
        choice => Assert.Equal(choice.IsCorrect, choice.Feedback is null));

    [Fact]
    public void The_numbers_and_those_of_the_slips_are_what_the_prompts_say()
    {
        var questions = Companions.OfType<NumericQuestion>().ToDictionary(question => question.Id);

        Assert.Equal(Computed.Keys.Order(), questions.Keys.Order());
        foreach (var (id, (value, slips)) in Computed)
        {
            Assert.True(questions[id].Grade(value).IsCorrect, id);
            Assert.Equal(questions[id].Slips.Count, slips.Length);
            foreach (var (slip, number) in questions[id].Slips.Zip(slips)) Assert.Same(slip, questions[id].Grade(number).Slip);
        }
    }

    [Fact]
    public void Every_formula_of_numbers_adds_up()
    {
        var formulas = PrintedArithmetic.FormulasIn(Files.Read(Files.CompanionsPath));

        Assert.Contains("0.25^5 = 0.0009765625", formulas);
        Assert.All(formulas, tex => Assert.True(PrintedArithmetic.Holds(tex), tex));
    }
}
