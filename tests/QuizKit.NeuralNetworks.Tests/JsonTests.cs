// Whole quizzes as JSON and back, and what may be sent to a learner.

using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.NeuralNetworks.Tests;

public sealed partial class JsonTests
{
    private static readonly RichText Other = new("Something else", "Something else", "Something else", "<p>Something else</p>");

    public static TheoryData<string, string> Quizzes { get; } = new()
    {
        { Chapter6Quiz.Quiz.Id, "en" }, { Chapter6Quiz.Quiz.Id, "de" }, { Chapter6CompanionsQuiz.Quiz.Id, "en" },
    };

    [Theory]
    [MemberData(nameof(Quizzes))]
    public void A_quiz_survives_its_JSON_with_every_property_and_its_translations(string id, string language)
    {
        var quiz = Find(id, language);

        var json = JsonSerializer.Serialize(quiz);
        var read = JsonSerializer.Deserialize<Quiz>(json)!;

        AssertEqual(quiz, read, id);
        Assert.Equal(json, JsonSerializer.Serialize(read));
        foreach (var tag in read.Languages) AssertEqual(quiz.In(tag), read.In(tag), $"{id} in {tag}");
        Assert.Equal(language == "en" ? quiz.Languages : ["de"], read.Languages);
        Assert.All(quiz.Questions, question => Assert.Equal(question.GetType(), read.FindQuestion(question.Id)!.GetType()));
    }

    [Fact]
    public void The_serializer_that_the_compiler_generates_writes_and_reads_the_same()
    {
        var json = JsonSerializer.Serialize(Chapter6Quiz.Quiz, Generated.Default.Quiz);

        Assert.Equal(JsonSerializer.Serialize(Chapter6Quiz.Quiz), json);
        AssertEqual(Chapter6Quiz.Quiz, JsonSerializer.Deserialize(json, Generated.Default.Quiz)!, "quiz");
    }

    [Fact]
    public void Kinds_and_enums_are_words()
    {
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(Chapter6CompanionsQuiz.Quiz));
        var kinds = document.RootElement.GetProperty("Questions").EnumerateArray().Select(question => question.GetProperty("kind").GetString());

