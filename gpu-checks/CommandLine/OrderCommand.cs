// gpu-checks order: the part `order` of the laboratory for chosen targets and lengths.

using System.CommandLine;
using System.Globalization;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Rules;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports.Svg;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class OrderCommand : ToolCommand
{
    /// <summary>The largest accepted number of addends: a tree may take n²/2 probes.</summary>
    public const int MaximumLength = 4096;

    /// <summary>The largest accepted side of a product.</summary>
    public const int MaximumSide = 256;

    /// <summary>The number of lines of the tree of a target that was named.</summary>
    private const int MostTreeLines = 60;

    private const string AllFormats = "all";

    private const int DefaultLongest = 20_000;

    private const int LargestLongest = 1 << 17;

    private readonly Argument<string[]> _targets = new("TARGET")
    {
        Description = "The implementations to examine, such as numpy.sum, or numpy for all of NumPy; all of them by default.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _length = OptionValues.Single(
        "--length", "N", $"The number of addends. Default: {OrderRunner.DefaultLength}.");
    private readonly Option<string> _product = OptionValues.Single(
        "--product",
        "MxKxN",
        "Study all elements of the products of libraries instead, of an M × K by a K × N matrix and of an M × K matrix by a vector, such as "
            + "7x130x19: their orders, and where each holds.");
    private readonly Option<string[]> _precision = OptionValues.Repeated(
        "--precision",
        "FORMAT",
        $"The format of the numbers: {string.Join(", ", OrderFormats.All.Select(format => format.Name))} or {AllFormats}; repeatable. "
            + "Default: binary32. Each target of another format has a name of its own, such as numpy.sum.binary64.");
    private readonly Option<string[]> _device = OptionValues.Device();
    private readonly LibraryOptions _libraries = new();
    private readonly Option<string> _svg = OptionValues.Single("--svg", "DIR", "Draw each tree into a file in this folder.");
    private readonly Option<bool> _map = new("--map")
    {
        Arity = ArgumentArity.Zero,
        Description = "Instead of one tree, learn a rule for all lengths from at most "
            + $"{RuleStudy.MostLearned.ToString(CultureInfo.InvariantCulture)} of them, predict others, and show how the order depends on "
            + "the length, the number of threads and the alignment.",
    };

    private readonly Option<string> _longest = OptionValues.Single(
        "--max-length", "N", $"With --map: the longest array on which a rule is tried. Default: {DefaultLongest}.");

    private readonly Option<string> _emit = OptionValues.Single(
        "--emit", "DIR", "With --map: write each rule as a C# class that imitates the implementation bit for bit.");

    private readonly Option<string> _seed = OptionValues.Seed();
    private readonly Option<string> _timeout = OptionValues.TimeoutOf("one target", $"{OptionValues.DefaultTimeout.TotalSeconds}");

    public OrderCommand(ToolContext tool)
        : base(
            tool,
            "order",
            "Show the accumulation order of sums, dot products, softmax and layer normalization in .NET, devices and libraries: `lab order` "
                + "for chosen targets and lengths.")
    {
        AddAll([_length, _product, _precision, _device, .. _libraries.All, _svg, _map, _longest, _emit, _seed, _timeout]);
        Add(_targets);
    }

    /// <summary>Executes the command: 0 if every tree was proven, or every target has a rule; 1 otherwise.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var names = parsed.GetValue(_targets) ?? [];
        var length = parsed.ReadCount(_length, 2, MaximumLength, OrderRunner.DefaultLength);
        var shape = ShapeOf(parsed);
        var formats = FormatsOf(parsed.Values(_precision));
        var settings = new LabSettings(
            OptionValues.DefaultScale, parsed.ReadSeed(_seed), OptionValues.DefaultRuns);
        var isMap = parsed.GetValue(_map);
        foreach (var option in new[] { _longest, _emit })
        {
            if (!isMap && parsed.GetValue(option) is not null)
                throw new UsageException($"{option.Name} is for rules: it needs --map.");
        }

        foreach (var option in new[] { _length, _product, _svg })
        {
            if (isMap && parsed.GetValue(option) is not null)
                throw new UsageException($"{option.Name} is for one tree: it does not go with --map, which studies many lengths.");
        }

        var longest = parsed.ReadCount(_longest, RuleStudy.LongestRevealed, LargestLongest, DefaultLongest);
        var timeout = parsed.ReadTimeout(_timeout, OptionValues.DefaultTimeout);
        var outputs = ReserveReports(parsed);
        var folder = PictureFolder.Open(parsed.GetValue(isMap ? _emit : _svg));
        using var catalog = Tool.OpenCatalog(DeviceSelection.DriverOf(parsed.Values(_device)));
        var devices = DeviceSelection.Choose(catalog, parsed.Values(_device));

        using var libraries = _libraries.Open(Tool, parsed, isAsked: true);
        var targets = LibraryTargets.Open(libraries);
        foreach (var line in targets.Notes) Tool.Terminal.WriteErrorLine("gpu-checks: note: " + line);
        var runner = new OrderRunner(devices, () => Tool.OpenLab(catalog, timeout, libraries), targets);
        var chosen = Choose(runner, names, formats, targets);
        if (shape is not null && !targets.Products.Any(target => chosen.Contains(target.Id)))
            throw new UsageException("--product: none of the chosen targets is a product of a library, such as numpy.matmul.");
        if (isMap)
        {
            var rules = new RuleRunner(devices, () => Tool.OpenLab(catalog, timeout, libraries), targets);
            var map = ProgressBar.During(
                Tool.Terminal.Error, progress => rules.Run(chosen, longest, settings.Seed, progress, Tool.Cancellation));
            foreach (var failure in map.Failures) Tool.Terminal.WriteErrorLine($"gpu-checks: {failure.Target}: {failure.Message}");
            outputs.Write(RuleDocument.Of(map), new RuleReportJson(MachineInfo.Current, (int)map.ExitStatus, map));
            foreach (var finding in map.Findings)
                if (finding.Code is { } code) folder?.Write(RuleCode.NameOf(finding.Target) + ".cs", code);
            if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(RuleSection.Summary(map));
            return map.ExitStatus;
        }

        var orders = ProgressBar.During(
            Tool.Terminal.Error,
            progress => shape is { } product
                ? runner.RunProducts(chosen, product, settings, progress, Tool.Cancellation)
                : runner.Run(chosen, length, settings, progress, Tool.Cancellation));
        orders = orders with { Notes = targets.Notes };
        foreach (var failure in orders.Failures) Tool.Terminal.WriteErrorLine($"gpu-checks: {failure.Target}: {failure.Message}");
        var report = new LabReport([LabPart.Order], devices, catalog.LeftOut, settings)
        {
            Orders = orders,
            IsComplete = !Tool.Cancellation.IsCancellationRequested,
        };
        var size = shape is null ? $"--length {length}" : $"--product {parsed.GetValue(_product)}";
        var document = Document(report, names, size, parsed.Values(_precision));
        outputs.Write(document, new OrderReportJson(report.Machine, (int)orders.ExitStatus, orders));
        foreach (var finding in orders.Findings.Where(finding => finding.Tree is not null))
        {
            var tree = new DocumentTree($"{finding.Target}, {finding.Place}", finding.Tree!);
            folder?.Write(finding.Target + ".svg", SvgTree.Of(tree).ToFile());
        }

        return report.ExitStatus;
    }

    /// <summary>Reads the shape of a product, or null where the option is not given.</summary>
    private ProductShape? ShapeOf(ParseResult parsed)
    {
        if (parsed.GetValue(_product) is not { } text) return null;
        if (parsed.GetResult(_length) is { Implicit: false }) throw new UsageException("--length and --product: name one of the two.");
        int[] sizes =
            [.. text.Split('x').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)];
        if (sizes is not [>= 1 and <= MaximumSide, >= 2 and <= MaximumLength, >= 1 and <= MaximumSide])
        {
            throw new UsageException(
                $"--product takes MxKxN, such as 7x130x19, with M and N from 1 to {MaximumSide} and K from 2 to {MaximumLength}, not '{text}'.");
        }

        return new ProductShape(sizes[0], sizes[1], sizes[2]);
    }

    private static Document Document(LabReport report, string[] names, string size, IReadOnlyList<string> formats)
    {
        var command = string.Create(
            CultureInfo.InvariantCulture,
            $"gpu-checks order {string.Concat(names.Select(name => name + " "))}{size} "
                + $"{string.Concat(formats.Select(format => $"--precision {format} "))}--seed {report.Settings.Seed}");
        var document = LabDocument.Of(report, command + string.Concat(report.Devices.Select(device => $" --device {device.Id}")));
        if (names.Length == 0) return document;
        return document with
        {
            Sections =
            [
                .. document.Sections.Select(section => section with
                {
                    Pieces = DocumentBlock.Change(
                        section.Pieces, block => block is DocumentTree tree ? tree with { MostLines = MostTreeLines } : block),
                }),
            ],
        };
    }

    /// <summary>Returns the formats that are asked for, or null where no option says so.</summary>
    private static IReadOnlyCollection<BinaryRounding>? FormatsOf(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return null;
        if (names.Contains(AllFormats, StringComparer.OrdinalIgnoreCase)) return OrderFormats.All;
        string[] known = [.. OrderFormats.All.Select(format => format.Name), AllFormats];
        return [.. names.Select(FormatOf)];

        BinaryRounding FormatOf(string name) =>
            OrderFormats.All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw UsageException.Unknown("--precision", name, known, $"there are {string.Join(", ", known)}.");
    }

    /// <summary>Chooses targets: the usual ones without a name, those of binary32 without a format, and any by its full name.</summary>
    private static IReadOnlyCollection<string> Choose(
        OrderRunner runner, string[] names, IReadOnlyCollection<BinaryRounding>? formats, LibraryTargets targets)
    {
        if (names.Length == 0) return [.. formats is null ? runner.Names : runner.NamesIn(formats)];
        IReadOnlyList<string> all = runner.NamesIn(OrderFormats.All), known = runner.NamesIn(formats ?? [BinaryRounding.Binary32]);
        foreach (var name in names)
        {
            if (known.Any(target => IsNamed(target, name)) || IsFullName(name)) continue;
            throw targets.WhyNot(name) is { } whyNot
                ? new UsageException($"{name}: {whyNot}")
                : UsageException.Unknown("target", name, [.. known.Union(all)], $"there are {string.Join(", ", known)}.");
        }

        return [.. all.Where(target => names.Any(name => (known.Contains(target) && IsNamed(target, name)) || IsFull(target, name)))];

        bool IsFullName(string name) => formats is null && all.Any(target => IsFull(target, name));

        bool IsFull(string target, string name) => formats is null && string.Equals(target, name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A name selects one target, or all of a library or device: <c>numpy</c>.</summary>
    public static bool IsNamed(string target, string name) =>
        string.Equals(target, name, StringComparison.OrdinalIgnoreCase)
            || target.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase);
}
