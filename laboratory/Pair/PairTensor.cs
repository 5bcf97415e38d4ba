// Weights and inputs that the Python script computes as well, so that both sides have the same bits without sending megabytes.

using System.Globalization;

namespace QuizKit.Laboratory.Pair;

/// <summary>
/// Numbers of approximately N(0, σ²), by index: the sum of the four halves of two 32-bit hashes, less its mean, is an exact integer of at
/// most 18 bits, and the number is that integer times a binary32 scale, rounded once. Its distribution is that of the sum of four
/// uniform numbers (Irwin and Hall), which ends at ±3.46 σ.
/// </summary>
/// <remarks>
/// Each tensor has its own multipliers, not only offsets: with a common multiplier two tensors would be parts of one sequence, and long
/// ones would overlap.
/// </remarks>
/// <param name="FirstMultiplier">An odd number, by which an index is multiplied for the first hash.</param>
/// <param name="FirstOffset">The offset added to that product.</param>
/// <param name="SecondMultiplier">An odd number, for the second hash.</param>
/// <param name="SecondOffset">The offset added to that product.</param>
/// <param name="Scale">The scale of the integers.</param>
internal readonly record struct PairTensor(uint FirstMultiplier, uint FirstOffset, uint SecondMultiplier, uint SecondOffset, float Scale)
{
    /// <summary>The mean of the four halves, 4·(2¹⁶−1)/2.</summary>
    private const int Mean = 131_070;

    /// <summary>The standard deviation of the integers: that of four numbers uniform in 0 … 2¹⁶−1, √(4·(2³²−1)/12).</summary>
    private static readonly double Deviation = Math.Sqrt((Math.ScaleB(1, 32) - 1) / 3);

    /// <summary>Returns the tensor of a network for a use; each use has a number. The standard deviation is not 0.</summary>
    public static PairTensor Of(ulong seed, int network, int use, double standardDeviation)
    {
        var words = Philox.At(seed, (ulong)network, (ulong)use);
        return new PairTensor(words.A | 1, words.B, words.C | 1, words.D, (float)(standardDeviation / Deviation));
    }

    /// <summary>Returns the number at an index, row by row.</summary>
    public float this[int index] =>
        (Hash((uint)index, FirstMultiplier, FirstOffset) + Hash((uint)index, SecondMultiplier, SecondOffset) - Mean) * Scale;

    /// <summary>Fills a span with the numbers from an index on.</summary>
    public void Fill(Span<float> values, int first)
    {
        for (var i = 0; i < values.Length; i++) values[i] = this[first + i];
    }

    /// <summary>Returns the first numbers.</summary>
    public float[] ToArray(int count)
    {
        var values = new float[count];
        Fill(values, 0);
        return values;
    }

    /// <summary>The parameters for the script: the multipliers and offsets, and the bits of the scale.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{FirstMultiplier} {FirstOffset} {SecondMultiplier} {SecondOffset} "
            + $"{BitConverter.SingleToUInt32Bits(Scale)}");

    /// <summary>The two halves of a hash, added up.</summary>
    private static int Hash(uint index, uint multiplier, uint offset)
    {
        unchecked
        {
            var h = (index * multiplier) + offset;
            h = (h ^ (h >> 15)) * 0x85EBCA77u;
            h = (h ^ (h >> 13)) * 0xC2B2AE3Du;
            h ^= h >> 16;
            return (int)((h & 0xFFFF) + (h >> 16));
        }
    }
}

/// <summary>
/// The tensors of the networks [10, width × depth, 1]: one hidden layer after the other, and an output on top of each depth.
/// </summary>
internal readonly record struct PairWeights(ulong Seed, int Width)
{
    /// <summary>The number of inputs.</summary>
    public const int Inputs = 10;

    private const double BiasDeviation = 0.1;

    private const int InputsUse = 0, LayerUse = 1 << 8, HeadUse = 2 << 8, TrialUse = 3 << 8;

    /// <summary>The inputs of the examples, a row for each: N(0, 1).</summary>
    public PairTensor Examples => PairTensor.Of(Seed, Width, InputsUse, 1);

    /// <summary>The weights of a hidden layer, from 1, a row for each output: N(0, 2/inputs) (He et al. 2015).</summary>
    public PairTensor Weights(int layer) => PairTensor.Of(Seed, Width, LayerUse + (2 * layer), He(layer == 1 ? Inputs : Width));

    /// <summary>The biases of a hidden layer, from 1: N(0, 0.01).</summary>
    public PairTensor Biases(int layer) => PairTensor.Of(Seed, Width, LayerUse + (2 * layer) + 1, BiasDeviation);

    /// <summary>The weights of the output on top of a number of hidden layers.</summary>
    public PairTensor HeadWeights(int depth) => PairTensor.Of(Seed, Width, HeadUse + (2 * depth), He(Width));

    /// <summary>The bias of the output on top of a number of hidden layers.</summary>
    public PairTensor HeadBias(int depth) => PairTensor.Of(Seed, Width, HeadUse + (2 * depth) + 1, BiasDeviation);

    /// <summary>Random numbers on which an order is checked; each use has a number.</summary>
    public PairTensor Trial(int use) => PairTensor.Of(Seed, Width, TrialUse + use, 1);

    private static double He(int inputs) => Math.Sqrt(2.0 / inputs);
}
