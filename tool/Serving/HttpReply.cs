// A reply of the local server.

using System.Text;

namespace QuizKit.Tool.Serving;

/// <summary>A reply.</summary>
/// <param name="Status">The status code and its words.</param>
/// <param name="Type">The media type.</param>
/// <param name="Body">What is sent.</param>
internal sealed record HttpReply(string Status, string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>Further lines of the head, as names and values.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Writes what follows the head until the client or the server ends it; null for a reply with an end.</summary>
    public Func<Stream, CancellationToken, Task>? Stream { get; init; }

    public static HttpReply Html(string page, string policy) =>
        new("200 OK", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page)) { Headers = [("Content-Security-Policy", policy)] };

    public static HttpReply Text(string status, string text) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    public static HttpReply NotFound(string text) => Text("404 Not Found", text);
}
