// gpu-checks why: the cause of a difference between two functions of the user's, of libraries or of devices.

using System.CommandLine;
using System.Globalization;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Differences;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class WhyCommand : ToolCommand
{
    private const int DefaultSize = 64, MaximumSize = 1 << 16;
    private const int DefaultRows = 16, MaximumRows = 256, MostNumbers = 1 << 20;

    /// <summary>How long one call may take.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly Argument<string[]> _functions = new("FUNCTION")
    {
        Description = "Two of: FILE.py:FUNCTION, FILE.dll:NAMESPACE.TYPE.METHOD, FILE.onnx, or a sum or dot product that "
            + "`gpu-checks order` lists, such as numpy.dot.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _input = OptionValues.Repeated(
        "--input", "SHAPE",
        "The shape of an input, in their order: numbers for fixed sizes, a letter for a size that may vary, b for rows that must not "
            + "influence each other, such as n, bxn, kxn or bx64. Default: n for each input, or what the model declares.");

    private readonly Option<string> _size = OptionValues.Single("--n", "N", $"The largest size of a letter. Default: {DefaultSize}.");
    private readonly Option<string> _rows = OptionValues.Single("--rows", "B", $"The largest number of rows. Default: {DefaultRows}.");
    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly LibraryOptions _libraries = new();
    private readonly Option<string> _seed = OptionValues.Seed();
    private readonly Option<string> _timeout = OptionValues.TimeoutOf("one call", $"{DefaultTimeout.TotalSeconds}");

    public WhyCommand(ToolContext tool)
        : base(
            tool,
            "why",
            "Find out why two functions give other bits: order, fusion, format, function, batch or nondeterminism, with the smallest input "
                + "that shows it.")
    {
        AddAll([_input, _size, _rows, _device, .. _libraries.All, _seed, _timeout]);
        Add(_functions);
    }

    /// <summary>Executes the command: 0 if no difference was found, 1 if they differ, 3 if one of them gave no results.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        if (parsed.GetValue(_functions) is not [var nameOfFirst, var nameOfSecond])
            throw new UsageException("`why` compares two functions: gpu-checks why FUNCTION FUNCTION.");
        var given = parsed.Values(_input).Select(text => InputShape.Read(text)
            ?? throw new UsageException(
                $"--input {text}: a shape is sizes or letters joined by x, such as n, 64 or bxn, with b first.")).ToList();
        var size = parsed.ReadCount(_size, 1, MaximumSize, DefaultSize);
        var rows = parsed.ReadCount(_rows, 2, MaximumRows, DefaultRows);
        var seed = parsed.ReadSeed(_seed);
        var timeout = parsed.ReadTimeout(_timeout, DefaultTimeout);
        var outputs = ReserveReports(parsed);
        var driver = DeviceSelection.DriverOf(parsed.Values(_device));
        using var libraries = _libraries.Open(Tool, parsed, isAsked: false, driver, timeout);
        try
        {
            var targets = new Lazy<LibraryTargets>(() => LibraryTargets.Open(libraries));
            StudiedFunction first = Open(nameOfFirst), second = Open(nameOfSecond);
            if (first.Name == second.Name) second = second with { Name = second.Name + " (2)" };
            var shapes = ShapesOf(first, second, given, size, rows);
            var report = ProgressBar.During(
                Tool.Terminal.Error,
                progress => DifferenceStudy.Of(first, second, shapes, size, rows, seed, progress, Tool.Cancellation));
            outputs.Write(
                DifferenceDocument.Of(report), new DifferenceReportJson(MachineInfo.Current, (int)report.ExitStatus, report));
            if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(DifferenceSection.Summary(report));
            return report.ExitStatus;

            StudiedFunction Open(string name) => OpenFunction(name, libraries, targets, parsed, driver, given.Count);
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Stopped;
        }
        catch (FunctionException exception)
        {
            throw new CatalogException(OneLine.Of(exception.Message));
        }
    }

    private StudiedFunction OpenFunction(
        string name, LibraryServers libraries, Lazy<LibraryTargets> targets, ParseResult parsed, CudaDriver driver, int inputs)
    {
        if (name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            var library = LibraryHost.DotNet.Libraries.Single(library => library.Id == "onnxruntime");
            return InHost(LibraryHost.DotNet, library, name, "");
        }

        (string Extension, LibraryHost Host, LibraryName? Library)[] files =
            [(".py:", LibraryHost.Python, LibraryHost.Python.Libraries[0]), (".dll:", LibraryHost.Functions, null)];
        foreach (var (extension, host, library) in files)
        {
            var at = name.IndexOf(extension, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            var end = at + extension.Length - 1;
            return InHost(host, library, name[..end], name[(end + 1)..]);
        }

        if (HostTargets.All.FirstOrDefault(target => IsNamed(target.Id)) is { } hostTarget) return OfTarget(hostTarget);
        using (var catalog = Tool.OpenCatalog(driver))
        {
            var devices = DeviceSelection.Choose(catalog, parsed.Values(_device));
            if (devices.SelectMany(DeviceTargets.NamesOf).FirstOrDefault(IsNamed) is { } target)
                return InHost(LibraryHost.Functions, null, FunctionSession.Devices, target);
            if (targets.Value.All.FirstOrDefault(target => IsNamed(target.Id)) is { } found) return OfTarget(found);
            if (targets.Value.WhyNot(name) is { } whyNot) throw new UsageException($"{name}: {whyNot}");
            string[] known = [
                .. HostTargets.All.Select(target => target.Id), .. devices.SelectMany(DeviceTargets.NamesOf),
                .. targets.Value.All.Select(target => target.Id)];
            throw UsageException.Unknown(
                "function", name, known,
                $"it is FILE.py:FUNCTION, FILE.dll:NAMESPACE.TYPE.METHOD, FILE.onnx, or one of {string.Join(", ", known)}.");
        }

        bool IsNamed(string target) => string.Equals(target, name, StringComparison.OrdinalIgnoreCase);

        StudiedFunction InHost(LibraryHost host, LibraryName? library, string path, string member)
        {
            if (path != FunctionSession.Devices && !File.Exists(path)) throw new UsageException($"there is no file '{path}'.");
            try
            {
                var client = new LibraryClient(libraries, host, Tool.Cancellation);
                return FunctionClient.Open(client, library, Path.GetFileName(name), path, member, Math.Max(inputs, 1));
            }
            catch (FunctionException exception)
            {
                throw new UsageException(exception.Message);
            }
        }
    }

    private static StudiedFunction OfTarget(OrderTarget target)
    {
        var inputs = target.Operation == OrderOperation.Sum ? 1 : 2;
        return new StudiedFunction(target.Id, target.Place, inputs, arrays =>
        {
            try
            {
                return [target.Compute(arrays[0].Values, inputs == 2 ? arrays[1].Values : [])];
            }
            catch (LibraryException exception)
            {
                throw new FunctionException($"{target.Id}: {exception.Message}", isLost: true);
            }
        });
    }

    private static List<InputShape> ShapesOf(
        StudiedFunction first, StudiedFunction second, List<InputShape> given, int size, int rows)
    {
        if (first.Inputs != second.Inputs)
        {
            throw new UsageException(
                $"{first.Name} takes {NumberText.Of(first.Inputs, "input")} and {second.Name} {NumberText.Of(second.Inputs)}: "
                    + "they have to take as many.");
        }

        if (given.Count > 0 && given.Count != first.Inputs)
        {
            throw new UsageException(
                $"--input is given {NumberText.Of(given.Count, "time")}, and {first.Name} takes {NumberText.Of(first.Inputs, "input")}.");
        }

        var shapes = given.Count > 0 ? given
            : Declared(first) ?? Declared(second) ?? [.. Enumerable.Repeat(InputShape.Read("n")!, first.Inputs)];
        if (shapes.Skip(1).Any(shape => shape.HasBatch) && !shapes[0].HasBatch)
            throw new UsageException("--input: where one input has rows, b, the first one has to have them.");
        var numbers = shapes.Sum(shape => shape.At(size, rows).Aggregate(1L, (product, count) => product * count));
        return numbers <= MostNumbers
            ? shapes
            : throw new UsageException(
                string.Create(CultureInfo.InvariantCulture, $"the inputs have {numbers:N0} numbers, and {MostNumbers:N0} are the most: ")
                    + "name smaller sizes with --n and --rows.");
    }

    /// <summary>The shapes that a function declares, with letters where any size will do; null: it does not say.</summary>
    private static List<InputShape>? Declared(StudiedFunction function) => function.Shapes is not { } shapes ? null :
    [
        .. shapes.Select((shape, input) => new InputShape(
            [.. shape.Length == 0 ? ["1"] : shape.Select((size, i) => size > 0 ? size.ToString(CultureInfo.InvariantCulture)
                : i == 0 && input == 0 && shape.Length > 1 ? InputShape.Batch : "n")])),
    ];
}
