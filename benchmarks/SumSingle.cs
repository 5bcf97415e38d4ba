// Sums of binary32 numbers.

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class SumSingle
{
    private float[] _values = [];

    public static IEnumerable<int> Lengths => Addends.Lengths;

    [ParamsSource(nameof(Lengths))]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _values = Addends.Singles(Addends.Similar(N, 1));
    }

    [Benchmark(Baseline = true)]
    public float TensorPrimitivesSum() => TensorPrimitives.Sum<float>(_values);

    [Benchmark]
    public float Exact() => ExactSum.Sum(_values);

    [Benchmark]
    public float Binned() => BinnedSum.Sum(_values);

    [Benchmark]
    public float Tree() => FixedTree.Sum(_values);

    [Benchmark]
    public float Loop() => Inexact.Loop(_values);

    [Benchmark]
    public float LinqSum() => _values.Sum();
}
