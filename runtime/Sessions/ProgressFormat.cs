// The JSON of sessions and progress. Version 1.

using System.Globalization;
using System.Text;

namespace QuizKit.Sessions;

internal static class ProgressFormat
{
    public const int Version = 1;
    private const int LongestId = 1000;
    private const long LongestTime = 1_000_000_000_000;

    private static readonly string[] Kinds = ["hint", "skip", "reply", "reveal", "self-grade"];
    private static readonly string[] Shuffles = ["none", "questions", "choices", "all"];

    /// <summary>Writes progress, and a session where there is one: a record is a line.</summary>
    public static string Write(QuizProgress progress, QuizSession? session)
    {
        var json = new StringBuilder("{");
        json.AppendName("format").AppendString(FormatOf(session is not null));
        json.AppendName("version").AppendNumber(Version);
        json.AppendName("quiz").AppendString(progress.QuizId);
        if (session is not null)
        {
            json.AppendName("started").AppendString(JsonTime.Of(session.Started));
            if (session.Seed is { } seed) json.AppendName("seed").AppendNumber(seed);
            json.AppendName("shuffle").AppendString(Shuffles[(int)session.Shuffle]);
            if (session.QuestionIds is { } ids) AppendTexts(json.AppendName("questions"), ids);
            if (session.CurrentId is not null) json.AppendName("current").AppendString(session.CurrentId);
        }

        json.AppendName("records").Append('[');
        for (var i = 0; i < progress.Records.Count; i++)
        {
            json.Append(i == 0 ? "\n" : ",\n");
            Write(json, progress.Records[i]);
        }

        return json.Append("\n]}\n").ToString();
    }

    public static QuizProgress ReadProgress(string text, Quiz quiz)
    {
        var members = Open(text, quiz, isSession: false);
        var progress = new QuizProgress(quiz.Id, RecordsOf(members));
        members.End();
        return progress;
    }

    public static QuizSession ReadSession(string text, Quiz quiz)
    {
        var members = Open(text, quiz, isSession: true);
        var started = members.Time("started");
        var seed = (int?)members.OptionalInteger("seed", int.MinValue, int.MaxValue);
        var shuffle = (SessionShuffle)members.Word("shuffle", Shuffles);
        var questions = members.OptionalTexts("questions", LongestId);
        var current = members.OptionalText("current", LongestId);
        var progress = new QuizProgress(quiz.Id, RecordsOf(members));
        members.End();
        return new QuizSession(quiz, started, seed, shuffle, questions, progress, current);
    }

    private static string FormatOf(bool isSession) => isSession ? "quizkit-session" : "quizkit-progress";

    // What tells whether the rest can be read is checked first: a newer version may have anything behind it.
    private static JsonMembers Open(string text, Quiz quiz, bool isSession)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        if (text.Length > QuizProgress.LongestJson)
        {
            throw new QuizSessionException(
                SessionProblem.TooLong,
                FormattableString.Invariant($"The saved text is longer than {QuizProgress.LongestJson} characters. ")
                + "Check that it is the right file.");
        }

        var members = new JsonMembers(JsonReader.Read(text), "the text");
        var format = members.Text("format", LongestId);
        if (format != FormatOf(isSession))
        {
            throw new QuizSessionException(
                SessionProblem.Malformed,
                $"The saved text has the format {ReplyText.Quote(format)}, not '{FormatOf(isSession)}'. Check that it is the right file.");
        }

        var version = members.Integer("version", 1, int.MaxValue);
        if (version > Version)
        {
            throw new QuizSessionException(
                SessionProblem.NewerVersion,
                FormattableString.Invariant($"The saved text has version {version}, and this program reads up to {Version}. ")
                + "Update the program, and keep the text.");
        }

        var id = members.Text("quiz", LongestId);
        if (id != quiz.Id)
        {
            throw new QuizSessionException(
                SessionProblem.OtherQuiz, $"The saved text is for the quiz {ReplyText.Quote(id)}, not '{quiz.Id}'. Load it with its quiz.");
        }

        return members;
    }

    private static void Write(StringBuilder json, ProgressRecord record)
    {
        json.Append('{');
        json.AppendName("question").AppendString(record.QuestionId);
        json.AppendName("content").AppendString(record.Fingerprint);
        json.AppendName("kind").AppendString(Kinds[(int)record.Kind]);
        json.AppendName("at").AppendString(JsonTime.Of(record.At));
        json.AppendName("ms").AppendNumber(record.Time.Ticks / TimeSpan.TicksPerMillisecond);
        if (record.Hints > 0) json.AppendName("hints").AppendNumber(record.Hints);
        if (record.Score is { } score) json.AppendName("score").AppendNumber(score);
        if (record.Reply is not null) json.AppendName("reply").AppendString(record.Reply);
        if (record.Choices.Count > 0)
        {
            var choices = string.Join(",", record.Choices.Select(choice => choice.ToString(CultureInfo.InvariantCulture)));
            json.AppendName("choices").Append('[').Append(choices).Append(']');
        }

        json.Append('}');
    }

    private static void AppendTexts(StringBuilder json, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++) json.Append(i == 0 ? '[' : ',').AppendString(texts[i]);
        json.Append(']');
    }

    private static List<ProgressRecord> RecordsOf(JsonMembers members)
    {
        var records = new List<ProgressRecord>();
        foreach (var item in members.List("records"))
        {
            var place = FormattableString.Invariant($"record {records.Count + 1}");
            var record = new JsonMembers(item, place);
            var kind = (RecordKind)record.Word("kind", Kinds);
            records.Add(new ProgressRecord(
                record.Text("question", LongestId),
                record.Text("content", LongestId),
                kind,
                record.Time("at"),
                new TimeSpan(record.Integer("ms", 0, LongestTime / 1000) * TimeSpan.TicksPerMillisecond),
                (int)(record.OptionalInteger("hints", 0, 10_000) ?? 0),
                ProgressRecord.HasScore(kind) ? record.Number("score", 0, 1) : null,
                record.OptionalText("reply", ProgressRecord.LongestReply),
                record.OptionalIntegers("choices")));
            record.End();
        }

        return records;
    }
}
