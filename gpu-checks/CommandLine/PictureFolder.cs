// The folder of a command's pictures.

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class PictureFolder(string folder)
{
    /// <summary>Opens the folder and creates it if necessary; null if none is named.</summary>
    /// <exception cref="ReportFileException">It cannot be created.</exception>
    public static PictureFolder? Open(string? path)
    {
        if (path is null) return null;
        try
        {
            Directory.CreateDirectory(path);
            return new PictureFolder(path);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportFileException($"cannot write to the folder '{path}': {exception.Message}");
        }
    }

    /// <summary>
    /// Writes a picture and replaces one of that name. A colon, as in the id of a device, becomes a hyphen: Windows allows none.
    /// </summary>
    /// <exception cref="ReportFileException">It cannot be written.</exception>
    public void Write(string name, string svg) =>
        ReportFile.Reserve(Path.Combine(folder, name.Replace(':', '-'))).Write(writer => writer.Write(svg));

    /// <summary>Returns the relative address of a picture for a link.</summary>
    /// <param name="from">The file that links; null: the current folder.</param>
    public string AddressFrom(string name, string? from)
    {
        var start = from is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(from))!;
        return Uri.EscapeDataString(Path.GetRelativePath(start, Path.Combine(folder, name)).Replace('\\', '/'))
            .Replace("%2F", "/", StringComparison.Ordinal);
    }
}
