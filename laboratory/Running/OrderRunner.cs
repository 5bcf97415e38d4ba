// Reveals the order of targets: those of .NET and of libraries in this process, those of a device through an executor.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Running;

internal sealed class OrderRunner(
    IReadOnlyList<DeviceInfo> devices, Func<IExecutor<LabJob, LabReply>> openExecutor, LibraryTargets? libraries)
{
    /// <summary>The number of addends unless the command line names one: enough for NumPy to split twice.</summary>
    public const int DefaultLength = 300;

    /// <summary>The operations of libraries that are studied only where they are asked for.</summary>
    private static readonly string[] Further = [".sum-rows", ".sum-columns", ".cumsum"];

    /// <summary>The names of the targets of binary32, in the order of reports; the sums of libraries are those of vectors.</summary>
    public IReadOnlyList<string> Names => NamesWhere(IsUsual, DeviceTargets.NamesOf);

    /// <summary>The names of the usual targets of an operation; those of devices are sums.</summary>
    public IReadOnlyList<string> NamesOf(OrderOperation operation) =>
        NamesWhere(
            target => IsUsual(target) && target.Operation == operation,
            device => operation == OrderOperation.Sum ? DeviceTargets.NamesOf(device) : []);

    /// <summary>The names of all targets of some formats.</summary>
    public IReadOnlyList<string> NamesIn(IReadOnlyCollection<BinaryRounding> formats) =>
    [
        .. NamesWhere(
            target => formats.Contains(target.Format),
            device =>
            [
                .. formats.Contains(BinaryRounding.Binary32) ? DeviceTargets.NamesOf(device) : [],
                .. formats.Contains(BinaryRounding.Binary64) ? DeviceTargets.NamesInDoubleOf(device) : [],
            ]),
        .. RowsIn(formats),
    ];

    private static bool IsUsual(OrderTarget target) =>
        target.Format == BinaryRounding.Binary32
            && !Further.Any(operation => target.Id.EndsWith(operation, StringComparison.Ordinal));

    private IReadOnlyList<string> NamesWhere(Func<OrderTarget, bool> predicate, Func<DeviceInfo, IEnumerable<string>> ofDevice) =>
    [
        .. HostTargets.All.Where(predicate).Select(target => target.Id),
        .. devices.SelectMany(ofDevice),
        .. (libraries?.All ?? []).Where(predicate).Select(target => target.Id),
    ];

    /// <summary>The operations on rows in some formats.</summary>
    private IEnumerable<string> RowsIn(IReadOnlyCollection<BinaryRounding> formats) =>
        (libraries?.Rows ?? []).Where(row => formats.Contains(row.Format)).Select(row => row.Id);

    /// <summary>Studies all elements of the named products; a cancellation stops it after the current one.</summary>
    /// <param name="shape">The shape; a product with a vector has one column.</param>
    public OrderReport RunProducts(
        IReadOnlyCollection<string> names, ProductShape shape, LabSettings settings, StepProgress progress, CancellationToken cancellation)
    {
        List<ProductTarget> targets = [.. (libraries?.Products ?? []).Where(target => names.Contains(target.Id))];
        var products = new List<ProductFinding>();
        var failures = new List<OrderFailure>();
        var replays = OrderStudy.ReplaysOf(settings.Scale);
        foreach (var target in targets)
        {
            if (cancellation.IsCancellationRequested) break;
            progress(target.Id, products.Count + failures.Count, targets.Count);
            var its = target.IsVector ? shape with { Columns = 1 } : shape;
            var (finding, failure) = ProductStudy.Try(target, its, settings.Seed, replays);
            if (finding is not null) products.Add(finding);
            if (failure is not null) failures.Add(failure);
        }

        return new OrderReport(shape.Length, settings.Seed, []) { Replays = replays, Failures = failures, Products = products };
    }

    /// <summary>Studies the named targets; a cancellation stops it after the current one.</summary>
    public OrderReport Run(
        IReadOnlyCollection<string> names, int length, LabSettings settings, StepProgress progress, CancellationToken cancellation)
    {
        var findings = new List<OrderFinding>();
        var failures = new List<OrderFailure>();
        var imitations = (libraries is null ? [] : OrderImitation.Of(libraries))
            .Where(imitation => names.Contains(imitation.Target)).ToList();
        foreach (var target in HostTargets.All.Where(target => names.Contains(target.Id))) Ask(target);
        foreach (var device in devices)
            AskDevice(device, [.. DeviceTargets.NamesOf(device).Union(DeviceTargets.NamesInDoubleOf(device)).Where(names.Contains)]);
        foreach (var target in (libraries?.All ?? []).Where(target => names.Contains(target.Id))) Ask(target);
        foreach (var target in (libraries?.Rows ?? []).Where(target => names.Contains(target.Id))) AskRow(target);
        return new OrderReport(length, settings.Seed, OrderStudy.WithFamilies(findings))
        {
            Replays = OrderStudy.ReplaysOf(settings.Scale),
            Failures = failures,
            Imitations = [.. imitations.Select((imitation, i) => Imitate(imitation, i)).OfType<ImitationFinding>()],
        };

        void Begin(string target) => progress(target, findings.Count + failures.Count, names.Count + imitations.Count);

        void Ask(OrderTarget target) =>
            Study(target.Id, () => OrderStudy.Try(target, length, settings.Seed, OrderStudy.ReplaysOf(settings.Scale)));

        void AskRow(RowTarget target) =>
            Study(target.Id, () => target.Operation == OrderOperation.Softmax
                ? SoftmaxStudy.Try(target, length, settings.Seed, OrderStudy.ReplaysOf(settings.Scale))
                : LayerNormStudy.Try(target, length, settings.Seed, OrderStudy.ReplaysOf(settings.Scale)));

        void Study(string name, Func<(OrderFinding? Finding, OrderFailure? Failure)> study)
        {
            if (cancellation.IsCancellationRequested) return;
            Begin(name);
            var (finding, failure) = study();
            if (finding is not null) findings.Add(finding);
            if (failure is not null) failures.Add(failure);
        }

        void AskDevice(DeviceInfo device, List<string> left)
        {
            // A worker that ended costs the target that it was asked for; the next one begins after that. After two without any finding
            // the device is given up.
            using var executor = openExecutor();
            var fruitless = 0;
            while (left.Count > 0 && fruitless < 2 && !cancellation.IsCancellationRequested)
            {
                var before = findings.Count;
                var job = new LabJob(LabPart.Order, [device.Id], settings) { Targets = left, Length = length };
                var answered = 0;
                Begin(left[0]);
                foreach (var reply in executor.Run(job, cancellation))
                {
                    if (reply is LabFound<OrderFinding> found) findings.Add(found.Found);
                    else if (reply is LabFound<OrderFailure> failed) failures.Add(failed.Found);
                    else failures.Add(new OrderFailure(left[answered], reply.Failure ?? "It gave no answer."));
                    answered++;
                    if (answered < left.Count) Begin(left[answered]);
                }

                if (answered == 0) break;
                left.RemoveRange(0, Math.Min(answered, left.Count));
                fruitless = findings.Count > before ? 0 : fruitless + 1;
            }

            if (fruitless < 2) return;
            failures.AddRange(
                left.Select(name => new OrderFailure(name, $"Not asked: no target before it on {device.Id} gave an answer.")));
        }

        ImitationFinding? Imitate(OrderImitation imitation, int index)
        {
            if (cancellation.IsCancellationRequested || failures.Any(failure => failure.Target == imitation.Target)) return null;
            progress($"the imitation of {imitation.Target}", names.Count + index, names.Count + imitations.Count);
            try
            {
                return imitation.Try(OrderImitation.Arrays, settings.Seed, cancellation);
            }
            catch (LibraryException exception)
            {
                failures.Add(new OrderFailure(imitation.Target, exception.Message));
                return null;
            }
        }
    }
}
