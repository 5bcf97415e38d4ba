// Sums that are not exact: what a program would use instead.

namespace QuizKit.Benchmarks;

internal static class Inexact
{
    /// <summary>Adds in order.</summary>
    public static double Loop(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    /// <summary>Adds in order.</summary>
    public static float Loop(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values) sum += value;
        return sum;
    }

    /// <summary>Adds products in order.</summary>
    public static double Loop(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds products in order.</summary>
    public static float Loop(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Compensated summation: Kahan, "Further remarks on reducing truncation errors", CACM 8 (1965).</summary>
    public static double Kahan(ReadOnlySpan<double> values)
    {
        double sum = 0, compensation = 0;
        foreach (var value in values)
        {
            var addend = value - compensation;
            var next = sum + addend;
            compensation = next - sum - addend;
            sum = next;
        }

        return sum;
    }

    /// <summary>Compensated summation that survives a large addend: Neumaier, ZAMM 54 (1974).</summary>
    public static double Neumaier(ReadOnlySpan<double> values)
    {
        double sum = 0, compensation = 0;
        foreach (var value in values)
        {
            var next = sum + value;
            compensation += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + compensation;
    }
}
