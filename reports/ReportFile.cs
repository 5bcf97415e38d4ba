// A report file that is written completely or not at all, and whose path is validated before the first check runs.

using System.Text;

namespace QuizKit.Reports;

/// <summary>A report cannot be written.</summary>
/// <param name="line">The reason in one line.</param>
internal sealed class ReportFileException(string line) : Exception(line);

/// <summary>The file of a report. It gets its contents at the end, in one step: under another name first, which nobody sees.</summary>
internal sealed class ReportFile
{
    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _givenPath;
    private readonly string _targetPath;

    private ReportFile(string givenPath, string targetPath)
    {
        _givenPath = givenPath;
        _targetPath = targetPath;
    }

    /// <summary>Makes sure that a file can be written; what is there stays until <see cref="Write"/>.</summary>
    /// <exception cref="ReportFileException">The file cannot be written.</exception>
    public static ReportFile Reserve(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (!Directory.Exists(Path.GetDirectoryName(full) ?? full)) throw Unwritable(path, "its folder does not exist.");

            // Renaming onto a link would replace the link, not the file it stands for.
            var isLink = new FileInfo(full).LinkTarget is not null;
            var target = isLink ? File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName : full;
            if (Directory.Exists(target)) throw Unwritable(path, "it is a folder.");

            // Renaming a file onto /dev/null would replace the device.
            if (IsUnixDevice(target)) throw Unwritable(path, "it is a device, not a file; without --output the report goes to the screen.");
            if (File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
                throw Unwritable(path, "it is read-only.");
            var file = new ReportFile(path, target);
            file.WithTemporary(temporary => new FileStream(temporary, FileMode.CreateNew, FileAccess.Write).Dispose());
            return file;
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Unwritable(path, exception.Message);
        }
    }

    /// <summary>Writes the report and renames it to the target, which is atomic.</summary>
    /// <param name="write">Writes the report: UTF-8 without a byte order mark, lines ended by LF.</param>
    /// <exception cref="ReportFileException">The disk is full, or the folder was removed. What was there is still there.</exception>
    public void Write(Action<TextWriter> write) => WithTemporary(temporary =>
    {
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        using (var writer = new StreamWriter(stream, Utf8WithoutMark) { NewLine = "\n" })
        {
            write(writer);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows() && File.Exists(_targetPath)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(_targetPath));
        File.Move(temporary, _targetPath, overwrite: true);
    });

    // A hidden file beside the target, which is gone in the end, whatever happens to its contents.
    private void WithTemporary(Action<string> use)
    {
        var name = $".{Path.GetFileName(_targetPath)}.{Path.GetRandomFileName()}.tmp";
        var temporary = Path.Combine(Path.GetDirectoryName(_targetPath)!, name);
        try
        {
            use(temporary);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Unwritable(_givenPath, exception.Message.Replace(temporary, _targetPath, StringComparison.Ordinal));
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            // A vanished disk: what made the report fail is being reported already.
        }
    }

    private static bool IsUnixDevice(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static ReportFileException Unwritable(string path, string reason) => new($"cannot write '{path}': {reason}");
}
