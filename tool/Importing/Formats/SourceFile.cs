// A file of another product: its bytes, what it is, and the limits that keep a broken or hostile one from taking the machine.

using System.Text;
using System.Xml;
using System.Xml.Linq;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>A file that was read.</summary>
/// <param name="Path">Its path, as messages name it.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record SourceFile(string Path, byte[] Bytes)
{
    /// <summary>No larger file is read.</summary>
    public const long MaximumLength = 64L << 20;

    private const int MaximumDepth = 200;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file or the standard input.</summary>
    /// <exception cref="ToolException">It cannot be read, or is too large.</exception>
    public static SourceFile Read(string path, Func<Stream> openInput)
    {
        var isInput = path == FileSearch.StandardInput;
        var shown = isInput ? "stdin" : path;
        try
        {
            const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
            using var stream = isInput ? openInput() : new FileStream(path, FileMode.Open, FileAccess.Read, Shared);
            return new SourceFile(shown, ReadLimited(stream, MaximumLength)
                ?? throw ToolException.Unreadable(shown, $"it has more than {MaximumLength >> 20} MiB: split it."));
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            throw ToolException.Unreadable(shown, exception.Message);
        }
    }

    /// <summary>Reads a stream to its end; null where it is longer than a limit.</summary>
    public static byte[]? ReadLimited(Stream stream, long limit)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (bytes.Length + read > limit) return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>The text of a file in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="ToolException">It is in another encoding.</exception>
    public string Text()
    {
        var bytes = Bytes.AsSpan();
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            var text = Utf8.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? throw NotText() : text.ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            throw NotText();
        }

        ToolException NotText() => ToolException.Unreadable(Path, "it is not text in UTF-8: save it in that encoding.");
    }

    /// <summary>The document of an XML file, with the lines of its elements. Nothing outside of the file is read.</summary>
    /// <exception cref="ToolException">It is malformed, too deep, or has a document type declaration.</exception>
    public XDocument Xml()
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using (var depth = XmlReader.Create(new MemoryStream(Bytes), settings))
            {
                while (depth.Read())
                {
                    if (depth.Depth <= MaximumDepth) continue;
                    var place = (IXmlLineInfo)depth;
                    throw At(place.LineNumber, place.LinePosition, $"more than {MaximumDepth} elements are in each other here.");
                }
            }

            using var reader = XmlReader.Create(new MemoryStream(Bytes), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
        }
        catch (XmlException exception)
        {
            // The error of a declaration does not say where it is.
            var start = Bytes.AsSpan().IndexOf("<!DOCTYPE"u8);
            var message = "it is not well-formed XML: " + exception.Message.Split(" Line ")[0];
            if (exception.LineNumber > 0 || start < 0) throw At(exception.LineNumber, exception.LinePosition, message);
            var before = Encoding.Latin1.GetString(Bytes.AsSpan(0, start));
            throw At(
                before.Count(c => c == '\n') + 1,
                start - before.LastIndexOf('\n'),
                "a document type declaration is not read, because it can name other files and make the text grow: remove it.");
        }
    }

    /// <summary>An error at a place of the file.</summary>
    public ToolException At(int line, int column, string reason) =>
        ToolException.Unreadable(Path, $"line {line}, column {column}: {reason}");
}
