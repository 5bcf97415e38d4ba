// The language server: takes the messages of an editor one after the other, and checks what has changed when none is waiting.

using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.Tool.Files;
using QuizKit.Tool.Formatting;

namespace QuizKit.Tool.LanguageServer;

/// <summary>
/// A server of the Language Server Protocol 3.17. One thread reads messages, so that a cancelled request is known to be; another one does all
/// work, so that the text of a file cannot change under a feature.
/// </summary>
/// <param name="input">What the editor sends.</param>
/// <param name="output">What the editor gets.</param>
/// <param name="log">Takes a line for each mistake of the editor's or of this program.</param>
/// <param name="version">The version of the tool.</param>
internal sealed class QuizLanguageServer(Stream input, TextWriter output, TextWriter log, string version) : IDisposable
{
    private readonly BlockingCollection<Frame> _frames = [];
    private readonly ConcurrentDictionary<string, bool> _cancelled = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly MessageWriter _writer = new(output);
    private readonly Workspace _workspace = new();

    // The files to check, the next one first.
    private readonly List<string> _toCheck = [];

    // The diagnostics that the editor shows, by address: those of a file that nobody checks any more are taken back.
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);

    // What is being worked on, for the thread that reads.
    private CancellationTokenSource? _check;
    private (string Id, CancellationTokenSource Stop)? _request;

    private CodeActions? _actions;
    private bool _hasDocumentChanges;
    private bool _hasSymbolTrees;
    private bool _watchesFiles;
    private bool _isInitialized;
    private bool _isShutDown;

    private Ids Ids => field ??= new Ids(_workspace);

    private Completion Completion => field ??= new Completion(_workspace);

    /// <summary>Serves until the editor says that it ends, closes the stream or ends itself.</summary>
    /// <param name="cancellation">Ends the server.</param>
    /// <returns>Whether the editor had announced the end.</returns>
    public bool Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);

        // A stream of a process cannot be told to stop reading: the thread ends with its process.
        new Thread(ReadFrames) { IsBackground = true, Name = "messages" }.Start();
        try
        {
            while (true)
            {
                if (_frames.IsCompleted) return _isShutDown;
                if (_frames.TryTake(out var frame) || (_toCheck.Count == 0 && _frames.TryTake(out frame, Timeout.Infinite, stop.Token)))
                {
                    if (Take(frame, stop.Token)) return _isShutDown;
                }
                else if (_toCheck.Count > 0)
                {
                    CheckNext(stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            return _isShutDown;
        }
        catch (EditorGoneException)
        {
            return _isShutDown;
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _frames.Dispose();
    }

    private void ReadFrames()
    {
        var reader = new MessageReader(input);
        try
        {
            while (reader.Read() is { } frame)
            {
                NoteCancellation(frame);
                _frames.Add(frame);
                lock (_lock) _check?.Cancel();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The editor is gone.
        }

        try
        {
            _frames.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            // And so is the server.
        }
    }

    private void NoteCancellation(Frame frame)
    {
        // No other message is parsed here, and this one is short.
        if (frame.Body is not { Length: < 1024 } body || body.AsSpan().IndexOf("cancelRequest"u8) < 0) return;
        try
        {
            if (Message.Read(body) is not { Method: "$/cancelRequest", Parameters: var parameters }) return;
            var id = parameters.At("id");
            if (id.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)) return;
            lock (_lock)
            {
                _cancelled[id.GetRawText()] = true;
                if (_request?.Id == id.GetRawText()) _request.Value.Stop.Cancel();
            }
        }
        catch (RpcException)
        {
            // It is reported in its turn.
        }
    }

    // Whether the editor ends the server.
    private bool Take(Frame frame, CancellationToken cancellation)
    {
        Message message;
        try
        {
            message = frame.Body is { } body ? Message.Read(body) : throw new RpcException(RpcException.ParseError, frame.Problem!);
        }
        catch (RpcException exception)
        {
            Log(exception.Message);
            _writer.Fail(exception.Id, exception.Code, exception.Message);
            return false;
        }

        switch (message)
        {
            case { Method: "exit" }:
                return true;
            case { Method: null }:
                return false;
            case { Method: "$/cancelRequest" }:
                // The request was before it, and is answered.
                if (message.Parameters.At("id") is { ValueKind: not JsonValueKind.Undefined } id)
                    _cancelled.TryRemove(id.GetRawText(), out _);
                return false;
            case { Id: null }:
                TakeNotification(message);
                return false;
            default:
                TakeRequest(message, cancellation);
                return false;
        }
    }

    private void TakeNotification(Message message)
    {
        if (!_isInitialized || _isShutDown) return;
        try
        {
            Notified(message.Method!, message.Parameters);
        }
        catch (RpcException exception)
        {
            Log($"{message.Method}: {exception.Message}");
        }
        catch (Exception exception) when (IsMistake(exception))
        {
            Log($"{message.Method}: {exception}");
        }
    }

    private void TakeRequest(Message message, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var id = message.IdText!;
        bool isCancelled;
        lock (_lock)
        {
            isCancelled = _cancelled.TryRemove(id, out _);
            _request = (id, stop);
        }

        try
        {
            if (isCancelled) throw new RpcException(RpcException.Cancelled, "The request was cancelled.");
            if (!_isInitialized && message.Method != "initialize")
                throw new RpcException(RpcException.NotInitialized, "The first request is 'initialize'.");
            if (_isShutDown) throw new RpcException(RpcException.InvalidRequest, "The server is shut down.");
            _writer.Reply(message.Id, Answer(message.Method!, message.Parameters, stop.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _writer.Fail(message.Id, RpcException.Cancelled, "The request was cancelled.");
        }
        catch (RpcException exception)
        {
            _writer.Fail(message.Id, exception.Code, exception.Message);
        }
        catch (Exception exception) when (IsMistake(exception))
        {
            Log($"{message.Method}: {exception}");
            _writer.Fail(message.Id, RpcException.InternalError, $"{message.Method}: {exception.Message} Report this as an issue.");
        }
        finally
        {
            lock (_lock)
            {
                _request = null;
                _cancelled.TryRemove(id, out _);
            }
        }
    }

    private void Notified(string method, JsonElement parameters)
    {
        switch (method)
        {
            case "initialized":
                if (_watchesFiles) WatchFiles();
                break;
            case "textDocument/didOpen":
                var document = parameters.At("textDocument");
                var opened = _workspace.OpenFile(document.Text("uri"), document.Number("version"), document.Text("text"));
                PlanCheck(opened);
                break;
            case "textDocument/didChange":
                Change(parameters);
                break;
            case "textDocument/didClose":
                if (_workspace.Find(parameters.Text("textDocument", "uri")) is { } closed) Close(closed);
                break;
            case "textDocument/didSave" or "workspace/didChangeWatchedFiles":
                _workspace.Forget();
                foreach (var file in _workspace.Open) PlanCheck(file);
                break;
            default:
                // Notifications that a server does not know are not errors.
                break;
        }
    }

    private void Change(JsonElement parameters)
    {
        var uri = parameters.Text("textDocument", "uri");
        if (_workspace.Find(uri) is not { } file)
        {
            Log($"textDocument/didChange: {uri} is not open.");
            return;
        }

        foreach (var change in parameters.At("contentChanges").Items()) file.Change(change);
        if (parameters.At("textDocument", "version").ValueKind == JsonValueKind.Number)
            file.Version = parameters.Number("textDocument", "version");
        PlanCheck(file);
    }

    private void Close(QuizFile file)
    {
        _workspace.Close(file);
        foreach (var open in _workspace.Open.Where(open => _workspace.FamilyOf(open).Any(member => member.Path == file.Path)).ToList())
            PlanCheck(open);
        TakeBackClosed();
    }

    // Diagnostics of files that are neither open nor translations of an open one.
    private void TakeBackClosed()
    {
        HashSet<string> shown =
            [.. _workspace.Open.SelectMany(file => _workspace.TranslationsOf(file).Append(file)).Select(file => file.Uri)];
        foreach (var uri in _published.Where(uri => !shown.Contains(uri)).ToList())
        {
            _published.Remove(uri);
            _writer.Notify("textDocument/publishDiagnostics", new JsonObject { ["uri"] = uri, ["diagnostics"] = new JsonArray() });
        }
    }

    // A file and, behind it, its translations.
    private void PlanCheck(QuizFile file)
    {
        string[] paths = [file.Path, .. _workspace.TranslationPathsOf(file)];
        foreach (var path in paths.Where(path => !_toCheck.Contains(path, StringComparer.Ordinal))) _toCheck.Add(path);
    }

    // The check ends at the next message, and is made again behind it.
    private void CheckNext(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_lock) _check = stop;
        try
        {
            if (_frames.Count > 0) return;
            var path = _toCheck[0];
            if (_workspace.At(path) is { } file) Publish(file, stop.Token);
            _toCheck.Remove(path);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What was read until here is kept.
        }
        catch (Exception exception) when (IsMistake(exception))
        {
            Log($"{_toCheck[0]}: {exception}");
            _toCheck.RemoveAt(0);
        }
        finally
        {
            lock (_lock) _check = null;
        }
    }

    private void Publish(QuizFile file, CancellationToken cancellation)
    {
        var quiz = _workspace.Check(file, cancellation);
        var original = _workspace.OriginalOf(file);
        var headings = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        if (original is not null)
        {
            foreach (var question in _workspace.Check(original, cancellation).Outline.Questions.Where(question => question.Id is not null))
                headings.TryAdd(question.Id!, question.HeadingSpan);
        }

        var published = new JsonObject
        {
            ["uri"] = file.Uri,
            ["diagnostics"] = new JsonArray([.. quiz.Problems.Select(problem => Published.Diagnostic(file, problem, BesideIt(problem)))]),
        };
        if (file.Version is { } number) published["version"] = number;
        _published.Add(file.Uri);
        _writer.Notify("textDocument/publishDiagnostics", published);

        JsonObject? BesideIt(QuizDiagnostic problem) =>
            problem.OriginalQuestion is { } id && headings.TryGetValue(id, out var heading) ? original!.LocationOf(heading) : null;
    }

    private JsonNode? Answer(string method, JsonElement parameters, CancellationToken cancellation)
    {
        switch (method)
        {
            case "initialize":
                return Initialize(parameters);
            case "shutdown":
                _isShutDown = true;
                return null;
            case "codeAction/resolve":
                return _actions!.Resolve(parameters, cancellation);
        }

        if (!method.StartsWith("textDocument/", StringComparison.Ordinal))
            throw new RpcException(RpcException.MethodNotFound, $"There is no method '{method}'.");
        QuizFile File() => _workspace.Find(parameters.Text("textDocument", "uri"))
            ?? throw new RpcException(RpcException.InvalidParameters, $"{parameters.Text("textDocument", "uri")} is not open.");
        int Position() => File().PositionOf(parameters.At("position"));

        return method switch
        {
            "textDocument/completion" => Completion.At(File(), Position(), cancellation),
            "textDocument/hover" => Hover.At(File(), _workspace.Check(File(), cancellation), Position()),
            "textDocument/definition" => Ids.Definition(File(), Position(), cancellation),
            "textDocument/references" =>
                Ids.References(File(), Position(), parameters.IsTrue("context", "includeDeclaration"), cancellation),
            "textDocument/documentHighlight" => Ids.Highlights(File(), Position(), cancellation),
            "textDocument/prepareRename" => Ids.Prepare(File(), Position(), cancellation),
            "textDocument/rename" => EditOf(Ids.Rename(File(), Position(), parameters.Text("newName"), cancellation)),
            "textDocument/documentSymbol" => Structure.Symbols(File(), _workspace.Check(File(), cancellation).Outline, _hasSymbolTrees),
            "textDocument/foldingRange" => Structure.Folds(File(), _workspace.Check(File(), cancellation).Outline),
            "textDocument/codeAction" => _actions!.In(
                File(),
                File().SpanOf(parameters.At("range")),
                [.. parameters.At("context", "only").Items().Select(kind => kind.Text())],
                cancellation),
            "textDocument/formatting" => Format(File(), cancellation),
            _ => throw new RpcException(RpcException.MethodNotFound, $"There is no method '{method}'."),
        };
    }

    private JsonObject Initialize(JsonElement parameters)
    {
        if (_isInitialized) throw new RpcException(RpcException.InvalidRequest, "The server is initialized.");
        _isInitialized = true;
        var editor = parameters.At("capabilities");
        _hasDocumentChanges = editor.IsTrue("workspace", "workspaceEdit", "documentChanges");
        _watchesFiles = editor.IsTrue("workspace", "didChangeWatchedFiles", "dynamicRegistration");
        _hasSymbolTrees = editor.IsTrue("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport");
        var canResolve = editor.At("textDocument", "codeAction", "resolveSupport", "properties").Items()
            .Any(property => property is { ValueKind: JsonValueKind.String } && property.Text() == "edit");
        _actions = new CodeActions(_workspace, EditOf, canResolve);
        if (parameters.At("processId") is { ValueKind: JsonValueKind.Number } editorId) EndWith(editorId.Number());
        return new JsonObject
        {
            ["capabilities"] = new JsonObject
            {
                ["positionEncoding"] = "utf-16",
                ["textDocumentSync"] = new JsonObject { ["openClose"] = true, ["change"] = 2, ["save"] = true },
                ["completionProvider"] = new JsonObject { ["triggerCharacters"] = new JsonArray("\\", "{", " ", "=", ":", "\"", ",", "#") },
                ["hoverProvider"] = true,
                ["definitionProvider"] = true,
                ["referencesProvider"] = true,
                ["documentHighlightProvider"] = true,
                ["renameProvider"] = new JsonObject { ["prepareProvider"] = true },
                ["documentSymbolProvider"] = true,
                ["foldingRangeProvider"] = true,
                ["codeActionProvider"] = new JsonObject
                {
                    ["codeActionKinds"] = new JsonArray(CodeActions.QuickFix, CodeActions.FixAll),
                    ["resolveProvider"] = true,
                },
                ["documentFormattingProvider"] = true,
            },
            ["serverInfo"] = new JsonObject { ["name"] = "quizkit", ["version"] = version },
        };
    }

    // An editor that crashed says nothing. One that is not found runs in another container, and its stream ends with it.
    private void EndWith(int editorId)
    {
        try
        {
            var editor = Process.GetProcessById(editorId);
            _ = editor.WaitForExitAsync(CancellationToken.None).ContinueWith(
                _ =>
                {
                    editor.Dispose();
                    End();
                },
                TaskScheduler.Default);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            Log($"the process {editorId} of the editor is not found.");
        }
    }

    private void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The server has ended before its editor.
        }
    }

    // A linked file that comes or goes, a translation that another program writes.
    private void WatchFiles() => _writer.Ask("client/registerCapability", new JsonObject
    {
        ["registrations"] = new JsonArray(new JsonObject
        {
            ["id"] = "files",
            ["method"] = "workspace/didChangeWatchedFiles",
            ["registerOptions"] = new JsonObject
            {
                ["watchers"] = new JsonArray(new JsonObject { ["globPattern"] = "**/*.{quiz.md,png,jpg,gif,svg,webp}" }),
            },
        }),
    });

    // With the versions of the texts that are edited, where the editor takes them.
    private JsonObject EditOf(IReadOnlyDictionary<QuizFile, IReadOnlyList<TextEdit>> edits)
    {
        static JsonArray EditsOf(QuizFile file, IReadOnlyList<TextEdit> edits) => [.. edits.Select(file.EditOf)];

        if (_hasDocumentChanges)
        {
            return new JsonObject
            {
                ["documentChanges"] = new JsonArray(
                [
                    .. edits.Select(file => new JsonObject
                    {
                        ["textDocument"] = new JsonObject { ["uri"] = file.Key.Uri, ["version"] = file.Key.Version },
                        ["edits"] = EditsOf(file.Key, file.Value),
                    }),
                ]),
            };
        }

        var changes = new JsonObject();
        foreach (var (file, made) in edits) changes[file.Uri] = EditsOf(file, made);
        return new JsonObject { ["changes"] = changes };
    }

    // Null, so that nothing changes, where the quiz has errors: an editor that formats at each save would complain each time.
    private JsonArray? Format(QuizFile file, CancellationToken cancellation)
    {
        try
        {
            return FileFormat.Of(file.Input, path => _workspace.Bind(path, cancellation)) is { } format
                ? new JsonArray([.. format.Edits.Select(edit => file.EditOf(edit.Edit))])
                : null;
        }
        catch (ToolException exception)
        {
            throw new RpcException(RpcException.RequestFailed, exception.Message);
        }
    }

    // A mistake of this program costs one answer and not the server.
    private static bool IsMistake(Exception exception) =>
        exception is not (OutOfMemoryException or OperationCanceledException or EditorGoneException or RpcException);

    private void Log(string line) => log.WriteLine("quizkit language-server: " + line);
}
