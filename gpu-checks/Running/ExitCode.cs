// What the exit codes of the tool mean. Scripts depend on them: they are part of the interface.

namespace QuizKit.GpuChecks.Running;

internal static class ExitCode
{
    /// <summary>No verdict differs from the expected one.</summary>
    public const int AsExpected = 0;

    /// <summary>A verdict differs from the expected one, or two devices disagree.</summary>
    public const int VerdictDiffers = 1;

    /// <summary>The command line makes no sense, or the report cannot be written.</summary>
    public const int BadUsage = 2;

    /// <summary>A check, a device or the search for devices broke.</summary>
    public const int CheckBroke = 3;

    /// <summary>The user stopped the run with Ctrl-C: 128 + SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
