// The files that a result was computed from, and whether one of them has changed since.

using QuizKit.Loading;

namespace QuizKit.Tool.Watching;

/// <summary>Files and their state when they were looked at. One thread uses it at a time.</summary>
internal sealed class Dependencies
{
    private readonly Dictionary<string, FileStamp> _stamps = new(StringComparer.Ordinal);

    /// <summary>The folders of all files.</summary>
    public IEnumerable<string> Folders => _stamps.Keys.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="QuizFileException">It cannot be read.</exception>
    public InputFile Read(string path)
    {
        Add(path);
        return InputFile.Read(path);
    }

    /// <summary>Whether there is a file or a folder of a path.</summary>
    public bool Exists(string path) => Add(path).Exists;

    /// <summary>Notes the state of a file, before anything is read of it.</summary>
    public FileStamp Add(string path)
    {
        var full = Path.GetFullPath(path);
        if (!_stamps.TryGetValue(full, out var stamp)) _stamps.Add(full, stamp = FileStamp.Of(full));
        return stamp;
    }

    /// <summary>Whether a file has changed.</summary>
    /// <param name="written">Full paths of which the system reported that they were written, whatever their state is.</param>
    public bool HaveChanged(IReadOnlySet<string> written) =>
        _stamps.Any(file => written.Contains(file.Key) || FileStamp.Of(file.Key) != file.Value);
}
