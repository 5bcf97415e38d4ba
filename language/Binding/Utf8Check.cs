// Finds the place where a quiz file stops being UTF-8. The compiler does not report it: on Windows it decodes such a file with the
// system's own encoding, elsewhere with replacement characters.

using System.Text;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

internal static class Utf8Check
{
    /// <summary>Reports a file that the compiler had to decode with another encoding; returns whether it is UTF-8.</summary>
    public static bool Check(SourceText text, DiagnosticBag diagnostics)
    {
        // Text made in memory has no encoding.
        if (text.Encoding is null) return true;
        if (text.Encoding is UTF8Encoding) return CheckReplacements(text, diagnostics);

        var bytes = text.Encoding.GetBytes(text.ToString());
        var valid = ValidLength(bytes);
        var position = text.Encoding.IsSingleByte ? valid : 0;
        var start = System.Math.Min(position, System.Math.Max(0, text.Length - 1));
        diagnostics.Report(Definitions.NotUtf8, new TextSpan(start, System.Math.Min(1, text.Length)));
        return false;
    }

    // A decoder that throws has seen valid bytes only, and a replacement character in its text is one that the author wrote.
    private static bool CheckReplacements(SourceText text, DiagnosticBag diagnostics)
    {
        if (text.Encoding!.DecoderFallback is DecoderExceptionFallback) return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\uFFFD') continue;
            diagnostics.Report(Definitions.NotUtf8, new TextSpan(i, 1));
            return false;
        }

        return true;
    }

    // The number of leading bytes that are whole UTF-8 sequences.
    private static int ValidLength(byte[] bytes)
    {
        var position = 0;
        while (position < bytes.Length)
        {
            var length = bytes[position] switch
            {
                < 0x80 => 1,
                >= 0xC2 and < 0xE0 => 2,
                >= 0xE0 and < 0xF0 => 3,
                >= 0xF0 and < 0xF5 => 4,
                _ => 0,
            };
            if (length == 0 || position + length > bytes.Length) return position;
            if (length > 2 && !IsSecond(bytes[position], bytes[position + 1])) return position;
            for (var i = 1; i < length; i++)
            {
                if ((bytes[position + i] & 0xC0) != 0x80) return position;
            }

            position += length;
        }

        return position;
    }

    // No sequence is longer than its character needs, none is a surrogate, and none is above U+10FFFF (the Unicode Standard, table 3-7).
    private static bool IsSecond(byte first, byte second) => first switch
    {
        0xE0 => second >= 0xA0,
        0xED => second < 0xA0,
        0xF0 => second >= 0x90,
        0xF4 => second < 0x90,
        _ => true,
    };
}
