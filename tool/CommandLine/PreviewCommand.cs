// quizkit preview: quizzes in a browser, which shows each change when it is saved.

using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using QuizKit.Tool.Files;
using QuizKit.Tool.Previewing;
using QuizKit.Tool.Serving;
using QuizKit.Tool.Watching;

namespace QuizKit.Tool.CommandLine;

internal sealed class PreviewCommand : Command
{
    // Where no port is given: an open page finds the next start there again.
    private const int UsualPort = 8642;

    private readonly Argument<string[]> _paths = new("FILE|FOLDER")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Quiz files, folders, searched for *.quiz.md, or patterns.",
    };

    private readonly Option<string> _port = new("--port")
    {
        HelpName = "NUMBER",
        Description = $"The port of the address, or 0 for a free one. Default: {UsualPort}, or a free one where that is taken.",
    };

    private readonly Option<bool> _open = new("--open")
    {
        Arity = ArgumentArity.Zero,
        Description = "Open the page in the browser of the system.",
    };

    private readonly ToolContext _tool;

    public PreviewCommand(ToolContext tool)
        : base("preview", "Show quizzes in a browser, with their problems, and again at each save. Ctrl-C ends it.")
    {
        _tool = tool;
        Add(_paths);
        Add(_port);
        Add(_open);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var paths = parsed.GetValue(_paths)!;
        if (paths.Contains(FileSearch.StandardInput, StringComparer.Ordinal))
            throw new ToolException("`quizkit preview` shows files and folders: the standard input does not change.");
        var port = PortOf(parsed.GetValue(_port));
        var site = new PreviewSite(paths);
        using var server = Open(port, site.Answer);
        using var signal = new ChangeSignal();
        signal.Watch(site.Folders);
        site.Refresh(new HashSet<string>(StringComparer.Ordinal), _tool.Cancellation);
        var serving = server.Run(_tool.Cancellation);
        var address = $"http://127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/";
        _tool.Output.WriteLine(address);
        _tool.Output.Flush();
        var count = site.Count == 1 ? "1 quiz" : $"{site.Count} quizzes";
        _tool.Error.WriteLine($"{count}. The page changes when a file is saved; Ctrl-C ends the preview.");
        if (parsed.GetValue(_open)) OpenBrowser(address);
        try
        {
            var pause = ChangeSignal.Pause(TimeSpan.Zero);
            while (true)
            {
                signal.Watch(site.Folders);
                var written = signal.Wait(pause, _tool.Cancellation);
                var started = Stopwatch.GetTimestamp();
                site.Refresh(written, _tool.Cancellation);
                pause = ChangeSignal.Pause(Stopwatch.GetElapsedTime(started));
            }
        }
        finally
        {
            serving.GetAwaiter().GetResult();
        }
    }

    private static int? PortOf(string? text)
    {
        if (text is null) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new ToolException($"--port: '{text}' is not a port: write a number from 1 to 65535, or 0 for a free one.");
    }

    private static LocalServer Open(int? port, Func<HttpRequest, HttpReply> answer)
    {
        try
        {
            return new LocalServer(port ?? UsualPort, answer);
        }
        catch (SocketException) when (port is null)
        {
            return new LocalServer(0, answer);
        }
        catch (SocketException exception)
        {
            var reason = exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "another program uses it"
                : exception.Message.TrimEnd('.');
            throw new ToolException($"--port: cannot open port {port}: {reason}. Choose another, or leave --port out for a free one.");
        }
    }

    private void OpenBrowser(string address)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            _tool.Error.WriteLine("quizkit: the system opens no browser: open the address by hand.");
        }
    }
}
