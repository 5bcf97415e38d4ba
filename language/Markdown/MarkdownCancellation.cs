// Ends the work of Markdig where it is cancelled.

using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>Puts parsers into a pipeline that match nothing, but look at the cancellation at each line, block and mark.</summary>
internal sealed class MarkdownCancellation : IMarkdownExtension
{
    /// <summary>What hands the cancellation to the parsers.</summary>
    public static MarkdownParserContext ContextOf(Cancellation cancellation)
    {
        var context = new MarkdownParserContext();
        context.Properties[typeof(Cancellation)] = cancellation;
        return context;
    }

    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        var marks = pipeline.InlineParsers.SelectMany(parser => parser.OpeningCharacters ?? []).Distinct().ToArray();
        pipeline.BlockParsers.Insert(0, new LineParser());
        pipeline.InlineParsers.Insert(0, new MarkParser(marks));
        foreach (var parser in pipeline.BlockParsers) parser.Closed += LookAt;
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }

    // When a block is closed, and again before its words are parsed.
    private static void LookAt(BlockProcessor processor, Block block)
    {
        Look(processor.Context);
        block.ProcessInlinesBegin += static (inlines, _) => Look(inlines.Context);
    }

    private static void Look(MarkdownParserContext? context) => ((Cancellation)context!.Properties[typeof(Cancellation)]).Look();

    private sealed class LineParser : BlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor)
        {
            Look(processor.Context);
            return BlockState.None;
        }
    }

    private sealed class MarkParser : InlineParser
    {
        public MarkParser(char[] marks) => OpeningCharacters = marks;

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            Look(processor.Context);
            return false;
        }
    }
}
