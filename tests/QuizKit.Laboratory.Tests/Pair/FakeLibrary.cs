// A linear layer in this process whose elements are added up in orders that a test knows.

using QuizKit.Laboratory.Pair;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Tests.Pair;

/// <summary>A library that adds element (example, output) up in an order of its own.</summary>
/// <param name="orderOf">The order of an element, and whether it is fused.</param>
internal sealed class FakeLibrary(Func<int, int, (SummationTree Tree, bool IsFused)> orderOf) : ILinearLibrary
{
    /// <summary>How many products it was asked for.</summary>
    public int Products { get; private set; }

    /// <summary>What it adds to the sums of products of random numbers, which an order does not explain.</summary>
    public Func<float, float> Afterwards { get; init; } = sum => sum;

    /// <summary>What it does to the answers of probes.</summary>
    public Func<float, float> AfterProbes { get; init; } = sum => sum;

    public float[] Probe(LinearShape shape, ProbeAxis axis, IReadOnlyList<SummationProbe?> probes)
    {
        float[] a = Ones(shape.Examples * shape.Inputs), w = Ones(shape.Outputs * shape.Inputs), b = Ones(shape.Outputs);
        Assert(probes.Count == (axis == ProbeAxis.Columns ? shape.Outputs : shape.Examples));
        for (var place = 0; place < probes.Count; place++)
        {
            if (probes[place] is not { } probe) continue;
            foreach (var (index, mask) in new[] { (probe.Positive, SummationProbe.Mask), (probe.Negative, -SummationProbe.Mask) })
            {
                if (index == shape.Inputs) Array.Fill(b, mask, axis == ProbeAxis.Columns ? place : 0, axis == ProbeAxis.Columns ? 1 : b.Length);
                else (axis == ProbeAxis.Columns ? w : a)[(place * shape.Inputs) + index] = mask;
            }
        }

        // Probes that share their biases must agree on them.
        if (axis == ProbeAxis.Rows) Assert(probes.Where(probe => probe is not null).Select(probe => probe!.Value.Negative == shape.Inputs).Distinct().Count() <= 1);
        return [.. Compute(shape, a, w, b).Select(AfterProbes)];
    }

    public float[] Product(LinearShape shape, PairTensor inputs, PairTensor weights, PairTensor biases) =>
        [.. Compute(shape, inputs.ToArray(shape.Examples * shape.Inputs), weights.ToArray(shape.Outputs * shape.Inputs), biases.ToArray(shape.Outputs)).Select(Afterwards)];

    private IEnumerable<float> Compute(LinearShape shape, float[] a, float[] w, float[] b)
    {
        Products++;
        for (var element = 0; element < shape.Elements; element++)
        {
            var (example, output) = (element / shape.Outputs, element % shape.Outputs);
            var (tree, isFused) = orderOf(example, output);
            yield return RandomOrders.Evaluate(
                tree, a[(example * shape.Inputs)..((example + 1) * shape.Inputs)], w[(output * shape.Inputs)..((output + 1) * shape.Inputs)], b[output], isFused);
        }
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static void Assert(bool holds) => Xunit.Assert.True(holds);
}
