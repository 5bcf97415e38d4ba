// The members that .NET Standard 2.0 lacks.

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuizKit.Numerics.Compatibility;

internal static unsafe class StandardMembers
{
    extension(ArgumentNullException)
    {
        public static void ThrowIfNull(object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        {
            if (argument is null) throw new ArgumentNullException(name);
        }
    }

    extension(ArgumentOutOfRangeException)
    {
        public static void ThrowIfNegative(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0, name);

        public static void ThrowIfLessThan(int value, int least, [CallerArgumentExpression(nameof(value))] string? name = null)
        {
            if (value < least) throw new ArgumentOutOfRangeException(name, value, $"The value must be at least {least}.");
        }
    }

    // A number whose address is taken lies in memory, with the bits of its format and no more.
    extension(BitConverter)
    {
        public static int SingleToInt32Bits(float value) => *(int*)&value;

        public static float UInt32BitsToSingle(uint bits) => *(float*)&bits;

        public static ulong DoubleToUInt64Bits(double value) => *(ulong*)&value;

        public static double UInt64BitsToDouble(ulong bits) => *(double*)&bits;
    }

    extension(Convert)
    {
        public static string ToHexString(ReadOnlySpan<byte> bytes)
        {
            var text = "";
            foreach (var value in bytes) text += value.ToString("X2", CultureInfo.InvariantCulture);
            return text;
        }
    }

    extension(Enum)
    {
        public static string[] GetNames<T>()
            where T : struct, Enum => Enum.GetNames(typeof(T));
    }

    extension(double)
    {
        public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

        public static bool IsNegative(double value) => BitConverter.DoubleToInt64Bits(value) < 0;
    }

    extension(int)
    {
        public static bool IsOddInteger(int value) => (value & 1) != 0;
    }

    /// <summary>Returns the number of bits of a number that is not negative.</summary>
    public static long GetBitLength(this BigInteger value)
    {
        var bytes = value.ToByteArray();
        var highest = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        return highest < 0 ? 0 : (8L * highest) + BitOperations.Log2(bytes[highest]) + 1;
    }

    public static int IndexOfAnyExcept<T>(this Span<T> values, T value)
        where T : IEquatable<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i].Equals(value)) return i;
        }

        return -1;
    }

    public static int LastIndexOfAnyExcept<T>(this Span<T> values, T value)
        where T : IEquatable<T>
    {
        for (var i = values.Length - 1; i >= 0; i--)
        {
            if (!values[i].Equals(value)) return i;
        }

        return -1;
    }

    public static bool ContainsAnyExcept<T>(this Span<T> values, T value)
        where T : IEquatable<T> => values.IndexOfAnyExcept(value) >= 0;
}
