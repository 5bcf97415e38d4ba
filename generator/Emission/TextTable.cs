// The texts of a quiz in the generated code. A string literal lies in the assembly's heap of user strings, which holds 16 MB in
// all and then fails the build with CS8103. A large project packs its texts into constant arrays, which have no such limit.

using System.Globalization;
using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

/// <summary>Turns texts into expressions, and collects what those expressions need.</summary>
/// <param name="isPacked">Whether texts go into arrays; otherwise each is a literal where it is used.</param>
/// <param name="cancellation">What ends the work early.</param>
internal sealed class TextTable(bool isPacked, Cancellation cancellation)
{
    /// <summary>
    /// The number of characters in all quizzes of a project from which on texts are packed: a quarter of what the heap holds,
    /// so that the rest stays for the project's own strings. Smaller projects keep generated code that people can read.
    /// </summary>
    public const int PackedFrom = 2_000_000;

    private const int BytesPerElement = 8;

    // No id becomes a name that begins with an underscore.
    private const string ClassName = "_Texts";

    private readonly Dictionary<string, int> _offsets = new(System.StringComparer.Ordinal);
    private readonly List<byte> _bytes = [];
    private bool _isUsed;

    /// <summary>An expression for a text that goes into the arrays, or null for one that is written as a literal.</summary>
    public string? Find(string text)
    {
        // UTF-8 has no form for half a surrogate pair; such a text stays a literal.
        if (!isPacked || HasLoneSurrogate(text)) return null;
        _isUsed = true;
        return $"{ClassName}.At({Place(text)})";
    }

    private string Place(string text)
    {
        cancellation.Look();
        if (!_offsets.TryGetValue(text, out var offset))
        {
            offset = _bytes.Count;
            _offsets.Add(text, offset);
            _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        }

        var length = Encoding.UTF8.GetByteCount(text);
        return string.Format(CultureInfo.InvariantCulture, "{0}, {1}", offset, length);
    }

    /// <summary>Writes the nested class that the expressions refer to, where there are any.</summary>
    public void Write(CodeWriter code)
    {
        if (!_isUsed) return;
        code.Line(
            "// The texts in UTF-8, eight bytes to an element, the first in the lowest: "
            + "this project holds more text than string literals can.");
        code.Lines("""
            private static class _Texts
            {
                private static readonly ulong[] Packed = new ulong[]
                {
            """);
        code.Indent();
        code.Indent();
        var line = new StringBuilder();
        for (var i = 0; i < _bytes.Count; i += BytesPerElement)
        {
            cancellation.Look();
            ulong element = 0;
            for (var j = 0; j < BytesPerElement && i + j < _bytes.Count; j++) element |= (ulong)_bytes[i + j] << (8 * j);
            line.Append("0x").Append(element.ToString("x", CultureInfo.InvariantCulture)).Append(',');
            if (line.Length < 120 && i + BytesPerElement < _bytes.Count) continue;
            code.Line(line.ToString());
            line.Clear();
        }

        code.Unindent();
        code.Unindent();
        code.Lines("""
                };

                internal static string At(int offset, int length)
                {
                    byte[] bytes = new byte[length];
                    for (int i = 0; i < length; i++)
                    {
                        bytes[i] = unchecked((byte)(Packed[(offset + i) / 8] >> (8 * ((offset + i) % 8))));
                    }

                    return global::System.Text.Encoding.UTF8.GetString(bytes);
                }
            }

            """);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }

        return false;
    }
}
