// What bounds the work of Markdig and the depth of its tree. Markdig looks back over all open marks of a paragraph, and over the rest of
// the paragraph for the end of raw HTML or of an address; a walk over its tree nests as deep as the tree.

using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>Puts parsers that count into a pipeline. A document remembers the first limit that it exceeds; the rest of it is not parsed further.</summary>
internal sealed class MarkdownLimits : IMarkdownExtension
{
    /// <summary>How deep lists and quotations may nest.</summary>
    public const int BlockDepth = 32;

    /// <summary>How deep emphasis, links and pictures may nest.</summary>
    public const int InlineDepth = 32;

    /// <summary>How many marks of one kind a paragraph may have.</summary>
    public const int Marks = 1000;

    /// <summary>How many marks of one kind a paragraph may have whose end Markdig looks for in vain, up to the end of the paragraph.</summary>
    public const int UnclosedMarks = 100;

    /// <summary>Raises the first limit that a document exceeded, as the only problem of its file: others would follow from it.</summary>
    public static void Report(MarkdownDocument document, DiagnosticBag diagnostics)
    {
        if (document.GetData(typeof(MarkdownLimits)) is QuizDiagnostic excess)
            diagnostics.ReportAlone(excess.Definition, excess.Span, [.. excess.Arguments]);
    }

