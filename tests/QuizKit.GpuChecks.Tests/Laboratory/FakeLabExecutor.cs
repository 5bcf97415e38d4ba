// A laboratory that replies as a test says.

using QuizKit.Devices.Workers;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.Tests.Laboratory;

internal sealed class FakeLabExecutor(Func<LabJob, IReadOnlyList<LabReply>> answer) : IExecutor<LabJob, LabReply>
{
    /// <summary>The work that was asked for, in order.</summary>
    public List<LabJob> Jobs { get; } = [];

    public IEnumerable<LabReply> Run(LabJob job, CancellationToken cancellation)
    {
        Jobs.Add(job);
        return answer(job);
    }

    public void Dispose()
    {
    }
}
