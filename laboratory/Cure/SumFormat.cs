// The sums under study in one format, so that one study serves binary32 and binary64.

using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;
using QuizKit.Numerics.Gpu;

namespace QuizKit.Laboratory.Cure;

/// <summary>The numbers to add up, or the pairs to multiply and add.</summary>
/// <param name="A">The numbers, or the left factors.</param>
/// <param name="B">The right factors, of the same length, or null for a plain sum.</param>
internal sealed record Numbers<T>(T[] A, T[]? B)
{
    /// <summary>The operation on them.</summary>
    public OrderOperation Operation => B is null ? OrderOperation.Sum : OrderOperation.Dot;
}

/// <summary>The sums of one format.</summary>
internal abstract class SumFormat<T>(NumberFormat format, int precision)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The format.</summary>
    public NumberFormat Format { get; } = format;

    /// <summary>The number of bits of a significand.</summary>
    public int Precision { get; } = precision;

    /// <summary>The size of a number in bytes.</summary>
    public int Bytes { get; } = Unsafe.SizeOf<T>();

    /// <summary>Returns Σ a, or Σ a·b if there is b, on a device; with no shape, in the default launch shape.</summary>
    public abstract T OnDevice(DeviceSum sums, ArrayView<T> a, ArrayView<T>? b, Determinism level, LaunchShape? shape = null);

    /// <summary>Returns the fixed tree's sum, computed in memory.</summary>
    public abstract T Tree(Numbers<T> numbers);

    /// <summary>Returns the correctly rounded sum, computed in memory.</summary>
    public abstract T Exact(Numbers<T> numbers);

    /// <summary>Adds a·b to an accumulator.</summary>
    public abstract void Add(ExactAccumulator accumulator, T a, T b);

    /// <summary>Rounds the value of an accumulator.</summary>
    public abstract T Round(ExactAccumulator accumulator);

    /// <summary>Returns the bits of a number, in hexadecimal.</summary>
    public abstract string Bits(T x);

    /// <summary>Returns the sum of .NET's vectorized library.</summary>
    public static T Tensor(Numbers<T> numbers) =>
        numbers.B is { } b ? TensorPrimitives.Dot<T>(numbers.A, b) : TensorPrimitives.Sum<T>(numbers.A);

    /// <summary>Returns the sum from left to right.</summary>
    public static T Loop(Numbers<T> numbers)
    {
        var sum = T.Zero;
        var a = numbers.A;
        if (numbers.B is { } b)
        {
            for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        }
        else
        {
            foreach (var value in a) sum += value;
        }

        return sum;
    }

    /// <summary>Returns the exact sum, built by one addition for each term.</summary>
    public ExactAccumulator Accumulate(Numbers<T> numbers)
    {
        var accumulator = new ExactAccumulator();
        for (var i = 0; i < numbers.A.Length; i++) Add(accumulator, numbers.A[i], numbers.B is { } b ? b[i] : T.One);
        return accumulator;
    }
}

/// <summary>The sums of binary32 numbers.</summary>
internal class SingleSums() : SumFormat<float>(NumberFormat.Binary32, 24)
{
    public override float OnDevice(DeviceSum sums, ArrayView<float> a, ArrayView<float>? b, Determinism level, LaunchShape? shape = null) =>
        (b, shape) switch
        {
            ({ } right, { } given) => sums.Dot(a, right, level, given),
            ({ } right, null) => sums.Dot(a, right, level),
            (null, { } given) => sums.Sum(a, level, given),
            _ => sums.Sum(a, level),
        };

    public override float Tree(Numbers<float> numbers) => numbers.B is { } b ? FixedTree.Dot(numbers.A, b) : FixedTree.Sum(numbers.A);

    public override float Exact(Numbers<float> numbers) => numbers.B is { } b ? ExactSum.Dot(numbers.A, b) : ExactSum.Sum(numbers.A);

    public override void Add(ExactAccumulator accumulator, float a, float b) => accumulator.AddProduct(a, b);

    public override float Round(ExactAccumulator accumulator) => accumulator.ToSingle();

    public override string Bits(float x) => BitConverter.SingleToUInt32Bits(x).ToString("x8", CultureInfo.InvariantCulture);
}

/// <summary>The sums of binary64 numbers.</summary>
internal sealed class DoubleSums() : SumFormat<double>(NumberFormat.Binary64, 53)
{
    public override double OnDevice(DeviceSum sums, ArrayView<double> a, ArrayView<double>? b, Determinism level,
        LaunchShape? shape = null) => (b, shape) switch
        {
            ({ } right, { } given) => sums.Dot(a, right, level, given),
            ({ } right, null) => sums.Dot(a, right, level),
            (null, { } given) => sums.Sum(a, level, given),
            _ => sums.Sum(a, level),
        };

    public override double Tree(Numbers<double> numbers) => numbers.B is { } b ? FixedTree.Dot(numbers.A, b) : FixedTree.Sum(numbers.A);

    public override double Exact(Numbers<double> numbers) => numbers.B is { } b ? ExactSum.Dot(numbers.A, b) : ExactSum.Sum(numbers.A);

    public override void Add(ExactAccumulator accumulator, double a, double b) => accumulator.AddProduct(a, b);

    public override double Round(ExactAccumulator accumulator) => accumulator.ToDouble();

    public override string Bits(double x) => BitConverter.DoubleToUInt64Bits(x).ToString("x16", CultureInfo.InvariantCulture);
}
