// The machine of a run, for reports.

using System.Runtime.InteropServices;

namespace QuizKit.Devices.Discovery;

/// <summary>A machine.</summary>
/// <param name="Os">The operating system's description of itself.</param>
/// <param name="Architecture">That of the process: <c>x64</c>, <c>arm64</c>.</param>
/// <param name="ProcessorCount">The number of logical processors that the process may use.</param>
/// <param name="Runtime">The .NET runtime with its version.</param>
internal sealed record MachineInfo(string Os, string Architecture, int ProcessorCount, string Runtime)
{
    /// <summary>The machine of this process.</summary>
    public static MachineInfo Current { get; } = new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription);
}
