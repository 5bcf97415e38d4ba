// Runs the parts of the laboratory, device by device.

using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

internal sealed class LabRunner(
    IReadOnlyList<DeviceInfo> devices,
    IReadOnlyList<LeftOutDevice> leftOut,
    Func<IExecutor<LabJob, LabReply>> openExecutor,
    ILineService libraries)
{
    /// <summary>The claim that the laboratory examines further; its question links to it.</summary>
    public const string Claim = "numpy-pytorch-differ";

    private readonly List<LabFailure> _failures = [];
    private int _done;
    private int _planned;

    /// <summary>Runs parts. What was found before a cancellation is kept.</summary>
    public LabReport Run(IReadOnlyList<LabPart> parts, LabSettings settings, StepProgress progress, CancellationToken cancellation)
    {
        _planned = parts.Sum(part => part is LabPart.Variation or LabPart.Cure ? devices.Count : 1);
        OrderReport? orders = null;
        PairReport? pair = null;
        var variation = new List<VariationReport>();
        var cure = new List<CureReport>();
        if (parts.Contains(LabPart.Order)) orders = Orders(settings, progress, cancellation);
        if (parts.Contains(LabPart.Pair)) pair = Pair(settings, progress, cancellation);
        if (parts.Contains(LabPart.Variation))
            variation.AddRange(OnEach<VariationReport>(LabPart.Variation, settings, progress, cancellation));
        if (parts.Contains(LabPart.Cure)) cure.AddRange(OnEach<CureReport>(LabPart.Cure, settings, progress, cancellation));
        return new LabReport(parts, devices, leftOut, settings)
        {
            Orders = orders,
            Pair = pair,
            Variation = variation,
            Cure = cure,
            Failures = _failures,
            IsComplete = !cancellation.IsCancellationRequested,
        };
    }

    private OrderReport Orders(LabSettings settings, StepProgress progress, CancellationToken cancellation)
    {
        Begin(LabPart.Order, "which libraries there are", progress);
        var targets = LibraryTargets.Open(libraries);
        var runner = new OrderRunner(devices, openExecutor, targets);
        var (before, others) = (_done, _planned);
        var report = runner.Run([.. runner.Names], OrderRunner.DefaultLength, settings, BeginTarget, cancellation);
        return report with { Notes = targets.Notes };

        void BeginTarget(string target, int done, int planned)
        {
            (_done, _planned) = (before + done, others + planned);
            Begin(LabPart.Order, target, progress);
        }
    }

    private void Begin(LabPart part, string? what, StepProgress progress) =>
        progress(what is null ? LabParts.IdOf(part) : $"{LabParts.IdOf(part)}: {what}", _done++, _planned);

    /// <summary>All devices imitate the libraries, which run once. Where the worker is lost, the first device alone is tried.</summary>
    private PairReport? Pair(LabSettings settings, StepProgress progress, CancellationToken cancellation)
    {
        Begin(LabPart.Pair, null, progress);
        List<string> ids = [.. devices.Select(device => device.Id)];
        var reply = Do(new LabJob(LabPart.Pair, ids, settings), cancellation);
        if (reply?.Failure is { } failure && ids.Count > 1)
        {
            _failures.Add(new LabFailure(LabPart.Pair, null, $"{failure} Tried again on {ids[0]} alone."));
            reply = Do(new LabJob(LabPart.Pair, [ids[0]], settings), cancellation);
        }

        if (reply?.Failure is { } second) _failures.Add(new LabFailure(LabPart.Pair, null, second));
        return (reply as LabFound<PairReport>)?.Found;
    }

    private IEnumerable<T> OnEach<T>(LabPart part, LabSettings settings, StepProgress progress, CancellationToken cancellation)
    {
        foreach (var device in devices)
        {
            if (cancellation.IsCancellationRequested) yield break;
            Begin(part, device.Id, progress);
            var reply = Do(new LabJob(part, [device.Id], settings), cancellation);
            if (reply?.Failure is { } failure) _failures.Add(new LabFailure(part, device.Id, failure));
            if (reply is LabFound<T> found) yield return found.Found;
        }
    }

    /// <summary>Does a job that has one reply; null where the user stopped it.</summary>
    private LabReply? Do(LabJob job, CancellationToken cancellation)
    {
        using var executor = openExecutor();
        return executor.Run(job, cancellation).SingleOrDefault();
    }
}
