// Inputs of a check: the device and the scale of the run.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The inputs of a check. Runs is how often to repeat an experiment about run-to-run variation.</summary>
internal sealed record CheckContext(
    Accelerator Accelerator, DeviceInfo Device, Scale Scale, ulong Seed, int Runs, CancellationToken Cancellation = default)
{
    private readonly List<(SizeReduction Size, int Floor)> _sizes = [];

    /// <summary>The libraries of the run: see <see cref="LibraryClient"/>.</summary>
    public required ILineService Libraries { get; init; }

    /// <summary>The ranges of a sweep to measure; null: all. Other checks do not have ranges.</summary>
    public IReadOnlyList<int>? Ranges { get; init; }

    /// <summary>How often every size is halved, because larger ones did not fit into the device's memory.</summary>
    public int Halvings { get; init; }

    /// <summary>The sizes that were reduced so far.</summary>
    public IReadOnlyList<SizeReduction> Reductions => [.. _sizes.Select(size => size.Size).Where(size => size.Used < size.Asked)];

    /// <summary>
    /// The size of a problem at the scale of the run, reduced where it does not fit into the device's memory. The exhaustive number is the
    /// full one unless it is given; the floor, the smallest number that is still meaningful, is by default an eighth of the quick one.
    /// </summary>
    public int Size(string what, int quick, int full, int? exhaustive = null, int? floor = null)
    {
        var asked = Scale switch { Scale.Quick => quick, Scale.Full => full, _ => exhaustive ?? full };
        var least = Math.Min(asked, floor ?? Math.Max(1, quick / 8));
        var used = Math.Max(least, (int)((long)asked >> Halvings));
        _sizes.Add((new SizeReduction(what, asked, used), least));
        return used;
    }

    /// <summary>Whether another halving would reduce any size.</summary>
    public bool CanShrink => _sizes.Any(size => size.Size.Used > size.Floor);
}

internal interface IClaimChecks
{
    /// <summary>The checks that can run in ranges, by the ids of their claims.</summary>
    IReadOnlyDictionary<string, ISweep> Sweeps { get; }

    /// <summary>Runs the check of one executable claim on one device.</summary>
    Outcome Run(Claim claim, CheckContext context);
}
