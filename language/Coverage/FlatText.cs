// The words of one paragraph in one string, each character with its place in the file and the quotations around it.

using System.Text;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Markdown;
using QuizKit.Language.Rendering;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Coverage;

/// <summary>The text of a paragraph, a table cell or a displayed formula.</summary>
internal sealed class FlatText
{
    private const string Relations = "=≠<>≤≥≪≫≈≃≅≡∼∝∈∉⊂⊆";

    private readonly StringBuilder _written = TextBuilders.Take();
    private readonly List<Piece> _pieces = [];
    private readonly List<int> _pieceOf = [];
    private readonly Passage _passage;
    private readonly SpanCursor _quotations;
    private string _text = "";

    // What one node of the tree shows. An opaque one is a word or a part of one, whatever is in it.
    private sealed record Piece(int Start, int Length, TextSpan Source, bool IsOpaque, bool IsFormula, IReadOnlyList<int> Quotations);

    private FlatText(Passage passage, SpanCursor quotations)
    {
        _passage = passage;
        _quotations = quotations;
    }

    public int Length => _pieceOf.Count;

    public Cancellation Cancellation => _passage.Cancellation;

    public char this[int index] => _text[index];

    /// <summary>Reads a block without blocks in it; code and rules have no words.</summary>
    public static FlatText Read(LeafBlock block, Passage passage, SpanCursor quotations)
    {
        passage.Cancellation.Look();
        var text = new FlatText(passage, quotations);
        if (block is MathBlock math) text.Add(new TexUnicode(passage.Cancellation).Write(passage.Formulas[math]), math, isOpaque: true);
        else if (block.Inline is { } inlines) text.AddAll(inlines);
        text._text = TextBuilders.Finish(text._written);
        return text;
    }

    /// <summary>Whether a character belongs to a formula, code, a picture or a bare address.</summary>
    public bool IsOpaque(int index) => _pieces[_pieceOf[index]].IsOpaque;

    public bool IsSpace(int index) => !IsOpaque(index) && char.IsWhiteSpace(_text[index]);

    /// <summary>Whether a character makes the characters around it a word.</summary>
    public bool IsWordPart(int index)
    {
        if (IsOpaque(index) || char.IsLetterOrDigit(_text[index])) return true;
        var isPair = index + 1 < _text.Length && char.IsSurrogatePair(_text[index], _text[index + 1]);
        return isPair && char.IsLetterOrDigit(_text, index);
    }

    /// <summary>Whether a formula in a range of characters relates two sides: an equation, an inequality, a distribution.</summary>
    public bool HasRelation(int start, int end) =>
        Enumerable.Range(start, end - start).Any(i => _pieces[_pieceOf[i]].IsFormula && Relations.IndexOf(_text[i]) >= 0);

    /// <summary>The quotations around a character, by index.</summary>
    public IReadOnlyList<int> QuotationsAt(int index) => _pieces[_pieceOf[index]].Quotations;

    /// <summary>The place in the file of a range of characters that is not empty.</summary>
    public TextSpan SourceOf(int start, int end)
    {
        TextSpan first = SourceOf(start), last = SourceOf(end - 1);

        // In a table that is refused, Markdig may put the words of a link behind others that follow it in the file.
        return TextSpan.FromBounds(System.Math.Min(first.Start, last.Start), System.Math.Max(first.End, last.End));
    }

    /// <summary>A range of characters as one line.</summary>
    public string Line(int start, int end)
    {
        var line = TextBuilders.Take();
        for (var i = start; i < end; i++)
        {
            if (!char.IsWhiteSpace(_text[i])) line.Append(_text[i]);
            else if (line.Length > 0 && line[line.Length - 1] != ' ') line.Append(' ');
        }

        return TextBuilders.Finish(line).TrimEnd(' ');
    }

    private TextSpan SourceOf(int index)
    {
        var piece = _pieces[_pieceOf[index]];
        var isVerbatim = !piece.IsOpaque && piece.Length == piece.Source.Length;
        return isVerbatim ? new TextSpan(piece.Source.Start + index - piece.Start, 1) : piece.Source;
    }

    private void AddAll(ContainerInline inlines)
    {
        foreach (var inline in inlines)
        {
            _passage.Cancellation.Look();
            switch (inline)
            {
                case LinkInline { IsImage: true } image:
                    Add(ProseText.Words(image, _passage, new TexUnicode(Cancellation)), image, isOpaque: true);
                    break;
                case ContainerInline container:
                    AddAll(container);
                    break;
                case LiteralInline literal:
                    AddLiteral(literal.Content.ToString(), literal.Span.ToTextSpan());
                    break;
                case HtmlEntityInline entity:
                    Add(entity.Transcoded.ToString(), entity, isOpaque: false);
                    break;
                case LineBreakInline:
                    Add(" ", inline, isOpaque: false);
                    break;
                case CodeInline code:
                    Add(code.Content, code, isOpaque: true);
                    break;
                case MathInline math:
                    Add(new TexUnicode(Cancellation).Write(_passage.Formulas[math]), math, isOpaque: true);
                    break;
                case AutolinkInline autolink:
                    Add(autolink.Url, autolink, isOpaque: true);
                    break;
            }
        }
    }

    // The span of a literal takes in a backslash before it, and in a table the space around it.
    private void AddLiteral(string text, TextSpan span)
    {
        var place = text.Length < span.Length ? _passage.Source.IndexOf(text, span.Start, span.Length, StringComparison.Ordinal) : -1;
        Add(text, place < 0 ? span : new TextSpan(place, text.Length), isOpaque: false);
    }

    private void Add(string text, MarkdownObject node, bool isOpaque) =>
        Add(text, node.Span.ToTextSpan(), isOpaque, isFormula: node is MathInline or MathBlock);

    private void Add(string text, TextSpan source, bool isOpaque, bool isFormula = false)
    {
        if (text.Length == 0) return;
        var piece = new Piece(_written.Length, text.Length, source, isOpaque, isFormula, _quotations.MoveTo(source));
        for (var i = 0; i < text.Length; i++) _pieceOf.Add(_pieces.Count);
        _pieces.Add(piece);
        _written.Append(text);
    }
}
