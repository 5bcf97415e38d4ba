// A zip file of another product. Nothing in it is written under its own path, and none grows beyond a limit.

using System.IO.Compression;
using QuizKit.Tool.Files;
using ZstdSharp;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>The entries of a package.</summary>
internal sealed class PackageFile : IDisposable
{
    private const int MaximumEntries = 20_000;
    private const long MaximumTotal = 256L << 20;

    // Text is compressed by 20 at most; a file of nothing but zeros by 1,000.
    private const long MaximumRatio = 200;
    private const long FreeLength = 1L << 20;

    private readonly SourceFile _source;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private long _total;

    private PackageFile(SourceFile source, ZipArchive archive)
    {
        _source = source;
        _archive = archive;
    }

    /// <summary>The names of the files in it, in ordinal order.</summary>
    public IEnumerable<string> Names => _entries.Keys.Order(StringComparer.Ordinal);

    /// <summary>Opens a package.</summary>
    /// <exception cref="ToolException">It is broken, or a name leads out of it.</exception>
    public static PackageFile Open(SourceFile source)
    {
        try
        {
            var package = new PackageFile(source, new ZipArchive(new MemoryStream(source.Bytes), ZipArchiveMode.Read));
            package.AddEntries();
            return package;
        }
        catch (InvalidDataException)
        {
            throw ToolException.Unreadable(source.Path, "the zip file is broken or cut off: export it again.");
        }
    }

    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>A file in the package, which may be compressed by Zstandard before it is stored.</summary>
    /// <exception cref="ToolException">It is not there, broken, or too large.</exception>
    public SourceFile Read(string name, bool isZstandard = false)
    {
        var shown = $"{_source.Path}/{name}";
        if (!_entries.TryGetValue(name, out var entry)) throw ToolException.Unreadable(shown, "the package names it and does not have it.");
        var limit = Math.Min(MaximumTotal - _total, Math.Max(FreeLength, entry.CompressedLength * MaximumRatio));
        try
        {
            using var stored = entry.Open();
            using var stream = isZstandard ? new DecompressionStream(stored) : stored;
            var bytes = SourceFile.ReadLimited(stream, limit)
                ?? throw ToolException.Unreadable(
                    shown, $"it grows to more than {limit >> 20} MiB when it is unpacked, as no quiz does: the package is not read.");
            _total += bytes.Length;
            return new SourceFile(shown, bytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ZstdException)
        {
            throw ToolException.Unreadable(shown, "the package is broken or encrypted here: export it again.");
        }
    }

    public void Dispose() => _archive.Dispose();

    private void AddEntries()
    {
        if (_archive.Entries.Count > MaximumEntries)
            throw ToolException.Unreadable(_source.Path, $"the package has more than {MaximumEntries:N0} files: split it.");
        foreach (var entry in _archive.Entries)
        {
            var name = entry.FullName;
            var isInside = !name.StartsWith('/') && name.IndexOfAny(['\\', ':']) < 0 && !name.Split('/').Contains("..");
            if (!isInside)
                throw ToolException.Unreadable(_source.Path, $"its file '{name}' would lie outside of the package: nothing of it is read.");
            if (name.EndsWith('/')) continue;
            if (!_entries.TryAdd(name, entry))
                throw ToolException.Unreadable(_source.Path, $"it has two files '{name}': remove one of them.");
        }
    }
}
