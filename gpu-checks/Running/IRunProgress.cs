// The progress of a run.

using QuizKit.Devices.Discovery;

namespace QuizKit.GpuChecks.Running;

/// <summary>Notified of the progress of a run.</summary>
internal interface IRunProgress
{
    /// <summary>A check is about to start, after <paramref name="done"/> of <paramref name="planned"/>.</summary>
    void Starting(Claim claim, DeviceInfo device, int done, int planned);
}
