// A typed number, graded, beside what .NET takes to read it.

using System.Globalization;
using BenchmarkDotNet.Attributes;
using QuizKit.NeuralNetworks;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class Grading
{
    [Benchmark(Baseline = true)]
    public double Parse() => double.Parse("136448", NumberStyles.Float, CultureInfo.InvariantCulture);

    [Benchmark]
    public bool Right() => Chapter6Quiz.MultiplyAdds.Grade("136448").IsCorrect;

    [Benchmark]
    public bool Wrong() => Chapter6Quiz.MultiplyAdds.Grade("136449").IsCorrect;

    [Benchmark]
    public bool WithGroupsAndUnit() => Chapter6Quiz.MultiplyAdds.Grade("136,448 multiply-adds").IsCorrect;
}
