// Probes every matrix instruction of a device.

using System.Globalization;
using ILGPU.Runtime.Cuda;
using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

internal static class TensorCoreStudy
{
    public static int ReplaysOf(Scale scale) => scale switch { Scale.Quick => 2_000, Scale.Full => 20_000, _ => 1_000_000 };

    /// <summary>The report on a device that is not reached through CUDA.</summary>
    public static TensorCoreReport None(DeviceInfo device) => new(
        device, null, $"{device.Id}: no tensor cores. ILGPU reaches those of NVIDIA GPUs through CUDA alone.", [], []);

    /// <summary>Probes the matrix instructions of a device; a device without any says why.</summary>
    public static TensorCoreReport Of(Accelerator accelerator, DeviceInfo device, Scale scale, ulong seed, CancellationToken cancellation)
    {
        if (accelerator is not CudaAccelerator cuda) return None(device);
        var (major, minor) = (cuda.Architecture.Major, cuda.Architecture.Minor);
        var capability = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}");
        var usable = MatrixInstruction.All.Where(instruction => instruction.Capability <= (major * 10) + minor)
            .DistinctBy(instruction => instruction.Operand).ToList();
        if (usable.Count == 0)
        {
            return new TensorCoreReport(
                device, capability,
                $"{device.Id}: compute capability {capability} has no mma.sync of 16 × 8 matrices, which needs 7.5 or later.", [], []);
        }

        var units = new List<UnitFinding>();
        List<string> skipped =
        [
            .. OperandFormat.All.Except(usable.Select(instruction => instruction.Operand)).Select(
                operand => $"{operand.Name}: compute capability {capability} does not have it."),
        ];
        foreach (var instruction in usable)
        {
            cancellation.ThrowIfCancellationRequested();
            LoadedInstruction loaded;
            try
            {
                loaded = instruction.Load(cuda);
            }
            catch (CudaException exception)
            {
                skipped.Add($"{instruction.Operand.Name}: the driver does not load {instruction.Name} ({exception.Error}).");
                continue;
            }

            using (loaded) units.Add(Probe(instruction, loaded.Unit, (major * 10) + minor, scale, seed, cancellation));
        }

        return new TensorCoreReport(device, capability, null, units, skipped);
    }

    /// <summary>Finds the parameters of a unit, replays them, and compares them with what is published.</summary>
    /// <param name="capability">The compute capability, times ten.</param>
    internal static UnitFinding Probe(
        MatrixInstruction instruction, DotUnit unit, int capability, Scale scale, ulong seed, CancellationToken cancellation)
    {
        var probes = 0;
        unit = unit with { Compute = Count(unit.Compute) };
        var finding = new UnitFinding(instruction.Name, instruction.Operand.Name, instruction.K, 0, null, null, null, null);
        try
        {
            var found = UnitProber.Probe(unit, seed);
            finding = finding with
            {
                Probes = probes,
                Parameters = ParametersOf(found),
                Published = PublishedUnits.Find(capability, instruction.Operand) is { } published ? Compare(found, published) : null,
            };
            return finding with { Replay = UnitReplay.Of(unit, found.Unit, ReplaysOf(scale), seed, cancellation) };
        }
        catch (UnknownUnitException exception)
        {
            return finding with { Probes = probes, Problem = exception.Message };
        }

        DotProducts Count(DotProducts compute) => problems =>
        {
            probes += problems.Count;
            return compute(problems);
        };
    }

    private static UnitParameters ParametersOf(ProbedUnit found)
    {
        var (model, candidates) = (found.Unit.Model, found.Candidates);
        var order = found.Unit.Order.Chunk(model.FanIn).Select(step => RangesOf([.. step.Order()]));
        return new UnitParameters(
            model.FanIn,
            string.Join(" | ", order),
            model.FractionBits,
            model.Cut,
            model.Place,
            model.Rounding,
            ResultBits(model),
            !model.FlushesOperands,
            !model.FlushesAccumulator,
            found.OverflowIsKnown ? !model.Saturates : null,
            $"0x{model.Accumulator.NaN:X8}",
            [
                .. Open("fraction bits", candidates.Select(candidate => Number(candidate.FractionBits))),
                .. Open("cut", candidates.Select(candidate => Name(candidate.Cut))),
                .. Open("rounding", candidates.Select(candidate => Name(candidate.Rounding))),
                .. Open("result bits", candidates.Select(candidate => Number(ResultBits(candidate)))),
                .. Open("accumulator", candidates.Select(candidate => TensorCoreSection.NameOf(candidate.Place))),
            ]);
    }

    private static IEnumerable<string> Open(string parameter, IEnumerable<string> values)
    {
        List<string> distinct = [.. values.Distinct()];
        if (distinct.Count > 1) yield return $"{parameter}: {string.Join(", ", distinct)}";
    }

    private static string RangesOf(int[] places)
    {
        var ranges = new List<string>();
        for (var i = 0; i < places.Length;)
        {
            var last = i;
            while (last + 1 < places.Length && places[last + 1] == places[last] + 1) last++;
            ranges.Add(string.Create(CultureInfo.InvariantCulture, $"{places[i]}{(last > i ? $"–{places[last]}" : "")}"));
            i = last + 1;
        }

        return string.Join(", ", ranges);
    }

    private static int ResultBits(MultiplyAccumulateUnit model) => model.ResultFractionBits ?? model.Accumulator.FractionBits;

    private static string Name(Rounding rounding) => TensorCoreSection.NameOf(rounding);

    private static string Number(int? bits) => bits?.ToString(CultureInfo.InvariantCulture) ?? "all";

    private static PublishedComparison Compare(ProbedUnit found, PublishedUnit published)
    {
        var (model, expected) = (found.Unit.Model, published.Model);
        var fanIn = Math.Min(expected.FanIn, found.Unit.Order.Count);
        expected = expected with { FanIn = fanIn };
        var isOpen = found.Candidates.Any(candidate => candidate with { Accumulator = expected.Accumulator } == expected);
        return new PublishedComparison(published.Architecture, published.Source, isOpen ? [] :
        [
            .. Differs("products in a step", Number(model.FanIn), Number(fanIn)),
            .. Differs("fraction bits", Number(model.FractionBits), Number(expected.FractionBits)),
            .. Differs("cut", Name(model.Cut), Name(expected.Cut)),
            .. Differs("accumulator", TensorCoreSection.NameOf(model.Place), TensorCoreSection.NameOf(expected.Place)),
            .. Differs("rounding", Name(model.Rounding), Name(expected.Rounding)),
            .. Differs("result bits", Number(ResultBits(model)), Number(ResultBits(expected))),
            .. Differs("subnormal operands", Subnormals(model.FlushesOperands), Subnormals(expected.FlushesOperands)),
            .. Differs("subnormal sums", Subnormals(model.FlushesAccumulator), Subnormals(expected.FlushesAccumulator)),
            .. Differs("overflow", Overflow(model.Saturates), Overflow(expected.Saturates)),
        ]);
    }

    private static string Subnormals(bool areFlushed) => areFlushed ? "zero" : "kept";

    private static string Overflow(bool saturates) => saturates ? "largest number" : "infinite";

    private static IEnumerable<string> Differs(string parameter, string found, string published) =>
        found == published ? [] : [$"{parameter}: {found}, published {published}"];
}