        Assert.Equal(
            Chapter6CompanionsQuiz.Quiz.Questions.Select(question => question.Match(_ => "open", _ => "true-false", _ => "numeric", _ => "choice")), kinds);
        Assert.Matches("^\"(Source|Editors)\"$", document.RootElement.GetProperty("Questions")[0].GetProperty("Answer").GetProperty("Provenance").GetRawText());
    }

    [Fact]
    public void A_grade_has_words_for_its_outcome_and_problem()
    {
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(Chapter6Quiz.MultiplyAdds.Grade("many")));

        Assert.Equal("NotUnderstood", document.RootElement.GetProperty("Outcome").GetString());
        Assert.Equal("NotANumber", document.RootElement.GetProperty("Problem").GetString());
    }

    [Fact]
    public void A_view_without_hints_shows_that_there_are_none()
    {
        RichText[] hints = [Other, Other];
        OpenQuestion question = new("one", 1, Other, new Answer(Other, Provenance.Source), [], [], hints: hints);
        Quiz quiz = new("quiz", "en", Other, null, [question]);

        Assert.Equal((2, 0), (QuestionView.Of(question).HintCount, QuestionView.Of(question, showHints: false).HintCount));
        Assert.Equal((2, 0), (QuizView.Of(quiz).Questions[0].HintCount, QuizView.Of(quiz, showHints: false).Questions[0].HintCount));
    }

    [Fact]
    public void An_interval_without_an_end_survives()
    {
        NumberRange range = new(double.NegativeInfinity, 0.1);

        var read = JsonSerializer.Deserialize<NumberRange>(JsonSerializer.Serialize(range))!;

        Assert.Equal((range.Low, range.High), (read.Low, read.High));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"Id\":\"a\",\"Language\":\"en\"}")]
    public void A_quiz_without_what_every_quiz_has_is_refused(string json) =>
        Assert.ThrowsAny<ArgumentException>(() => JsonSerializer.Deserialize<Quiz>(json));

    [Fact]
    public void A_question_of_an_unknown_kind_is_refused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Question>("{\"kind\":\"essay\",\"Id\":\"a\"}"));

    [Theory]
    [MemberData(nameof(Quizzes))]
    public void A_view_has_no_words_but_those_of_prompts_choices_and_names(string id, string language)
    {
        var quiz = Find(id, language);
        var allowed = new[] { quiz.Title, quiz.Introduction }.Concat(quiz.Questions.SelectMany(Shown)).OfType<RichText>()
            .SelectMany(text => new[] { text.Markdown, text.PlainText, text.UnicodeText, Regex.Replace(text.Html, " data-claim=\"[^\"]*\"", "") })
            .Concat(quiz.Questions.SelectMany(question => question.Tags.Append(question.Id).Append(question.Kind.ToString()).Append((question as NumericQuestion)?.Unit)))
            .Concat(Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString()))
            .Concat([quiz.Id, quiz.Language, quiz.Description, "en"])
            .ToHashSet();

        using var document = JsonDocument.Parse(JsonSerializer.Serialize(QuizView.Of(quiz)));

        var values = Strings(document.RootElement).ToList();
        Assert.True(values.Count > quiz.Questions.Count * 6);
        Assert.All(values, value => Assert.Contains(value, allowed));
        Assert.DoesNotContain("data-claim", document.RootElement.GetRawText(), StringComparison.Ordinal);

        static IEnumerable<RichText?> Shown(Question question) =>
            [question.Title, question.Prompt, .. question is ChoiceQuestion choice ? choice.Choices.Select(it => it.Text) : []];
    }

    [Theory]
    [MemberData(nameof(Quizzes))]
    public void A_view_is_the_same_whatever_the_answer_is(string id, string language)
    {
        foreach (var question in Find(id, language).Questions)
        {
            Assert.Equal(
                JsonSerializer.Serialize(QuestionView.Of(question)), JsonSerializer.Serialize(QuestionView.Of(WithAnotherAnswer(question))));
        }
    }

    private static Quiz Find(string id, string language) =>
        (id == Chapter6Quiz.Quiz.Id ? Chapter6Quiz.Quiz : Chapter6CompanionsQuiz.Quiz).In(language);

    private static Question WithAnotherAnswer(Question question)
    {
        Answer answer = new(Other, Provenance.Editors);
        RichText[] hints = [.. question.Hints.Select(_ => Other)];
        return question.Match<Question>(
            open: it => new OpenQuestion(
                it.Id, it.Number, it.Prompt, answer, [], [], it.Tags, [], it.Language, it.Title, hints, Other),
            trueFalse: it => new TrueFalseQuestion(
                it.Id, it.Number, it.Prompt, answer, !it.IsTrue, [], [], it.Tags, [], it.Language, it.Title, hints, Other),
            numeric: it => new NumericQuestion(
                it.Id, it.Number, it.Prompt, answer, 123, 456, 7, it.Unit, [], [], it.Tags, [], it.Language, it.Title, hints, Other,
                [new NumberRange(1, 2)], 3, [new Slip(5, Other)]),
            choice: it => new ChoiceQuestion(
                it.Id, it.Number, it.Prompt, answer, [.. it.Choices.Select(one => new Choice(one.Text, !one.IsCorrect, Other, "mistake"))], [], [], it.Tags,
                [], it.Language, it.Title, hints, Other));
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    // Every public property, whether the JSON has it or not.
    private static void AssertEqual(object? expected, object? actual, string path)
    {
        if (expected is null || expected is string || expected.GetType().IsPrimitive || expected is Enum)
        {
            Assert.True(Equals(expected, actual), $"{path}: {expected} is {actual}");
            return;
        }

        Assert.True(actual?.GetType() == expected.GetType() || expected is IEnumerable, $"{path}: {expected.GetType()} is {actual?.GetType()}");
        if (expected is IEnumerable items)
        {
            object?[] left = [.. items.Cast<object?>()];
            object?[] right = [.. ((IEnumerable)actual!).Cast<object?>()];
            Assert.True(left.Length == right.Length, $"{path}: {left.Length} are {right.Length}");
            for (var i = 0; i < left.Length; i++) AssertEqual(left[i], right[i], $"{path}[{i}]");
            return;
        }

        // A translation alone does not know the other languages.
        foreach (var property in expected.GetType().GetProperties().Where(property => property.Name != nameof(Quiz.Languages)))
            AssertEqual(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
    }

    [JsonSerializable(typeof(Quiz))]
    private sealed partial class Generated : JsonSerializerContext;
}
