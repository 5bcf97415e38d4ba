// Formulas on lines of their own: $$ and \[ in a line of theirs, or at the start and the end of the first and the last line.

using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal sealed class FormulaBlockParser : BlockParser
{
    private const string Dollars = "$$";

    public FormulaBlockParser()
    {
        OpeningCharacters = ['$', '\\'];
    }

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent) return BlockState.None;
        var line = processor.Line;
        (var text, var start, var lineEnd) = (line.Text, line.Start, line.End + 1);
        var closing = text[start] == '\\' ? FormulaDelimiters.ClosingOf(text, start, lineEnd) : DollarsAt(text, start, lineEnd);
        if (closing is null || closing[closing.Length - 1] == ')') return BlockState.None;

        var content = start + closing.Length;
        var close = -1;
        if (closing != Dollars || !IsBlank(text, content, lineEnd))
        {
            close = CloseOf(text, content, closing);
            if (close < 0) return BlockState.None;
            var isOneLine = close < lineEnd;
            if (isOneLine && (closing == Dollars || IsWord(text.Substring(content, close - content)))) return BlockState.None;
        }
        else if (processor.CurrentContainer?.LastChild is ParagraphBlock { IsOpen: true } paragraph && HasOpenDollars(paragraph))
        {
            return BlockState.None;
        }

        var block = new FormulaBlock(this)
        {
            Column = processor.Column,
            Span = new SourceSpan(start, line.End),
            FencedChar = '$',
            OpeningFencedCharCount = 2,
            Closing = closing,
            ClosingStart = close,
            Tex = TextSpan.FromBounds(content, lineEnd),
        };
        processor.NewBlocks.Push(block);
        if (close >= 0 && close < lineEnd)
        {
            Close(processor, block, content, close);
            return BlockState.BreakDiscard;
        }

        Append(processor, block, content, lineEnd);
        return BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var formula = (FormulaBlock)block;
        var line = processor.Line;
        (var start, var end) = (line.Start, line.End + 1);
        var close = formula.ClosingStart >= 0 ? formula.ClosingStart : FormulaDelimiters.NextDollars(line.Text, start, end, 2);
        if (close < 0 || close >= end)
        {
            processor.GoToColumn(processor.ColumnBeforeIndent);
            formula.UpdateSpanEnd(line.End);
            return BlockState.Continue;
        }

        Close(processor, formula, start, close);
        return BlockState.BreakDiscard;
    }

    private static void Close(BlockProcessor processor, FormulaBlock block, int start, int close)
    {
        (var text, var end) = (processor.Line.Text, processor.Line.End + 1);
        Append(processor, block, start, close);
        block.Tex = TextSpan.FromBounds(block.Tex.Start, close);
        block.ClosingFencedCharCount = 2;
        var behind = close + block.Closing.Length;
        if (!IsBlank(text, behind, end)) block.WordsBehind = TextSpan.FromBounds(behind, end);
        block.UpdateSpanEnd(behind - 1);
    }

    private static void Append(BlockProcessor processor, FormulaBlock block, int start, int end)
    {
        if (IsBlank(processor.Line.Text, start, end)) return;
        var words = new StringSlice(processor.Line.Text, start, end - 1);
        block.AppendLine(ref words, processor.Column, processor.LineIndex, processor.CurrentLineStartPosition, false);
    }

    private static string? DollarsAt(string text, int start, int end) => FormulaDelimiters.RunOf(text, start, end) == 2 ? Dollars : null;

    // Where a formula ends that begins in the line of its opening: before an empty line, and at the end of a line; or -1.
    private static int CloseOf(string text, int content, string closing)
    {
        var end = FormulaDelimiters.EndOfParagraph(text, content);
        var close = closing == Dollars
            ? FormulaDelimiters.NextDollars(text, content, end, 2)
            : FormulaDelimiters.NextBackslashes(text, content, end, closing);
        if (close < 0) return -1;
        var behind = close + closing.Length;
        var lineEnd = text.IndexOfAny(['\r', '\n'], behind);
        return IsBlank(text, behind, lineEnd < 0 ? text.Length : lineEnd) ? close : -1;
    }

    // Escaped brackets around a number or a word are words, such as a reference: \[1\].
    private static bool IsWord(string content) =>
        !FormulaDelimiters.IsTex(content, isRound: false) && !(content.Trim().Length == 1 && char.IsLetter(content.Trim()[0]));

    // Whether $$ in a paragraph has no partner yet: then it closes here.
    private static bool HasOpenDollars(ParagraphBlock paragraph)
    {
        var isOpen = false;
        for (var i = 0; i < paragraph.Lines.Count; i++)
        {
            var line = paragraph.Lines.Lines[i].Slice;
            for (var at = line.Start; (at = FormulaDelimiters.NextDollars(line.Text, at, line.End + 1, 2)) >= 0; at += 2) isOpen = !isOpen;
        }

        return isOpen;
    }

    private static bool IsBlank(string text, int start, int end)
    {
        while (start < end && text[start] is ' ' or '\t') start++;
        return start >= end;
    }
}
