// Divides prose into sentences, and finds the words that no quotation covers.

using Markdig.Syntax;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Coverage;

internal static class SentenceReader
{
    /// <summary>
    /// So many words in a row outside all quotations make a sentence uncovered; fewer connect, as in "and so is". A formula with a relation
    /// is a statement by itself.
    /// </summary>
    public const int LeastWords = 4;

    // So many words of a gap stand in a message.
    private const int QuotedWords = 6;

    /// <summary>Returns the sentences of a section in order; those of its choices are not among them.</summary>
    public static IEnumerable<Sentence> Read(ProseSyntax prose)
    {
        var quotations = new SpanCursor([.. prose.Quotations.Select(quotation => quotation.Range)]);
        var words = prose.Text;
        return words.Blocks.Where(block => block.Span.Start < words.Range.End)
            .SelectMany(Leaves)
            .Select(leaf => FlatText.Read(leaf, words, quotations))
            .SelectMany(ReadText);
    }

    private static IEnumerable<LeafBlock> Leaves(Block block) => block switch
    {
        LeafBlock leaf => [leaf],
        ContainerBlock container => container.SelectMany(Leaves),
        _ => [],
    };

    private static IEnumerable<Sentence> ReadText(FlatText text)
    {
        var start = 0;
        foreach ((var end, var isQuestion) in SentenceEnds.Find(text))
        {
            if (ReadSentence(text, start, end, isQuestion) is { } sentence) yield return sentence;
            start = end;
        }
    }

    private static Sentence? ReadSentence(FlatText text, int start, int end, bool isQuestion)
    {
        var hasWords = false;
        var quotations = new SortedSet<int>();
        var gaps = new List<Gap>();
        var gap = new List<(int Start, int End)>();
        foreach (var word in WordReader.Read(text, start, end))
        {
            hasWords = true;
            var isQuoted = false;
            IReadOnlyList<int>? last = null;
            for (var i = word.Start; i < word.End; i++)
            {
                var around = text.QuotationsAt(i);
                if (ReferenceEquals(around, last) || !text.IsWordPart(i)) continue;
                isQuoted |= around.Count > 0;
                quotations.UnionWith(around);
                last = around;
            }

            if (isQuoted) CloseGap();
            else gap.Add(word);
        }

        CloseGap();
        return hasWords ? new Sentence(text.Line(start, end), isQuestion, [.. quotations], gaps) : null;

        void CloseGap()
        {
            if (gap.Count >= LeastWords || gap.Any(word => text.HasRelation(word.Start, word.End)))
            {
                var beginning = text.Line(gap[0].Start, gap[Math.Min(gap.Count, QuotedWords) - 1].End);
                var span = text.SourceOf(gap[0].Start, gap[gap.Count - 1].End);
                gaps.Add(new Gap(span, gap.Count > QuotedWords ? beginning + " …" : beginning));
            }

            gap.Clear();
        }
    }
}
