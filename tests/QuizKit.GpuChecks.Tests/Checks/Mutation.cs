// One way to make a claim's check come out otherwise.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Tests.Checks;

/// <summary>A change to a claim or to what its check experiments with, and the verdict that the check must turn to.</summary>
/// <param name="Claim">The id of the claim.</param>
/// <param name="Change">What is changed, in words that name the test.</param>
/// <param name="Turned">The verdict that must come out.</param>
/// <param name="Run">Runs the check with the change.</param>
internal sealed record Mutation(string Claim, string Change, Verdict Turned, Func<CheckContext, Outcome> Run)
{
    private static readonly Chapter6Checks Checks = new();

    /// <summary>The numbers that the claim prints instead of its own, where that is the change.</summary>
    public double[]? Values { get; private init; }

    /// <summary>Other numbers in the sentence.</summary>
    public static Mutation Printed(string claim, Verdict turned, params double[] values)
    {
        var changed = ChapterClaims.Claim(claim).WithValues(values);
        return new Mutation(claim, "printed as " + string.Join(", ", values), turned, context => Checks.Run(changed, context)) { Values = values };
    }

    /// <summary>Another kernel in the place of one that the check launches.</summary>
    public static Mutation Kernel<TKernel>(string claim, string change, Verdict turned, TKernel kernel, TKernel mutant)
        where TKernel : Delegate =>
        new(claim, change, turned, context => context.CheckWith(kernel, mutant, ChapterClaims.Claim(claim)));

    /// <summary>Another experiment: another activation, initialization, device or program.</summary>
    public static Mutation Experiment(string claim, string change, Verdict turned, Func<Claim, CheckContext, Outcome> run) =>
        new(claim, change, turned, context => run(ChapterClaims.Claim(claim), context));

    public override string ToString() => $"{Claim}: {Change}";
}
