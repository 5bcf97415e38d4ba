// A web server for the browsers of this machine. It listens on 127.0.0.1 alone, answers GET and HEAD, and closes each connection after its
// reply. ASP.NET is a second framework, which many machines with .NET lack; HttpListener is a driver with its own rights on Windows.

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuizKit.Tool.Serving;

/// <summary>Serves until it is cancelled.</summary>
internal sealed class LocalServer : IDisposable
{
    private const int MaximumConnections = 256;

    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Respite = TimeSpan.FromMilliseconds(50);

    // A page elsewhere whose name leads to 127.0.0.1 sends its own name. Ports may differ: a tunnel has another one.
    private static readonly string[] Names = ["127.0.0.1", "localhost"];

    private readonly TcpListener _listener;
    private readonly Func<HttpRequest, HttpReply> _answer;

    /// <summary>Opens the port.</summary>
    /// <param name="port">The port; 0 for one that is free.</param>
    /// <param name="answer">Answers a request; several threads call it.</param>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public LocalServer(int port, Func<HttpRequest, HttpReply> answer)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, port);
        if (OperatingSystem.IsWindows()) _listener.ExclusiveAddressUse = true;
        _listener.Start(MaximumConnections);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers requests until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var free = new SemaphoreSlim(MaximumConnections);
        var open = new List<Task>();
        try
        {
            while (true)
            {
                await free.WaitAsync(cancellation).ConfigureAwait(false);
                try
                {
                    var client = await _listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
                    open.RemoveAll(task => task.IsCompleted);
                    open.Add(Serve(client, free, cancellation));
                }
                catch (SocketException)
                {
                    // The client has gone before it was accepted, or the system has no more files to open for now.
                    free.Release();
                    await Task.Delay(Respite, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open).ConfigureAwait(false);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task Serve(TcpClient client, SemaphoreSlim free, CancellationToken cancellation)
    {
        // The caller goes on to the next client.
        await Task.Yield();
        try
        {
            using (client)
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                await using (stream.ConfigureAwait(false)) await Reply(stream, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or was too slow, or the server ends.
        }
        finally
        {
            free.Release();
        }
    }

    private async Task Reply(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new byte[HttpRequest.MaximumLength];
        var length = 0;
        int end;
        using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            timeout.CancelAfter(HeadTimeout);
            while ((end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0 && length < head.Length)
            {
                var read = await stream.ReadAsync(head.AsMemory(length), timeout.Token).ConfigureAwait(false);
                if (read == 0) return;
                length += read;
            }
        }

        var request = end < 0 ? null : HttpRequest.Parse(head.AsSpan(0, end + 4));
        var reply = end < 0 ? HttpReply.Text("431 Request Header Fields Too Large", "The request is too long.") : Answer(request);
        var lines = new StringBuilder("HTTP/1.1 ").Append(reply.Status).Append("\r\n");
        List<(string Name, string Value)> headers =
        [
            ("Content-Type", reply.Type),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            .. reply.Headers,
        ];
        if (reply.Stream is null) headers.Add(("Content-Length", $"{reply.Body.Length}"));
        foreach ((var name, var value) in headers) lines.Append(name).Append(": ").Append(value).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(lines.Append("\r\n").ToString()), cancellation).ConfigureAwait(false);
        if (request?.Method == "HEAD") return;
        await stream.WriteAsync(reply.Body, cancellation).ConfigureAwait(false);
        if (reply.Stream is not null) await reply.Stream(stream, cancellation).ConfigureAwait(false);
    }

    private HttpReply Answer(HttpRequest? request)
    {
        if (request is null) return HttpReply.Text("400 Bad Request", "The request is malformed.");
        if (!Names.Contains(request.Host, StringComparer.OrdinalIgnoreCase))
            return HttpReply.Text("403 Forbidden", $"This server answers at http://127.0.0.1:{Port} only.");
        if (request.Method is not ("GET" or "HEAD"))
            return HttpReply.Text("405 Method Not Allowed", "This server only shows pages.") with { Headers = [("Allow", "GET, HEAD")] };
        try
        {
            return _answer(request);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A mistake of this tool costs one reply.
            return HttpReply.Text("500 Internal Server Error", $"{exception.GetType()}: {exception.Message}");
        }
    }
}
