// Comparison of numbers bit by bit, which distinguishes -0 from 0 and finds a NaN equal to itself.

namespace QuizKit.GpuChecks.Checks.Support;

internal static class BitPatterns
{
    /// <summary>How many numbers differ in their bits.</summary>
    public static int Unequal(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var unequal = 0;
        for (var i = 0; i < a.Length; i++)
            if (BitConverter.SingleToInt32Bits(a[i]) != BitConverter.SingleToInt32Bits(b[i])) unequal++;
        return unequal;
    }
}
