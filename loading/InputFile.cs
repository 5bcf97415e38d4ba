// A file as the compiler of C# reads it: its text, and the encoding that its bytes were decoded with.

using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Loading;

/// <summary>A file and its text.</summary>
/// <param name="Path">The path as it was given, or as it was found below a folder that was given.</param>
/// <param name="Text">The text, without a byte order mark.</param>
/// <param name="HasByteOrderMark">Whether the file begins with the byte order mark of UTF-8.</param>
internal sealed record InputFile(string Path, SourceText Text, bool HasByteOrderMark)
{
    // A quiz has at most 4 million characters: no larger file is worth the memory.
    private const long MaximumLength = 256L << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="QuizFileException">It cannot be read.</exception>
    public static InputFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(path, stream);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw new QuizFileException(path, exception);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="QuizFileException">It is too long.</exception>
    public static InputFile Read(string path, Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (bytes.Length + read > MaximumLength) throw new QuizFileException(path, "it has more than 256 MiB.");
            bytes.Write(buffer, 0, read);
        }

        return Decode(path, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    // Paths that no file system takes are the argument errors among these.
    private static bool IsFileFailure(Exception exception) =>
        exception is (IOException and not QuizFileException) or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    // A mark decides; otherwise it is UTF-8 or, as for the compiler, an encoding of single bytes, which the check of encodings refuses.
    private static InputFile Decode(string path, ReadOnlySpan<byte> bytes)
    {
        Encoding[] marked = [Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (var encoding in marked)
        {
            if (!bytes.StartsWith(encoding.Preamble)) continue;
            return new InputFile(path, new SourceText(encoding.GetString(bytes[2..]), encoding), HasByteOrderMark: false);
        }

        var hasMark = bytes.StartsWith(Encoding.UTF8.Preamble);
        if (hasMark) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return new InputFile(path, new SourceText(Utf8.GetString(bytes), Utf8), hasMark);
        }
        catch (DecoderFallbackException)
        {
            return new InputFile(path, new SourceText(Encoding.Latin1.GetString(bytes), Encoding.Latin1), HasByteOrderMark: false);
        }
    }
}
