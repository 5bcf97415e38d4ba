// Ids that depend on nothing but a text.

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QuizKit.Tool.Exporting;

internal static class StableId
{
    /// <summary>Hexadecimal digits of the SHA-256 of a text.</summary>
    public static string Hex(string text, int length) => Convert.ToHexStringLower(Digest(text))[..length];

    /// <summary>A number from <paramref name="start"/> on, below <paramref name="start"/> + <paramref name="count"/>.</summary>
    public static long Number(string text, long start, long count) =>
        start + (long)(BinaryPrimitives.ReadUInt64BigEndian(Digest(text)) % (ulong)count);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
