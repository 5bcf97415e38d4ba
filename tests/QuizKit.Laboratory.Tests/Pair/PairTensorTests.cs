// The numbers that both sides make for themselves.

using System.Security.Cryptography;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Pair;
using Xunit;

namespace QuizKit.Laboratory.Tests.Pair;

public sealed class PairTensorTests
{
    [Fact]
    public void Numbers_are_exact_integers_times_a_scale_rounded_once()
    {
        var tensor = new PairTensor(0x9E3779B1, 12345, 0x85EBCA6B, 678, 0.1f);

        // An independent count of the same integers, in arithmetic that cannot overflow.
        for (uint i = 0; i < 1000; i++)
        {
            var integer = Halves(i, 0x9E3779B1, 12345) + Halves(i, 0x85EBCA6B, 678) - 131_070;
            Assert.Equal((float)(integer * (double)0.1f), tensor[(int)i]);
        }

        static long Halves(ulong index, ulong multiplier, ulong offset)
        {
            const ulong modulus = 1UL << 32;
            var h = ((index * multiplier) + offset) % modulus;
            h = ((h ^ (h / 32768)) * 0x85EBCA77) % modulus;
            h = ((h ^ (h / 8192)) * 0xC2B2AE3D) % modulus;
            h ^= h / 65536;
            return (long)((h % 65536) + (h / 65536));
        }
    }

    [Fact]
    public void Numbers_are_nearly_normal_with_the_deviation_asked_for()
    {
        const int count = 1 << 18;
        var values = PairTensor.Of(1, 64, 7, 0.25).ToArray(count);

        var mean = values.Average(value => (double)value);
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

        // Four standard errors: 1/sqrt(n) of the mean; the variance of a sum of four uniforms has kurtosis 2.7.
        Assert.InRange(mean, -4 * 0.25 / 512, 4 * 0.25 / 512);
        Assert.InRange(deviation, 0.25 * (1 - (4 * 0.5 * Math.Sqrt(1.7) / 512)), 0.25 * (1 + (4 * 0.5 * Math.Sqrt(1.7) / 512)));
        Assert.True(values.Max(Math.Abs) <= 0.25 * 3.4642);

        // Within one deviation: 0.6730 for four uniforms (0.6827 for a normal number).
        Assert.InRange(values.Count(value => Math.Abs(value) < 0.25) / (double)count, 0.6730 - 0.004, 0.6730 + 0.004);
    }

    [Fact]
    public void Tensors_of_other_names_are_uncorrelated_at_any_shift_that_was_tried()
    {
        const int count = 1 << 14;
        var weights = new PairWeights(5, 16);
        PairTensor[] tensors = [weights.Examples, weights.Weights(1), weights.Weights(2), weights.Biases(1), weights.HeadWeights(1), weights.HeadBias(1), weights.Trial(0), new PairWeights(6, 16).Weights(1), new PairWeights(5, 64).Weights(1)];
        var values = tensors.Select(tensor => tensor.ToArray(count + 100)).ToList();

        for (var i = 0; i < tensors.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                foreach (var shift in new[] { 0, 1, 2, 16, 100 })
                {
                    var correlation = Enumerable.Range(0, count).Sum(k => (double)values[i][k] * values[j][k + shift]) / (count * Math.Sqrt(Square(values[i]) * Square(values[j])));
                    Assert.InRange(correlation, -6 / Math.Sqrt(count), 6 / Math.Sqrt(count));
                }
            }
        }

        static double Square(float[] of) => of.Average(value => (double)value * value);
    }

    [Fact]
    public void A_stretch_is_the_same_numbers_as_the_whole()
    {
        var tensor = new PairWeights(1, 16).Weights(3);
        var stretch = new float[20];

        tensor.Fill(stretch, 77);

        Assert.Equal(tensor.ToArray(97)[77..], stretch);
    }

    [Fact]
    public void An_installed_NumPy_makes_the_same_bits()
    {
        // Where there is none, there is nothing to compare.
        using var server = FakePython.Server();
        if (PairLibraries.Open(server, CancellationToken.None).Python is null) return;
        var python = new LibraryClient(server, LibraryHost.Python, CancellationToken.None);

        var weights = new PairWeights(20260101, 4096);
        var tensors = new List<(PairTensor Tensor, int Count)>
        {
            (weights.Examples, 160), (weights.Weights(1), 40_960), (weights.Weights(20), 1 << 20), (weights.Biases(2), 4096), (weights.HeadWeights(20), 4096), (weights.HeadBias(5), 1),
        };

        foreach (var (tensor, count) in tensors) Assert.Equal(Digest(tensor, count), PairLibraries.Digest(python, tensor, count));
        Assert.NotEqual(Digest(weights.Biases(2), 4096), PairLibraries.Digest(python, weights.Biases(3), 4096));
    }

    /// <summary>The SHA-256 of the numbers' little-endian bytes, as the script gives it.</summary>
    internal static string Digest(PairTensor tensor, int count) =>
        Convert.ToHexStringLower(SHA256.HashData(tensor.ToArray(count).SelectMany(value => Bytes(BitConverter.SingleToUInt32Bits(value))).ToArray()));

    private static byte[] Bytes(uint bits) => [(byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24)];
}
