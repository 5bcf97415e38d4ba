// Saved sessions and progress.

using QuizKit.Loading;
using QuizKit.Sessions;
using QuizKit.Tool.Tests;

namespace QuizKit.Fuzz.Readers;

internal sealed class SessionTarget : ReaderTarget<QuizSessionException>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Quiz Quiz = QuizLoader.Parse(ExportedQuizzes.EveryKind, "/nowhere/rivers.quiz.md").Quiz!;

    public override string Name => "session";

    public override IReadOnlyList<string> Instrumented => ["QuizKit.dll"];

    public override IReadOnlyList<string> Pieces { get; } =
    [
        .. JsonPieces, "\"quizkit-session\"", "\"quizkit-progress\"", "\"version\":1,", "\"records\":[", "\"seed\":-2147483648,",
        "\"questions\":[\"volga\",\"volga\"],",
        "\"current\":\"delta\",", "\"kind\":\"hint\"", "\"kind\":\"skip\"", "\"kind\":\"reveal\"", "\"kind\":\"self-grade\"",
        "\"score\":0.5,", "\"hints\":3,", "\"choices\":[0,9]",
        "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "2026-02-30T00:00:00.000Z", "vienna", "african-lakes", "volga", "length",
        "delta",
    ];

    public override IEnumerable<string> Start()
    {
        var session = QuizSession.Start(Quiz, Noon, seed: -3);
        session = session.Ask("vienna", Noon)!.Hint(Noon.AddSeconds(1)).Reply("b", Noon.AddSeconds(2)).Session;
        session = session.Ask("length", Noon)!.Reply("1770", Noon.AddSeconds(4)).Session;
        session = session.Ask("african-lakes", Noon)!.Skip(Noon.AddSeconds(5));
        session = session.Ask("delta", Noon)!.Reply("a mouth", Noon.AddSeconds(6)).Turn!.GradeSelf(0.5, Noon.AddSeconds(7));
        session = session.Ask("volga", Noon)!.Session;
        return [QuizSession.Start(Quiz, Noon, seed: 1).ToJson(), session.ToJson(), session.Progress.ToJson()];
    }

    protected override bool IsClear(QuizSessionException refusal) => refusal.Message.Length is > 20 and < 400;

    protected override (bool Accepts, IReadOnlyList<string> Faults) Read(string input)
    {
        if (input.Contains("quizkit-progress", StringComparison.Ordinal))
        {
            var progress = QuizProgress.Read(input, Quiz);
            _ = progress.Merge(QuizProgress.Empty(Quiz)).ToJson();
            return (true, SameAgain(progress.ToJson(), text => QuizProgress.Read(text, Quiz).ToJson()));
        }

        // A session that is read goes on: its score and its next question exist.
        var session = QuizSession.Read(input, Quiz);
        _ = session.Score.ToString();
        _ = session.Next(session.Started)?.Question.Id;
        return (true, SameAgain(session.ToJson(), text => QuizSession.Read(text, Quiz).ToJson()));
    }

    private static IReadOnlyList<string> SameAgain(string text, Func<string, string> read)
    {
        try
        {
            var again = read(text);
            return again == text ? [] : [$"another text when it is written again: {text} {again}"];
        }
        catch (QuizSessionException refusal)
        {
            return [$"it does not read what it wrote: {refusal.Message} {text}"];
        }
    }
}
