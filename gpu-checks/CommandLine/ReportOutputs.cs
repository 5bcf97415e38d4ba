// The destinations of a command's reports: the screen, or files that are reserved before the work and written completely after it.

using QuizKit.GpuChecks.Reports;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Markdown;
using QuizKit.Reports.Terminal;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ReportOutputs(Terminal terminal) : IDisposable
{
    private readonly List<(ReportTarget Target, ReportFile? File)> _outputs = [];

    /// <summary>Whether the reports go to files and not to the screen.</summary>
    public bool AreFiles => _outputs.Any(output => output.File is not null);

    /// <summary>
    /// Reserves the destinations of reports; existing files stay until <see cref="Write(Document, ReportJson, PictureFolder?)"/>.
    /// </summary>
    /// <exception cref="ReportFileException">A file cannot be written; none is reserved then.</exception>
    public static ReportOutputs Reserve(IReadOnlyList<ReportTarget> targets, Terminal terminal)
    {
        var outputs = new ReportOutputs(terminal);
        try
        {
            foreach (var target in targets) outputs._outputs.Add((target, target.Path is { } path ? ReportFile.Reserve(path) : null));
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }

    /// <summary>Writes the reports of a command: its document, or its data as JSON.</summary>
    /// <param name="pictures">The folder of the pictures; null: none were written.</param>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    public void Write(Document document, ReportJson data, PictureFolder? pictures = null) => Write(
        (format, destination) =>
        {
            if (format.Render is { } render) render(document, destination);
            else JsonReports.Write(destination.Writer, data);
        },
        pictures);

    /// <summary>Writes the reports of a command.</summary>
    /// <param name="pictures">The folder of the pictures; null: none were written.</param>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    public void Write(Action<ReportFormat, ReportDestination> write, PictureFolder? pictures = null)
    {
        foreach (var (target, file) in _outputs)
        {
            Func<DocumentPicture, string>? addressOf = pictures is null ? null : picture =>
                pictures.AddressFrom(picture.FileName, target.Path);
            if (file is not null)
                file.Commit(writer => write(target.Format, new ReportDestination(writer, PlainConsole.On(writer), addressOf)));
            else write(target.Format, new ReportDestination(terminal.Data, terminal.Output, addressOf));
        }
    }

    /// <summary>Releases the files that were not written.</summary>
    public void Dispose()
    {
        foreach (var (_, file) in _outputs) file?.Dispose();
    }
}
