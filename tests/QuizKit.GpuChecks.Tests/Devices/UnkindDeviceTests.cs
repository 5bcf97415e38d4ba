// Devices that lack binary64, flush subnormal numbers or do not round to nearest: no check gives a wrong verdict on any of them.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Devices;

/// <remarks>
/// The CPU accelerator runs on threads that inherit the mode of the one that opens it. Rounding ties away from zero is not a mode of the
/// processor: <c>Exact32Tests</c> proves that the probe would see it.
/// </remarks>
public sealed class UnkindDeviceTests : IDisposable
{
    private readonly DeviceCatalog _catalog = new();

    private DeviceInfo Cpu => _catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu);

    public void Dispose() => _catalog.Dispose();

    [ThoroughFact]
    public void Without_binary64_every_claim_has_its_verdict_or_is_skipped_and_no_kernel_needs_it()
    {
        using var accelerator = _catalog.Open(Cpu);
        var log = KernelLog.Of(accelerator);
        log.Begin();

        var found = RunAll(accelerator, Cpu with { SupportsFloat64 = false });

        Assert.Empty(Wrong(found));
        Assert.DoesNotContain(found, result => result.Refusal is not null);
        Assert.Equal(ClaimsInBinary64, found.Where(result => IsSkippedFor(result, "has no binary64")).Select(result => result.Claim.Id).Order());

        var kernels = HarnessKernels.All.ToDictionary(KernelCatalog.NameOf);
        using var compiler = new KernelCompiler();
        Assert.True(log.Used.Count > 40);
        Assert.Empty(log.Used.Where(used => kernels.TryGetValue(used.Name, out var kernel) && KernelCatalog.Supports(kernel, KernelBuilds.OpenCL)
            && compiler.OpenCLC(kernel, hasBinary64: false).Contains("double", StringComparison.Ordinal)).Select(used => used.Name));
    }

    /// <summary>The claims about binary64 itself, and those whose criterion is too fine for binary32.</summary>
    private static readonly string[] ClaimsInBinary64 =
    [
        "backward-requires-cached-values", "bce-sigmoid-gradient", "centered-difference-order", "chain-rule-factors", "epsilon-accuracy",
        "forward-difference-order", "largest-factor-per-layer", "taylor-expansions", "weight-gradient-formula", "width-buys-accuracy",
    ];

    [FloatingPointModeTheory]
    [InlineData(FloatingPointMode.FlushToZero)]
    public void Where_subnormal_numbers_are_flushed_every_claim_has_its_verdict(FloatingPointMode mode)
    {
        using var accelerator = Open(mode);
        Assert.False(ArithmeticProbe.Run(accelerator).KeepsSubnormals);

        var found = RunAll(accelerator, Cpu, oneOf: 8);

        Assert.Empty(Wrong(found));
        Assert.DoesNotContain(found, result => result.Refusal is not null);
    }

    [FloatingPointModeTheory]
    [InlineData(FloatingPointMode.TowardZero)]
    [InlineData(FloatingPointMode.Up)]
    [InlineData(FloatingPointMode.Down)]
    public void Where_a_device_does_not_round_to_nearest_every_check_that_launches_a_kernel_refuses_it(FloatingPointMode mode)
    {
        using var accelerator = Open(mode);
        var log = KernelLog.Of(accelerator);
        log.Begin();

        var found = RunAll(accelerator, Cpu);

        Assert.Empty(Wrong(found));
        Assert.Empty(log.Used.Select(kernel => kernel.Name));
        Assert.True(found.Count(result => result.Refusal is not null) > 50);
    }

    [FloatingPointModeTheory]
    [InlineData(FloatingPointMode.ToNearest, 1 + 1.1920929e-7f, -1 - 1.1920929e-7f, 5.8774718e-39f, 1.5e-36f)]
    [InlineData(FloatingPointMode.TowardZero, 1, -1, 5.8774718e-39f, 1.5e-36f)]
    [InlineData(FloatingPointMode.Up, 1 + 1.1920929e-7f, -1, 5.8774718e-39f, 1.5e-36f)]
    [InlineData(FloatingPointMode.Down, 1, -1 - 1.1920929e-7f, 5.8774718e-39f, 1.5e-36f)]
    [InlineData(FloatingPointMode.FlushToZero, 1 + 1.1920929e-7f, -1 - 1.1920929e-7f, 0, 0)]
    public void The_mode_reaches_the_threads_of_the_accelerator(
        FloatingPointMode mode, float above, float below, float subnormalResult, float subnormalOperand)
    {
        using var accelerator = Open(mode);
        using var operands = accelerator.Allocate1D([1f, 8.940697e-8f, 1.17549435e-38f, 0.5f, 1e-42f, 1.5e6f]);
        using var results = accelerator.Allocate1D<float>(4 * 64);

        accelerator.Run(ModeKernel, 64, operands.View, results.View);

        Assert.All(results.GetAsArray1D().Chunk(4), found =>
        {
            Assert.Equal((above, below, subnormalResult), (found[0], found[1], found[2]));
            Assert.Equal(subnormalOperand, found[3], subnormalOperand / 100);
        });
        Assert.Equal(1.1920929e-7f, (1 + operands.GetAsArray1D()[1]) - 1);
    }

    [FloatingPointModeTheory]
    [InlineData(FloatingPointMode.TowardZero)]
    [InlineData(FloatingPointMode.Up)]
    [InlineData(FloatingPointMode.Down)]
    [InlineData(FloatingPointMode.FlushToZero)]
    public void Quotients_and_roots_in_integers_are_the_same_in_each_mode(FloatingPointMode mode)
    {
        // The estimates of the quotients are not: their remainders have to correct them.
        var bits = new int[200_000];
        for (var i = 0; i < bits.Length; i++) bits[i] = (int)Philox.At(6, 1, (ulong)i).A;

        Assert.Equal(Results(), FloatingPointModes.Run(mode, Results));

        List<uint> Results()
        {
            List<uint> results = [];
            for (var i = 1; i < bits.Length; i++)
            {
                float a = BitConverter.Int32BitsToSingle(bits[i - 1]), b = BitConverter.Int32BitsToSingle(bits[i]);
                results.Add(BitConverter.SingleToUInt32Bits(Exact32InIntegers.Divide(a, b)));
                results.Add(BitConverter.SingleToUInt32Bits(Exact32InIntegers.SquareRoot(a)));
            }

            return results;
        }
    }

    internal static void ModeKernel(Index1D index, FloatView x, FloatView results)
    {
        results[4 * index] = Exact32.Add(x[0], x[1]);
        results[(4 * index) + 1] = Exact32.Subtract(-x[0], x[1]);
        results[(4 * index) + 2] = Exact32.Multiply(x[2], x[3]);
        results[(4 * index) + 3] = Exact32.Multiply(x[4], x[5]);
    }

    private sealed record Result(Claim Claim, Outcome? Outcome, string? Refusal);

    private Accelerator Open(FloatingPointMode mode) => FloatingPointModes.Run(mode, () => _catalog.Open(Cpu));

    private static List<Result> RunAll(Accelerator accelerator, DeviceInfo device, int oneOf = 1)
    {
        var context = new CheckContext(accelerator, device, Scale.Quick, Seed: 6, Runs: 100) { Libraries = FakePython.Server("no-such-python") };
        return [
            .. Thorough.Cases(Chapter6Quiz.Quiz.Claims.Where(claim => claim.NotExecutableReason is null), oneOf)
                .Select(claim => RunOne(claim, context)),
        ];
    }

    private static Result RunOne(Claim claim, CheckContext context)
    {
        try
        {
            return new Result(claim, new Chapter6Checks().Run(claim, context), null);
        }
        catch (NotSupportedException refusal) when (refusal.Message.Contains("does not compute exactly", StringComparison.Ordinal))
        {
            return new Result(claim, null, refusal.Message);
        }
    }

    /// <summary>The claims with another verdict than the expected one, unless the check was skipped or refused the device.</summary>
    private static IEnumerable<string> Wrong(IEnumerable<Result> found) =>
        from result in found
        where result.Outcome is { } outcome && Expectation.Judge(result.Claim.Expected, result.Claim.IsExistential, outcome.Verdict)
            is not (Judgement.AsExpected or Judgement.Undecided)
        select $"{result.Claim.Id}: {result.Outcome!.Verdict}, {result.Outcome.Finding}";

    private static bool IsSkippedFor(Result result, string reason) =>
        result.Outcome is { Verdict: Verdict.Skipped } outcome && outcome.Finding.Contains(reason, StringComparison.Ordinal);
}
