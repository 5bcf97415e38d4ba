// A database file of SQLite 3 that is written once, from its rows: https://www.sqlite.org/fileformat2.html.

using System.Buffers.Binary;
using System.Text;

namespace QuizKit.Tool.Exporting;

/// <summary>
/// Writes tables and indexes. Its bytes depend on the rows alone; the library of SQLite would add 21 MB of native files to the tool.
/// </summary>
internal sealed class SqliteFile
{
    private const int PageSize = 4096;
    private const int HeaderSize = 100;

    private readonly List<byte[]> _pages = [new byte[PageSize]];
    private readonly List<object?[]> _schema = [];

    private enum PageKind : byte
    {
        IndexInterior = 2,
        TableInterior = 5,
        IndexLeaf = 10,
        TableLeaf = 13,
    }

    /// <summary>Adds a table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sql">The statement that creates it.</param>
    /// <param name="rows">The rows by their ids, each with null in the place of an integer primary key: null, integers and texts.</param>
    public void AddTable(string name, string sql, IReadOnlyList<(long Id, object?[] Values)> rows)
    {
        var cells = rows.OrderBy(row => row.Id).Select(row => (Key: Varint(row.Id), Cell: TableCell(row.Id, Record(row.Values)))).ToList();
        var root = Build(
            [.. cells.Select(cell => cell.Cell)], [.. cells.Select(cell => cell.Key)], PageKind.TableLeaf, PageKind.TableInterior);
        _schema.Add(["table", name, name, (long)root, sql]);
    }

