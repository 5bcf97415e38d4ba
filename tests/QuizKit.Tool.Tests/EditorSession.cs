// The language server with a test in the place of the editor: bytes in, bytes out.

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using QuizKit.Tool.CommandLine;

namespace QuizKit.Tool.Tests;

/// <summary>A server in this process.</summary>
internal sealed class EditorSession : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly FeedStream _input = new();
    private readonly FrameSink _output = new();
    private readonly StreamWriter _writer;
    private readonly StringWriter _log = new();
    private readonly Task<int> _run;
    private readonly List<JsonNode> _kept = [];
    private int _requests;

    public EditorSession()
    {
        _writer = new StreamWriter(_output, Utf8);
        _run = Task.Factory.StartNew(
            () => new QuizKitApplication(() => _input, _writer, _log).Run(["language-server"]),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>What the server wrote for people.</summary>
    public string Log => _log.ToString();

    /// <summary>Holds the server at its next message until the returned object is disposed of.</summary>
    public IDisposable Hold() => _output.Hold();

    /// <summary>Waits until the server has taken in everything that was sent, whether it has worked on it or not.</summary>
    public void WaitUntilRead() => _input.WaitUntilRead();

    public static EditorSession Start(string capabilities = "{}")
    {
        var session = new EditorSession();
        session.Ask("initialize", $$"""{ "processId": null, "capabilities": {{capabilities}} }""");
        session.Notify("initialized", "{}");
        return session;
    }

    public void SendBytes(ReadOnlySpan<byte> bytes) => _input.Add(bytes.ToArray());

    public void SendBody(string body) =>
        SendBytes(Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Utf8.GetByteCount(body)}\r\n\r\n{body}")));

    public void Notify(string method, string parameters) =>
        SendBody($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");

    /// <summary>Sends a request and returns its id.</summary>
    public int Send(string method, string parameters)
    {
        var id = ++_requests;
        SendBody(string.Create(
            CultureInfo.InvariantCulture, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}"""));
        return id;
    }

    /// <summary>Sends a request and waits for its reply, which has a result or an error.</summary>
    public JsonObject Reply(string method, string parameters) => ReplyTo(Send(method, parameters));

    public JsonObject ReplyTo(int id) => Next(message => message["method"] is null && message["id"]?.ToJsonString() == id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sends a request and waits for its result.</summary>
    public JsonNode? Ask(string method, string parameters)
    {
        var reply = Reply(method, parameters);
        return reply["error"] is { } error ? throw new InvalidOperationException(error.ToJsonString()) : reply["result"];
    }

    /// <summary>The code of the error that a request ends with.</summary>
    public int ErrorOf(string method, string parameters) => Reply(method, parameters)["error"]!["code"]!.GetValue<int>();

    public string Open(string path, string text, int version = 1)
    {
        var uri = new Uri(path).AbsoluteUri;
        OpenUri(uri, text, version);
        return uri;
    }

    public void OpenUri(string uri, string text, int version = 1) => Notify("textDocument/didOpen", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "quiz-markdown", ["version"] = version, ["text"] = text },
    }.ToJsonString());

    /// <summary>Replaces the whole text.</summary>
    public void Change(string uri, int version, string text) => Notify("textDocument/didChange", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = version },
        ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = text }),
    }.ToJsonString());

    /// <summary>Waits for the diagnostics of a file, of a version or any.</summary>
    public JsonArray Diagnostics(string uri, int? version = null) => Next(message =>
        message["method"]?.GetValue<string>() == "textDocument/publishDiagnostics"
        && message["params"]!["uri"]!.GetValue<string>() == uri
        && (version is null || message["params"]!["version"]?.GetValue<int>() == version))["params"]!["diagnostics"]!.AsArray();

    /// <summary>Waits for the next message that fits; the others are kept for later.</summary>
    public JsonObject Next(Func<JsonNode, bool> fits)
    {
        if (_kept.Find(message => fits(message)) is { } kept)
        {
            _kept.Remove(kept);
            return kept.AsObject();
        }

        while (true)
        {
            var message = _output.Next();
            if (fits(message)) return message.AsObject();
            _kept.Add(message);
        }
    }

    /// <summary>Ends the stream of the editor, and waits for the server.</summary>
    /// <returns>The exit code.</returns>
    public int EndOfInput()
    {
        _input.Complete();
        return WaitForEnd();
    }

    public int WaitForEnd() => _run.WaitAsync(RunningTool.Limit).GetAwaiter().GetResult();

    public void Dispose()
    {
        EndOfInput();
        _writer.Dispose();
        _output.Dispose();
        _log.Dispose();
    }
}

/// <summary>A stream of what is added to it.</summary>
internal sealed class FeedStream : ReadStream
{
    private readonly BlockingCollection<byte[]> _parts = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _read = new();
    private int _unread;
    private byte[] _part = [];
    private int _next;

    public void Add(byte[] bytes)
    {
        lock (_lock)
        {
            if (_unread++ == 0) _read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _parts.Add(bytes);
    }

    public void Complete() => _parts.CompleteAdding();

    public void WaitUntilRead()
    {
        Task read;
        lock (_lock) read = _unread == 0 ? Task.CompletedTask : _read.Task;
        read.WaitAsync(RunningTool.Limit).GetAwaiter().GetResult();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        // A part counts as read when the next one is asked for.
        if (_next == _part.Length)
        {
            if (_part.Length > 0)
            {
                lock (_lock)
                {
                    if (--_unread == 0) _read.SetResult();
                }
            }

            _part = [];
            _next = 0;
            if (!_parts.TryTake(out var part, Timeout.Infinite)) return 0;
            _part = part;
        }

        var length = Math.Min(count, _part.Length - _next);
        _part.AsSpan(_next, length).CopyTo(buffer.AsSpan(offset));
        _next += length;
        return length;
    }
}

/// <summary>Takes the messages of a server apart again.</summary>
internal sealed class FrameSink : ReadStream
{
    private readonly BlockingCollection<JsonNode> _messages = [];
    private readonly MemoryStream _bytes = new();
    private readonly ManualResetEventSlim _isOpen = new(true);

    public override bool CanWrite => true;

    public JsonNode Next() => _messages.TryTake(out var message, RunningTool.Limit) ? message : throw new TimeoutException("There is no further message.");

    /// <summary>The next message, or null where it has not come yet.</summary>
    public JsonNode? TryNext() => _messages.TryTake(out var message) ? message : null;

    public IDisposable Hold()
    {
        _isOpen.Reset();
        return new Release(_isOpen);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        _isOpen.Wait(RunningTool.Limit);
        _bytes.Write(buffer, offset, count);
        while (TakeMessage())
        {
        }
    }

    private bool TakeMessage()
    {
        var bytes = _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);
        var headerEnd = bytes.IndexOf("\r\n\r\n"u8);
        if (headerEnd < 0) return false;
        var header = Encoding.ASCII.GetString(bytes[..headerEnd]);
        const string Name = "Content-Length: ";
        if (!header.StartsWith(Name, StringComparison.Ordinal)) throw new InvalidDataException($"This is not a header: {header}");
        var length = int.Parse(header[Name.Length..], CultureInfo.InvariantCulture);
        var end = headerEnd + 4 + length;
        if (bytes.Length < end) return false;
        _messages.Add(JsonNode.Parse(bytes[(headerEnd + 4)..end])!);
        var rest = bytes[end..].ToArray();
        _bytes.SetLength(0);
        _bytes.Write(rest);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _messages.Dispose();
            _bytes.Dispose();
            _isOpen.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Release(ManualResetEventSlim gate) : IDisposable
    {
        public void Dispose() => gate.Set();
    }
}

/// <summary>The members of a stream that nobody calls here.</summary>
internal abstract class ReadStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