    /// <summary>
    /// Walks over the tree without recursion: cuts off what nests too deep, makes a delimiter that opened nothing a literal beside what
    /// follows it, puts what a container without a meaning holds in its place, takes spans back to the end of the text, which that of an
    /// unclosed fence exceeds, gives a place to the cells that a row leaves out, and moves what a heading with a tab holds to its place.
    /// </summary>
    public static void Apply(MarkdownDocument document, string text, Cancellation cancellation)
    {
        var open = new Stack<(MarkdownObject Node, int Depth, int Shift)>();
        open.Push((document, 0, 0));
        while (open.Count > 0)
        {
            cancellation.Look();
            (var node, var depth, var shift) = open.Pop();
            node.Span = new SourceSpan(node.Span.Start + shift, System.Math.Min(node.Span.End + shift, text.Length - 1));
            switch (node)
            {
                case ContainerBlock blocks:
                    var last = blocks.Span.Start;
                    foreach (var block in blocks)
                    {
                        // A cell that its row leaves out has no place of its own.
                        if (block.Span.IsEmpty && block is not LinkReferenceDefinitionGroup) block.Span = new SourceSpan(last, last - 1);
                        last = block.Span.Start;
                        open.Push((block, 0, 0));
                    }

                    break;
                case LeafBlock { Inline: { } inlines } leaf:
                    open.Push((inlines, 0, leaf is HeadingBlock { IsSetext: false } heading ? ShiftOf(heading, text) : 0));
                    break;
                case ContainerInline inlines when depth > InlineDepth:
                    Exceed(document, Definitions.InlinesTooDeep, node.Span.Start, InlineDepth);
                    inlines.Clear();
                    break;
                case ContainerInline inlines:
                    for (var inline = inlines.FirstChild; inline is not null;)
                    {
                        if (inline is DelimiterInline delimiter) inline = LiteralFor(delimiter);
                        var isBare = inline.GetType() == typeof(ContainerInline);
                        if (!isBare) open.Push((inline, depth + 1, shift));
                        inline = isBare ? Dissolve((ContainerInline)inline) : inline.NextSibling;
                    }

                    break;
            }
        }
    }

    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Replace<QuoteBlockParser>(new BoundedQuoteParser());
        pipeline.BlockParsers.Replace<ListBlockParser>(new BoundedListParser());
        pipeline.BlockParsers.Replace<ParagraphBlockParser>(new BoundedParagraphParser());
        pipeline.InlineParsers.Replace<EmphasisInlineParser>(new BoundedEmphasisParser());
        pipeline.InlineParsers.Replace<LinkInlineParser>(new BoundedLinkParser());
        pipeline.InlineParsers.Replace<AutolinkInlineParser>(new BoundedAngleParser());
        pipeline.InlineParsers.Replace<PipeTableParser>(new BoundedTableParser(pipeline.InlineParsers.FindExact<LineBreakInlineParser>()!));
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }

    // Where a tab after the # stands for several columns, Markdig counts the places in the heading from another start.
    private static int ShiftOf(HeadingBlock heading, string text)
    {
        if (heading.Inline!.FirstChild is not { } first) return 0;
        var start = heading.Span.Start + heading.Level;
        var hasTab = false;
        for (; start < text.Length && text[start] is ' ' or '\t'; start++) hasTab |= text[start] == '\t';
        return hasTab ? start - first.Span.Start : 0;
    }

    private static LiteralInline LiteralFor(DelimiterInline delimiter)
    {
        var words = delimiter.ToLiteral();
        var start = delimiter.Span.Start;
        var literal = new LiteralInline(words) { Span = new SourceSpan(start, start + words.Length - 1), IsClosed = true };
        delimiter.ReplaceBy(literal);
        return literal;
    }

    // Puts its children in its place; returns the first of them, or what follows it.
    private static Inline? Dissolve(ContainerInline container)
    {
        var empty = new LiteralInline();
        container.ReplaceBy(empty);
        var next = empty.NextSibling;
        empty.Remove();
        return next;
    }

    private static void Exceed(MarkdownDocument document, DiagnosticDefinition definition, int position, params object[] arguments)
    {
        if (document.GetData(typeof(MarkdownLimits)) is not null) return;
        var bag = new DiagnosticBag();
        bag.Report(definition, new TextSpan(position, 1), arguments);
        document.SetData(typeof(MarkdownLimits), bag.InTextOrder[0]);
    }

    private static bool NestsTooDeep(BlockProcessor processor)
    {
        var depth = 1;
        for (Block? block = processor.CurrentContainer; block is not null; block = block.Parent)
        {
            if (block is QuoteBlock or ListItemBlock) depth++;
        }

        if (depth <= BlockDepth) return false;
        Exceed(processor.Document, Definitions.BlocksTooDeep, processor.Start, BlockDepth);
        return true;
    }

    // The marks of a paragraph that one parser has seen; where there are too many, it matches no more.
    private sealed class Counter
    {
        private int _marks;
        private int _unclosed;

        public static Counter Of(InlineProcessor processor, InlineParser parser) =>
            processor.GetParserState(parser, static () => new Counter());

        public void AddMark() => _marks++;

        public void AddUnclosed() => _unclosed++;

        public bool HasMarks(string marks, InlineProcessor processor, in StringSlice slice) => Has(_marks, Marks, marks, processor, slice);

        public bool HasUnclosed(string marks, InlineProcessor processor, in StringSlice slice) =>
            Has(_unclosed, UnclosedMarks, marks, processor, slice);

        private static bool Has(int count, int limit, string marks, InlineProcessor processor, in StringSlice slice)
        {
            if (count < limit) return false;
            Exceed(processor.Document, Definitions.MarksTooMany, processor.GetSourcePosition(slice.Start), limit, marks);
            return true;
        }
    }

    private sealed class BoundedQuoteParser : QuoteBlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor) =>
            !processor.IsCodeIndent && NestsTooDeep(processor) ? BlockState.None : base.TryOpen(processor);
    }

    private sealed class BoundedListParser : ListBlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor)
        {
            // Its characters begin other things, too: what it opens is known afterwards, and taken back.
            var column = processor.Column;
            var state = base.TryOpen(processor);
            if (!processor.NewBlocks.Any(block => block is ListItemBlock) || !NestsTooDeep(processor)) return state;
            processor.NewBlocks.Clear();
            processor.GoToColumn(column);
            return BlockState.None;
        }
    }

    // Markdig takes the definitions of links out of a paragraph line by line, each time from its whole text.
    private sealed class BoundedParagraphParser : ParagraphBlockParser
    {
        public override bool Close(BlockProcessor processor, Block block)
        {
            if (block is not ParagraphBlock { Lines: var lines } || CountDefinitions(lines) <= Marks) return base.Close(processor, block);
            Exceed(processor.Document, Definitions.MarksTooMany, block.Span.Start, Marks, "definitions of links");
            return true;
        }

        private static int CountDefinitions(StringLineGroup lines)
        {
            var count = 0;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines.Lines[i].Slice.IndexOf("]:") >= 0) count++;
            }

            return count;
        }
    }

    private sealed class BoundedEmphasisParser : EmphasisInlineParser
    {
        // Two tildes strike out words.
        public BoundedEmphasisParser() => EmphasisDescriptors.Add(new EmphasisDescriptor('~', 2, 2, true));

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var counter = Counter.Of(processor, this);
            if (counter.HasMarks("marks of emphasis", processor, slice) || !base.Match(processor, ref slice)) return false;
            counter.AddMark();
            return true;
        }
    }

    private sealed class BoundedLinkParser : LinkInlineParser
    {
        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var counter = Counter.Of(processor, this);
            if (slice.CurrentChar != ']')
            {
                if (counter.HasMarks("opening brackets", processor, slice) || !base.Match(processor, ref slice)) return false;
                counter.AddMark();
                return true;
            }

            var hasAddress = slice.PeekChar() == '(';
            if (hasAddress && counter.HasUnclosed("'](' without a ')'", processor, slice)) return false;
            if (base.Match(processor, ref slice)) return true;
            if (hasAddress) counter.AddUnclosed();
            return false;
        }
    }

    private sealed class BoundedAngleParser : AutolinkInlineParser
    {
        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            if (slice.PeekChar() is not ('!' or '?')) return base.Match(processor, ref slice);
            var counter = Counter.Of(processor, this);
            if (counter.HasUnclosed("'<!' and '<?' without an end", processor, slice)) return false;
            if (base.Match(processor, ref slice)) return true;
            counter.AddUnclosed();
            return false;
        }
    }

    // Markdig gives each row as many cells as the longest one has.
    private sealed class BoundedTableParser(LineBreakInlineParser lineBreaks) : PipeTableParser(lineBreaks)
    {
        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            if (slice.CurrentChar == '|' && processor.ParserStates[Index] is null && IsTooRagged(processor, slice)) return false;
            return base.Match(processor, ref slice);
        }

        private static bool IsTooRagged(InlineProcessor processor, in StringSlice slice)
        {
            if (processor.Document.GetData(typeof(MarkdownLimits)) is not null) return true;
            (var rows, var bars, var inRow, var most) = (1L, 0L, 0, 0);
            for (var i = 0; i <= slice.End; i++)
            {
                if (slice.Text[i] == '\n') (rows, inRow) = (rows + 1, 0);
                else if (slice.Text[i] == '|') (bars, inRow) = (bars + 1, inRow + 1);
                most = System.Math.Max(most, inRow);
            }

            var missing = (rows * most) - bars;
            if (missing <= System.Math.Max(Marks, slice.Text.Length)) return false;
            Exceed(processor.Document, Definitions.TableTooRagged, processor.GetSourcePosition(slice.Start), missing, slice.Text.Length);
            return true;
        }
    }
}
