// Dot products of binary64 numbers.

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class DotDouble
{
    private double[] _a = [];
    private double[] _b = [];
    private Vector<double> _left = Vector<double>.Build.Dense(1);
    private Vector<double> _right = Vector<double>.Build.Dense(1);

    public static IEnumerable<int> Lengths => Addends.Lengths;

    [ParamsSource(nameof(Lengths))]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _a = Addends.Similar(N, 1);
        _b = Addends.Similar(N, 2);
        _left = Vector<double>.Build.Dense(_a);
        _right = Vector<double>.Build.Dense(_b);
    }

    [Benchmark(Baseline = true)]
    public double TensorPrimitivesDot() => TensorPrimitives.Dot<double>(_a, _b);

    [Benchmark]
    public double Exact() => ExactSum.Dot(_a, _b);

    [Benchmark]
    public double Binned() => BinnedSum.Dot(_a, _b);

    [Benchmark]
    public double Tree() => FixedTree.Dot(_a, _b);

    [Benchmark]
    public double MathNetDot() => _left.DotProduct(_right);

    [Benchmark]
    public double Loop() => Inexact.Loop(_a, _b);
}
