// Checks that find what a test tells them to find.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Tests.Running;

/// <summary>Every claim meets its expected verdict, but for those that a test says otherwise of.</summary>
internal sealed class FakeChecks : IClaimChecks
{
    private readonly Dictionary<string, Func<CheckContext, Outcome>> _told = new(StringComparer.Ordinal);

    /// <summary>The checks that ran, in order, as <c>claim on device</c>.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>The contexts that the checks were given, in order.</summary>
    public List<CheckContext> Contexts { get; } = [];

    public IReadOnlyDictionary<string, ISweep> Sweeps { get; init; } = new Dictionary<string, ISweep>();

    public FakeChecks Tell(string claim, Func<CheckContext, Outcome> check)
    {
        _told[claim] = check;
        return this;
    }

    public FakeChecks Tell(string claim, Verdict verdict, string finding = "So it is.") =>
        Tell(claim, _ => new Outcome { Verdict = verdict, Finding = finding });

    public Outcome Run(Claim claim, CheckContext context)
    {
        Ran.Add($"{claim.Id} on {context.Device.Id}");
        Contexts.Add(context);
        return _told.TryGetValue(claim.Id, out var check) ? check(context)
            : Sweeps.TryGetValue(claim.Id, out var sweep) ? sweep.Run(claim, context)
            : SampleQuiz.Expected(claim);
    }
}
