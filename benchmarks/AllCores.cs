// Sums on every core of the machine, of arrays that no cache of a core holds.

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using QuizKit.Numerics;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class AllCores
{
    private double[] _values = [];

    [Params(4_194_304, 16_777_216)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp() => _values = Addends.Similar(N, 1);

    /// <summary>A part for each core, the sums of the parts added in their order.</summary>
    [Benchmark(Baseline = true)]
    public double TensorPrimitivesSum()
    {
        var parts = new double[Environment.ProcessorCount];
        Parallel.For(0, parts.Length, part =>
        {
            int first = (int)((long)N * part / parts.Length), end = (int)((long)N * (part + 1) / parts.Length);
            parts[part] = TensorPrimitives.Sum<double>(_values.AsSpan(first..end));
        });
        return parts.Sum();
    }

    [Benchmark]
    public double Exact() => ExactSum.ParallelSum(_values);

    [Benchmark]
    public double ExactOnOne() => ExactSum.Sum(_values);
}
