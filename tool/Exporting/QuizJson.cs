// A quiz as JSON, for programs: everything that its model has, with the key.

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QuizKit.Tool.Exporting;

/// <summary>A text in the four forms of <see cref="RichText"/>; addresses of pictures are relative to the quiz.</summary>
internal sealed record JsonText(string Markdown, string Plain, string Unicode, string Html);

internal sealed record JsonChoice(string Letter, JsonText Text, bool Correct, JsonText? Feedback, string? Misconception);

/// <summary>An interval, both ends included; a single number has two equal ends.</summary>
internal sealed record JsonRange(double Low, double High);

internal sealed record JsonSlip(double Value, JsonText Feedback, string? Misconception);

internal sealed record JsonErratum(ErratumKind Kind, IReadOnlyList<string> CorrectedClaims, JsonText Text);

internal sealed record JsonClaim(
    string Id,
    ClaimOrigin Origin,
    JsonText Statement,
    IReadOnlyList<double> Values,
    ExpectedVerdict Expected,
    bool Existential,
    string? NotExecutable);

/// <summary>A question. <c>isTrue</c>, <c>choices</c>, and the members from <c>value</c> to <c>slips</c> are those of one kind.</summary>
internal sealed record JsonQuestion(
    string Id,
    string Key,
    int Number,
    QuestionKind Kind,
    string Language,
    JsonText? Title,
    JsonText Prompt,
    IReadOnlyList<JsonText> Hints,
    JsonText Answer,
    Provenance AnswerBy,
    JsonText? Explanation,
    IReadOnlyList<string> Tags,
    IReadOnlyList<JsonErratum> Errata,
    IReadOnlyList<JsonClaim> Claims)
{
    public bool? IsTrue { get; init; }

    public IReadOnlyList<JsonChoice>? Choices { get; init; }

    public double? Value { get; init; }

    public double? PrintedValue { get; init; }

    public double? Tolerance { get; init; }

    public int? Digits { get; init; }

    public string? Unit { get; init; }

    public IReadOnlyList<JsonRange>? Accepted { get; init; }

    public IReadOnlyList<JsonSlip>? Slips { get; init; }
}

/// <summary>A quiz. The version is 1; a change that breaks readers gets the next number.</summary>
internal sealed record JsonQuiz(
    int Version,
    string Id,
    string Language,
    IReadOnlyList<string> Languages,
    bool RightToLeft,
    JsonText Title,
    string DisplayTitle,
    string? Description,
    string? Author,
    string? Source,
    string? Licence,
    JsonText? Introduction,
    IReadOnlyList<JsonQuestion> Questions);

internal static class QuizJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
    };

    private static readonly JsonSchemaExporterOptions SchemaOptions = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = WithoutOptional,
    };

    public static ExportedFile Write(QuizSource source) => new(
        [.. JsonSerializer.SerializeToUtf8Bytes(Of(source), Options), (byte)'\n'], []);

    /// <summary>The schema of what is written, which the documentation has.</summary>
    public static string Schema()
    {
        var schema = Options.GetJsonSchemaAsNode(typeof(JsonQuiz), SchemaOptions);
        var described = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A quiz as quizkit export --format json writes it",
        };
        foreach (var (name, value) in schema.AsObject()) described[name] = value?.DeepClone();
        return described.ToJsonString(Options) + "\n";
    }

    // What may be null is left out where it is.
    private static JsonNode WithoutOptional(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema || schema["required"] is not JsonArray required) return node;
        HashSet<string> optional = [.. context.TypeInfo.Properties.Where(property => property.IsGetNullable).Select(one => one.Name)];
        JsonNode?[] kept = [.. required.Where(name => !optional.Contains((string)name!)).Select(name => name!.DeepClone())];
        schema["required"] = new JsonArray(kept);
        return schema;
    }

    private static JsonQuiz Of(QuizSource source)
    {
        var quiz = source.Quiz;
        return new JsonQuiz(
            1,
            source.Id,
            quiz.Language,
            quiz.Languages,
            quiz.IsRightToLeft,
            Text(quiz.Title),
            quiz.DisplayTitle,
            quiz.Description,
            quiz.Author,
            quiz.Source,
            quiz.Licence,
            TextOrNull(quiz.Introduction),
            [.. quiz.Questions.Select(question => Of(question, source))]);
    }

    private static JsonQuestion Of(Question question, QuizSource source)
    {
        var common = new JsonQuestion(
            question.Id,
            source.IdOf(question),
            question.Number,
            question.Kind,
            question.Language,
            TextOrNull(question.Title),
            Text(question.Prompt),
            [.. question.Hints.Select(Text)],
            Text(question.Answer.Text),
            question.Answer.Provenance,
            TextOrNull(question.Explanation),
            question.Tags,
            [.. question.Errata.Select(erratum => new JsonErratum(erratum.Kind, erratum.CorrectedClaimIds, Text(erratum.Text)))],
            [.. question.Claims.Select(Of)]);
        return question.Match(
            _ => common,
            trueFalse => common with { IsTrue = trueFalse.IsTrue },
            numeric => common with
            {
                Value = numeric.CorrectValue,
                PrintedValue = numeric.PrintedValue,
                Tolerance = numeric.Tolerance,
                Digits = numeric.Digits,
                Unit = numeric.Unit,
                Accepted = [.. numeric.Accepted.Select(range => new JsonRange(range.Low, range.High))],
                Slips = [.. numeric.Slips.Select(slip => new JsonSlip(slip.Value, Text(slip.Feedback), slip.Misconception))],
            },
            choice => common with { Choices = [.. choice.Choices.Select((one, i) => Of(one, choice.LetterOf(i)))] });
    }

    private static JsonChoice Of(Choice choice, string letter) =>
        new(letter, Text(choice.Text), choice.IsCorrect, TextOrNull(choice.Feedback), choice.Misconception);

    private static JsonClaim Of(Claim claim) => new(
        claim.Id, claim.Origin, Text(claim.Statement), claim.Values, claim.Expected, claim.IsExistential, claim.NotExecutableReason);

    private static JsonText Text(RichText text) => new(text.Markdown, text.PlainText, text.UnicodeText, text.Html);

    private static JsonText? TextOrNull(RichText? text) => text is null ? null : Text(text);
}
