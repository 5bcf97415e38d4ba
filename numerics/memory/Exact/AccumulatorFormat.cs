// The bytes of an exact accumulator. numerics/accumulator-format.md specifies them.

using System.Buffers.Binary;
using System.Numerics;

namespace QuizKit.Numerics.Exact;

/// <summary>
/// Header, the counts of terms that are not zero, the words of the sum's magnitude without the zeros around them, and a checksum.
/// Little-endian. A sum and its counts have one encoding.
/// </summary>
internal static class AccumulatorFormat
{
    public const int MaxByteCount = HeaderLength + (TermCounts.Kinds * sizeof(long)) + (MaxWords * sizeof(uint)) + ChecksumLength;

    /// <summary>The magnitude of the highest limb is less than this.</summary>
    public const long HighestLimb = 1L << 62;

    private const byte Version = 1;

    private const int VersionAt = 4;
    private const int FlagsAt = 5;
    private const int FirstWordAt = 6;
    private const int WordCountAt = 7;
    private const int HeaderLength = 8;
    private const int ChecksumLength = sizeof(uint);

    // The highest limb is two words.
    private const int MaxWords = FixedPoint.Limbs + 1;

    private const byte Negative = 0x80;
    private const byte Reserved = 0x60;

    // The remainders of the sixteen polynomials of degree less than 4 (CRC-32 of zlib, reflected).
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 16).Select(nibble => Remainder((uint)nibble))];

    private static ReadOnlySpan<byte> Magic => "QKEA"u8;

    /// <summary>Writes limbs whose carries are propagated.</summary>
    public static bool TryWrite(ReadOnlySpan<long> limbs, in TermCounts counts, Span<byte> destination, out int bytesWritten)
    {
        Span<long> magnitude = stackalloc long[FixedPoint.Limbs];
        limbs.CopyTo(magnitude);
        var flags = limbs[^1] < 0 ? Negative : (byte)0;
        if (flags != 0)
        {
            foreach (ref var limb in magnitude) limb = -limb;
            FixedPoint.PropagateCarries(magnitude);
        }

        if (!counts.IsWithinLimit || magnitude[^1] >= HighestLimb)
            throw new OverflowException("An exact accumulator with 2^62 terms or more has no bytes. Write the sums of fewer terms each.");

        Span<uint> words = stackalloc uint[MaxWords];
        for (var i = 0; i < magnitude.Length; i++) words[i] = (uint)magnitude[i];
        words[^1] = (uint)(magnitude[^1] >> 32);
        var first = Math.Max(words.IndexOfAnyExcept(0u), 0);
        words = words[first..(words.LastIndexOfAnyExcept(0u) + 1)];
        var countsLength = 0;
        for (var kind = 0; kind < TermCounts.Kinds; kind++)
        {
            if (counts[kind] == 0) continue;
            flags |= (byte)(1 << kind);
            countsLength += sizeof(long);
        }

        bytesWritten = HeaderLength + countsLength + (words.Length * sizeof(uint)) + ChecksumLength;
        if (destination.Length < bytesWritten)
        {
            bytesWritten = 0;
            return false;
        }

        Magic.CopyTo(destination);
        destination[VersionAt] = Version;
        destination[FlagsAt] = flags;
        destination[FirstWordAt] = (byte)first;
        destination[WordCountAt] = (byte)words.Length;
        var at = HeaderLength;
        for (var kind = 0; kind < TermCounts.Kinds; kind++)
        {
            if (counts[kind] == 0) continue;
            BinaryPrimitives.WriteInt64LittleEndian(destination[at..], counts[kind]);
            at += sizeof(long);
        }

        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], word);
            at += sizeof(uint);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], Checksum(destination[..at]));
        return true;
    }

    /// <summary>Reads limbs, which are zeros before, and returns the counts of terms.</summary>
    public static TermCounts Read(ReadOnlySpan<byte> source, Span<long> limbs)
    {
        var known = Math.Min(source.Length, Magic.Length);
        if (!source[..known].SequenceEqual(Magic[..known]))
        {
            throw new FormatException(
                $"These are not the bytes of an exact accumulator: they begin with {Convert.ToHexString(source[..known])}, not with " +
                $"{Convert.ToHexString(Magic)} ('QKEA'). Pass what ToByteArray returned, unchanged.");
        }

        Require(source, VersionAt + 1);
        if (source[VersionAt] != Version)
        {
            throw new FormatException(
                $"The byte at offset {VersionAt} is {source[VersionAt]}: version {source[VersionAt]} of the format. This library reads " +
                $"version {Version}. Update QuizKit.Numerics here, or write the bytes with a version of it that writes {Version}.");
        }

        Require(source, HeaderLength);
        var flags = source[FlagsAt];
        var (first, wordCount) = (source[FirstWordAt], source[WordCountAt]);
        if ((flags & Reserved) != 0) throw Malformed(FlagsAt, $"has bits that version {Version} does not use");
        if (first + wordCount > MaxWords)
            throw Malformed(WordCountAt, $"is {wordCount} words from word {first} on, and there are only {MaxWords}");

        var countsAt = HeaderLength;
        var wordsAt = countsAt + (BitOperations.PopCount(flags & ~(uint)Negative) * sizeof(long));
        var end = wordsAt + (wordCount * sizeof(uint));
        var length = end + ChecksumLength;
        Require(source, length);
        if (source.Length > length)
        {
            throw new FormatException(
                $"The exact accumulator ends at offset {length}, and {source.Length - length} more bytes follow. Pass its {length} bytes alone.");
        }

        uint written = BinaryPrimitives.ReadUInt32LittleEndian(source[end..]), computed = Checksum(source[..end]);
        if (written != computed)
        {
            throw new FormatException(
                $"The checksum at offset {end} is {written:X8}, and that of the bytes before it is {computed:X8}: bytes of the exact " +
                "accumulator were changed on the way. Transfer them again, as binary data.");
        }

        TermCounts counts = default;
        for (var (kind, at) = (0, countsAt); kind < TermCounts.Kinds; kind++)
        {
            if ((flags & (1 << kind)) == 0) continue;
            counts[kind] = BinaryPrimitives.ReadInt64LittleEndian(source[at..]);
            if (counts[kind] == 0) throw Malformed(at, "is a count of 0, which is left out and has no bit at offset 5");
            at += sizeof(long);
        }

        if (!counts.IsWithinLimit) throw Malformed(countsAt, "begins counts of 2^62 terms or more together");
        ReadWords(source[wordsAt..end], first, wordsAt, limbs);
        if ((flags & Negative) == 0) return counts;
        if (wordCount == 0) throw Malformed(FlagsAt, "gives a sum of zero a sign");
        foreach (ref var limb in limbs) limb = -limb;
        FixedPoint.PropagateCarries(limbs);
        return counts;
    }

    private static void ReadWords(ReadOnlySpan<byte> source, int first, int offset, Span<long> limbs)
    {
        if (source.Length == 0)
        {
            if (first != 0) throw Malformed(FirstWordAt, "is the place of the first word, which is 0 if there are no words");
            return;
        }

        for (var i = 0; i < source.Length; i += sizeof(uint))
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(source[i..]);
            if (word == 0 && (i == 0 || i == source.Length - sizeof(uint)))
                throw Malformed(offset + i, "is a first or last word of 0, which is left out");
            var at = first + (i / sizeof(uint));
            if (at < FixedPoint.Limbs) limbs[at] = word;
            else limbs[^1] |= (long)word << 32;
        }

        if (limbs[^1] is < 0 or >= HighestLimb)
            throw Malformed(offset + source.Length - sizeof(uint), "is a highest word of 2^30 or more: the sum is too large");
    }

    private static void Require(ReadOnlySpan<byte> source, int length)
    {
        if (source.Length < length)
        {
            throw new FormatException(
                $"The bytes of the exact accumulator end at offset {source.Length}, and at least {length} are needed: they were cut off. " +
                "Transfer all bytes that ToByteArray returned.");
        }
    }

    private static FormatException Malformed(int offset, string what) => new(
        $"The field at offset {offset} of the exact accumulator {what}. ToByteArray writes no such bytes: transfer them again, or " +
        "compare the program that wrote them with numerics/accumulator-format.md.");

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum = Remainders[(checksum ^ value) & 0xF] ^ (checksum >> 4);
            checksum = Remainders[(checksum ^ ((uint)value >> 4)) & 0xF] ^ (checksum >> 4);
        }

        return ~checksum;
    }

    private static uint Remainder(uint nibble)
    {
        for (var bit = 0; bit < 4; bit++) nibble = (nibble & 1) != 0 ? (nibble >> 1) ^ 0xEDB88320 : nibble >> 1;
        return nibble;
    }
}
