// The tables of a database file of SQLite 3: https://www.sqlite.org/fileformat2.html. Each page is visited once, so that no file leads
// round in a circle. (The library of SQLite would add 21 MB of native files to the tool.)

using System.Buffers.Binary;
using System.Text;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Reads rows in the order of their ids.</summary>
internal sealed class SqliteReader
{
    private const int HeaderSize = 100;
    private const int MaximumDepth = 20;

    private readonly SourceFile _source;
    private readonly int _pageSize;
    private readonly int _usable;
    private readonly Encoding _encoding;
    private readonly HashSet<uint> _visited = [];

    // A table without row ids is stored as an index is: its rows are keys, and lie in the inner pages too.
    private bool _isIndex;
    private long _read;

    /// <summary>Opens a database.</summary>
    /// <exception cref="ToolException">It is not one, or of another encoding.</exception>
    public SqliteReader(SourceFile source)
    {
        _source = source;
        if (source.Bytes.Length < HeaderSize || !source.Bytes.AsSpan().StartsWith("SQLite format 3\0"u8))
            throw Broken("it does not begin as a database of SQLite 3 does");
        _pageSize = BinaryPrimitives.ReadUInt16BigEndian(source.Bytes.AsSpan(16));
        if (_pageSize == 1) _pageSize = 65536;
        _usable = _pageSize - source.Bytes[20];
        if (_pageSize < 512 || (_pageSize & (_pageSize - 1)) != 0 || _usable < 480)
            throw Broken("the size of its pages is not one of SQLite's");
        _encoding = BinaryPrimitives.ReadUInt32BigEndian(source.Bytes.AsSpan(56)) switch
        {
            2 => Encoding.Unicode,
            3 => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
    }

    /// <summary>
    /// The rows of a table, each with null in the place of its integer primary key: null, integers, numbers, texts and bytes. In a table without
    /// row ids the columns of the primary key come first, and the ids are 0.
    /// </summary>
    /// <exception cref="ToolException">There is no such table, or it is broken.</exception>
    public IReadOnlyList<(long Id, object?[] Values)> Read(string table)
    {
        var schema = Rows(1);
        var row = schema.Find(row => row.Values is ["table", string name, _, long, ..] && name == table);
        return row.Values is null ? throw Broken($"it has no table '{table}'") : Rows((uint)(long)row.Values[3]!);
    }

    private List<(long Id, object?[] Values)> Rows(uint root)
    {
        var rows = new List<(long Id, object?[] Values)>();
        _visited.Clear();
        _read = 0;
        try
        {
            Visit(root, 0, rows);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw Broken("a row goes over the end of its page");
        }

        return rows;
    }

    private void Visit(uint number, int depth, List<(long Id, object?[] Values)> rows)
    {
        if (depth > MaximumDepth) throw Broken("its pages are too deep in each other");
        var page = Page(number);
        var start = number == 1 ? HeaderSize : 0;
        var kind = page[start];
        if (depth == 0) _isIndex = kind is 2 or 10;
        var isInner = kind == (_isIndex ? 2 : 5);
        if (!isInner && kind != (_isIndex ? 10 : 13)) throw Broken($"page {number} is not one of a table");
        var count = BinaryPrimitives.ReadUInt16BigEndian(page[(start + 3)..]);
        for (var i = 0; i < count; i++)
        {
            var cell = (int)BinaryPrimitives.ReadUInt16BigEndian(page[(start + (isInner ? 12 : 8) + (2 * i))..]);
            if (isInner)
            {
                Visit(BinaryPrimitives.ReadUInt32BigEndian(page[cell..]), depth + 1, rows);
                cell += sizeof(uint);
            }

            if (!isInner || _isIndex) rows.Add(Row(page, cell));
        }

        if (isInner) Visit(BinaryPrimitives.ReadUInt32BigEndian(page[(start + 8)..]), depth + 1, rows);
    }

    private ReadOnlySpan<byte> Page(uint number)
    {
        var isThere = number > 0 && number * (long)_pageSize <= _source.Bytes.Length;
        if (!isThere) throw Broken($"page {number} is not there: the file is cut off");
        if (!_visited.Add(number)) throw Broken($"page {number} is in two places");
        return _source.Bytes.AsSpan((int)((number - 1) * (long)_pageSize), _usable);
    }

    private (long Id, object?[] Values) Row(ReadOnlySpan<byte> page, int cell)
    {
        var length = Varint(page, ref cell);
        var id = _isIndex ? 0 : Varint(page, ref cell);
        _read += length;
        if (length < 0 || _read > _source.Bytes.Length) throw Broken("its rows are longer than the file");
        var largest = _isIndex ? ((_usable - 12) * 64 / 255) - 23 : _usable - 35;
        if (length <= largest) return (id, Record(page.Slice(cell, (int)length)));

        // What does not fit goes on in a chain of pages.
        var smallest = ((_usable - 12) * 32 / 255) - 23;
        var surplus = smallest + (int)((length - smallest) % (_usable - 4));
        var local = surplus <= largest ? surplus : smallest;
        var record = new byte[length];
        page.Slice(cell, local).CopyTo(record);
        var next = BinaryPrimitives.ReadUInt32BigEndian(page[(cell + local)..]);
        for (var written = local; written < length;)
        {
            var further = Page(next);
            var part = Math.Min(_usable - 4, (int)length - written);
            further.Slice(4, part).CopyTo(record.AsSpan(written));
            written += part;
            next = BinaryPrimitives.ReadUInt32BigEndian(further);
        }

        return (id, Record(record));
    }

    private object?[] Record(ReadOnlySpan<byte> record)
    {
        var position = 0;
        var body = (int)Varint(record, ref position);
        var values = new List<object?>();
        for (var end = body; position < end;)
        {
            var type = Varint(record, ref position);
            var length = type switch { <= 4 => type, 5 => 6, 6 or 7 => 8, < 12 => 0, _ => (type - 12) / 2 };
            var bytes = record.Slice(body, (int)Math.Min(length, int.MaxValue));
            body += bytes.Length;
            values.Add(type switch
            {
                0 or 10 or 11 => null,
                7 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
                < 7 => Integer(bytes),
                8 => 0L,
                9 => 1L,
                _ when type % 2 == 0 => bytes.ToArray(),
                _ => _encoding.GetString(bytes),
            });
        }

        return [.. values];
    }

    private static long Integer(ReadOnlySpan<byte> bytes)
    {
        var value = (long)(sbyte)bytes[0];
        foreach (var part in bytes[1..]) value = (value << 8) | part;
        return value;
    }

    private static long Varint(ReadOnlySpan<byte> bytes, ref int position)
    {
        var value = 0L;
        for (var i = 0; i < 8; i++)
        {
            var part = bytes[position++];
            value = (value << 7) | (uint)(part & 0x7F);
            if (part < 0x80) return value;
        }

        return (value << 8) | bytes[position++];
    }

    private ToolException Broken(string reason) =>
        ToolException.Unreadable(_source.Path, $"the database is broken: {reason}. Export it again.");
}
