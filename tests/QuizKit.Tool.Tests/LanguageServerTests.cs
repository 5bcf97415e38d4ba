// quizkit language-server: its life, the bytes of the protocol, and the text of a file under edits.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuizKit.Tool.LanguageServer;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class LanguageServerTests
{
    internal const string Quiz =
        "---\nid: rivers\nlanguage: en\n---\n# Rivers\n\n## Question 1\n<!-- quiz: id=volga -->\n\nWhich is the longest?\n\n### Answer\n\nThe Volga.\n";

    private static readonly string[] Features =
    [
        "hoverProvider", "definitionProvider", "referencesProvider", "documentHighlightProvider", "documentSymbolProvider",
        "foldingRangeProvider", "documentFormattingProvider",
    ];

    [Fact]
    public void The_server_says_what_it_can_do()
    {
        using var session = new EditorSession();

        var result = session.Ask("initialize", """{ "processId": null, "capabilities": {} }""")!;

        var can = result["capabilities"]!;
        Assert.Equal("quizkit", result["serverInfo"]!["name"]!.GetValue<string>());
        Assert.Equal("utf-16", can["positionEncoding"]!.GetValue<string>());
        Assert.Equal(2, can["textDocumentSync"]!["change"]!.GetValue<int>());
        Assert.All(
            Features,
            feature => Assert.True(can[feature]!.GetValue<bool>()));
    }

    [Fact]
    public void An_announced_end_is_a_success_and_any_other_is_not()
    {
        using var polite = EditorSession.Start();
        Assert.Null(polite.Ask("shutdown", "null"));
        Assert.Equal(-32600, polite.ErrorOf("textDocument/hover", "{}"));
        polite.Notify("exit", "null");
        Assert.Equal(0, polite.WaitForEnd());

        using var sudden = EditorSession.Start();
        sudden.Notify("exit", "null");
        Assert.Equal(1, sudden.WaitForEnd());

        using var gone = EditorSession.Start();
        Assert.Equal(1, gone.EndOfInput());
    }

    [Fact]
    public void The_server_ends_with_the_process_of_its_editor()
    {
        // A process that waits for its input, as an editor waits for its user.
        var start = new ProcessStartInfo("dotnet", [typeof(QuizLanguageServer).Assembly.Location, "language-server"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var editor = Process.Start(start)!;
        using var session = new EditorSession();
        session.Ask("initialize", $$"""{ "processId": {{editor.Id.ToString(CultureInfo.InvariantCulture)}}, "capabilities": {} }""");

        editor.Kill();

        Assert.Equal(1, session.WaitForEnd());
    }

    [Fact]
    public void The_server_ends_when_nobody_reads_what_it_writes()
    {
        using var input = new MemoryStream("Content-Length: 31\r\n\r\n{\"id\":1,\"method\":\"initialize\"} "u8.ToArray());
        using var output = new StreamWriter(Stream.Null);
        using var log = new StringWriter();
        output.Dispose();
        using var server = new QuizLanguageServer(input, output, log, "1.0");

        Assert.False(server.Run(CancellationToken.None));
        Assert.Empty(log.ToString());
    }

    [Fact]
    public void An_editor_that_is_not_found_does_not_end_the_server()
    {
        using var session = new EditorSession();

        session.Ask("initialize", """{ "processId": 2147483646, "capabilities": {} }""");

        Assert.Null(session.Ask("shutdown", "null"));
        Assert.Contains("2147483646", session.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_does_not_know_is_an_error_or_ignored()
    {
        using var session = new EditorSession();
        Assert.Equal(-32002, session.ErrorOf("textDocument/hover", "{}"));
        session.Ask("initialize", """{ "capabilities": {} }""");

        session.Notify("$/setTrace", """{ "value": "off" }""");
        session.Notify("workspace/didDreamOf", "{}");
        Assert.Equal(-32601, session.ErrorOf("workspace/dream", "{}"));
        Assert.Equal(-32601, session.ErrorOf("textDocument/dream", "{}"));
        Assert.Equal(-32600, session.ErrorOf("initialize", "{}"));
        Assert.Equal(-32602, session.ErrorOf("textDocument/hover", """{ "textDocument": { "uri": "file:///not-open" } }"""));
        Assert.Equal(-32602, session.ErrorOf("textDocument/hover", "[]"));
        session.Notify("textDocument/didChange", """{ "textDocument": { "uri": "file:///not-open", "version": 2 }, "contentChanges": [] }""");
        session.Notify("textDocument/didChange", "7");

        Assert.Null(session.Ask("shutdown", "null"));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\n{ no }", -32700)]
    [InlineData("Content-Length: 2\r\n\r\n[]", -32600)]
    [InlineData("Content-Length: 4\r\n\r\nnull", -32600)]
    [InlineData("Content-Length: 2\r\n\r\n{}", -32600)]
    [InlineData("Content-Length: many\r\n\r\n", -32700)]
    [InlineData("Content-Length: -1\r\n\r\n", -32700)]
    [InlineData("Content-Type: none\r\n\r\n", -32700)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", -32700)]
    public void Behind_what_is_not_a_message_the_server_goes_on(string bytes, int code)
    {
        using var session = EditorSession.Start();

        session.SendBytes(Encoding.UTF8.GetBytes(bytes));

        Assert.Equal(code, session.Next(message => message["error"] is not null)["error"]!["code"]!.GetValue<int>());
        Assert.Null(session.Ask("shutdown", "null"));
    }

    [Fact]
    public void A_message_larger_than_any_quiz_is_left_out()
    {
        using var session = EditorSession.Start();
        const int Length = MessageReader.MaximumLength + 1;

        session.SendBytes(Encoding.UTF8.GetBytes($"Content-Length: {Length}\r\n\r\n"));
        var part = new byte[1 << 20];
        for (var left = Length; left > 0; left -= part.Length) session.SendBytes(part.AsSpan(0, Math.Min(left, part.Length)));

        Assert.Equal(-32700, session.Next(message => message["error"] is not null)["error"]!["code"]!.GetValue<int>());
        Assert.Null(session.Ask("shutdown", "null"));
    }

    [Fact]
    public void Bytes_come_in_pieces_and_headers_in_any_case()
    {
        using var session = EditorSession.Start();
        var body = """{"jsonrpc":"2.0","id":"ä","method":"shutdown"}"""u8.ToArray();

        foreach (var b in Encoding.UTF8.GetBytes($"\r\ncontent-type: x\r\ncontent-length:{body.Length}\r\n\r\n")) session.SendBytes([b]);
        foreach (var b in body) session.SendBytes([b]);

        Assert.Equal("ä", session.Next(message => message["id"]?.ToString() == "ä")["id"]!.GetValue<string>());
    }

    [Fact]
    public void A_request_that_was_cancelled_in_time_is_not_worked_on()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var uri = session.Open(workplace.PathOf("a.quiz.md"), Quiz);
        session.Diagnostics(uri);
        int id;
        using (session.Hold())
        {
            session.Send("no/such", "{}");
            id = session.Send("textDocument/hover", $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": { "line": 6, "character": 0 } }""");
            session.Notify("$/cancelRequest", $$"""{ "id": {{id.ToString(CultureInfo.InvariantCulture)}} }""");
            session.WaitUntilRead();
        }

        Assert.Equal(-32800, session.ReplyTo(id)["error"]!["code"]!.GetValue<int>());

        // Whoever cancels what was answered already gets no second answer, and the next request is not that one.
        session.Notify("$/cancelRequest", $$"""{ "id": {{id.ToString(CultureInfo.InvariantCulture)}} }""");
        Assert.Null(session.Ask("shutdown", "null"));
    }

    [Fact]
    public void Only_the_last_of_several_waiting_edits_is_checked()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var uri = session.Open(workplace.PathOf("a.quiz.md"), Quiz);
        session.Diagnostics(uri, 1);
        using (session.Hold())
        {
            session.Send("no/such", "{}");
            for (var version = 2; version <= 9; version++) session.Change(uri, version, Quiz + new string('x', version));
            session.WaitUntilRead();
        }

        var next = session.Next(message => message["method"]?.GetValue<string>() == "textDocument/publishDiagnostics");
        Assert.Equal(9, next["params"]!["version"]!.GetValue<int>());
    }

    [Fact]
    public void A_text_follows_its_edits()
    {
        // Line breaks of each kind and of none, letters of one, two and three bytes, pairs of surrogates and half of one.
        string[] pieces = ["a", "ä", "水", "😀", "\n", "\r\n", "\r", "\u2028", "\u0085", "$", "<!-- note: a -->", "", "words and words"];
        var random = new Random(5);
        for (var run = 0; run < 200; run++)
        {
            var text = (run % 3 == 0 ? "\uFEFF" : "") + Quiz.ReplaceLineEndings(run % 2 == 0 ? "\n" : "\r\n");
            var file = new QuizFile("file:///a.quiz.md", "/a.quiz.md", isSaved: true);
            file.Replace(text);
            for (var edit = 0; edit < 20; edit++)
            {
                int[] ends = [.. new[] { random.Next(text.Length + 1), random.Next(text.Length + 1) }.Order()];
                if (ends.Any(end => end > 0 && end < text.Length && text[end - 1] == '\r' && text[end] == '\n')) continue;
                var piece = pieces[random.Next(pieces.Length)];
                var change = new JsonObject
                {
                    ["range"] = new JsonObject { ["start"] = Place(text, ends[0]), ["end"] = Place(text, ends[1]) },
                    ["text"] = piece,
                };

                file.Change(JsonSerializer.SerializeToElement(change));
                text = text[..ends[0]] + piece + text[ends[1]..];

                Assert.Equal(text.TrimStart('\uFEFF'), file.Source.ToString());
            }
        }
    }

    [Theory]
    [InlineData(0, 2, 0, 99, "a\nb\n", "a!\nb\n")]
    [InlineData(7, 0, 9, 9, "a\nb\n", "a\nb\n!")]
    [InlineData(1, 1, 0, 1, "a\nb\n", "a!\n")]
    [InlineData(0, 0, 4294967296, 0, "a\nb\n", "!")]
    [InlineData(-1, -5, 0, 1, "a\nb\n", "!\nb\n")]
    public void An_edit_outside_of_the_text_is_one_at_its_nearest_place(
        long startLine, long start, long endLine, long end, string before, string after)
    {
        var file = new QuizFile("file:///a.quiz.md", "/a.quiz.md", isSaved: true);
        file.Replace(before);
        var range = $$"""{ "start": { "line": {{startLine}}, "character": {{start}} }, "end": { "line": {{endLine}}, "character": {{end}} } }""";

        using var change = JsonDocument.Parse($$"""{ "range": {{range}}, "text": "!" }""");
        file.Change(change.RootElement);

        Assert.Equal(after, file.Source.ToString());
    }

    [Fact]
    public void Half_of_a_surrogate_pair_keeps_its_place()
    {
        var file = new QuizFile("file:///a.quiz.md", "/a.quiz.md", isSaved: true);
        using var whole = JsonDocument.Parse("""{ "text": "a\ud83d\n\"b\u00e4\"" }""");
        file.Change(whole.RootElement);
        using var rest = JsonDocument.Parse(
            """{ "range": { "start": { "line": 0, "character": 2 }, "end": { "line": 0, "character": 2 } }, "text": "\ude00" }""");
        file.Change(rest.RootElement);

        Assert.Equal("a😀\n\"bä\"", file.Source.ToString());
    }

    [Fact]
    public async Task The_process_speaks_the_protocol_and_nothing_else()
    {
        using var workplace = new Workplace();
        var start = new ProcessStartInfo("dotnet", [typeof(QuizLanguageServer).Assembly.Location, "language-server", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var server = Process.Start(start)!;
        var uri = new Uri(workplace.PathOf("ä b.quiz.md")).AbsoluteUri;
        var text = JsonSerializer.Serialize(Quiz.Replace("language", "langauge", StringComparison.Ordinal));
        var opened = $$"""{ "textDocument": { "uri": "{{uri}}", "version": 1, "text": {{text}} } }""";
        string[] bodies =
        [
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"capabilities":{}}}""",
            """{"jsonrpc":"2.0","method":"initialized","params":{}}""",
            $$"""{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{opened}} }""",
        ];
        foreach (var body in bodies)
        {
            await server.StandardInput.WriteAsync($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
            await server.StandardInput.FlushAsync();
        }

        using var output = new FrameSink();
        var buffer = new byte[4096];
        JsonNode? diagnostics = null;
        while (diagnostics is null)
        {
            var read = await server.StandardOutput.BaseStream.ReadAsync(buffer).AsTask().WaitAsync(RunningTool.Limit);
            Assert.NotEqual(0, read);
            output.Write(buffer, 0, read);
            while (output.TryNext() is { } message)
                if (message["method"]?.GetValue<string>() == "textDocument/publishDiagnostics") diagnostics = message["params"];
        }

        Assert.Equal(uri, diagnostics["uri"]!.GetValue<string>());
        Assert.Equal("QK0004", diagnostics["diagnostics"]![0]!["code"]!.GetValue<string>());
        server.StandardInput.Close();
        await server.WaitForExitAsync().WaitAsync(RunningTool.Limit);
        Assert.Equal(1, server.ExitCode);
    }

    // Counted in another way than the server does.
    private static JsonObject Place(string text, int position)
    {
        var lines = text[..position].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        return new JsonObject { ["line"] = lines.Length - 1, ["character"] = lines[^1].Length };
    }
}
