// Markdig, set up for the Markdown that a quiz may use.

using Markdig;
using Markdig.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class MarkdownParser
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePreciseSourceLocation()
        .UseMathematics()
        .UseTaskLists()
        .UsePipeTables()
        .Use(new MarkdownLimits())
        .Build();

    /// <summary>Parses the Markdown after the front matter; every span counts from the start of the whole text.</summary>
    public static MarkdownDocument Parse(string text, int frontMatterLength)
    {
        // The front matter becomes blank lines of the same length, so that no span needs shifting.
        var blanked = text.ToCharArray();
        for (var i = 0; i < frontMatterLength; i++)
        {
            if (blanked[i] is not ('\r' or '\n')) blanked[i] = ' ';
        }

        var document = Markdig.Markdown.Parse(new string(blanked), Pipeline);
        MarkdownLimits.Apply(document, text.Length);
        return document;
    }

    /// <summary>Markdig's inclusive span as a span of this project.</summary>
    public static TextSpan ToTextSpan(this SourceSpan span) =>
        span.IsEmpty ? new TextSpan(System.Math.Max(0, span.Start), 0) : TextSpan.FromBounds(span.Start, span.End + 1);
}
