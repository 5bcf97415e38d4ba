// Does the work of the laboratory in this process.

using QuizKit.Laboratory.Batch;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Rules;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

internal sealed class LabExecutor(IDeviceCatalog catalog, ILineService libraries) : IExecutor<LabJob, LabReply>
{
    public IEnumerable<LabReply> Run(LabJob job, CancellationToken cancellation)
    {
        var open = new List<(Accelerator Accelerator, DeviceInfo Device)>();
        try
        {
            // Each reply is handed out as it comes: this process may not live to give the next.
            foreach (var work in Open(job, open) is { } failure ? [() => failure] : WorkOf(job, open, cancellation))
            {
                if (cancellation.IsCancellationRequested) yield break;
                if (Try(work, cancellation) is { } reply) yield return reply;
            }
        }
        finally
        {
            foreach (var (accelerator, _) in open) accelerator.Dispose();
        }
    }

    /// <summary>Does nothing: the catalog belongs to the caller.</summary>
    public void Dispose()
    {
    }

    private LabFailed? Open(LabJob job, List<(Accelerator Accelerator, DeviceInfo Device)> open)
    {
        foreach (var id in job.Devices)
        {
            if (catalog.Devices.FirstOrDefault(device => device.Id == id) is not { } device)
                return new LabFailed($"There is no device '{id}' any more.");
            try
            {
                open.Add((catalog.Open(device), device));
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                return new LabFailed($"{id} cannot be opened: {Failure.Describe(exception)}");
            }
        }

        return null;
    }

    private IEnumerable<Func<LabReply>> WorkOf(
        LabJob job, List<(Accelerator Accelerator, DeviceInfo Device)> open, CancellationToken cancellation)
    {
        var (accelerator, device) = open[0];
        if (job.PriceSize > 0)
        {
            return
            [
                () => new LabFound<BatchPrice>(
                    BatchDeviceTargets.PriceOf(accelerator, device, job.PriceSize, job.Settings.Seed, cancellation)),
            ];
        }

        if (job.Batch is { } batch)
        {
            return job.Targets.Select(name => (Func<LabReply>)(() =>
            {
                var (finding, failure) = BatchStudy.Try(BatchDeviceTargets.Of(accelerator, device, name), batch, cancellation);
                return finding is null ? new LabFound<BatchFailure>(failure!) : new LabFound<BatchFinding>(finding);
            }));
        }

        if (job.LongestOfRules > 0)
        {
            return job.Targets.Select(name => (Func<LabReply>)(() =>
            {
                var (finding, failure) = RuleStudy.Try(
                    DeviceTargets.Of(accelerator, device, name),
                    job.LongestOfRules,
                    job.Settings.Seed,
                    _ => "A device has no number of threads to set here.",
                    cancellation);
                return finding is null ? new LabFound<OrderFailure>(failure!) : new LabFound<RuleFinding>(finding);
            }));
        }

        return job.Part switch
        {
            LabPart.Order => job.Targets.Select(name => (Func<LabReply>)(() =>
            {
                var (finding, failure) = OrderStudy.Try(
                    DeviceTargets.Of(accelerator, device, name), job.Length, job.Settings.Seed, OrderStudy.ReplaysOf(job.Settings.Scale));
                return finding is null ? new LabFound<OrderFailure>(failure!) : new LabFound<OrderFinding>(finding);
            })),
            LabPart.Pair => [() => new LabFound<PairReport>(PairStudy.Of(open, job.Settings, libraries, cancellation))],
            LabPart.Variation => [() => new LabFound<VariationReport>(VariationStudy.Of(accelerator, device, job.Settings, cancellation))],
            _ => [() => new LabFound<CureReport>(CureStudy.Of(accelerator, device, job.Settings, cancellation))],
        };
    }

    /// <summary>Does one piece; null where the user stopped it.</summary>
    private static LabReply? Try(Func<LabReply> work, CancellationToken cancellation)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            return new LabFailed(Failure.Describe(exception));
        }
    }
}
