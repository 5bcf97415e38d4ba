// Reads the messages of the Language Server Protocol from a stream: headers, an empty line, and so many bytes of JSON.

using System.Globalization;
using System.Text;

namespace QuizKit.Tool.LanguageServer;

/// <summary>What came in: a body, or why there is none.</summary>
/// <param name="Body">The bytes of the JSON; null where something is wrong.</param>
/// <param name="Problem">What is wrong; null where nothing is.</param>
internal readonly record struct Frame(byte[]? Body, string? Problem);

/// <summary>Reads one message after the other.</summary>
internal sealed class MessageReader(Stream input)
{
    /// <summary>The largest message, in bytes. The largest quiz has 4 million characters, of which JSON may write each as six.</summary>
    public const int MaximumLength = 64 << 20;

    private const int MaximumHeader = 4096;
    private const string Length = "Content-Length:";

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;

    /// <summary>Returns the next message, or null at the end of the stream. Behind what is not a message, it goes on at the next header.</summary>
    public Frame? Read()
    {
        long? length = null;
        string? problem = null;
        var hasHeader = false;
        while (true)
        {
            if (ReadLine() is not { } line) return null;
            if (line.Length > 0)
            {
                hasHeader = true;

                // Behind a message that is longer than it says, the rest of it stands before the next header.
                var start = line.LastIndexOf(Length, StringComparison.OrdinalIgnoreCase);
                if (start < 0) continue;
                var digits = line.AsSpan(start + Length.Length).Trim();
                length = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
                if (length is null) problem = $"'{line}' is not a length in bytes.";
                continue;
            }

            if (!hasHeader) continue;
            if (length is not { } count)
                return new Frame(null, problem ?? "A message begins with 'Content-Length: ' and its number of bytes.");
            if (count <= MaximumLength) return ReadBody((int)count) is { } body ? new Frame(body, null) : null;
            return Skip(count) ? new Frame(null, $"A message may have {MaximumLength} bytes at most, and this one has {count}.") : null;
        }
    }

    // A line without its end; of what is longer than any header, the end.
    private string? ReadLine()
    {
        var line = new StringBuilder();
        while (Fill())
        {
            var c = (char)_buffer[_next++];
            if (c == '\n') return line.ToString().TrimEnd('\r');
            line.Append(c);
            if (line.Length == 2 * MaximumHeader) line.Remove(0, MaximumHeader);
        }

        return null;
    }

    private byte[]? ReadBody(int length)
    {
        var body = new byte[length];
        for (var filled = 0; filled < length;)
        {
            if (!Fill()) return null;
            var count = Math.Min(_end - _next, length - filled);
            _buffer.AsSpan(_next, count).CopyTo(body.AsSpan(filled));
            _next += count;
            filled += count;
        }

        return body;
    }

    private bool Skip(long length)
    {
        while (length > 0)
        {
            if (!Fill()) return false;
            var count = (int)Math.Min(_end - _next, length);
            _next += count;
            length -= count;
        }

        return true;
    }

    private bool Fill()
    {
        if (_next < _end) return true;
        _next = 0;
        _end = input.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }
}
