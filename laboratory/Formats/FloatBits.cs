// Compares numbers by their bits.

namespace QuizKit.Laboratory.Formats;

internal static class FloatBits
{
    public static bool AreSame(float a, float b) => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b);
}
