// Runs the same network with the same weights in NumPy, in PyTorch, and in this project's kernels in the order of each.

using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Pair;

internal static class PairStudy
{
    /// <summary>The numbers of hidden layers after which an output is computed, all in one pass.</summary>
    public static readonly IReadOnlyList<int> Depths = [1, 2, 5, 10, 20];

    /// <summary>Compares NumPy, PyTorch and the imitations. Without devices, the sides are still compared.</summary>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public static PairReport Of(
        IReadOnlyList<(Accelerator Accelerator, DeviceInfo Device)> devices, LabSettings settings, ILineService service,
        CancellationToken cancellation) =>
        Of(devices, settings, PlanOf(settings.Scale), service, cancellation);

    /// <summary>Compares the sides for given widths, with a number of examples for each.</summary>
    internal static PairReport Of(
        IReadOnlyList<(Accelerator Accelerator, DeviceInfo Device)> devices,
        LabSettings settings,
        IReadOnlyList<(int Width, int Examples)> plan,
        ILineService service,
        CancellationToken cancellation)
    {
        var libraries = PairLibraries.Open(service, cancellation);
        var python = libraries.Python;
        IReadOnlyList<PairLibrary> others = [.. libraries.All.Except(python?.Libraries ?? [])];
        var found = new List<PairOfWidth>();
        var notes = NotesOf(libraries);
        var imitating = devices
            .Select(device => new ImitatingDevice(device.Accelerator, device.Device, WhyNotExact(device.Accelerator))).ToList();
        foreach (var (width, examples) in plan)
        {
            while (!TryRun())
            {
                // Without the host that failed, of which there are two at most.
            }

            bool TryRun()
            {
                try
                {
                    Run();
                    return true;
                }
                catch (LibraryException exception)
                {
                    notes.Add(FormattableString.Invariant(
                        $"{exception.Message.TrimEnd('.')}, at width {width:N0}: from there on, imitations replace the libraries."));
                    libraries.Remove(exception.Host);
                    return false;
                }
            }

            void Run() => found.Add(WidthStudy.Run(width, examples, SidesOf(libraries), libraries, imitating, settings, cancellation));
        }

        return PairReportBuilder.Build(settings.Seed, python, notes, found) with { OtherLibraries = others };
    }

    private static List<string> NotesOf(PairLibraries libraries)
    {
        var notes = new List<string>();
        var hint = libraries.HasDotNet ? "" : " " + LibraryHost.SetupHint;
        if (libraries.WhyNoNumpy is { } whyNot)
            notes.Add($"NumPy and PyTorch were not used: {whyNot}{(libraries.All.Count == 0 ? " All sides are imitations." : "")}{hint}");
        if (libraries.WhyNoTorch is { } whyNoTorch)
        {
            var instead = libraries.All.Any(library => library.Id == "libtorch") ? "" : " An imitation replaces it.";
            notes.Add($"PyTorch was not used: {whyNoTorch}{instead}{hint}");
        }

        return [.. notes, .. libraries.Notes];
    }

    /// <summary>
    /// The widths and the number of examples for each. An untuned BLAS does a few multiply-adds in a nanosecond, so wide layers get few
    /// examples.
    /// </summary>
    private static IReadOnlyList<(int Width, int Examples)> PlanOf(Scale scale) => scale == Scale.Quick
        ? [(16, 256), (64, 128), (256, 64)]
        : [(16, 1024), (64, 512), (256, 128), (1024, 32), (4096, 16)];

    /// <summary>The sides: the available libraries, imitations of the missing ones, and another order that tuned libraries use.</summary>
    private static List<StudiedSide> SidesOf(PairLibraries libraries)
    {
        var sides = new List<StudiedSide>();
        var all = libraries.All;
        if (all.All(library => library.Id != "numpy"))
        {
            sides.Add(Imitation(
                "numpy", "imitation of NumPy on the reference BLAS: from left to right, unfused, the bias "
                    + "last", LeftToRight, isFused: false));
        }

        sides.AddRange(all.Select(library => new StudiedSide(new PairSide(library.Id, library.Name, IsImitation: false), library, null)));
        if (all.All(library => library.Id is not ("torch" or "libtorch")))
        {
            sides.Add(Imitation(
                "torch",
                "imitation of PyTorch on a tuned BLAS: the product is added to the bias, from left to right, fused",
                BiasThenLeftToRight,
                isFused: true));
        }

        sides.Add(Imitation(
            "eight",
            "imitation of a tuned dot product: eight fused accumulators folded in pairs, the bias last",
            EightAccumulators,
            isFused: true));
        return sides;

        static StudiedSide Imitation(string id, string name, Func<int, SummationTree> tree, bool isFused) => new(
            new PairSide("imitation." + id, name, IsImitation: true), null, shape =>
                LinearOrder.Uniform(shape, tree(shape.Inputs), isFused));
    }

    private static SummationTree LeftToRight(int products) => SummationTree.Of(Chain(0, 1, products), SummationTree.Of(products));

    private static SummationTree BiasThenLeftToRight(int products) =>
        Enumerable.Range(0, products)
            .Aggregate(SummationTree.Of(products), (sum, product) => SummationTree.Of(sum, SummationTree.Of(product)));

    private static SummationTree EightAccumulators(int products)
    {
        var sums = Enumerable.Range(0, Math.Min(8, products)).Select(lane => Chain(lane, 8, products)).ToList();
        while (sums.Count > 1) sums = [.. sums.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : SummationTree.Of(pair))];
        return SummationTree.Of(sums[0], SummationTree.Of(products));
    }

    private static SummationTree Chain(int first, int stride, int end)
    {
        var sum = SummationTree.Of(first);
        for (var i = first + stride; i < end; i += stride) sum = SummationTree.Of(sum, SummationTree.Of(i));
        return sum;
    }

    private static string? WhyNotExact(Accelerator accelerator)
    {
        try
        {
            var probe = ArithmeticProbe.Run(accelerator);
            return probe.IsExact ? null : "its arithmetic is not that of IEEE 754, so it cannot imitate an order.";
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            return OneLine.Of(Failure.Describe(exception));
        }
    }
}

/// <summary>A side under study: a library, or an imitation with its orders.</summary>
internal sealed record StudiedSide(PairSide About, PairLibrary? Library, Func<LinearShape, LinearOrder>? Imitate);
