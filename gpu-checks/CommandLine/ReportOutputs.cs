// The places that a command's reports go to: the screen, or files that are tried before the work and written whole after it.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QuizKit.Reports;
using Spectre.Console;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ReportOutputs : IDisposable
{
    private readonly Terminal _terminal;
    private readonly List<(ReportTarget Target, ReportFile? File)> _outputs = [];

    private ReportOutputs(Terminal terminal) => _terminal = terminal;

    /// <summary>Whether the reports go to files and not to the screen.</summary>
    public bool AreFiles => _outputs.Any(output => output.File is not null);

    /// <summary>Takes the places of reports; what stands there stays until <see cref="Write"/>.</summary>
    /// <param name="targets">The reports.</param>
    /// <param name="terminal">The screen.</param>
    /// <exception cref="ReportFileException">A place cannot be written to; none is taken then.</exception>
    public static ReportOutputs Reserve(IReadOnlyList<ReportTarget> targets, Terminal terminal)
    {
        var outputs = new ReportOutputs(terminal);
        try
        {
            foreach (ReportTarget target in targets) outputs._outputs.Add((target, target.Path is { } path ? ReportFile.Reserve(path) : null));
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }

    /// <summary>Writes the reports.</summary>
    /// <param name="write">Writes one of any form but the table.</param>
    /// <param name="writeTable">Writes the table.</param>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    public void Write(Action<ReportFormat, TextWriter> write, Action<IAnsiConsole> writeTable) =>
        WriteEach((target, writer) => write(target.Format, writer), writeTable);

    /// <summary>Writes the reports.</summary>
    /// <param name="write">Writes one of any form but the table; it is told where the report goes.</param>
    /// <param name="writeTable">Writes the table.</param>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    public void WriteEach(Action<ReportTarget, TextWriter> write, Action<IAnsiConsole> writeTable)
    {
        foreach ((ReportTarget target, ReportFile? file) in _outputs)
        {
            bool isTable = target.Format == ReportFormat.Table;
            if (file is not null) file.Commit(writer => WriteTo(writer, Terminal.Plain(writer)));
            else WriteTo(_terminal.Data, _terminal.Output);

            void WriteTo(TextWriter writer, IAnsiConsole console)
            {
                if (isTable) writeTable(console);
                else write(target, writer);
                writer.Flush();
            }
        }
    }

    /// <summary>Gives back the places that were not written to.</summary>
    public void Dispose()
    {
        foreach ((_, ReportFile? file) in _outputs) file?.Dispose();
    }
}
