// A stream for the serializer of JSON, whose bytes go on as text.

using System.Buffers;
using System.Text;

namespace QuizKit.GpuChecks.Reports;

/// <summary>Decodes the UTF-8 that is written to it, and hands the text on in pieces.</summary>
internal sealed class Utf8TextStream(TextWriter writer) : WriteOnlyStream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var text = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(buffer.Length));
        writer.Write(text.AsSpan(0, _decoder.GetChars(buffer, text, flush: false)));
        ArrayPool<char>.Shared.Return(text);
    }
}
