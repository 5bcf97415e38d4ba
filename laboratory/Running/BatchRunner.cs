// Studies the batch: libraries through their hosts, devices through an executor.

using QuizKit.Laboratory.Batch;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Running;

/// <param name="operation">The operation; devices have the linear layer alone.</param>
internal sealed class BatchRunner(
    IReadOnlyList<DeviceInfo> devices,
    Func<IExecutor<LabJob, LabReply>> openExecutor,
    LibraryTargets libraries,
    BatchOperation operation)
{
    private readonly IReadOnlyList<BatchTarget> _libraries = BatchLibraryTargets.Of(libraries, operation);

    /// <summary>The names of all targets, in the order of reports.</summary>
    public IReadOnlyList<string> Names => [.. _libraries.Select(target => target.Id), .. devices.SelectMany(NamesOf)];

    /// <summary>Studies the named targets, and times the cure on each device of a target; a cancellation stops it after the current one.</summary>
    /// <param name="priceSize">The size of the matrices that are timed; 0: none.</param>
    public BatchReport Run(
        IReadOnlyCollection<string> names, BatchSettings settings, int priceSize, StepProgress progress, CancellationToken cancellation)
    {
        var findings = new List<BatchFinding>();
        var failures = new List<BatchFailure>();
        var prices = new List<BatchPrice>();
        var lab = new LabSettings(Scale.Quick, settings.Seed, 1);
        var timed = priceSize > 0 ? devices.Where(device => NamesOf(device).Any(names.Contains)).ToList() : [];
        var done = 0;
        foreach (var target in _libraries.Where(target => names.Contains(target.Id)))
        {
            if (!Begin(target.Id)) break;
            try
            {
                var (finding, failure) = BatchStudy.Try(target, settings, cancellation);
                Keep(finding, failure);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        foreach (var device in devices)
        {
            using var executor = openExecutor();
            foreach (var name in NamesOf(device).Where(names.Contains))
            {
                if (!Begin(name)) break;
                var job = new LabJob(LabPart.Order, [device.Id], lab) { Targets = [name], Batch = settings };
                Take(name, executor.Run(job, cancellation).LastOrDefault());
            }

            if (!timed.Contains(device) || !Begin($"the cost of the cure on {device.Id}")) continue;
            var price = new LabJob(LabPart.Cure, [device.Id], lab) { PriceSize = priceSize };
            Take(device.Id, executor.Run(price, cancellation).LastOrDefault());
        }

        return new BatchReport(settings, findings)
        {
            Failures = failures,
            Prices = prices,
            IsComplete = !cancellation.IsCancellationRequested,
        };

        bool Begin(string step)
        {
            if (cancellation.IsCancellationRequested) return false;
            progress(step, done++, names.Count + timed.Count);
            return true;
        }

        void Keep(BatchFinding? finding, BatchFailure? failure)
        {
            if (finding is not null) findings.Add(finding);
            if (failure is not null) failures.Add(failure);
        }

        void Take(string name, LabReply? reply)
        {
            if (reply is LabFound<BatchPrice> price) prices.Add(price.Found);
            else if (reply is LabFound<BatchFinding> found) Keep(found.Found, null);
            else if (reply is LabFound<BatchFailure> failed) Keep(null, failed.Found);
            else if (reply is not null) Keep(null, new BatchFailure(name, reply.Failure ?? "It gave no answer."));
        }
    }

    private IReadOnlyList<string> NamesOf(DeviceInfo device) =>
        operation == BatchOperation.Linear ? BatchDeviceTargets.NamesOf(device) : [];
}