    /// <summary>Adds an index.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="table">The table.</param>
    /// <param name="sql">The statement that creates it.</param>
    /// <param name="entries">For each row the integers of its columns, and its id.</param>
    public void AddIndex(string name, string table, string sql, IReadOnlyList<long[]> entries)
    {
        var ordered = entries.Order(Comparer<long[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        var records = ordered.Select(entry => Record([.. entry.Select(value => (object?)value)]));
        List<byte[]> cells = [.. records.Select(record => Concat(Varint(record.Length), record))];
        _schema.Add(["index", name, table, (long)Build(cells, cells, PageKind.IndexLeaf, PageKind.IndexInterior), sql]);
    }

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        List<byte[]> cells = [.. _schema.Select((row, i) => TableCell(i + 1, Record(row)))];
        WritePage(_pages[0], HeaderSize, PageKind.TableLeaf, cells, rightmost: 0);
        WriteHeader(_pages[0]);
        return [.. _pages.SelectMany(page => page)];
    }

    private void WriteHeader(byte[] page)
    {
        const uint VersionOfSqlite = 3045000;
        "SQLite format 3\0"u8.CopyTo(page);
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(16), PageSize);
        byte[] fixedPart = [1, 1, 0, 64, 32, 32];
        fixedPart.CopyTo(page, 18);
        var numbers = new (int Offset, uint Value)[]
        {
            (24, 1), (28, (uint)_pages.Count), (40, 1), (44, 4), (56, 1), (92, 1), (96, VersionOfSqlite),
        };
        foreach (var (offset, value) in numbers) BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(offset), value);
    }

    // In an index, what separates two pages is in neither of them; in a table, it is the key of the last row before.
    private int Build(List<byte[]> cells, List<byte[]> keys, PageKind leaf, PageKind interior)
    {
        var isIndex = leaf == PageKind.IndexLeaf;
        var children = new List<int>();
        var separators = new List<byte[]>();
        for (var start = 0; start < cells.Count || children.Count == 0;)
        {
            var count = Fitting(start, cells.Count, i => cells[i].Length, PageSize - 8);
            var rest = cells.Count - start - count;
            if (isIndex && rest == 1) count--;
            children.Add(AddPage(leaf, cells.GetRange(start, count), 0));
            start += count;
            if (start >= cells.Count) break;
            separators.Add(isIndex ? cells[start++] : keys[start - 1]);
        }

        while (children.Count > 1)
        {
            var parents = new List<int>();
            var above = new List<byte[]>();
            for (var start = 0; start < children.Count;)
            {
                // One pointer more than cells; no page may get one child alone.
                var first = start;
                var count = 1 + Fitting(start, children.Count - 1, i => 4 + separators[i].Length, PageSize - 12);
                if (children.Count - start - count == 1) count--;
                List<byte[]> inner = [.. Enumerable.Range(first, count - 1).Select(i => Concat(Bytes32(children[i]), separators[i]))];
                parents.Add(AddPage(interior, inner, children[start + count - 1]));
                start += count;
                if (start < children.Count) above.Add(separators[start - 1]);
            }

            (children, separators) = (parents, above);
        }

        return children[0];
    }

    private static int Fitting(int start, int end, Func<int, int> lengthOf, int space)
    {
        var count = 0;
        while (start + count < end && (space -= lengthOf(start + count) + 2) >= 0) count++;
        return count;
    }

    private int AddPage(PageKind kind, List<byte[]> cells, int rightmost)
    {
        var page = new byte[PageSize];
        WritePage(page, 0, kind, cells, rightmost);
        _pages.Add(page);
        return _pages.Count;
    }

    private static void WritePage(byte[] page, int offset, PageKind kind, List<byte[]> cells, int rightmost)
    {
        var isInterior = kind is PageKind.IndexInterior or PageKind.TableInterior;
        var pointer = offset + (isInterior ? 12 : 8);
        var content = PageSize;
        foreach (var cell in cells)
        {
            content -= cell.Length;
            cell.CopyTo(page, content);
            BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(pointer), (ushort)content);
            pointer += 2;
        }

        if (pointer > content) throw new InvalidOperationException("The cells do not fit into the page.");
        page[offset] = (byte)kind;
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(offset + 3), (ushort)cells.Count);
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(offset + 5), (ushort)content);
        if (isInterior) BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(offset + 8), (uint)rightmost);
    }

    // What does not fit into a quarter of a page or so goes on in a chain of pages.
    private byte[] TableCell(long id, byte[] record)
    {
        const int Largest = PageSize - 35;
        const int Smallest = ((PageSize - 12) * 32 / 255) - 23;
        const int Chunk = PageSize - 4;
        var head = Concat(Varint(record.Length), Varint(id));
        if (record.Length <= Largest) return Concat(head, record);
        var surplus = Smallest + ((record.Length - Smallest) % Chunk);
        var local = surplus <= Largest ? surplus : Smallest;
        var first = _pages.Count + 1;
        for (var start = local; start < record.Length; start += Chunk)
        {
            var page = new byte[PageSize];
            var length = Math.Min(Chunk, record.Length - start);
            if (start + length < record.Length) BinaryPrimitives.WriteUInt32BigEndian(page, (uint)_pages.Count + 2);
            record.AsSpan(start, length).CopyTo(page.AsSpan(4));
            _pages.Add(page);
        }

        return Concat(head, record[..local], Bytes32(first));
    }

    private static byte[] Record(IReadOnlyList<object?> values)
    {
        using var types = new MemoryStream();
        using var body = new MemoryStream();
        foreach (var value in values)
        {
            var (type, bytes) = value switch
            {
                null => (0, []),
                string text => TextOf(text),
                long number => IntegerOf(number),
                _ => throw new ArgumentOutOfRangeException(nameof(values), value, "Only null, integers and texts are written."),
            };
            types.Write(Varint(type));
            body.Write(bytes);
        }

        // The length counts itself; a header of more than 126 bytes has more than 100 columns.
        return Concat(Varint(types.Length + 1), types.ToArray(), body.ToArray());
    }

    private static (int Type, byte[] Bytes) TextOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (13 + (2 * bytes.Length), bytes);
    }

    private static (int Type, byte[] Bytes) IntegerOf(long number)
    {
        if (number is 0 or 1) return ((int)number + 8, []);
        int[] lengths = [1, 2, 3, 4, 6, 8];
        var type = Array.FindIndex(lengths, length => length == 8 || (number >> ((8 * length) - 1)) is 0 or -1);
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return (type + 1, bytes[^lengths[type]..]);
    }

    // Seven bits a byte, the highest first; no number here has more than 56.
    private static byte[] Varint(long value)
    {
        var bytes = new List<byte> { (byte)(value & 0x7F) };
        for (value >>= 7; value > 0; value >>= 7) bytes.Insert(0, (byte)(0x80 | (value & 0x7F)));
        return [.. bytes];
    }

    private static byte[] Bytes32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    private static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
