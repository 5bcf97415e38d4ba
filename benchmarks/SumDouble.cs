// Sums of binary64 numbers.

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class SumDouble
{
    private double[] _values = [];
    private double[] _spread = [];
    private Vector<double> _vector = Vector<double>.Build.Dense(1);

    public static IEnumerable<int> Lengths => Addends.Lengths;

    [ParamsSource(nameof(Lengths))]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _values = Addends.Similar(N, 1);
        _spread = Addends.Spread(N, 1);
        _vector = Vector<double>.Build.Dense(_values);
    }

    [Benchmark(Baseline = true)]
    public double TensorPrimitivesSum() => TensorPrimitives.Sum<double>(_values);

    [Benchmark]
    public double Exact() => ExactSum.Sum(_values);

    [Benchmark]
    public double ExactOfSpreadMagnitudes() => ExactSum.Sum(_spread);

    [Benchmark]
    public double Binned() => BinnedSum.Sum(_values);

    [Benchmark]
    public double BinnedOfSpreadMagnitudes() => BinnedSum.Sum(_spread);

    [Benchmark]
    public double Tree() => FixedTree.Sum(_values);

    [Benchmark]
    public double Accumulator()
    {
        var sum = new ExactAccumulator();
        foreach (var value in _values) sum.Add(value);
        return sum.ToDouble();
    }

    [Benchmark]
    public double Loop() => Inexact.Loop(_values);

    [Benchmark]
    public double LinqSum() => _values.Sum();

    [Benchmark]
    public double MathNetSum() => _vector.Sum();

    [Benchmark]
    public double Kahan() => Inexact.Kahan(_values);

    [Benchmark]
    public double Neumaier() => Inexact.Neumaier(_values);
}
