// Claims as the tests need them: an id and the printed numbers.

using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Tests.Checks;

internal static class TestClaims
{
    public static Claim Claim(string id, params double[] values) => Create(id, isExistential: false, values);

    public static Claim Existential(string id) => Create(id, isExistential: true, []);

    /// <summary>Runs the check of a claim of chapter 6 that prints these numbers.</summary>
    public static Outcome Check(this CheckContext context, string id, params double[] values) =>
        new Chapter6Checks().Run(Claim(id, values), context);

    /// <summary>Runs the check of a claim of chapter 6 with another kernel in place of one that it launches.</summary>
    public static Outcome CheckWith<TKernel>(this CheckContext context, TKernel kernel, TKernel mutant, string id, params double[] values)
        where TKernel : Delegate => context.CheckWith(kernel, mutant, Claim(id, values));

    /// <inheritdoc cref="CheckWith{TKernel}(CheckContext, TKernel, TKernel, string, double[])"/>
    public static Outcome CheckWith<TKernel>(this CheckContext context, TKernel kernel, TKernel mutant, Claim claim)
        where TKernel : Delegate => context.With(kernel, mutant, () => new Chapter6Checks().Run(claim, context));

    /// <summary>Runs an experiment with another kernel in place of one that it launches.</summary>
    public static Outcome With<TKernel>(this CheckContext context, TKernel kernel, TKernel mutant, Func<Outcome> run)
        where TKernel : Delegate
    {
        var log = KernelLog.Of(context.Accelerator);
        log.Substitute(kernel.Method, mutant.Method);
        try
        {
            return run();
        }
        finally
        {
            log.Restore();
        }
    }

    private static Claim Create(string id, bool isExistential, double[] values) =>
        new(id, "question", ClaimOrigin.Answer, new RichText(id, id, id, id), values, ExpectedVerdict.Confirmed, isExistential, notExecutableReason: null);
}
