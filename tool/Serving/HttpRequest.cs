// A request to the local server: what it reads of HTTP/1.1 (RFC 9112), and no more.

using System.Text;

namespace QuizKit.Tool.Serving;

/// <summary>A request.</summary>
/// <param name="Method">The method, such as GET.</param>
/// <param name="Segments">The parts of the path between its slashes, decoded; null where one of them is not a name.</param>
/// <param name="Query">The keys of the query, decoded, each with its last value.</param>
/// <param name="Host">The name of the server that the client asked for, without a port.</param>
internal sealed record HttpRequest(
    string Method, IReadOnlyList<string>? Segments, IReadOnlyDictionary<string, string> Query, string Host)
{
    /// <summary>How many bytes a request may have.</summary>
    public const int MaximumLength = 16 << 10;

    /// <summary>Reads the head of a request, its empty line included; null where it is malformed.</summary>
    public static HttpRequest? Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        var start = lines[0].Split(' ');
        if (start is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"]) return null;
        if (target.Any(c => c is <= ' ' or >= '\x7F')) return null;
        string? host = null;
        foreach (var line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[..colon].Any(char.IsWhiteSpace)) return null;
            if (!line[..colon].Equals("Host", StringComparison.OrdinalIgnoreCase)) continue;
            if (host is not null) return null;
            host = line[(colon + 1)..].Trim();
        }

        if (host is null) return null;
        var parts = target.Split('#')[0].Split('?', 2);
        return new HttpRequest(method, SegmentsOf(parts[0]), QueryOf(parts.Length > 1 ? parts[1] : ""), NameOf(host));
    }

    // What is encoded is decoded once, after the path is divided, so that no encoded slash makes a part.
    private static List<string>? SegmentsOf(string path)
    {
        List<string> segments = [.. path[1..].Split('/').Select(Uri.UnescapeDataString)];
        if (segments is [""]) return [];
        return segments.TrueForAll(IsName) ? segments : null;
    }

    private static bool IsName(string segment) =>
        segment is not ("" or "." or "..") && segment.All(c => c is not ('/' or '\\' or ':') && !char.IsControl(c));

    private static Dictionary<string, string> QueryOf(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            values[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return values;
    }

    private static string NameOf(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
