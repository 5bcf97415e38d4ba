// quizkit preview: what its server answers, and to whom; what an open page is told.

using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class PreviewTests : IDisposable
{
    private const string Right = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=why -->\n\nWhy is it so?\n\n### Answer\n\nSo it is.\n";
    private const string Wrong = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=why -->\n\nWhy is $x <b>?\n\n### Answer\n\nSo it is.\n";

    private readonly Workplace _here = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = RunningTool.Limit };

    public void Dispose()
    {
        _client.Dispose();
        _here.Dispose();
    }

    [Fact]
    public async Task A_file_is_shown_and_Ctrl_C_ends_the_preview_with_exit_code_130()
    {
        using var tool = Preview(_here.Write("a.quiz.md", Right), out var address);

        Assert.StartsWith("1 quiz. ", tool.NextError(), StringComparison.Ordinal);
        using var start = await _client.GetAsync(address);
        Assert.Equal(HttpStatusCode.Found, start.StatusCode);
        Assert.Equal("/a.quiz.md", start.Headers.Location!.OriginalString);
        var page = await _client.GetStringAsync(address + "a.quiz.md");
        Assert.Contains("<p>Why is it so?</p>", page, StringComparison.Ordinal);
        Assert.Contains("No problem", page, StringComparison.Ordinal);
        Assert.Equal(130, tool.Stop());
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync(address));
    }

    [Fact]
    public async Task A_problem_stands_at_its_place_above_the_last_version_without_errors()
    {
        var path = _here.Write("a.quiz.md", Right);
        using var tool = Preview(path, out var address);
        using var events = await Events(address);
        _here.Write("a.quiz.md", Wrong);
        await NextEvent(events);

        var page = await PageWith(address, events, "2 errors");

        Assert.Contains("<a href=\"#why\">a.quiz.md(10,8)</a>: <strong>error QK0022</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<mark>$</mark>x &lt;b&gt;?", page, StringComparison.Ordinal);
        Assert.Contains("Below stands the last version without errors.", page, StringComparison.Ordinal);
        Assert.Contains("<p>Why is it so?</p>", page, StringComparison.Ordinal);
        var article = page[page.IndexOf("<article id=\"why\"", StringComparison.Ordinal)..];
        Assert.StartsWith("a.quiz.md(10,8): ", article[(article.IndexOf("<li>", StringComparison.Ordinal) + 4)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiz_that_was_never_right_has_a_page_of_its_problems()
    {
        using var tool = Preview(_here.Write("a.quiz.md", Wrong), out var address);

        var page = await _client.GetStringAsync(address + "a.quiz.md");

        Assert.Contains("error QK0022", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<article", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_save_is_reported_whether_it_writes_the_file_or_replaces_it_and_so_is_a_file_that_goes_and_comes_back()
    {
        var path = _here.Write("a.quiz.md", Right);
        using var tool = Preview(path, out var address);
        using var events = await Events(address);

        _here.Write("a.quiz.md", Right.Replace("so?", "so (written)?", StringComparison.Ordinal));
        await PageWith(address, events, "so (written)?");
        File.Move(_here.Write("a.quiz.md~", Right.Replace("so?", "so (renamed)?", StringComparison.Ordinal)), path, overwrite: true);
        await PageWith(address, events, "so (renamed)?");
        File.Delete(path);
        var gone = await PageWith(address, events, "cannot read");
        Assert.Contains("so (renamed)?", gone, StringComparison.Ordinal);
        _here.Write("a.quiz.md", Right);
        await PageWith(address, events, "<p>Why is it so?</p>");
    }

    [Fact]
    public async Task Pictures_and_translations_count_as_the_quiz()
    {
        var path = _here.Write("a.quiz.md", Right.Replace("Why is it so?", "Why ![it](img/it.png)?", StringComparison.Ordinal));
        using var tool = Preview(path, out var address);
        using var events = await Events(address);
        Assert.Contains("QK0033", await _client.GetStringAsync(address + "a.quiz.md"), StringComparison.Ordinal);

        _here.Write("img/it.png", [1, 2, 3]);
        var page = await PageWith(address, events, "No problem");
        Assert.Matches("<img src=\"img/it.png\\?[0-9]+\" alt=\"it\">", page);
        using var picture = await _client.GetAsync(address + "img/it.png?1");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.ToString());
        Assert.Equal([1, 2, 3], await picture.Content.ReadAsByteArrayAsync());

        _here.Write("a.de.quiz.md", "---\nlanguage: de\n---\n# Titel\n");
        await PageWith(address, events, "href=\"/a.quiz.md?lang=de\"");
        var german = await _client.GetStringAsync(address + "a.quiz.md?lang=de");
        Assert.Contains("<h1>Titel</h1>", german, StringComparison.Ordinal);
        _here.Write("a.de.quiz.md", "---\nlanguage: de\n---\n# Titel\n\n# Noch einer\n");
        await PageWith(address, events, "1 error");
        Assert.Contains("<h1>Titel</h1>", await _client.GetStringAsync(address + "a.quiz.md?lang=de"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_has_a_list_to_which_new_files_come()
    {
        _here.Write("one.quiz.md", Right);
        _here.Write("deep/two.quiz.md", Right.Replace("id: a", "id: b", StringComparison.Ordinal).Replace("# A\n", "# B <\n", StringComparison.Ordinal));
        using var tool = Preview(_here.Folder, out var address);
        using var events = await Events(address);

        var list = await _client.GetStringAsync(address);
        Assert.Contains("<a href=\"/deep/two.quiz.md\" lang=\"en\" dir=\"ltr\">B &lt;</a>", list, StringComparison.Ordinal);
        _here.Write("three.quiz.md", Right.Replace("id: a", "id: c", StringComparison.Ordinal));
        while (!(await _client.GetStringAsync(address)).Contains("/three.quiz.md", StringComparison.Ordinal)) await NextEvent(events);
        Assert.Contains("All quizzes", await _client.GetStringAsync(address + "three.quiz.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_two_folders_keep_their_pictures_apart()
    {
        foreach (var name in new[] { "x", "y" })
        {
            _here.Write($"{name}/a.quiz.md", Right);
            _here.Write($"{name}/it.png", Encoding.UTF8.GetBytes(name));
        }

        using var tool = new RunningTool("preview", _here.PathOf("x/a.quiz.md"), _here.PathOf("y/a.quiz.md"), "--port", "0");
        var address = tool.NextLine();

        Assert.Equal("x", await _client.GetStringAsync(address + "1/it.png"));
        Assert.Equal("y", await _client.GetStringAsync(address + "2/it.png"));
        Assert.Contains("Why is it so?", await _client.GetStringAsync(address + "2/a.quiz.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_stands_for_its_files()
    {
        _here.Write("x/a.quiz.md", Right);
        using var tool = Preview(_here.PathOf("*/a.quiz.md"), out var address);

        Assert.Contains("Why is it so?", await _client.GetStringAsync(address + "a.quiz.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_views_show_the_answers_at_the_end_or_not_at_all()
    {
        using var tool = Preview(_here.Write("a.quiz.md", Right), out var address);

        var print = await _client.GetStringAsync(address + "a.quiz.md?print");
        var questions = await _client.GetStringAsync(address + "a.quiz.md?print=questions");

        Assert.Contains("<style media=\"all\">", print, StringComparison.Ordinal);
        Assert.Contains("<section class=\"sheet\"", print, StringComparison.Ordinal);
        Assert.Contains("<style media=\"all\">", questions, StringComparison.Ordinal);
        Assert.DoesNotContain("<section class=\"sheet\"", questions, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../secret.png")]
    [InlineData("/%2e%2e/secret.png")]
    [InlineData("/%2E%2E%2Fsecret.png")]
    [InlineData("/..%5csecret.png")]
    [InlineData("/img/../../secret.png")]
    [InlineData("/./it.png")]
    [InlineData("//it.png")]
    [InlineData("/%252e%252e/secret.png")]
    [InlineData("/link.png")]
    [InlineData("/linked/secret.png")]
    [InlineData("/round.png")]
    [InlineData("/it.png%00.txt")]
    [InlineData("/notes.txt")]
    [InlineData("/img")]
    [InlineData("/C:/it.png")]
    public void Nothing_outside_of_the_folder_is_served_and_nothing_but_pictures(string path)
    {
        _here.Write("secret.png", "secret");
        _here.Write("quiz/img/x.txt", "secret");
        _here.Write("quiz/notes.txt", "secret");
        _here.Write("quiz/it.png", "a picture");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_here.PathOf("quiz/link.png"), _here.PathOf("secret.png"));
            File.CreateSymbolicLink(_here.PathOf("quiz/linked"), "..");
            File.CreateSymbolicLink(_here.PathOf("quiz/round.png"), "round.png");
            File.CreateSymbolicLink(_here.PathOf("quiz/inside.png"), "it.png");
        }

        using var tool = Preview(_here.Write("quiz/a.quiz.md", Right), out var address);

        var reply = Send(address, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reply, StringComparison.Ordinal);
        Assert.EndsWith("a picture", Send(address, "GET /it.png HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.EndsWith("a picture", Send(address, "GET /inside.png HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("403", "GET /a.quiz.md HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("403", "GET /-/events HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\n\r\n")]
    [InlineData("200", "GET /a.quiz.md HTTP/1.1\r\nhost: LocalHost:1\r\n\r\n")]
    [InlineData("400", "GET /a.quiz.md HTTP/1.1\r\n\r\n")]
    [InlineData("400", "GET /a.quiz.md HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("400", "GET http://evil.example/a.quiz.md HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("400", "GET /a.quiz.md HTTP/2\r\nHost: localhost\r\n\r\n")]
    [InlineData("400", "nonsense\r\n\r\n")]
    [InlineData("405", "POST /a.quiz.md HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("404", "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public void Requests_are_refused_that_no_browser_of_this_machine_sends(string expected, string request)
    {
        using var tool = Preview(_here.Write("a.quiz.md", Right), out var address);

        Assert.StartsWith($"HTTP/1.1 {expected} ", Send(address, request), StringComparison.Ordinal);
        var tooLong = Send(address, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + new string('x', 20_000));
        Assert.True(tooLong.Length == 0 || tooLong.StartsWith("HTTP/1.1 431 ", StringComparison.Ordinal));
        var head = Send(address, "HEAD /a.quiz.md HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_machines_find_no_server()
    {
        using var tool = Preview(_here.Write("a.quiz.md", Right), out var address);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

        Assert.Equal("127.0.0.1", new Uri(address).Host);
        Assert.ThrowsAny<SocketException>(() => socket.Connect(IPAddress.Parse("127.0.0.2"), new Uri(address).Port));
    }

    [Fact]
    public void A_port_that_is_taken_is_one_line_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = Workplace.Run("preview", _here.Write("a.quiz.md", Right), "--port", $"{port}");

        Assert.Equal(
            new ToolRun(2, "", $"quizkit: --port: cannot open port {port}: another program uses it. Choose another, or leave --port out for a free one.\n"),
            run);
    }

    [Theory]
    [InlineData("quizkit: --port: 'http' is not a port: write a number from 1 to 65535, or 0 for a free one.", "a.quiz.md", "--port", "http")]
    [InlineData("quizkit: --port: '65536' is not a port", "a.quiz.md", "--port", "65536")]
    [InlineData("quizkit: cannot read 'nowhere.quiz.md': there is no such file or folder.", "nowhere.quiz.md")]
    [InlineData("quizkit: `quizkit preview` shows files and folders", "-")]
    public void Bad_usage_is_one_line(string expected, params string[] args)
    {
        var run = Workplace.Run(["preview", .. args]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
    }

    private static RunningTool Preview(string path, out string address)
    {
        var tool = new RunningTool("preview", path, "--port", "0");
        address = tool.NextLine();
        return tool;
    }

    private static string Send(string address, string request)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, new Uri(address).Port);
        var stream = client.GetStream();
        stream.ReadTimeout = (int)RunningTool.Limit.TotalMilliseconds;
        using var reply = new MemoryStream();
        try
        {
            stream.Write(Encoding.ASCII.GetBytes(request));
            stream.CopyTo(reply);
        }
        catch (IOException)
        {
            // The server has closed the connection before it read everything.
        }

        return Encoding.UTF8.GetString(reply.ToArray());
    }

    // A page as a browser shows it: it asks again at each event.
    private async Task<string> PageWith(string address, StreamReader events, string words)
    {
        while (true)
        {
            var page = await _client.GetStringAsync(address + "a.quiz.md");
            if (page.Contains(words, StringComparison.Ordinal)) return page;
            await NextEvent(events);
        }
    }

    private async Task<StreamReader> Events(string address)
    {
        var events = new StreamReader(await _client.GetStreamAsync(address + "-/events"));
        await NextEvent(events);
        return events;
    }

    private static async Task NextEvent(StreamReader events)
    {
        using var limit = new CancellationTokenSource(RunningTool.Limit);
        string? line;
        do line = await events.ReadLineAsync(limit.Token);
        while (line?.StartsWith("data: ", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
    }
}
