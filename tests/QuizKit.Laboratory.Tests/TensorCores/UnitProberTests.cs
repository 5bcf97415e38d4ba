// The prober on simulated units: every published one, and ones that differ from it in one parameter.

using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Laboratory.TensorCores;
using Xunit;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.Tests.TensorCores;

public sealed class UnitProberTests
{
    private const int Replays = 500;

    public static IEnumerable<object[]> Published { get; } = Thorough.Cases(PublishedUnits.All, oneOf: 4).Select(unit => new object[] { unit.Architecture, unit.Operand.Name });

    [Theory]
    [MemberData(nameof(Published))]
    public void Every_parameter_of_a_published_unit_is_found(string architecture, string operand)
    {
        var published = PublishedUnits.All.Single(unit => unit.Architecture == architecture && unit.Operand.Name == operand);
        var unit = DotUnit.Of(published.Operand, 32, published.Model);

        var found = UnitProber.Probe(unit, seed: 1);

        Assert.Equal(published.Model, found.Unit.Model with { Accumulator = FloatFormat.Binary32 });
        Assert.Equal(Enumerable.Range(0, 32), found.Unit.Order);
        Assert.Equal(new UnitReplay(Replays, Replays, null), UnitReplay.Of(unit, found.Unit, Replays, seed: 2));
    }

    [Fact]
    public void Units_with_binary16_accumulators_are_found()
    {
        foreach (var (fanIn, bits) in new[] { (4, 23), (8, 24), (16, 25) })
        {
            var model = new MultiplyAccumulateUnit(FloatFormat.Binary16, FloatFormat.Binary16, fanIn, bits, Rounding.Nearest);
            var unit = DotUnit.Of(OperandFormat.Binary16, 16, model);

            var found = UnitProber.Probe(unit, seed: 1);

            Assert.Equal(model, found.Unit.Model);
            Assert.Equal(Replays, UnitReplay.Of(unit, found.Unit, Replays, seed: 2).Agreeing);
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void A_unit_with_one_other_parameter_is_told_apart(string architecture, string operand)
    {
        var published = PublishedUnits.All.Single(unit => unit.Architecture == architecture && unit.Operand.Name == operand);
        var (model, length) = (published.Model, published.Operand.Bits == 8 ? 32 : 16);
        MultiplyAccumulateUnit[] mutants =
        [
            model with { FanIn = model.FanIn == length ? model.FanIn / 4 : model.FanIn * 2 },
            model with { FanIn = model.FanIn / 2 },
            model with { FractionBits = model.FractionBits - 1 ?? 30 },
            model with { FractionBits = model.FractionBits + 1 ?? 31 },
            model with { Rounding = model.Rounding == Rounding.Zero ? Rounding.Nearest : Rounding.Zero },
            model with { ResultFractionBits = (model.ResultFractionBits ?? 23) - 1 },
            .. model.FractionBits is null ? Array.Empty<MultiplyAccumulateUnit>() :
            [
                model with { Cut = Rounding.Nearest },
                model with { Cut = Rounding.Down },
                .. Enum.GetValues<AccumulatorPlace>().Where(place => place != model.Place).Select(place => model with { Place = place, Join = null }),
            ],
            .. published.Operand == OperandFormat.E4M3 ? Array.Empty<MultiplyAccumulateUnit>() : [model with { FlushesOperands = true }],
            model with { FlushesAccumulator = true },
            model with { Accumulator = model.Accumulator with { NaN = 0x7FC00000 } },
        ];

        foreach (var mutant in Thorough.Cases(mutants, oneOf: 6))
        {
            var found = Probe(DotUnit.Of(published.Operand, length, mutant), mutant);

            Assert.True(found.Candidates.Contains(mutant), $"{mutant} is not among {string.Join("; ", found.Candidates)}");
            Assert.False(found.Candidates.Contains(model), $"{mutant} is taken for {model}");
        }
    }

    [Fact]
    public void What_computes_otherwise_than_any_model_is_refused_in_one_line()
    {
        var unit = DotUnit.Of(OperandFormat.Binary16, 16, MultiplyAccumulateUnit.HopperBinary16);
        var odd = unit with { Compute = problems => [.. unit.Compute(problems).Select(bits => bits ^ (bits >> 13 & 1))] };
        var uneven = unit with
        {
            Compute = problems => [.. problems.Select(problem =>
            {
                var first = unit.Compute([new([.. problem.A[..6], .. new ulong[10]], problem.B, problem.C)])[0];
                return unit.Compute([new([.. new ulong[6], .. problem.A[6..]], problem.B, first)])[0];
            })],
        };
        var silent = unit with { Compute = problems => new ulong[problems.Count] };

        Assert.StartsWith("", Assert.Throws<UnknownUnitException>(() => UnitProber.Probe(odd, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "The products are not added in steps of equal size, but of 6, 10.",
            Assert.Throws<UnknownUnitException>(() => UnitProber.Probe(uneven, 1)).Message);
        Assert.Equal(
            "An invalid sum, such as ∞ − ∞, does not give NaN.",
            Assert.Throws<UnknownUnitException>(() => UnitProber.Probe(silent, 1)).Message);
    }

    [Fact]
    public void The_sign_of_a_zero_is_left_to_the_replay()
    {
        var unit = DotUnit.Of(OperandFormat.Binary16, 16, MultiplyAccumulateUnit.HopperBinary16);
        var negative = unit with { Compute = problems => [.. unit.Compute(problems).Select(bits => bits == 0 ? 0x80000000 : bits)] };

        var found = UnitProber.Probe(negative, seed: 1);

        Assert.Equal(MultiplyAccumulateUnit.HopperBinary16, found.Unit.Model);
        var replay = UnitReplay.Of(negative, found.Unit, Replays, seed: 2);
        Assert.InRange(replay.Agreeing, 1, Replays - 1);
        Assert.EndsWith("0x80000000 where the model has 0x0", replay.FirstDifference, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_counts_what_differs()
    {
        var unit = DotUnit.Of(OperandFormat.Binary16, 16, MultiplyAccumulateUnit.HopperBinary16);
        var other = new OrderedUnit(
            OperandFormat.Binary16, MultiplyAccumulateUnit.HopperBinary16 with { FractionBits = 24 }, [.. Enumerable.Range(0, 16)]);

        var replay = UnitReplay.Of(unit, other, Replays, seed: 2);

        Assert.InRange(replay.Agreeing, 1, Replays - 1);
        Assert.Contains("where the model has 0x", replay.FirstDifference, StringComparison.Ordinal);
    }

    internal static ProbedUnit Probe(DotUnit unit, MultiplyAccumulateUnit model)
    {
        try
        {
            return UnitProber.Probe(unit, seed: 3);
        }
        catch (UnknownUnitException exception)
        {
            throw new InvalidOperationException($"{unit.Operand.Name}, {model}: {exception.Message}", exception);
        }
    }
}
