// A report file that is written completely or not at all, and whose path is validated before the first check runs.

using System.Text;

namespace QuizKit.Reports;

/// <summary>A report cannot be written.</summary>
/// <param name="line">The reason in one line.</param>
internal sealed class ReportFileException(string line) : Exception(line);

/// <summary>A file under a temporary name beside its target. <see cref="Commit"/> gives it the target's name.</summary>
internal sealed class ReportFile : IDisposable
{
    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _givenPath;
    private readonly string _targetPath;
    private readonly string _temporaryPath;
    private readonly StreamWriter _writer;
    private bool _isCommitted;

    private ReportFile(string givenPath, string targetPath, string temporaryPath)
    {
        _givenPath = givenPath;
        _targetPath = targetPath;
        _temporaryPath = temporaryPath;
        _writer = new StreamWriter(new FileStream(temporaryPath, FileMode.CreateNew, FileAccess.Write), Utf8WithoutMark) { NewLine = "\n" };
    }

    /// <summary>Reserves a file for a report; an existing file stays until <see cref="Commit"/>.</summary>
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
            return new ReportFile(path, target, $"{target}.{Path.GetRandomFileName()}.tmp");
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Unwritable(path, exception.Message);
        }
    }

    /// <summary>Writes the report and renames it to the target, which is atomic.</summary>
    /// <param name="write">Writes the report: UTF-8 without a byte order mark, lines ended by LF.</param>
    /// <exception cref="ReportFileException">The disk is full, or the folder was removed.</exception>
    public void Commit(Action<TextWriter> write)
    {
        try
        {
            write(_writer);
            _writer.Flush();
            ((FileStream)_writer.BaseStream).Flush(flushToDisk: true);
            _writer.Dispose();
            File.Move(_temporaryPath, _targetPath, overwrite: true);
            _isCommitted = true;
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Unwritable(_givenPath, exception.Message);
        }
    }

    /// <summary>Removes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        if (_isCommitted) return;
        try
        {
            _writer.Dispose();
            File.Delete(_temporaryPath);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            // A full or vanished disk: what made the report fail is being reported already.
        }
    }

    private static bool IsUnixDevice(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static ReportFileException Unwritable(string path, string reason) => new($"cannot write '{path}': {reason}");
}
