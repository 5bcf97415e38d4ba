// A few digits that stand for the words of a question: a translation names those of the words that it translates.

using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class Fingerprint
{
    /// <summary>
    /// The first eight hexadecimal digits of the SHA-256 of a question in UTF-8: of the words behind the number in its heading, and of its
    /// lines up to the next question, without comments and definitions of links, without spaces and tabs at the ends of lines, and without the
    /// lines that are empty then; the lines are joined by a line feed. docs/file-format.md describes it.
    /// </summary>
    /// <param name="headingWords">The words behind the number in its heading, or none.</param>
    /// <param name="text">The text of the file.</param>
    /// <param name="range">The question below its heading.</param>
    /// <param name="leftOut">The comments and definitions of the question, in any order.</param>
    public static string Of(string headingWords, string text, TextSpan range, IReadOnlyList<TextSpan> leftOut)
    {
        var words = TextBuilders.Take().Append(headingWords).Append('\n');
        var next = range.Start;
        foreach (var span in leftOut.OrderBy(span => span.Start))
        {
            if (span.Start > next) words.Append(text, next, span.Start - next);
            next = Math.Max(next, span.End);
        }

        if (next < range.End) words.Append(text, next, range.End - next);
        var lines = TextBuilders.Finish(words).Split('\n', '\r').Select(line => line.TrimEnd(' ', '\t')).Where(line => line.Length > 0);
        return Digest.Of(string.Join("\n", lines));
    }
}
