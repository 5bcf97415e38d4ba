// The cure and its cost: what each level of determinism costs on a device, how far off it is, and what its bits depend on.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workloads;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Settings;
using QuizKit.Numerics.Gpu;

namespace QuizKit.Laboratory.Cure;

/// <summary>Studies the sums of <see cref="DeviceSum"/> on a device.</summary>
internal static class CureStudy
{
    /// <summary>All levels. The fixed tree is what the others are held against.</summary>
    public static IReadOnlyList<Determinism> Levels { get; } = Enum.GetValues<Determinism>();

    /// <summary>Studies a device.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="device">What is known of it.</param>
    /// <param name="settings">How thorough to be.</param>
    /// <param name="cancellation">Ends the study.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static CureReport Of(Accelerator accelerator, DeviceInfo device, LabSettings settings, CancellationToken cancellation) =>
        Of(accelerator, device, settings, Effort.Of(settings.Scale, accelerator), cancellation);

    /// <summary>Studies a device with an effort other than the scale's.</summary>
    internal static CureReport Of(Accelerator accelerator, DeviceInfo device, LabSettings settings, Effort effort, CancellationToken cancellation)
    {
        var notes = new Notes(device);
        var host = new List<CureCase>();
        var costs = new List<CureCase>();
        var spread = new List<CureCase>();
        var errors = new List<ErrorCase>();
        var stability = new List<StabilityCase>();
        Study(new SingleSums());
        if (device.SupportsFloat64) Study(new DoubleSums());
        else notes.LeaveOut("binary64: this device does not compute in it.");
        return new CureReport(device.Id, device.Name, device.Platform, costs, spread, host, errors, stability, notes.LeftOut, notes.Faults);

        void Study<T>(SumFormat<T> sums)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var levels = UsableLevels(accelerator, sums, notes);
            foreach (var operation in Enum.GetValues<OrderOperation>())
            {
                using var study = new DeviceStudy<T>(accelerator, sums, operation, levels, settings.Seed, effort, notes, cancellation);
                stability.AddRange(study.Stability(settings.Runs));
                errors.AddRange(study.Errors());
                costs.AddRange(study.Costs());
                spread.AddRange(study.SpreadCosts());
                host.AddRange(HostCost.Of(sums, operation, new CureSamples(settings.Seed), effort, cancellation));
            }
        }
    }

    /// <summary>Leaves out, and says so, a level that the device cannot give.</summary>
    private static List<Determinism> UsableLevels<T>(Accelerator accelerator, SumFormat<T> sums, Notes notes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var one = accelerator.Allocate1D(new[] { T.One });
        using var device = new DeviceSum(accelerator);
        var usable = new List<Determinism>();
        foreach (var level in Levels)
        {
            try
            {
                sums.OnDevice(device, one.View.AsContiguous(), null, level);
                usable.Add(level);
            }
            catch (NotSupportedException exception)
            {
                notes.LeaveOut($"{level}, {sums.Format.ToString().ToLowerInvariant()}: {exception.Message}");
            }
        }

        return usable;
    }
}

/// <summary>What a study has to say besides its figures.</summary>
/// <param name="device">The device under study.</param>
internal sealed class Notes(DeviceInfo device)
{
    private readonly List<string> _leftOut = [];
    private readonly List<string> _faults = [];

    /// <summary>What was not measured, each with its reason.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>What should not be.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes what was not measured, once.</summary>
    public void LeaveOut(string what)
    {
        if (!_leftOut.Contains(what, StringComparer.Ordinal)) _leftOut.Add(what);
    }

    /// <summary>Notes what should not be.</summary>
    public void Fault(string what) => _faults.Add($"{device.Id}: {what}");
}

/// <summary>How much to measure.</summary>
/// <param name="Lengths">How many numbers to add up for the cost, ascending.</param>
/// <param name="SpreadLength">How many where their magnitudes are spread.</param>
/// <param name="Spreads">Over how many binades.</param>
/// <param name="Allowance">How long a comparison on a device may take; it takes longer where its fewest rounds do.</param>
/// <param name="LongestCase">A length is left out where the shorter one foretells that its fewest rounds would take longer than this.</param>
/// <param name="ErrorLength">How many numbers to add up for the errors.</param>
/// <param name="Conditions">The logarithms to base 2 of the condition numbers, as a share of twice the precision.</param>
/// <param name="StabilityLength">How many numbers to add up again and again.</param>
/// <param name="Shapes">In how many launch shapes, besides the one that suits the device; an OpenCL device compiles a kernel anew for each size of a group.</param>
/// <param name="Permutations">How many orders of these.</param>
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
    /// <param name="scale">The scale.</param>
    /// <param name="accelerator">The device.</param>
    public static Effort Of(Scale scale, Accelerator accelerator)
    {
        var isDebugger = accelerator.AcceleratorType == AcceleratorType.CPU;
        var isQuick = scale == Scale.Quick;
        int[] logarithms = isQuick ? [12, 16, 20] : accelerator.AcceleratorType == AcceleratorType.Cuda ? [12, 14, 16, 18, 20, 22, 24, 26] : [12, 14, 16, 18, 20, 22, 24];
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
