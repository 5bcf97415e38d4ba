// The texts of a quiz in the generated code. A string literal lies in the assembly's heap of user strings, which holds 16 MB in
// all and then fails the build with CS8103. A large project packs its texts into constant arrays, which have no such limit.

using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace QuizKit.Generator.Emission;

/// <summary>Turns texts into expressions, and collects what those expressions need.</summary>
/// <param name="isPacked">Whether texts go into arrays; otherwise each is a literal where it is used.</param>
internal sealed class TextTable(bool isPacked)
{
    /// <summary>
    /// The number of characters in all quizzes of a project from which on texts are packed: an eighth of what the heap holds,
    /// so that the rest stays for the project's own strings. Smaller projects keep generated code that people can read.
    /// </summary>
    public const int PackedFrom = 1_000_000;

    private const int BytesPerElement = 8;

    private readonly Dictionary<string, int> _offsets = new(System.StringComparer.Ordinal);
    private readonly List<byte> _bytes = [];

    /// <summary>An expression for a text.</summary>
    public string Expression(string text)
    {
        // UTF-8 has no form for half a surrogate pair; such a text stays a literal.
        if (!isPacked || text.Length == 0 || HasLoneSurrogate(text)) return Literal.String(text);
        if (!_offsets.TryGetValue(text, out int offset))
        {
            offset = _bytes.Count;
            _offsets.Add(text, offset);
            _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        }

        int length = Encoding.UTF8.GetByteCount(text);
        return string.Format(CultureInfo.InvariantCulture, "Texts.At({0}, {1})", offset, length);
    }

    /// <summary>Writes the nested class that the expressions refer to, where there are any.</summary>
    public void Write(CodeWriter code)
    {
        if (_bytes.Count == 0) return;
        code.Line("// The texts in UTF-8, eight bytes to an element, the first in the lowest: this project holds more text than string literals can.");
        code.Open("private static class Texts");
        code.Open("private static readonly ulong[] Packed = new ulong[]");
        var line = new StringBuilder();
        for (var i = 0; i < _bytes.Count; i += BytesPerElement)
        {
            ulong element = 0;
            for (var j = 0; j < BytesPerElement && i + j < _bytes.Count; j++) element |= (ulong)_bytes[i + j] << (8 * j);
            line.Append("0x").Append(element.ToString("x", CultureInfo.InvariantCulture)).Append(',');
            if (line.Length < 120 && i + BytesPerElement < _bytes.Count) continue;
            code.Line(line.ToString());
            line.Clear();
        }

        code.Close(";");
        code.Line();
        code.Open("internal static string At(int offset, int length)");
        code.Line("byte[] bytes = new byte[length];");
        code.Open("for (int i = 0; i < length; i++)");
        code.Line("bytes[i] = unchecked((byte)(Packed[(offset + i) / 8] >> (8 * ((offset + i) % 8))));");
        code.Close();
        code.Line();
        code.Line("return global::System.Text.Encoding.UTF8.GetString(bytes);");
        code.Close();
        code.Close();
        code.Line();
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
