// How far a command has come, for a person who waits.

using System.Globalization;

namespace QuizKit.Tool.CommandLine;

/// <summary>One line on a terminal, which goes when the work is done. Several threads may use it.</summary>
internal sealed class Progress(ToolContext tool, int count) : IDisposable
{
    // Fewer files are done before anybody has read the line.
    private const int Few = 200;

    private readonly Lock _lock = new();
    private int _done;
    private int _shown;
    private int _length;

    /// <summary>Counts a file.</summary>
    public void Add()
    {
        if (!tool.IsTerminal || count < Few) return;
        lock (_lock)
        {
            _done++;
            var percentage = (int)(100L * _done / count);
            if (percentage == _shown) return;
            _shown = percentage;
            var line = string.Create(CultureInfo.InvariantCulture, $"{_done} of {count} files");
            _length = line.Length;
            tool.Error.Write("\r" + line);
        }
    }

    public void Dispose()
    {
        if (_length > 0) tool.Error.Write("\r" + new string(' ', _length) + "\r");
    }
}
