// The prober on simulated units with random parameters and orders.

using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Laboratory.TensorCores;
using Xunit;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.Tests.TensorCores;

public sealed class RandomUnitTests
{
    private const int Replays = 500;

    private static readonly int Cases = CaseCount.Of("QUIZKIT_UNITS", 40);

    [Fact]
    public void Random_units_are_found()
    {
        var random = new Random(1);
        for (var i = 0; i < Cases; i++)
        {
            var (operand, length, model, order) = Draw(random);
            var unit = DotUnit.Of(operand, length, model, order);
            var found = UnitProberTests.Probe(unit, model);

            // The model itself is never eliminated, and a parameter in which all candidates agree is that of the model.
            Assert.True(found.Candidates.Contains(model), $"{operand.Name}, {model} is not among {string.Join("; ", found.Candidates)}");
            Assert.Equal(StepsOf(order, model.FanIn), StepsOf(found.Unit.Order, found.Unit.Model.FanIn));
            var replay = UnitReplay.Of(unit, found.Unit, Replays, seed: 2);
            Assert.True(replay.Agreeing == Replays, $"{model}: {replay.FirstDifference}");
        }
    }

    private static (OperandFormat Operand, int Length, MultiplyAccumulateUnit Model, int[] Order) Draw(Random random)
    {
        var operand = OperandFormat.All[random.Next(OperandFormat.All.Count)];
        var isNarrow = operand.Bits == 8;
        var length = operand.Bits switch { 8 => 32, 16 => 16, _ => 8 };
        var places = isNarrow ? [AccumulatorPlace.WithProducts, AccumulatorPlace.AfterSteps] : Enum.GetValues<AccumulatorPlace>();
        var isExact = !isNarrow && random.Next(8) == 0;
        var model = new MultiplyAccumulateUnit(
            operand.Taken,
            FloatFormat.Binary32,
            1 << random.Next(1, isNarrow ? 6 : operand.Bits == 16 ? 5 : 4),
            isExact ? null : random.Next(10, isNarrow ? 20 : 40),
            random.Next(2) == 0 ? Rounding.Zero : Rounding.Nearest)
        {
            Cut = isExact ? Rounding.Zero : new[] { Rounding.Zero, Rounding.Nearest, Rounding.Down }[random.Next(3)],
            Place = places[random.Next(places.Length)],
            ResultFractionBits = random.Next(3) == 0 ? random.Next(10, 23) : null,
            FlushesOperands = operand != OperandFormat.E4M3 && random.Next(3) == 0,
            FlushesAccumulator = random.Next(3) == 0,
        };
        var order = Enumerable.Range(0, length).ToArray();
        if (random.Next(2) == 0) random.Shuffle(order);
        return (operand, length, model, order);
    }

    private static IEnumerable<string> StepsOf(IReadOnlyList<int> order, int fanIn) =>
        order.Chunk(fanIn).Select(step => string.Join(' ', step.Order()));
}
