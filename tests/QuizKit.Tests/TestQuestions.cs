// Small questions for tests.

namespace QuizKit.Tests;

internal static class TestQuestions
{
    private static readonly Answer Answer = new(Text("This."), Provenance.Source);

    public static RichText Text(string words) => new(words, words, words, words);

    public static OpenQuestion Open(string id, params string[] tags) => new(id, 1, Text("What?"), Answer, [], [], tags);

    public static TrueFalseQuestion TrueFalse(bool isTrue, string language = "en") =>
        new("truth", 1, Text("True or false?"), Answer, isTrue, [], [], language: language);

    public static NumericQuestion Numeric(
        double correct, double tolerance = 0, string? unit = null, double? printed = null, string language = "en") =>
        new("number", 1, Text("How many?"), Answer, printed ?? correct, correct, tolerance, unit, [], [], language: language);

    /// <summary>A choice among texts; those that begin with + are right.</summary>
    public static ChoiceQuestion Choice(params string[] texts) =>
        new("choice", 1, Text("Which?"), Answer, [.. texts.Select(text => new Choice(Text(text.TrimStart('+')), text[0] == '+'))], [], []);
}
