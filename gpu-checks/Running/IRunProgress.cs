// What a run tells while it works.

using QuizKit.Devices.Discovery;

namespace QuizKit.GpuChecks.Running;

/// <summary>Hears how far a run has come.</summary>
internal interface IRunProgress
{
    /// <summary>A check is about to start.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="device">The device.</param>
    /// <param name="done">The number of checks already made.</param>
    /// <param name="planned">The number of checks in the whole run.</param>
    void Starting(Claim claim, DeviceInfo device, int done, int planned);
}
