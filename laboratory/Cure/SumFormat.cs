// The sums under study in one format of numbers, so that one text serves both.

using System;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using ILGPU;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;
using QuizKit.Numerics.Gpu;

namespace QuizKit.Laboratory.Cure;

/// <summary>What is added up.</summary>
/// <param name="A">The numbers, or the left factors.</param>
/// <param name="B">The right factors, as many, or null where numbers are added up and not products.</param>
internal sealed record Numbers<T>(T[] A, T[]? B)
{
    /// <summary>What is computed of them.</summary>
    public OrderOperation Operation => B is null ? OrderOperation.Sum : OrderOperation.Dot;
}

/// <summary>The sums of one format.</summary>
internal abstract class SumFormat<T>(NumberFormat format, int precision)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The format.</summary>
    public NumberFormat Format { get; } = format;

    /// <summary>How many bits a significand has.</summary>
    public int Precision { get; } = precision;

    /// <summary>The size of a number in bytes.</summary>
    public abstract int Bytes { get; }

    /// <summary>Returns Σ a, or Σ a·b, on a device.</summary>
    /// <param name="sums">The device.</param>
    /// <param name="a">The numbers.</param>
    /// <param name="b">The right factors, or null.</param>
    /// <param name="level">The level.</param>
    /// <param name="shape">The launch shape, or null for the one that suits the device.</param>
    public abstract T OnDevice(DeviceSum sums, ArrayView<T> a, ArrayView<T>? b, Determinism level, LaunchShape? shape = null);

    /// <summary>Returns the sum by the fixed tree, in memory.</summary>
    public abstract T Tree(Numbers<T> numbers);

    /// <summary>Returns the sum rounded once, in memory.</summary>
    public abstract T Exact(Numbers<T> numbers);

    /// <summary>Adds a·b to an accumulator.</summary>
    public abstract void Add(ExactAccumulator accumulator, T a, T b);

    /// <summary>Rounds what an accumulator holds.</summary>
    public abstract T Round(ExactAccumulator accumulator);

    /// <summary>Returns the bits of a number, in hexadecimal.</summary>
    public abstract string Bits(T x);

    /// <summary>Returns the sum as .NET's own vectorised library takes it.</summary>
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

    /// <summary>Returns the exact sum, from additions one by one.</summary>
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
    public override int Bytes => sizeof(float);

    public override float OnDevice(DeviceSum sums, ArrayView<float> a, ArrayView<float>? b, Determinism level, LaunchShape? shape = null) => (b, shape) switch
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
    public override int Bytes => sizeof(double);

    public override double OnDevice(DeviceSum sums, ArrayView<double> a, ArrayView<double>? b, Determinism level, LaunchShape? shape = null) => (b, shape) switch
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
