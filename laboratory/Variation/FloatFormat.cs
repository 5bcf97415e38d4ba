// binary32 and binary64 on the host: bits, ulps, bounds and exact errors, behind one interface.

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuizKit.Devices.Arithmetic;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Variation;

/// <summary>A floating-point format on the host.</summary>
internal abstract class FloatFormat<T>
    where T : unmanaged
{
    /// <summary>Its name as NumPy writes it.</summary>
    public abstract string Name { get; }

    /// <summary>The unit roundoff u: 2⁻²⁴ or 2⁻⁵³.</summary>
    public abstract double UnitRoundoff { get; }

    /// <summary>The bits of a number as hexadecimal digits.</summary>
    public abstract string Bits(T value);

    /// <summary>A number in binary64, exactly.</summary>
    public abstract double ToDouble(T value);

    /// <summary>Returns a+b, rounded once.</summary>
    public abstract T Add(T a, T b);

    /// <summary>The distance from the magnitude of a finite number to the next larger one.</summary>
    public abstract double UlpOf(T value);

    /// <summary>The distance between two finite numbers, counted in numbers of the format.</summary>
    public abstract long UlpDistance(T a, T b);

    /// <summary>Adds a number to an exact sum.</summary>
    public abstract void AddTo(ExactAccumulator sum, T value);

    /// <summary>Subtracts a number from an exact sum.</summary>
    public abstract void TakeFrom(ExactAccumulator sum, T value);

    /// <summary>
    /// γₖ = k·u/(1−k·u): the bound on the relative error of k successive roundings (Higham, "Accuracy and Stability of Numerical
    /// Algorithms", 2nd ed. 2002, lemma 3.1).
    /// </summary>
    /// <param name="roundings">k, with k·u &lt; 1.</param>
    public double Gamma(long roundings) => roundings * UnitRoundoff / (1 - (roundings * UnitRoundoff));
}

/// <summary>The formats.</summary>
internal static class FloatFormats
{
    /// <summary>binary32.</summary>
    public static FloatFormat<float> Single { get; } = new SingleFormat();

    /// <summary>binary64.</summary>
    public static FloatFormat<double> Double { get; } = new DoubleFormat();

    private sealed class SingleFormat : FloatFormat<float>
    {
        public override string Name => "float32";

        public override double UnitRoundoff => Math.ScaleB(1, -24);

        public override string Bits(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);

        public override double ToDouble(float value) => value;

        public override float Add(float a, float b) => a + b;

        public override double UlpOf(float value) => (double)MathF.BitIncrement(MathF.Abs(value)) - MathF.Abs(value);

        public override long UlpDistance(float a, float b) => Rounding.UlpDistance(a, b);

        public override void AddTo(ExactAccumulator sum, float value) => sum.Add(value);

        public override void TakeFrom(ExactAccumulator sum, float value) => sum.Add(-value);
    }

    private sealed class DoubleFormat : FloatFormat<double>
    {
        public override string Name => "float64";

        public override double UnitRoundoff => Math.ScaleB(1, -53);

        public override string Bits(double value) => BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

        public override double ToDouble(double value) => value;

        public override double Add(double a, double b) => a + b;

        public override double UlpOf(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);

        public override long UlpDistance(double a, double b) => Math.Abs(Ordinal(a) - Ordinal(b));

        public override void AddTo(ExactAccumulator sum, double value) => sum.Add(value);

        public override void TakeFrom(ExactAccumulator sum, double value) => sum.Add(-value);

        private static long Ordinal(double value)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            return bits < 0 ? -(bits & long.MaxValue) : bits;
        }
    }
}

/// <summary>Numbers to add up, with their exact sum.</summary>
internal sealed class Addends<T>
    where T : unmanaged
{
    private readonly ExactAccumulator _sum = new();

    /// <summary>Takes finite numbers from a named distribution.</summary>
    public Addends(string dataset, T[] values, FloatFormat<T> format)
    {
        Dataset = dataset;
        Values = values;
        Format = format;
        foreach (var value in values)
        {
            format.AddTo(_sum, value);
            AbsoluteSum += Math.Abs(format.ToDouble(value));
        }

        Digest = DigestOf(values);
    }

    /// <summary>The name of the distribution.</summary>
    public string Dataset { get; }

    /// <summary>The numbers.</summary>
    public T[] Values { get; }

    /// <summary>Their format.</summary>
    public FloatFormat<T> Format { get; }

    /// <summary>Σ|x|, in binary64.</summary>
    public double AbsoluteSum { get; }

    /// <summary>The exact sum, rounded once to binary64.</summary>
    public double Exact => _sum.ToDouble();

    /// <summary>
    /// 64 bits of the SHA-256 of the numbers as little-endian bytes, which identify the numbers across reports. Samples of N(0, 1) depend
    /// on the mathematical functions of the operating system and may differ on another machine.
    /// </summary>
    public string Digest { get; }

    /// <summary>The distance of a finite number from the exact sum, rounded once to binary64.</summary>
    public double ErrorOf(T sum)
    {
        var difference = new ExactAccumulator();
        difference.Merge(_sum);
        Format.TakeFrom(difference, sum);
        return Math.Abs(difference.ToDouble());
    }

    private static string DigestOf(T[] values)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash).ToString("x16", CultureInfo.InvariantCulture);
    }
}
