// A digest for each operation of QuizKit.Numerics: of its results for the same arrays on every machine.

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using QuizKit.Bits;
using QuizKit.Numerics;
#if NET
using System.Runtime.Intrinsics;

var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
#else

const int width = 0;
#endif
Console.Error.WriteLine($"{RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, vectors of {width} bits");

List<float[]> singles = [.. Arrays.Singles(1)];
List<double[]> doubles = [.. Arrays.Doubles(2)];

Singles("ExactSum.Sum", values => [ExactSum.Sum(values)]);
Doubles("ExactSum.Sum", values => [ExactSum.Sum(values)]);
Singles("ExactSum.Dot", values => [ExactSum.Dot(values, Reversed(values))]);
Doubles("ExactSum.Dot", values => [ExactSum.Dot(values, Reversed(values))]);
Singles("ExactAccumulator in parts", values => [Accumulated(values).ToSingle()]);
Doubles("ExactAccumulator in parts", values => [Accumulated(values).ToDouble()]);
Doubles("ExactAccumulator.ToByteArray", values => [.. Accumulated(values).ToByteArray().Select(value => (double)value)]);
#if NET
Singles("FixedTree.Sum", values => [FixedTree.Sum(values)]);
Doubles("FixedTree.Sum", values => [FixedTree.Sum(values)]);
Singles("FixedTree.Dot", values => [FixedTree.Dot(values, Reversed(values))]);
Doubles("FixedTree.Dot", values => [FixedTree.Dot(values, Reversed(values))]);
Singles("ExactSum.Sum of binary16", values => [(double)ExactSum.Sum(Halves(values))]);
Singles("ExactSum.Dot of binary16", values => [(double)ExactSum.Dot(Halves(values), Halves(values))]);
#endif
foreach (var rounding in new[] { Rounding.TowardZero, Rounding.Down, Rounding.Up })
{
    Singles($"ExactSum.Sum {rounding}", values => [ExactSum.Sum(values, rounding)]);
    Doubles($"ExactSum.Dot {rounding}", values => [ExactSum.Dot(values, Reversed(values), rounding)]);
}

Singles("ExactSum.DotWithResidual", values => [ExactSum.DotWithResidual(values, values).Residual]);
Doubles("ExactSum.SumWithResidual", values => [ExactSum.SumWithResidual(values).Residual]);
Singles("ExactSum.SumOfMagnitudes", values => [ExactSum.SumOfMagnitudes(values)]);
Doubles("ExactSum.SumOfMagnitudes", values => [ExactSum.SumOfMagnitudes(values)]);
Singles("ExactSum.Norm", values => [ExactSum.Norm(values)]);
Doubles("ExactSum.Norm", values => [ExactSum.Norm(values)]);
Doubles("ExactSum.Average", values => values.Length == 0 ? [] : [ExactSum.Average(values)]);
Singles("ExactSum.Variance", values => values.Length == 0 ? [] : [ExactSum.Variance(values)]);
Doubles("ExactSum.StandardDeviation", values => values.Length == 0 ? [] : [ExactSum.StandardDeviation(values)]);
Singles("ExactSum.CumulativeSum", values => CumulativeSums(values.AsSpan(0, Math.Min(values.Length, 300))));
Doubles("ExactSum.ConjugateDot", values => ConjugateSquare(MemoryMarshal.Cast<double, Complex>(values)));
#if NET
Singles("BinnedSum.Sum", values => [BinnedSum.Sum(WithoutLargerHalf(values))]);
Doubles("BinnedSum.Sum", values => [BinnedSum.Sum(WithoutLargerHalf(values))]);
Singles("BinnedSum.Dot", values => [BinnedSum.Dot(WithoutLargerHalf(values), [.. WithoutLargerHalf(values).Select(_ => 0.7f)])]);
Doubles("BinnedSum.Dot", values => [BinnedSum.Dot(WithoutLargerHalf(values), [.. WithoutLargerHalf(values).Select(_ => 0.7)])]);
#endif

void Singles(string name, Func<float[], double[]> results) => Print(name + ", binary32", singles, results);

void Doubles(string name, Func<double[], double[]> results) => Print(name + ", binary64", doubles, results);

static void Print<T>(string name, List<T[]> arrays, Func<T[], double[]> results)
{
    ulong digest = 0;
    foreach (var array in arrays)
    {
        foreach (var result in results(array)) digest = new Random64(digest ^ (ulong)BitConverter.DoubleToInt64Bits(result)).Next();
    }

    Console.Out.Write(digest.ToString("x16", CultureInfo.InvariantCulture) + "  " + name + "\n");
}

static T[] Reversed<T>(T[] values) => [.. values.AsEnumerable().Reverse()];

#if NET
// Numbers, and the larger half of them with the other sign: what is left are the small ones.
static T[] WithoutLargerHalf<T>(T[] values)
    where T : INumber<T> => [.. values, .. values.OrderByDescending(T.Abs).Take(values.Length / 2).Select(value => -value)];

static Half[] Halves(float[] values) => [.. values.Select(value => (Half)value)];
#endif

static double[] CumulativeSums(ReadOnlySpan<float> values)
{
    var sums = new float[values.Length];
    ExactSum.CumulativeSum(values, sums);
    return [.. sums.Select(sum => (double)sum)];
}

static double[] ConjugateSquare(ReadOnlySpan<Complex> values)
{
    var product = ExactSum.ConjugateDot(values, values);
    return [product.Real, product.Imaginary];
}

// Number by number, and products with the number before it, into three accumulators that are merged.
static ExactAccumulator Accumulated<T>(T[] values)
    where T : struct
{
    ExactAccumulator[] parts = [new(), new(), new()];
    for (var i = 0; i < values.Length; i++)
    {
        var part = parts[i % 3];
        if (values[i] is float single)
        {
            part.Add(single);
            if (i > 0) part.AddProduct(single, (float)(object)values[i - 1]);
        }
        else if (values[i] is double number)
        {
            part.Add(number);
            if (i > 0) part.AddProduct(number, (double)(object)values[i - 1]);
        }
    }

    parts[0].Merge(parts[2]);
    parts[0].Merge(parts[1]);
    return parts[0];
}
