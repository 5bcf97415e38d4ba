// Where the sentences of a paragraph end.

using System.Text.RegularExpressions;

namespace QuizKit.Language.Coverage;

internal static class SentenceEnds
{
    private const string Marks = ".!?\u2026";
    private const string MarksWithoutSpace = "\u3002\uFF01\uFF1F\uFF61";
    private const string QuestionMarks = "?\uFF1F\u061F";
    private const string OtherMarks = "\u061F\u06D4\u0964\u0965";
    private const string Closers = "\"')]}*_\u2019\u201D\u00BB\u203A\u300D\u300F\u3011\u3015\u3009\u300B\uFF09\uFF3D\uFF5D";

    private static readonly HashSet<string> Abbreviations = new(StringComparer.Ordinal)
    {
        "e.g", "E.g", "i.e", "I.e", "vs", "cf", "Cf", "viz", "ca", "approx",
        "Fig", "Figs", "fig", "figs", "Eq", "Eqs", "eq", "eqs", "Dr", "Mr", "Mrs", "Ms", "Prof", "St",
    };

    // These are words too, or end a sentence as often as not: only what follows shows an abbreviation.
    private static readonly HashSet<string> AbbreviationsBeforeNumbers = new(StringComparer.Ordinal)
    {
        "No", "Nos", "no", "Sec", "Ch", "ch", "Vol", "vol", "p", "pp", "al",
    };

    private static readonly Regex Initials = new(@"^\p{Lu}(\.\p{Lu})*$", RegexOptions.CultureInvariant);

    /// <summary>Returns the end of each sentence, after its marks and what they close; the last one is the end of the text.</summary>
    public static IEnumerable<(int End, bool IsQuestion)> Find(FlatText text)
    {
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            text.Cancellation.Look();
            if (!IsOneOf(text, i, Marks + MarksWithoutSpace + OtherMarks)) continue;
            var last = i;
            var end = i + 1;
            var isQuestion = IsOneOf(text, i, QuestionMarks);
            for (; end < text.Length; end++)
            {
                if (IsOneOf(text, end, Marks + MarksWithoutSpace + OtherMarks))
                {
                    // Of marks side by side, each counts: ?! asks. After a closing quotation mark, the outer one does.
                    isQuestion = IsOneOf(text, end, QuestionMarks) || (isQuestion && last == end - 1);
                    last = end;
                }
                else if (!IsOneOf(text, end, Closers))
                {
                    break;
                }
            }

            next = Math.Max(next, end);
            while (next < text.Length && !text.IsWordPart(next)) next++;
            if (next == text.Length)
            {
                yield return (text.Length, isQuestion);
                yield break;
            }

            if (EndsSentence(text, i, last, end, next)) yield return (end, isQuestion);
            i = end - 1;
        }

        yield return (text.Length, false);
    }

    // Whether the marks from first to last do, with the next word after end.
    private static bool EndsSentence(FlatText text, int first, int last, int end, int next)
    {
        if (IsOneOf(text, last, MarksWithoutSpace)) return true;
        if (!text.IsSpace(end)) return false;
        if (!text.IsOpaque(next) && char.IsLower(text[next])) return false;
        return first != last || text[first] != '.' || !IsAbbreviated(text, first, end, next);
    }

    private static bool IsAbbreviated(FlatText text, int dot, int end, int next)
    {
        var start = dot;
        while (start > 0 && !text.IsSpace(start - 1) && !text.IsOpaque(start - 1)) start--;
        while (start < dot && !text.IsWordPart(start)) start++;
        var word = text.Line(start, dot);
        if (Abbreviations.Contains(word)) return true;
        if (text.IsOpaque(next) || !char.IsLetter(text[next])) return AbbreviationsBeforeNumbers.Contains(word);

        // He et al. (2015) and J. Smith.
        while (text.IsSpace(end)) end++;
        return (word == "al" && text[end] is '(' or '[') || (char.IsUpper(text[next]) && Initials.IsMatch(word));
    }

    private static bool IsOneOf(FlatText text, int index, string characters) =>
        !text.IsOpaque(index) && characters.IndexOf(text[index]) >= 0;
}
