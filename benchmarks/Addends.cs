// The numbers that all benchmarks add up.

namespace QuizKit.Benchmarks;

internal static class Addends
{
    /// <summary>The lengths: small arrays, the caches of a core, and memory.</summary>
    public static IEnumerable<int> Lengths => [8, 64, 1024, 4096, 32_768, 262_144, 16_777_216];

    /// <summary>Returns numbers in ±1/2.</summary>
    public static double[] Similar(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = new double[length];
        foreach (ref var number in numbers.AsSpan()) number = random.NextDouble() - 0.5;
        return numbers;
    }

    /// <summary>Returns numbers whose magnitudes are spread over 400 powers of two.</summary>
    public static double[] Spread(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = new double[length];
        foreach (ref var number in numbers.AsSpan()) number = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-200, 200));
        return numbers;
    }

    public static float[] Singles(double[] numbers) => Array.ConvertAll(numbers, number => (float)number);
}
