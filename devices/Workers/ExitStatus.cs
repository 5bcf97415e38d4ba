// Exit codes of the tool and its workers. Scripts depend on them: they are part of the interface.

namespace QuizKit.Devices.Workers;

internal enum ExitStatus
{
    /// <summary>No verdict differs from the expected one.</summary>
    AsExpected = 0,

    /// <summary>A verdict differs from the expected one, or two devices disagree.</summary>
    VerdictDiffers = 1,

    /// <summary>The command line is invalid, or the report cannot be written.</summary>
    BadUsage = 2,

    /// <summary>A check, a device or the search for devices failed.</summary>
    CheckBroke = 3,

    /// <summary>The user stopped the run with Ctrl-C: 128 + SIGINT, as shells define it.</summary>
    Stopped = 130,
}
