// The error of a network in binary32: a rigorous bound, a statistical estimate, and the exact network itself.

using System.Numerics.Tensors;

namespace QuizKit.Laboratory.Pair;

/// <summary>
/// The network with the given binary32 weights in binary64, and for each side, layer by layer, bounds on the distance of its
/// pre-activations.
/// </summary>
/// <remarks>
/// <para><b>The bound.</b> A side computes ẑ = fl(W·â + b) by a tree of height h over the products and the bias. A product rounds once and
/// then goes through at most h additions, the bias through h, so
/// |ẑ − (W·â + b)| ≤ γ(h+1)·(|W|·|â| + |b|)
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., sections 3.1 and 4.2; a fused product only omits a rounding).
/// With z = W·a + b the exact pre-activation, and |â − a| ≤ E' from the layer before,
/// |ẑ − z| ≤ |W|·E' + γ(h+1)·(|W|·|â| + |b|) = E.
/// ReLU does not widen it: |relu(ẑ) − relu(z)| ≤ |ẑ − z| ≤ E. A known ẑ often narrows it: z lies in [ẑ−E, ẑ+E], so for ẑ ≤ 0 the two differ
/// by at most max(0, ẑ+E). The inputs are exact: E' = 0 before the first layer. Two sides differ by at most E₁ + E₂.</para>
/// <para>Products that underflow add at most 2⁻¹⁵⁰ each; the code has a term for that. The bound and the exact network are themselves
/// computed in binary64, whose roundings are 2²⁹ times smaller than the bounded ones: widening the bound by 2⁻²⁰ covers up to 2⁹ times as
/// many.</para>
/// <para><b>The estimate.</b> Not a bound. If roundings are independent with mean 0, h successive ones change a number by about √h·u, not
/// h·u (Higham and Mary, "A new approach to probabilistic rounding error analysis", SIAM J. Sci. Comput. 41, 2019, theorem 2.4, with λ =
/// 1). With this as the standard deviation of each addend's error, and independent errors of different addends, variances add: V = W²·V' +
/// (h+1)·u²·(W²·â² + b²), where V' is V for ẑ > 0 and 0 elsewhere.</para>
/// </remarks>
internal sealed class NetworkBounds
{
    /// <summary>1 + 2⁻²⁰, see the remarks.</summary>
    private const double Widening = 1 + (1.0 / (1 << 20));

    private readonly int _examples;
    private readonly double[][] _error;
    private readonly double[][] _variance;
    private readonly float[][] _activations;
    private double[] _exact;
    private int _width;

    /// <summary>Starts before the first layer, with the inputs of the examples, a row for each.</summary>
    public NetworkBounds(int examples, float[] inputs, int sides)
    {
        _examples = examples;
        _width = inputs.Length / examples;
        _exact = Array.ConvertAll(inputs, value => (double)value);
        _error = Fill(sides, () => new double[inputs.Length]);
        _variance = Fill(sides, () => new double[inputs.Length]);
        _activations = Fill(sides, () => inputs);
    }

    /// <summary>Computes a linear layer on top of the current activations, which remain current.</summary>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="readRow">Fills in a row of the weights and returns its bias; called once for each output, from several threads.</param>
    /// <param name="heights">The height of each side's summation tree.</param>
    public LayerBounds Linear(int outputs, Func<int, float[], float> readRow, int[] heights)
    {
        int n = _width, sides = heights.Length;
        var exact = new double[_examples * outputs];
        var error = Fill(sides, () => new double[exact.Length]);
        var variance = Fill(sides, () => new double[exact.Length]);

        // The factors of the magnitudes and of the squares of the weights.
        var spread = Fill(sides, () => new double[_examples * n]);
        var spreadVariance = Fill(sides, () => new double[_examples * n]);
        var gammas = Array.ConvertAll(heights, height => RoundingErrors.Gamma(height + 1));
        var variances = Array.ConvertAll(heights, height => (height + 1) * RoundingErrors.UnitRoundoff * RoundingErrors.UnitRoundoff);
        for (var side = 0; side < sides; side++)
        {
            for (var i = 0; i < spread[side].Length; i++)
            {
                double activation = Math.Abs(_activations[side][i]);
                spread[side][i] = _error[side][i] + (gammas[side] * activation);
                spreadVariance[side][i] = _variance[side][i] + (variances[side] * activation * activation);
            }
        }

        var underflow = n * Math.ScaleB(1, -149);
        var rooms = () => (Row: new float[n], Signed: new double[n], Magnitude: new double[n], Square: new double[n]);
        Parallel.For(0, outputs, rooms, (output, _, room) =>
        {
            double bias = readRow(output, room.Row);
            for (var i = 0; i < n; i++)
            {
                double weight = room.Row[i];
                room.Signed[i] = weight;
                room.Magnitude[i] = Math.Abs(weight);
                room.Square[i] = weight * weight;
            }

            for (var example = 0; example < _examples; example++)
            {
                var at = (example * outputs) + output;
                exact[at] = TensorPrimitives.Dot<double>(room.Signed, _exact.AsSpan(example * n, n)) + bias;
                for (var side = 0; side < sides; side++)
                {
                    var local = TensorPrimitives.Dot<double>(room.Magnitude, spread[side].AsSpan(example * n, n))
                        + (gammas[side] * Math.Abs(bias));
                    error[side][at] = (local * Widening) + underflow;
                    variance[side][at] = TensorPrimitives.Dot<double>(room.Square, spreadVariance[side].AsSpan(example * n, n))
                        + (variances[side] * bias * bias);
                }
            }

            return room;
        }, _ => { });
        return new LayerBounds(exact, error, variance);
    }

    /// <summary>Advances past the ReLU of a layer, from the pre-activations of each side.</summary>
    public void Advance(LayerBounds layer, float[][] preactivations)
    {
        _width = layer.Exact.Length / _examples;
        _exact = Array.ConvertAll(layer.Exact, z => Math.Max(z, 0));
        for (var side = 0; side < preactivations.Length; side++)
        {
            var z = preactivations[side];
            _activations[side] = Array.ConvertAll(z, value => value > 0 ? value : 0f);
            _error[side] = new double[z.Length];
            _variance[side] = new double[z.Length];
            for (var i = 0; i < z.Length; i++)
            {
                _error[side][i] = z[i] > 0 ? layer.Error[side][i] : Math.Max(0, z[i] + layer.Error[side][i]);
                _variance[side][i] = z[i] > 0 ? layer.Variance[side][i] : 0;
            }
        }
    }

    private static T[] Fill<T>(int count, Func<T> make)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++) values[i] = make();
        return values;
    }
}

/// <summary>Values and bounds of a layer's pre-activations, a row for each example.</summary>
/// <param name="Exact">The pre-activations of the network in binary64.</param>
/// <param name="Error">For each side, a bound on its distance from them.</param>
/// <param name="Variance">For each side, an estimate of the variance of its distance from them.</param>
internal sealed record LayerBounds(double[] Exact, double[][] Error, double[][] Variance);
