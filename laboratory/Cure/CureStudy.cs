// The cure study: the cost, the error and the stability of each level of determinism on a device.

using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Cure;

internal static class CureStudy
{
    /// <summary>All levels. The fixed tree is the baseline.</summary>
    public static IReadOnlyList<Determinism> Levels { get; } = Enum.GetValues<Determinism>();

    /// <summary>Studies a device.</summary>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public static CureReport Of(Accelerator accelerator, DeviceInfo device, LabSettings settings, CancellationToken cancellation) =>
        Of(accelerator, device, settings, Effort.Of(settings.Scale, accelerator), cancellation);

    /// <summary>Studies a device with a given effort.</summary>
    internal static CureReport Of(
        Accelerator accelerator, DeviceInfo device, LabSettings settings, Effort effort, CancellationToken cancellation)
    {
        var notes = new CureNotes(device);
        var costs = new List<CureCase>();
        var spread = new List<CureCase>();
        var errors = new List<ErrorCase>();
        var stability = new List<StabilityCase>();
        Study<float>();
        if (device.SupportsFloat64) Study<double>();
        else notes.LeaveOut("binary64: this device does not compute in it.");
        return new CureReport(device.Id, device.Name, device.Platform, costs, spread, errors, stability, notes.LeftOut, notes.Faults);

        void Study<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var levels = UsableLevels<T>(accelerator, notes);
            foreach (var operation in (OrderOperation[])[OrderOperation.Sum, OrderOperation.Dot])
            {
                using var study = new CureDeviceStudy<T>(accelerator, operation, levels, settings.Seed, effort, notes, cancellation);
                stability.AddRange(study.Stability(Schedules.CountOn(device, settings.Runs, settings.Schedules), device));
                errors.AddRange(study.Errors());
                costs.AddRange(study.Costs());
                spread.AddRange(study.SpreadCosts());
            }
        }
    }

    /// <summary>Returns the levels that the device supports, and notes the others.</summary>
    private static List<Determinism> UsableLevels<T>(Accelerator accelerator, CureNotes notes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var one = accelerator.Allocate1D(new[] { T.One });
        using var device = new DeviceSum(accelerator);
        var usable = new List<Determinism>();
        foreach (var level in Levels)
        {
            try
            {
                FloatSums.OnDevice(device, one.View.AsContiguous(), null, level, LaunchShape.For(accelerator, 1));
                usable.Add(level);
            }
            catch (NotSupportedException exception)
            {
                notes.LeaveOut($"{level}, {Numbers<T>.Format.ToString().ToLowerInvariant()}: {exception.Message}");
            }
        }

        return usable;
    }
}

/// <summary>The omissions and faults of a study.</summary>
internal sealed class CureNotes(DeviceInfo device)
{
    private readonly List<string> _leftOut = [];
    private readonly List<string> _faults = [];

    /// <summary>Skipped measurements, each with its reason.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    public IReadOnlyList<string> Faults => _faults;

    public void LeaveOut(string what)
    {
        if (!_leftOut.Contains(what, StringComparer.Ordinal)) _leftOut.Add(what);
    }

    public void Fault(string what) => _faults.Add($"{device.Id}: {what}");
}

/// <summary>
/// The amount of measurement. Lengths ascend. Spreads are in binades, conditions the logarithms to base 2 of condition numbers as a share
/// of twice the precision. A comparison ends after the allowance, unless its smallest number of rounds takes longer; a length of which
/// the shorter one predicts that these rounds take longer than the longest case is skipped. There are few launch shapes, besides the
/// default one, because an OpenCL device compiles a kernel for each group size.
/// </summary>
internal sealed record Effort(
    IReadOnlyList<int> Lengths,
    int SpreadLength,
    IReadOnlyList<int> Spreads,
    TimeSpan Allowance,
    TimeSpan LongestCase,
    int ErrorLength,
    IReadOnlyList<double> Conditions,
    int StabilityLength,
    int Shapes,
    int Permutations)
{
    /// <summary>Returns the effort of a scale, less for ILGPU's CPU accelerator, which is made for debugging.</summary>
    public static Effort Of(Scale scale, Accelerator accelerator)
    {
        var isDebugger = accelerator.AcceleratorType == AcceleratorType.CPU;
        var isQuick = scale == Scale.Quick;
        int[] logarithms = isQuick ? [12, 16, 20]
            : accelerator.AcceleratorType == AcceleratorType.Cuda ? [12, 14, 16, 18, 20, 22, 24, 26, 28]
            : [12, 14, 16, 18, 20, 22, 24];
        var steps = isQuick ? 5 : 12;
        return new Effort(
            [.. logarithms.Select(logarithm => 1 << logarithm)],
            SpreadLength: 1 << (isDebugger ? 14 : 20),
            isQuick ? [60] : [20, 40, 60, 80, 100],
            TimeSpan.FromSeconds(isQuick ? 0.3 : 1),
            TimeSpan.FromSeconds(isQuick ? 1.5 : 6),
            ErrorLength: 4096,
            [.. Enumerable.Range(1, steps).Select(step => (double)step / steps)],
            StabilityLength: isDebugger ? 1 << 13 : 1 << 16,
            Shapes: isQuick ? 2 : 6,
            Permutations: isQuick ? 5 : 20);
    }
}
