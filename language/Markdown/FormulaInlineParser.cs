// Formulas in a paragraph. Markdig's own parser wants space or punctuation around them and all of each on one line.

using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using QuizKit.Language.Diagnostics;

namespace QuizKit.Language.Markdown;

internal sealed class FormulaInlineParser : InlineParser
{
    // So many marks of a paragraph are looked up to its end for a partner in vain.
    private const int UnclosedMarks = 100;

    private static readonly Regex DelimiterRow =
        new(@"\n[ \t]*(?=[^\r\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*(?=[\r\n]|\z)", RegexOptions.CultureInvariant);

    public FormulaInlineParser()
    {
        OpeningCharacters = ['$', '\\'];
    }

    private sealed class State
    {
        public int Unclosed { get; set; }

        public bool? IsTable { get; set; }
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var state = processor.GetParserState(this, static () => new State());
        if (state.Unclosed >= UnclosedMarks) return false;
        (var text, var start, var end) = (slice.Text, slice.Start, slice.End + 1);
        var formula = slice.CurrentChar == '\\' ? InBackslashes(text, start, end) : InDollars(state, text, start, end);
        if (formula is null) return false;
        (var inline, var close) = formula.Value;
        var content = start + inline.OpeningLength;
        if (text.IndexOf('\n', content, close - content) >= 0 && (state.IsTable ??= DelimiterRow.IsMatch(text))) return false;

        inline.Content = new StringSlice(text, content, close - 1);
        inline.Span = new SourceSpan(
            processor.GetSourcePosition(start, out var line, out var column),
            processor.GetSourcePosition(close + inline.ClosingLength - 1));
        (inline.Line, inline.Column) = (line, column);
        processor.Inline = inline;
        slice.Start = close + inline.ClosingLength;
        return true;
    }

    private static (FormulaInline Formula, int Close)? InBackslashes(string text, int start, int end)
    {
        if (FormulaDelimiters.ClosingOf(text, start, end) is not { } closing) return null;
        var isRound = closing[closing.Length - 1] == ')';
        var content = start + closing.Length;
        var close = FormulaDelimiters.NextBackslashes(text, content, end, closing);
        if (close < 0 || !FormulaDelimiters.IsTex(text.Substring(content, close - content), isRound)) return null;

        // The escaped brackets of what is not to be a link.
        var behind = close + closing.Length < end ? text[close + closing.Length] : ' ';
        if (isRound ? start > 0 && text[start - 1] == ']' : behind is '(' or '[' or ':') return null;
        return (Create(isRound ? 1 : 2, closing.Length, closing.Length), close);
    }

    private static (FormulaInline Formula, int Close)? InDollars(State state, string text, int start, int end)
    {
        var count = FormulaDelimiters.RunOf(text, start, end);
        if (count > 2 || (start > 0 && text[start - 1] == '$' && !IsEscaped(text, start - 1))) return null;
        var content = start + count;
        if (count == 1 && content + 1 < end && text[content] == '`')
        {
            var mark = text.IndexOf("`$", content + 2 > end ? end : content + 1, end - content - 1, StringComparison.Ordinal);
            if (mark > content + 1) return (Create(1, 2, 2), mark);
            if (mark < 0) state.Unclosed++;
        }

        var close = FormulaDelimiters.NextDollars(text, content, end, count);
        if (close < 0) state.Unclosed++;
        if (close < 0 || FormulaDelimiters.RunOf(text, close, end) != count) return null;
        var tex = text.Substring(content, close - content);
        if (string.IsNullOrWhiteSpace(tex)) return null;
        var formula = Create(count, count, count);
        if (count == 2) return (formula, close);

        var behind = close + 1 < end ? text[close + 1] : ' ';
        var isSum = tex[0] is >= '0' and <= '9' && tex.IndexOf('\\') < 0;
        if (char.IsWhiteSpace(tex[0]) != char.IsWhiteSpace(tex[tex.Length - 1]))
        {
            if (isSum || IsClosedBehind(text, close, end)) return null;
            formula.Slip = Definitions.DollarSpace;
        }
        else if (isSum && behind is >= '0' and <= '9')
        {
            return null;
        }
        else if (FormulaDelimiters.IsWordLike(tex) && (IsLatin(behind) || (start > 0 && IsLatin(text[start - 1]))))
        {
            formula.Slip = Definitions.DollarBesideWord;
        }

        return (formula, close);
    }

    // Whether the second of two dollar signs that make none opens one: then the first is alone.
    private static bool IsClosedBehind(string text, int open, int end)
    {
        var close = FormulaDelimiters.NextDollars(text, open + 1, end, 1);
        return close > open + 1 && !char.IsWhiteSpace(text[open + 1]) && !char.IsWhiteSpace(text[close - 1]);
    }

    private static FormulaInline Create(int dollars, int opening, int closing) => new()
    {
        Delimiter = '$',
        DelimiterCount = dollars,
        OpeningLength = opening,
        ClosingLength = closing,
    };

    private static bool IsLatin(char c) => c < '\u0250' && char.IsLetterOrDigit(c);

    private static bool IsEscaped(string text, int position)
    {
        var backslashes = 0;
        while (position > backslashes && text[position - backslashes - 1] == '\\') backslashes++;
        return backslashes % 2 == 1;
    }
}
