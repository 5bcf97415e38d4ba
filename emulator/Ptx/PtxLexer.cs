// Cuts a PTX text into words, numbers and punctuation.

using System.Globalization;

namespace QuizKit.Cuda.Emulator.Ptx;

internal enum PtxTokenKind : byte
{
    End,
    Word,
    Integer,
    Float,
    String,
    Punctuation,
}

/// <summary>A token. The bits of a floating-point number are those of a binary64 number, or those that 0f and 0d give.</summary>
internal readonly record struct PtxToken(PtxTokenKind Kind, string Text, int Line, ulong Value = 0, bool IsSingle = false);

internal static class PtxLexer
{
    public static List<PtxToken> Tokens(string text)
    {
        var tokens = new List<PtxToken>(text.Length / 4);
        var position = 0;
        var line = 1;
        while (true)
        {
            SkipBlanks(text, ref position, ref line);
            if (position >= text.Length || text[position] == '\0')
            {
                tokens.Add(new PtxToken(PtxTokenKind.End, "the end of the text", line));
                return tokens;
            }

            var c = text[position];
            var start = position;
            if (char.IsAsciiDigit(c))
            {
                tokens.Add(Number(text, ref position, line));
            }
            else if (IsWordStart(c))
            {
                position++;
                while (position < text.Length && (IsWordPart(text[position]) || IsDoubleColon(text, position)))
                {
                    position += text[position] == ':' ? 2 : 1;
                }

                tokens.Add(new PtxToken(PtxTokenKind.Word, text[start..position], line));
            }
            else if (c == '"')
            {
                var end = text.IndexOf('"', position + 1);
                if (end < 0) throw new PtxException(line, "a string without an end");
                tokens.Add(new PtxToken(PtxTokenKind.String, text[(position + 1)..end], line));
                position = end + 1;
            }
            else if ("{}[]()<>,;:=@!|+-~".Contains(c))
            {
                tokens.Add(new PtxToken(PtxTokenKind.Punctuation, c.ToString(), line));
                position++;
            }
            else
            {
                throw new PtxException(line, $"unexpected character '{c}'");
            }
        }
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c is '_' or '$' or '%' or '.';

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '.';

    private static bool IsDoubleColon(string text, int position) =>
        text[position] == ':' && position + 2 < text.Length && text[position + 1] == ':' && char.IsAsciiLetter(text[position + 2]);

    private static void SkipBlanks(string text, ref int position, ref int line)
    {
        while (position < text.Length)
        {
            if (text[position] == '\n')
            {
                line++;
                position++;
            }
            else if (char.IsWhiteSpace(text[position]))
            {
                position++;
            }
            else if (text.AsSpan(position).StartsWith("//"))
            {
                while (position < text.Length && text[position] != '\n') position++;
            }
            else if (text.AsSpan(position).StartsWith("/*"))
            {
                var end = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
                if (end < 0) throw new PtxException(line, "a comment without an end");
                line += text.AsSpan(position, end - position).Count('\n');
                position = end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private static PtxToken Number(string text, ref int position, int line)
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '.' ||
            (text[position] is '+' or '-' && text[position - 1] is 'e' or 'E' && IsDecimal(text, start))))
        {
            position++;
        }

        var word = text[start..position];
        if (word.Length == 10 && word[1] is 'f' or 'F' && Hexadecimal(word.AsSpan(2), out var single))
        {
            return new PtxToken(PtxTokenKind.Float, word, line, single, true);
        }

        if (word.Length == 18 && word[1] is 'd' or 'D' && Hexadecimal(word.AsSpan(2), out var bits))
        {
            return new PtxToken(PtxTokenKind.Float, word, line, bits);
        }

        var digits = word.AsSpan().TrimEnd('U');
        ulong value = 0;
        var valid = digits switch
        {
            ['0', 'x' or 'X', ..] => Hexadecimal(digits[2..], out value),
            ['0', 'b' or 'B', ..] => ulong.TryParse(digits[2..], NumberStyles.BinaryNumber, CultureInfo.InvariantCulture, out value),
            _ => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value),
        };
        if (valid) return new PtxToken(PtxTokenKind.Integer, word, line, value);
        if (double.TryParse(
            word,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number))
        {
            return new PtxToken(PtxTokenKind.Float, word, line, BitConverter.DoubleToUInt64Bits(number));
        }

        throw new PtxException(line, $"'{word}' is not a valid number");
    }

    private static bool IsDecimal(string text, int start) => !text.AsSpan(start).StartsWith("0x") && !text.AsSpan(start).StartsWith("0X");

    private static bool Hexadecimal(ReadOnlySpan<char> digits, out ulong value) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
