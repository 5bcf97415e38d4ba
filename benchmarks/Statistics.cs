// What follows from exact sums, beside the functions of TensorPrimitives that round on the way.

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Statistics
{
    private double[] _values = [];
    private double[] _prefixes = [];

    [Params(4096, 262_144)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _values = Addends.Similar(N, 1);
        _prefixes = new double[N];
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Norm")]
    public double TensorPrimitivesNorm() => TensorPrimitives.Norm<double>(_values);

    [Benchmark]
    [BenchmarkCategory("Norm")]
    public double Norm() => ExactSum.Norm(_values);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("StandardDeviation")]
    public double TensorPrimitivesStdDev() => TensorPrimitives.StdDev<double>(_values);

    [Benchmark]
    [BenchmarkCategory("StandardDeviation")]
    public double StandardDeviation() => ExactSum.StandardDeviation(_values);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("CumulativeSum")]
    public double LoopOverPrefixes()
    {
        var sum = 0.0;
        for (var i = 0; i < _values.Length; i++) _prefixes[i] = sum += _values[i];
        return sum;
    }

    [Benchmark]
    [BenchmarkCategory("CumulativeSum")]
    public double CumulativeSum()
    {
        ExactSum.CumulativeSum(_values, _prefixes);
        return _prefixes[^1];
    }
}
