// What changes when a file is written.

namespace QuizKit.Tool.Watching;

/// <summary>The state of a path; that of a link is the state of what it leads to.</summary>
/// <param name="Exists">Whether there is a file or a folder.</param>
/// <param name="Length">The length of a file in bytes; 0 otherwise.</param>
/// <param name="Written">When a file was written last; nothing otherwise.</param>
internal readonly record struct FileStamp(bool Exists, long Length, DateTime Written)
{
    public static FileStamp Of(string path)
    {
        try
        {
            FileSystemInfo file = new FileInfo(path);
            if (file.LinkTarget is not null) file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            if (file is FileInfo { Exists: true } found) return new FileStamp(true, found.Length, found.LastWriteTimeUtc);
            return new FileStamp(Path.Exists(path), 0, default);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return default;
        }
    }
}
