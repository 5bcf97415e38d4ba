// A zip file whose bytes depend on its entries alone: stored, in a given order, at a fixed time, as of no system. (That of .NET names the
// system that wrote it.)

using System.Buffers.Binary;
using System.Text;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes the format of PKWARE's APPNOTE 6.3, without compression, encryption and ZIP64.</summary>
internal static class ZipFile
{
    // 1 January 1980, midnight: the first that the format knows.
    private const ushort FirstDate = (1 << 5) | 1;
    private const ushort Version = 20;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>Writes the entries in their order.</summary>
    /// <param name="entries">The names, in ASCII, and the contents.</param>
    /// <exception cref="ToolException">They have more than 2 GiB, or are more than the format counts.</exception>
    public static byte[] Write(IReadOnlyList<(string Name, byte[] Bytes)> entries)
    {
        if (entries.Sum(entry => (long)entry.Bytes.Length) > int.MaxValue - (1 << 20))
            throw new ToolException("the files of the export have more than 2 GiB together.");
        if (entries.Count > ushort.MaxValue) throw new ToolException($"the export has more than {ushort.MaxValue} files: split the quiz.");
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (var (name, bytes) in entries)
        {
            var offset = (uint)zip.Position;
            var common = Common(name, bytes);
            zip.Write("PK\u0003\u0004"u8);
            zip.Write(common);
            zip.Write(Encoding.ASCII.GetBytes(name));
            zip.Write(bytes);

            directory.Write("PK\u0001\u0002"u8);
            directory.Write(Bytes16(Version));
            directory.Write(common);
            directory.Write(new byte[10]);
            directory.Write(Bytes32(offset));
            directory.Write(Encoding.ASCII.GetBytes(name));
        }

        var start = (uint)zip.Position;
        zip.Write(directory.ToArray());
        zip.Write("PK\u0005\u0006"u8);
        zip.Write(new byte[4]);
        zip.Write(Bytes16((ushort)entries.Count));
        zip.Write(Bytes16((ushort)entries.Count));
        zip.Write(Bytes32((uint)directory.Length));
        zip.Write(Bytes32(start));
        zip.Write(new byte[2]);
        return zip.ToArray();
    }

    // What the header of an entry and the directory share, from the version to the length of the extra field.
    private static byte[] Common(string name, byte[] bytes)
    {
        var length = Bytes32((uint)bytes.Length);
        return
        [
            .. Bytes16(Version), 0, 0, 0, 0, 0, 0, .. Bytes16(FirstDate),
            .. Bytes32(Crc(bytes)), .. length, .. length, .. Bytes16((ushort)name.Length), 0, 0,
        ];
    }

    private static byte[] Bytes16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(byte[] bytes) =>
        ~bytes.Aggregate(uint.MaxValue, (crc, value) => CrcTable[(byte)(crc ^ value)] ^ (crc >> 8));

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        return crc;
    }
}
