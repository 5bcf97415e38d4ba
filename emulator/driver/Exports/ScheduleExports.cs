// The one exported function that CUDA does not have: the schedule of the launches that follow.

using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver.Exports;

internal static unsafe class ScheduleExports
{
    /// <summary>Gives the launches that follow the schedule of a seed; null: that of the environment, or none.</summary>
    [UnmanagedCallersOnly(EntryPoint = CudaEmulator.SeedFunction)]
    public static int SetScheduleSeed(ulong* seed) => Call.Initialized(
        () => DriverState.Software.ScheduleSeed = seed is null ? DriverState.Options.Seed : *seed);
}
