// The destinations of a command's reports: the screen, or files that are reserved before the work and written completely after it.

using QuizKit.GpuChecks.Reports;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Markdown;
using QuizKit.Reports.Terminal;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ReportOutputs(Terminal terminal)
{
    private readonly List<(ReportTarget Target, ReportFile? File)> _outputs = [];

    /// <summary>Whether the reports go to files and not to the screen.</summary>
    public bool AreFiles => _outputs.Any(output => output.File is not null);

    /// <summary>
    /// Reserves the destinations of reports; existing files stay until <see cref="Write(Document, ReportJson, PictureFolder?)"/>.
    /// </summary>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    public static ReportOutputs Reserve(IReadOnlyList<ReportTarget> targets, Terminal terminal)
    {
        var outputs = new ReportOutputs(terminal);
        foreach (var target in targets) outputs._outputs.Add((target, target.Path is { } path ? ReportFile.Reserve(path) : null));
        return outputs;
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

    /// <summary>Writes the reports of a command. Where a file cannot be written, the others are, and the screen gets the results.</summary>
    /// <param name="pictures">The folder of the pictures; null: none were written.</param>
    /// <exception cref="ReportFileException">A file could not be written.</exception>
    public void Write(Action<ReportFormat, ReportDestination> write, PictureFolder? pictures = null)
    {
        var failures = new List<string>();
        foreach (var (target, file) in _outputs)
        {
            Func<DocumentPicture, string>? addressOf = pictures is null ? null : picture =>
                pictures.AddressFrom(picture.FileName, target.Path);
            if (file is null)
            {
                write(target.Format, new ReportDestination(terminal.Data, terminal.Output, addressOf));
                continue;
            }

            try
            {
                file.Write(writer => write(target.Format, new ReportDestination(writer, PlainConsole.On(writer), addressOf)));
            }
            catch (ReportFileException exception)
            {
                failures.Add(exception.Message);
            }
        }

        if (failures.Count == 0) return;
        write(ReportFormat.Table, new ReportDestination(terminal.Data, terminal.Output));
        throw new ReportFileException(string.Join(" ", failures));
    }
}
