// Writes replies to every question of some quizzes, with the score that the runtime gives each, as JSON.

using System.Globalization;
using System.Text.Json;
using QuizKit;
using QuizKit.Loading;

const int WrongReplies = 100;

if (args.Length < 2)
{
    Console.Error.WriteLine("Give the file to write and the quizzes to read.");
    return 2;
}

using var stream = File.Create(args[0]);
using var json = new Utf8JsonWriter(stream);
json.WriteStartObject();
foreach (var path in args.Skip(1))
{
    var loaded = QuizLoader.Load(path);
    if (loaded.Quiz is not { } quiz)
    {
        foreach (var problem in loaded.Problems) Console.Error.WriteLine(problem);
        return 1;
    }

    json.WriteStartArray(Path.GetFileName(path).Replace(".quiz.md", "", StringComparison.Ordinal));
    foreach (var question in quiz.Questions) WriteQuestion(quiz, question);
    json.WriteEndArray();
}

json.WriteEndObject();
return 0;

void WriteQuestion(Quiz quiz, Question question)
{
    var random = new Random(question.Number);
    json.WriteStartObject();
    json.WriteString("id", $"{quiz.Id}.{question.Id}");
    json.WriteString("kind", question.Kind.ToString());
    json.WriteString("prompt", Words(question.Prompt));
    json.WriteStartArray("tags");
    foreach (var tag in question.Tags) json.WriteStringValue(tag);
    json.WriteEndArray();
    if (question is ChoiceQuestion choices)
    {
        json.WriteStartArray("choices");
        foreach (var choice in choices.Choices) json.WriteStringValue(Words(choice.Text));
        json.WriteEndArray();
    }

    json.WriteStartArray("replies");
    question.Switch(
        _ => { },
        trueFalse =>
        {
            WriteReply(() => json.WriteBooleanValue(true), trueFalse.Grade(true));
            WriteReply(() => json.WriteBooleanValue(false), trueFalse.Grade(false));
        },
        numeric => WriteNumbers(numeric, random),
        choice => WriteChoices(choice, random));
    json.WriteEndArray();
    json.WriteEndObject();
}

// The words of a text without formulas; null where it has some, which each product writes in its own way.
static string? Words(RichText text) => text.Html.Contains("<math", StringComparison.Ordinal) ? null : text.UnicodeText;

void WriteReply(Action write, GradeResult result)
{
    json.WriteStartObject();
    json.WritePropertyName("reply");
    write();
    json.WriteNumber("score", result.Score!.Value);
    json.WriteEndObject();
}

// The right numbers and the ends of what is right, then wrong ones: near by, of another size, of the other sign, and the slips.
void WriteNumbers(NumericQuestion question, Random random)
{
    var (right, tolerance) = (question.CorrectValue, question.Tolerance);
    double[] given =
    [
        right, right - tolerance, right + tolerance, right - (tolerance / 2),
        .. question.Accepted.SelectMany(range => new[] { range.Low, range.High, (range.Low + range.High) / 2 }),
        .. question.Slips.Select(slip => slip.Value),
    ];
    foreach (var number in given) WriteNumber(question, number);
    var scale = Math.Max(Math.Abs(right), 1);
    for (var wrong = 0; wrong < WrongReplies;)
    {
        var number = random.Next(5) switch
        {
            0 => right + ((random.Next(2) == 0 ? 1 : -1) * tolerance * (1.001 + random.NextDouble())),
            1 => right * Math.Pow(10, random.Next(-3, 4)),
            2 => -right,
            3 => scale * (random.NextDouble() - 0.5) * 100,
            _ => Math.Round(right + random.Next(-50, 51)),
        };
        if (question.Grade(number).IsCorrect) continue;
        WriteNumber(question, number);
        wrong++;
    }
}

void WriteNumber(NumericQuestion question, double number) =>
    WriteReply(() => json.WriteStringValue(number.ToString("R", CultureInfo.InvariantCulture)), question.Grade(number));

void WriteChoices(ChoiceQuestion question, Random random)
{
    int[] all = [.. Enumerable.Range(0, question.Choices.Count)];
    WriteSet(question, [.. all.Where(i => question.Choices[i].IsCorrect)]);
    WriteSet(question, all);
    for (var wrong = 0; wrong < WrongReplies;)
    {
        int[] chosen = question.HasSeveralCorrect ? [.. all.Where(_ => random.Next(2) == 0)] : [random.Next(all.Length)];
        if (chosen.Length == 0 || question.Grade(chosen).IsCorrect) continue;
        WriteSet(question, chosen);
        wrong++;
    }
}

void WriteSet(ChoiceQuestion question, int[] chosen)
{
    if (chosen.Length > 1 && !question.HasSeveralCorrect) return;
    WriteReply(
        () =>
        {
            json.WriteStartArray();
            foreach (var index in chosen) json.WriteNumberValue(index);
            json.WriteEndArray();
        },
        question.Grade(chosen));
}
