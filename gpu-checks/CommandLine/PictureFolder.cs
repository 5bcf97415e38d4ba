// A folder that a command draws pictures into.

using System;
using System.IO;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class PictureFolder
{
    private readonly string _path;

    private PictureFolder(string path) => _path = path;

    /// <summary>Opens the folder, and makes it where it is not there; null where none is named.</summary>
    /// <param name="path">The folder as typed, or null.</param>
    /// <exception cref="ReportFileException">It cannot be made.</exception>
    public static PictureFolder? Open(string? path)
    {
        if (path is null) return null;
        try
        {
            Directory.CreateDirectory(path);
            return new PictureFolder(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportFileException($"cannot write to the folder '{path}': {exception.Message}");
        }
    }

    /// <summary>Writes a picture; one of that name is replaced.</summary>
    /// <param name="name">Its name. A device's id may hold a colon, which no file name on Windows may: it becomes a hyphen.</param>
    /// <param name="svg">The picture.</param>
    /// <exception cref="ReportFileException">It cannot be written.</exception>
    public void Write(string name, string svg)
    {
        using ReportFile file = ReportFile.Reserve(Path.Combine(_path, name.Replace(':', '-')));
        file.Commit(writer => writer.Write(svg));
    }

    /// <summary>Returns the address of a picture as a file beside it or elsewhere links to it.</summary>
    /// <param name="name">The picture's name.</param>
    /// <param name="from">The file that links, or null for the current folder.</param>
    public string AddressFrom(string name, string? from)
    {
        string folder = from is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(from))!;
        return Uri.EscapeDataString(Path.GetRelativePath(folder, Path.Combine(_path, name)).Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal);
    }
}
