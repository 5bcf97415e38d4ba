// Extracts the machine code from the output of ptxas.

using System.Buffers.Binary;
using System.Text;

namespace QuizKit.Devices.Kernels;

/// <summary>Reads cubin files, which are 64-bit little-endian ELF files with a section <c>.text.{function}</c> for each function.</summary>
internal static class CubinFile
{
    private const string CodePrefix = ".text.";

    /// <summary>Returns the machine code of each function by its name.</summary>
    /// <exception cref="InvalidDataException">This is not a cubin file.</exception>
    public static IReadOnlyDictionary<string, byte[]> ReadCode(ReadOnlySpan<byte> file)
    {
        if (file.Length < 64 || !file[..4].SequenceEqual("\u007fELF"u8) || file[4] != 2 || file[5] != 1)
            throw new InvalidDataException("This is not a 64-bit little-endian ELF file.");

        // The ELF header: where the section headers are, how large and how many, and which one has the names.
        var table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file[40..]));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file[58..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file[60..]);
        int names = BinaryPrimitives.ReadUInt16LittleEndian(file[62..]);
        var nameTable = Contents(file, file.Slice(table + (names * size), size));

        var code = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var header = file.Slice(table + (i * size), size);
            var name = NameAt(nameTable, (int)BinaryPrimitives.ReadUInt32LittleEndian(header));
            if (name.StartsWith(CodePrefix, StringComparison.Ordinal))
                code.Add(name[CodePrefix.Length..], Contents(file, header).ToArray());
        }

        return code;
    }

    private static ReadOnlySpan<byte> Contents(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header) => file.Slice(
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[24..])),
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[32..])));

    private static string NameAt(ReadOnlySpan<byte> names, int offset)
    {
        var name = names[offset..];
        return Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
    }
}
