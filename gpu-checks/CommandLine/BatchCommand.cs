// gpu-checks batch: on which sizes of a batch the bits of one of its rows depend, and what it costs that they do not.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Batch;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class BatchCommand : ToolCommand
{
    private const int DefaultRows = 32, DefaultLength = 128, DefaultColumns = 64, DefaultThreads = 8, DefaultPrice = 128;

    /// <summary>The largest number of rows and the largest length.</summary>
    private const int LargestSize = 1 << 16;

    private const int LargestLargest = 4096;

    /// <summary>The most numbers of an operand: 256 MB.</summary>
    private const long MostNumbers = 1 << 26;

    private const int MostThreads = 1024;

    private const int LargestPrice = 4096;

    private static readonly IReadOnlyList<BatchQuantity> Quantities = Enum.GetValues<BatchQuantity>();

    private readonly Argument<string[]> _targets = new("TARGET")
    {
        Description = "The implementations to examine, such as numpy.linear, or libtorch or cpu for all of it; all of them by default.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _operation = OptionValues.Single(
        "--op", "linear|sigmoid", "The operation on each row: a matrix product, or 1/(1 + exp(-x)). Default: linear.");

    private readonly Option<string[]> _quantity = OptionValues.Repeated(
        "--quantity", string.Join('|', Quantities.Select(NameOf)), "Study this size alone; repeatable. Default: all three.");

    private readonly Option<string> _m = OptionValues.Single(
        "--m", "M", $"The rows of the batch where length and threads are studied. Default: {DefaultRows}.");

    private readonly Option<string> _k = OptionValues.Single(
        "--k", "K", $"The numbers of a row; the smallest length where that is studied. Default: {DefaultLength}.");

    private readonly Option<string> _n = OptionValues.Single("--n", "N", $"The results of a row. Default: {DefaultColumns}.");

    private readonly Option<string> _largestM = OptionValues.Single(
        "--max-m", "M", $"The largest number of rows. Default: {LargestLargest}.");

    private readonly Option<string> _largestK = OptionValues.Single(
        "--max-k", "K", $"The largest length of a row. Default: {LargestLargest}.");

    private readonly Option<string> _threads = OptionValues.Single(
        "--threads", "T", "The number of threads where rows and length are studied. Default: 1.");

    private readonly Option<string> _mostThreads = OptionValues.Single(
        "--max-threads", "T", $"The largest number of threads. Default: {DefaultThreads}.");

    private readonly Option<string> _price = OptionValues.Single(
        "--price", "SIZE", $"Time the cure on each device of a target for matrices of this size; 0: do not. Default: {DefaultPrice}.");

    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly LibraryOptions _libraries = new();
    private readonly Option<string> _seed = OptionValues.Seed();
    private readonly Option<string> _timeout = OptionValues.TimeoutOf("one target", $"{LabCommand.DefaultTimeout.TotalSeconds}");

    public BatchCommand(ToolContext tool)
        : base(
            tool,
            "batch",
            "Find every size of a batch, length of a row and number of threads at which the bits of a row change, and the cost of a "
                + "product whose bits do not.")
    {
        AddAll(
        [
            _operation, _quantity, _m, _k, _n, _largestM, _largestK, _threads, _mostThreads, _price, _device, .. _libraries.All, _seed,
            _timeout,
        ]);
        Add(_targets);
    }

    /// <summary>Executes the command: 0 if no bits depend on a size, 1 if some do.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var settings = ReadSettings(parsed);
        var priceSize = parsed.ReadCount(_price, 0, LargestPrice, DefaultPrice);
        var names = parsed.GetValue(_targets) ?? [];
        var timeout = parsed.ReadTimeout(_timeout, LabCommand.DefaultTimeout);
        var outputs = ReserveReports(parsed);
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(parsed.Values(_device)));
        var devices = DeviceSelection.Choose(catalog, parsed.Values(_device));
        using var libraries = _libraries.Open(Tool, parsed, isAsked: true);
        var loaded = LibraryTargets.Open(libraries);
        foreach (var line in loaded.Notes) Tool.Terminal.WriteErrorLine("gpu-checks: note: " + line);
        var runner = new BatchRunner(devices, () => Tool.OpenLab(catalog, timeout, libraries), loaded, settings.Operation);
        var chosen = Choose(runner.Names, names, loaded);
        var report = ProgressBar.During(
            Tool.Terminal.Error, progress => runner.Run(chosen, settings, priceSize, progress, Tool.Cancellation));
        report = report with { Notes = loaded.Notes };
        foreach (var failure in report.Failures) Tool.Terminal.WriteErrorLine($"gpu-checks: {failure.Target}: {failure.Message}");
        outputs.Write(BatchDocument.Of(report), new BatchReportJson(MachineInfo.Current, (int)report.ExitStatus, report));
        if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(BatchSection.Summary(report));
        return report.ExitStatus;
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private BatchSettings ReadSettings(ParseResult parsed)
    {
        var operation = parsed.GetValue(_operation) is { } given
            ? OptionValues.Find("operation", given, Enum.GetValues<BatchOperation>(), operation => [NameOf(operation)])
            : BatchOperation.Linear;
        var quantities = parsed.Values(_quantity) is { Count: > 0 } names
            ? [.. names.Select(name => OptionValues.Find("quantity", name, Quantities, quantity => [NameOf(quantity)])).Distinct().Order()]
            : Quantities;
        if (operation == BatchOperation.Sigmoid && parsed.GetValue(_n) is not null)
            throw new UsageException("--n is for a matrix product: a sigmoid has as many results as a row has numbers, --k.");
        var length = parsed.ReadCount(_k, 1, LargestSize, DefaultLength);
        var settings = new BatchSettings(
            operation,
            quantities,
            parsed.ReadCount(_m, 1, LargestSize, DefaultRows),
            length,
            parsed.ReadCount(_n, 1, LargestSize, DefaultColumns),
            parsed.ReadCount(_threads, 1, MostThreads, 1),
            parsed.ReadCount(_largestM, 1, LargestSize, LargestLargest),
            parsed.ReadCount(_largestK, length, LargestSize, Math.Max(length, LargestLargest)),
            parsed.ReadCount(_mostThreads, 1, MostThreads, DefaultThreads),
            parsed.ReadSeed(_seed));
        foreach (var quantity in quantities)
        {
            var largest = settings.ProblemOf(quantity, settings.RangeOf(quantity).To);
            long rows = largest.Rows, columns = largest.Columns;
            if (rows * largest.Length > MostNumbers || columns * largest.Length > MostNumbers || rows * columns > MostNumbers)
            {
                throw new UsageException(
                    $"the largest matrices of --quantity {NameOf(quantity)} do not fit: {largest.Rows} × {largest.Length} and "
                        + $"{largest.Length} × {largest.Columns}. Each may have {MostNumbers} numbers: choose smaller sizes.");
            }
        }

        return settings;
    }

    private static IReadOnlyCollection<string> Choose(IReadOnlyList<string> known, string[] names, LibraryTargets targets)
    {
        foreach (var name in names)
        {
            if (known.Any(target => OrderCommand.IsNamed(target, name))) continue;
            throw targets.WhyNot(name) is { } whyNot
                ? new UsageException($"{name}: {whyNot}")
                : UsageException.Unknown("target", name, known, $"there are {string.Join(", ", known)}.");
        }

        return [.. known.Where(target => names.Length == 0 || names.Any(name => OrderCommand.IsNamed(target, name)))];
    }
}
