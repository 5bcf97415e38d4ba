// A format of numbers in the tensors of libtorch.

using System.Numerics;
using System.Runtime.InteropServices;

namespace QuizKit.Libraries;

/// <summary>Writes the bytes of a number.</summary>
internal delegate void WriteNumber(double value, Span<byte> bytes);

/// <summary>Reads the bytes of a number.</summary>
internal delegate double ReadNumber(ReadOnlySpan<byte> bytes);

/// <summary>A format.</summary>
/// <param name="Suffix">How it ends the name of an operation.</param>
/// <param name="Type">libtorch's number of it.</param>
/// <param name="Size">The bytes of a number.</param>
/// <param name="Write">Writes a number.</param>
/// <param name="Read">Reads a number.</param>
internal sealed record TensorFormat(string Suffix, int Type, int Size, WriteNumber Write, ReadNumber Read)
{
    /// <summary>The format of a type of .NET.</summary>
    public static unsafe TensorFormat Of<T>(string suffix, int type)
        where T : unmanaged, INumberBase<T> => new(
            suffix, type, sizeof(T),
            (value, bytes) => MemoryMarshal.Write(bytes, T.CreateTruncating(value)),
            bytes => double.CreateTruncating(MemoryMarshal.Read<T>(bytes)));
}
