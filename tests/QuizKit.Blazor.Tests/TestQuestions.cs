// Small questions for tests, whose words tell them apart.

using QuizKit.Sessions;

namespace QuizKit.Blazor.Tests;

internal static class TestQuestions
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Two of four choices are right; the two wrong ones have feedback. There are two hints, of which the first names a claim.</summary>
    public static ChoiceQuestion Several { get; } = new(
        "several",
        1,
        Text("Which are even?"),
        AnswerOf("Two and four have no remainder."),
        [
            new(Text("one"), false, Text("One leaves one.")), new(Text("two"), true),
            new(Text("three"), false, Text("Three leaves one, too.")), new(Text("four"), true),
        ],
        [],
        [],
        hints: [new("First hint.", "First hint.", "First hint.", "<p><span data-claim=\"evens\">First</span> hint.</p>"), Text("Second hint.")],
        explanation: Text("An even number is twice another."));

    public static ChoiceQuestion One { get; } = new(
        "one",
        2,
        Text("Which is prime?"),
        AnswerOf("Seven has no divisor."),
        [
            new(new("$6$", "6", "6", "<math><mn>6</mn></math>"), false), new(new("$x^2$", "x^2", "x²", "<math><mi>x</mi></math>"), true),
            new(new("nine", "nine", "nine", "<p>nine</p><pre><code>9</code></pre>"), false),
        ],
        [],
        []);

    public static TrueFalseQuestion TrueFalse { get; } = new("truth", 3, Text("Zero is even."), AnswerOf("It surely is."), true, [], []);

    /// <summary>Its printed answer, 40, is wrong: an erratum says 42. The mistake that leads to 44 is known.</summary>
    public static NumericQuestion Number { get; } = new(
        "number",
        4,
        Text("How long is it?"),
        AnswerOf("It is 40 metres long."),
        40,
        42,
        0.5,
        "metres",
        [],
        [new Erratum(ErratumKind.WrongResult, [], Text("Forty-two are right."), [])],
        slips: [new Slip(44, Text("That is with the fence."))]);

    public static OpenQuestion Open { get; } = new("open", 5, Text("Why?"), AnswerOf("For a good reason."), [], []);

    public static IReadOnlyList<Question> All { get; } = [Several, One, TrueFalse, Number, Open];

    public static Quiz Quiz { get; } = new("small", "en", Text("A small quiz"), null, All);

    public static QuizSession Session(params Question[] questions) =>
        QuizSession.Start(questions.Length == 0 ? Quiz : new Quiz("small", "en", Text("A small quiz"), null, questions), Start);

    public static RichText Text(string words) => new(words, words, words, words);

    public static Answer AnswerOf(string words) => new(Text(words), Provenance.Source);

    /// <summary>A question of two choices in a language; the first is right.</summary>
    public static ChoiceQuestion In(string language) => new(
        "language", 1, Text("?"), AnswerOf("!"), [new(Text("A"), true), new(Text("B"), false)], [], [], language: language, hints: [Text("H")]);
}
