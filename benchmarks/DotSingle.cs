// Dot products of binary32 numbers.

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class DotSingle
{
    private float[] _a = [];
    private float[] _b = [];

    public static IEnumerable<int> Lengths => Addends.Lengths;

    [ParamsSource(nameof(Lengths))]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _a = Addends.Singles(Addends.Similar(N, 1));
        _b = Addends.Singles(Addends.Similar(N, 2));
    }

    [Benchmark(Baseline = true)]
    public float TensorPrimitivesDot() => TensorPrimitives.Dot<float>(_a, _b);

    [Benchmark]
    public float Exact() => ExactSum.Dot(_a, _b);

    [Benchmark]
    public float Binned() => BinnedSum.Dot(_a, _b);

    [Benchmark]
    public float Tree() => FixedTree.Dot(_a, _b);

    [Benchmark]
    public float Loop() => Inexact.Loop(_a, _b);
}
