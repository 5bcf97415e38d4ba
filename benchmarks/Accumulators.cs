// The operations of an exact accumulator.

using BenchmarkDotNet.Attributes;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class Accumulators
{
    private const int N = 4096;

    private readonly double[] _values = Addends.Similar(N, 1);
    private readonly double[] _factors = Addends.Similar(N, 2);
    private readonly ExactAccumulator _sum = new();
    private readonly ExactAccumulator _other = new();
    private readonly byte[] _bytes = new byte[ExactAccumulator.MaxByteCount];

    [GlobalSetup]
    public void SetUp() => _other.AddRange(_values);

    [Benchmark(Baseline = true, OperationsPerInvoke = N)]
    public double AdditionInALoop() => Inexact.Loop(_values);

    [Benchmark(OperationsPerInvoke = N)]
    public void Add()
    {
        foreach (var value in _values) _sum.Add(value);
    }

    [Benchmark(OperationsPerInvoke = N)]
    public void Subtract()
    {
        foreach (var value in _values) _sum.Subtract(value);
    }

    [Benchmark(OperationsPerInvoke = N)]
    public void AddProduct()
    {
        for (var i = 0; i < N; i++) _sum.AddProduct(_values[i], _factors[i]);
    }

    [Benchmark(OperationsPerInvoke = N)]
    public void AddRange() => _sum.AddRange(_values);

    [Benchmark]
    public double ToDouble() => _other.ToDouble();

    [Benchmark]
    public void MergeAndClear()
    {
        _sum.Clear();
        _sum.Merge(_other);
    }

    [Benchmark]
    public bool TryWriteBytes() => _other.TryWriteBytes(_bytes, out _);
}
