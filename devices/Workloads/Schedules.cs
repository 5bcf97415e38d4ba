// The schedules of an experiment about run-to-run variation: CUDA in software has another one for each run, named by a seed.

using System.Globalization;
using QuizKit.Cuda.Emulator;
using QuizKit.Devices.Discovery;

namespace QuizKit.Devices.Workloads;

/// <summary>
/// The schedules of the runs on a device. On CUDA in software run i has that of the seed i + 1, unless the environment has a seed, which
/// every run has then. Elsewhere a schedule is what happens. Until it is disposed, no other work should use the device.
/// </summary>
internal sealed class Schedules : IDisposable
{
    private readonly bool _areChosen;
    private readonly ulong? _fixed;

    private Schedules(bool areChosen, ulong? isFixed) => (_areChosen, _fixed) = (areChosen, isFixed);

    /// <summary>The seed of the environment, which fixes the schedule of every launch on CUDA in software; null where it has none.</summary>
    public static ulong? OfEnvironment =>
        ulong.TryParse(
            Environment.GetEnvironmentVariable(CudaEmulator.SeedVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : null;

    /// <summary>The schedules of an open device.</summary>
    public static Schedules On(DeviceInfo device) =>
        device.Kind == DeviceKind.CudaSoftware ? new Schedules(OfEnvironment is null, OfEnvironment) : new Schedules(false, null);

    /// <summary>How many runs a device makes.</summary>
    /// <param name="device">The device.</param>
    /// <param name="runs">The runs elsewhere, and on CUDA in software where no number of schedules is given.</param>
    /// <param name="schedules">The number of schedules; null: none is given.</param>
    public static int CountOn(DeviceInfo device, int runs, int? schedules) =>
        device.Kind == DeviceKind.CudaSoftware ? schedules ?? runs : runs;

    /// <summary>Begins a run: the launches that follow have its schedule. Earlier ones must have ended.</summary>
    /// <param name="run">The number of the run, from 0.</param>
    /// <returns>The seed that gives the schedule again; null where a schedule has none.</returns>
    public ulong? Begin(int run)
    {
        if (!_areChosen) return _fixed;
        var seed = (ulong)run + 1;
        CudaEmulator.SetScheduleSeed(seed);
        return seed;
    }

    /// <summary>Ends the last run: later launches have no chosen schedule.</summary>
    public void Dispose()
    {
        if (_areChosen) CudaEmulator.SetScheduleSeed(null);
    }
}
