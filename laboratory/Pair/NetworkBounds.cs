// How far a network in binary32 may be from the exact one: a bound that holds, an estimate that usually does, and the exact network itself.

using System;
using System.Numerics.Tensors;
using System.Threading.Tasks;
using QuizKit.Devices.Arithmetic;

namespace QuizKit.Laboratory.Pair;

/// <summary>
/// The network with the given binary32 weights in binary64, and for each side, layer by layer, how far its pre-activations may be from that.
/// </summary>
/// <remarks>
/// <para><b>The bound.</b> A side computes ẑ = fl(W·â + b) by a tree of height h over the products and the bias. A product rounds once and then
/// goes through h additions at most, the bias through h, so
/// |ẑ − (W·â + b)| ≤ γ(h+1)·(|W|·|â| + |b|)
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., sections 3.1 and 4.2; a fused product only leaves a rounding out).
/// With z = W·a + b the exact pre-activation, and |â − a| ≤ E' from the layer before,
/// |ẑ − z| ≤ |W|·E' + γ(h+1)·(|W|·|â| + |b|) = E.
/// ReLU does not widen it: |relu(ẑ) − relu(z)| ≤ |ẑ − z| ≤ E. And where ẑ is known it often narrows it: z lies in [ẑ−E, ẑ+E], so that for ẑ ≤ 0 the two
/// differ by max(0, ẑ+E) at most. The inputs are exact: E' = 0 in front of the first layer.
/// Two sides differ by E₁ + E₂ at most: D ≤ |W|·D' + (γ(h₁+1) + γ(h₂+1))·(|W|·|â| + |b|), up to whose activations the second term takes.</para>
/// <para>Products that underflow add at most 2⁻¹⁵⁰ each; a term for that is in the code. The bound and the exact network are themselves computed in binary64,
/// whose roundings are 2²⁹ times smaller than those that are bounded: for up to 2⁹ times as many of them the bound is widened by 2⁻²⁰.</para>
/// <para><b>The estimate.</b> Not a bound. If roundings are independent and of mean 0, h of them in a row change a number by about √h·u, not h·u (Higham and Mary,
/// "A new approach to probabilistic rounding error analysis", SIAM J. Sci. Comput. 41, 2019, theorem 2.4, with λ = 1). Taking that for the standard
/// deviation of each addend's error, and errors of different addends as independent, variances add:
/// V = W²·V' + (h+1)·u²·(W²·â² + b²), where V' is V for ẑ > 0 and 0 elsewhere.</para>
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

    /// <summary>Begins in front of the first layer.</summary>
    /// <param name="examples">The number of examples.</param>
    /// <param name="inputs">Their inputs, a row an example.</param>
    /// <param name="sides">The number of sides.</param>
    public NetworkBounds(int examples, float[] inputs, int sides)
    {
        _examples = examples;
        _width = inputs.Length / examples;
        _exact = Array.ConvertAll(inputs, value => (double)value);
        _error = Fill(sides, () => new double[inputs.Length]);
        _variance = Fill(sides, () => new double[inputs.Length]);
        _activations = Fill(sides, () => inputs);
    }

    /// <summary>Computes a linear layer on top of the current activations, which stay as they are.</summary>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="readRow">Gives a row of the weights and its bias; it is called once for each output, by several threads.</param>
    /// <param name="heights">The height of each side's summation tree.</param>
    public LayerBounds Linear(int outputs, Func<int, float[], float> readRow, int[] heights)
    {
        int n = _width, sides = heights.Length;
        var exact = new double[_examples * outputs];
        var error = Fill(sides, () => new double[exact.Length]);
        var variance = Fill(sides, () => new double[exact.Length]);

        // What the magnitudes and the squares of the weights are multiplied by.
        var spread = Fill(sides, () => new double[_examples * n]);
        var spreadVariance = Fill(sides, () => new double[_examples * n]);
        var gammas = Array.ConvertAll(heights, height => Rounding.Gamma(height + 1));
        var variances = Array.ConvertAll(heights, height => (height + 1) * Rounding.UnitRoundoff * Rounding.UnitRoundoff);
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
        Parallel.For(0, outputs, () => (Row: new float[n], Signed: new double[n], Magnitude: new double[n], Square: new double[n]), (output, _, room) =>
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
                    var local = TensorPrimitives.Dot<double>(room.Magnitude, spread[side].AsSpan(example * n, n)) + (gammas[side] * Math.Abs(bias));
                    error[side][at] = (local * Widening) + underflow;
                    variance[side][at] = TensorPrimitives.Dot<double>(room.Square, spreadVariance[side].AsSpan(example * n, n)) + (variances[side] * bias * bias);
                }
            }

            return room;
        }, _ => { });
        return new LayerBounds(exact, error, variance);
    }

    /// <summary>Goes on behind the ReLU of a layer.</summary>
    /// <param name="layer">What <see cref="Linear"/> gave for it.</param>
    /// <param name="preactivations">What each side computed for it.</param>
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

/// <summary>What is known of a layer's pre-activations, a row an example.</summary>
/// <param name="Exact">Those of the network in binary64.</param>
/// <param name="Error">For each side, a bound on its distance from them.</param>
/// <param name="Variance">For each side, an estimate of the variance of its distance from them.</param>
internal sealed record LayerBounds(double[] Exact, double[][] Error, double[][] Variance);
