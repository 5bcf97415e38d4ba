// gpu-checks tolerance: which tolerance a test of a sum or product may have.

using System.CommandLine;
using System.Globalization;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Tolerance;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ToleranceCommand : ToolCommand
{
    private const int MaximumLength = 1 << 20;

    /// <summary>The largest number of products: some ten seconds on two cores.</summary>
    private const long MaximumProducts = 1 << 24;

    private static readonly (string Name, string Alias, ToleranceOperation Operation)[] Operations =
    [
        ("sum", "sum", ToleranceOperation.Sum),
        ("dot", "dot", ToleranceOperation.Dot),
        ("matrix-product", "matmul", ToleranceOperation.MatrixProduct),
    ];

    private readonly Option<string> _operation = OptionValues.Single(
        "--op", "NAME", "The operation: sum, dot, or matrix-product (matmul).");

    private readonly Option<string> _n = OptionValues.Single(
        "--n", "N", "The number of addends of a sum or dot product (default: as many as --data has); the columns of a matrix product.");

    private readonly Option<string> _m = OptionValues.Single("--m", "M", "The rows of a matrix product.");
    private readonly Option<string> _k = OptionValues.Single("--k", "K", "The addends of each element of a matrix product.");

    private readonly Option<string> _precision = OptionValues.Single(
        "--precision",
        string.Join('|', ToleranceArithmetic.All.Select(arithmetic => arithmetic.Name)),
        "The format of inputs and results; binary16 and bfloat16 are added up in binary32. Default: binary32.");

    private readonly Option<string[]> _against = OptionValues.Repeated(
        "--against", "LIBRARY",
        "The other result, in the order that `gpu-checks order` reveals for it, such as numpy.dot; given twice, both results. Default: exact.");

    private readonly Option<string> _height = OptionValues.Single(
        "--height", "H", "The height of the summation tree of the tested result. Default: any order of additions.");

    private readonly Option<string[]> _data = OptionValues.Repeated(
        "--data", "FILE", $"The operands, the left one first, in one file or two: {NumberFile.Kinds}.");

    private readonly Option<string> _distribution = OptionValues.Single(
        "--distribution",
        string.Join('|', SeededNumbers.All.Select(numbers => numbers.Name)),
        "The numbers without --data, drawn with --seed. Default: normal.");

    private readonly Option<string[]> _catch = OptionValues.Repeated(
        "--catch", "NAME", "Catch this lower precision, such as tf32-inputs; repeatable. Default: all of the format.");

    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly LibraryOptions _libraries = new();
    private readonly Option<string> _seed = OptionValues.Seed();

    public ToleranceCommand(ToolContext tool)
        : base(
            tool,
            "tolerance",
            "Find the tolerance for a test of a sum, dot product or matrix product: no correct result violates it, and it catches the next "
                + "lower precision.") =>
        AddAll([_operation, _n, _m, _k, _precision, _against, _height, _data, _distribution, _catch, _device, .. _libraries.All, _seed]);

    /// <summary>Executes the command: 0 if a tolerance exists, 1 if none does.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var arithmetic = parsed.GetValue(_precision) is { } precision
            ? OptionValues.Find("precision", precision, ToleranceArithmetic.All, arithmetic => [arithmetic.Name])
            : ToleranceArithmetic.All[0];
        var standIns = parsed.Values(_catch) is { Count: > 0 } names
            ? [.. names.Select(name => OptionValues.Find("precision", name, arithmetic.StandIns, standIn => [standIn.Name])).Distinct()]
            : arithmetic.StandIns;
        var seed = parsed.ReadSeed(_seed);
        try
        {
            var problem = ReadProblem(parsed, arithmetic, seed);
            var outputs = ReserveReports(parsed);
            var (tested, expected) = ReadSides(parsed, problem, seed);
            var report = ToleranceStudy.Of(problem, tested, expected, standIns);
            outputs.Write(
                ToleranceDocument.Of(report), new ToleranceReportJson(MachineInfo.Current, (int)report.ExitStatus, report));
            if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(ToleranceSection.Summary(report));
            return report.ExitStatus;
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Stopped;
        }
        catch (ToleranceException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private ToleranceProblem ReadProblem(ParseResult parsed, ToleranceArithmetic arithmetic, ulong seed)
    {
        var given = parsed.GetValue(_operation)
            ?? throw new UsageException(
                $"`tolerance` needs an operation, --op NAME: {string.Join(", ", Operations.Select(operation => operation.Name))}.");
        var operation = OptionValues.Find("operation", given, Operations, operation => [operation.Name, operation.Alias]).Operation;
        var files = parsed.Values(_data);
        if (files.Count > 0 && parsed.GetValue(_distribution) is not null)
            throw new UsageException("--distribution is for numbers without --data: leave one of the two out.");
        double[] numbers = [.. files.SelectMany(file => NumberFile.Read(file, arithmetic.Inputs))];
        var shape = ReadShape(parsed, operation, numbers.Length);
        if (files.Count == 0)
        {
            var drawn = parsed.GetValue(_distribution) is { } name
                ? OptionValues.Find("distribution", name, SeededNumbers.All, numbers => [numbers.Name])
                : SeededNumbers.All[0];
            return new ToleranceProblem(
                shape, arithmetic, drawn.Of(seed, shape.Count, arithmetic.Inputs),
                string.Create(CultureInfo.InvariantCulture, $"{drawn.Title}, seed {seed}"));
        }

        return numbers.Length == shape.Count
            ? new ToleranceProblem(shape, arithmetic, numbers, string.Join(", ", files.Select(Path.GetFileName)))
            : throw new UsageException(
                $"--data: {given} of these sizes takes {NumberText.Of(shape.Count, "number")}"
                    + $"{(operation == ToleranceOperation.Sum ? "" : ", the left operand first")}, and the files have "
                    + $"{NumberText.Of(numbers.Length)}.");
    }

    /// <param name="numbers">The number of numbers of <c>--data</c>; 0 without.</param>
    private ToleranceShape ReadShape(ParseResult parsed, ToleranceOperation operation, int numbers)
    {
        if (operation != ToleranceOperation.MatrixProduct)
        {
            foreach (var option in new[] { _m, _k })
            {
                if (parsed.GetValue(option) is not null)
                    throw new UsageException($"{option.Name} is a size of a matrix product; the number of addends is --n.");
            }

            var addends = operation == ToleranceOperation.Sum ? numbers : numbers / 2;
            if (addends == 0 && parsed.GetValue(_n) is null)
                throw new UsageException("`tolerance` needs the number of addends, --n N, or the numbers, --data FILE.");
            return new ToleranceShape(operation, 1, 1, parsed.ReadCount(_n, 1, MaximumLength, addends));
        }

        foreach (var option in new[] { _m, _n, _k })
        {
            if (parsed.GetValue(option) is null)
                throw new UsageException($"a matrix product of M × K and K × N needs --m, --n and --k: {option.Name} is missing.");
        }

        var shape = new ToleranceShape(
            operation,
            parsed.ReadCount(_m, 1, MaximumLength, 0),
            parsed.ReadCount(_n, 1, MaximumLength, 0),
            parsed.ReadCount(_k, 1, MaximumLength, 0));
        return (long)shape.M * shape.N * shape.K <= MaximumProducts
            ? shape
            : throw new UsageException($"--m, --n and --k: M·N·K may be {MaximumProducts} at most.");
    }

    private (ToleranceSide Tested, ToleranceSide Expected) ReadSides(ParseResult parsed, ToleranceProblem problem, ulong seed)
    {
        var names = parsed.Values(_against);
        if (names.Count > 2) throw new UsageException("--against is given once for the expected result, or twice for both.");
        var tested = ToleranceSide.AnyOrder;
        if (parsed.GetValue(_height) is not null)
        {
            if (names.Count == 2) throw new UsageException("--height is for a tested result of your own, and --against names both.");
            var least = RoundingErrors.TreeHeight(problem.Shape.K);
            tested = ToleranceSide.OfHeight(parsed.ReadCount(_height, least, problem.Shape.K - 1, 0));
        }

        if (names.Count == 2 && names.All(IsExact)) throw new UsageException("--against exact twice: there is nothing to compare.");
        if (names.All(IsExact)) return (tested, ToleranceSide.Exact);
        var found = Reveal(parsed, problem, [.. names.Where(name => !IsExact(name))], seed);
        var sides = names.Select(name => IsExact(name) ? ToleranceSide.Exact : found.Dequeue()).ToList();
        return sides is [var first, var second] ? (first, second) : (tested, sides[0]);
    }

    private static bool IsExact(string name) => string.Equals(name, ToleranceSide.ExactName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reveals the orders of libraries, one side for each name.</summary>
    private Queue<ToleranceSide> Reveal(ParseResult parsed, ToleranceProblem problem, IReadOnlyList<string> names, ulong seed)
    {
        var (shape, precision) = (problem.Shape, problem.Arithmetic.Name);
        if (problem.Arithmetic.Inputs != BinaryRounding.Binary32)
            throw new UsageException($"--against: orders are revealed in binary32, not in {precision}. --height H names that of a tree.");
        if (shape.K is < 2 or > OrderCommand.MaximumLength)
        {
            throw new UsageException(
                $"--against: orders are revealed for 2 to {OrderCommand.MaximumLength} addends, not {shape.K}. --height H takes that of a "
                    + "tree.");
        }

        var settings = new LabSettings(Scale.Quick, seed, OptionValues.DefaultRuns);
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(parsed.Values(_device)));
        using var libraries = _libraries.Open(Tool, parsed, isAsked: true);
        var targets = LibraryTargets.Open(libraries);
        var runner = new OrderRunner(
            DeviceSelection.Choose(catalog, parsed.Values(_device)),
            () => Tool.OpenLab(catalog, LabCommand.DefaultTimeout, libraries),
            targets);
        List<string> chosen = [.. names.Select(name => Choose(name, runner, shape.Operation, targets))];
        var orders = ProgressBar.During(
            Tool.Terminal.Error, progress => runner.Run([.. chosen.Distinct()], shape.K, settings, progress, Tool.Cancellation));
        Tool.Cancellation.ThrowIfCancellationRequested();
        if (orders.Failures is [var failure, ..]) throw new CatalogException($"{failure.Target}: {failure.Message}");
        return new Queue<ToleranceSide>(
            chosen.Select(name => ToleranceSide.Of(orders.Findings.Single(finding => finding.Target == name))));
    }

    /// <summary>Returns the one target that a name means for an operation: <c>numpy</c> is <c>numpy.dot</c> for a dot product.</summary>
    private static string Choose(string name, OrderRunner runner, ToleranceOperation operation, LibraryTargets targets)
    {
        var known = runner.NamesOf(operation == ToleranceOperation.Sum ? OrderOperation.Sum : OrderOperation.Dot);
        string[] named = [.. known.Where(target => OrderCommand.IsNamed(target, name))];
        var ending = operation switch { ToleranceOperation.Sum => "sum", ToleranceOperation.Dot => "dot", _ => "matmul" };
        string[] fitting = [.. named.Where(target => target.EndsWith(ending, StringComparison.Ordinal))];
        if (named.Length == 1) return named[0];
        if (fitting.Length == 1) return fitting[0];
        if (named.Length > 1) throw new UsageException($"--against {name} may be {string.Join(", ", named)}: name one of them.");
        if (runner.Names.Any(target => OrderCommand.IsNamed(target, name)))
        {
            throw new UsageException(
                $"--against {name}: it has another operation. For this one there are {string.Join(", ", known)}.");
        }

        throw targets.WhyNot(name) is { } whyNot
            ? new UsageException($"--against {name}: {whyNot}")
            : UsageException.Unknown("library", name, known, $"there are {string.Join(", ", known)}, and exact.");
    }
}
