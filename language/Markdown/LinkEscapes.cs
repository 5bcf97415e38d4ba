// What backslashes and character references mean in the address and the title of a link.

using System.Text;
using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>
/// A character after a backslash stands for itself (CommonMark 0.31.2, section 2.4). Markdig takes the backslashes away first and then looks
/// for character references: it makes a sign of <c>\&amp;lt;</c> and of <c>&amp;lt\;</c>, which are words.
/// </summary>
internal static class LinkEscapes
{
    // A match without a meaning is left as it is.
    private static readonly Regex Escape = new(@"\\([!-/:-@\[-`{-~])|&#?[a-zA-Z0-9]{1,31};", RegexOptions.CultureInvariant);

    /// <summary>Reads the addresses and titles again that may have both.</summary>
    public static void Apply(MarkdownDocument document, string text, Cancellation cancellation)
    {
        if (text.IndexOf('\\') < 0 || text.IndexOf('&') < 0) return;
        foreach (var link in document.Descendants<LinkInline>())
        {
            cancellation.Look();
            if (Read(link.Reference?.UrlSpan ?? link.UrlSpan) is { } url)
                link.Url = Decode(url[0] == '<' ? url.Substring(1, url.Length - 2) : url);
            if (Read(link.Reference?.TitleSpan ?? link.TitleSpan) is not { } title) continue;
            var quotes = link.Reference is { } definition
                ? QuotesBefore(text, definition.Span.Start)
                : QuoteMarks.CountAround(ProseContent.BlockOf(link));
            link.Title = Decode(WithoutQuotes(title.Substring(1, title.Length - 2), quotes));
        }

        string? Read(SourceSpan span)
        {
            if (span.IsEmpty || text.IndexOf('\\', span.Start, span.Length) < 0) return null;
            return text.IndexOf('&', span.Start, span.Length) < 0 ? null : text.Substring(span.Start, span.Length);
        }
    }

    private static string Decode(string source) => Escape.Replace(
        source, match => match.Groups[1].Success ? match.Groups[1].Value : HtmlHelper.Unescape(match.Value, removeBackSlash: false));

    // Markdig keeps definitions apart from the quotes that they stand in. Before one, its line has only marks of containers.
    private static int QuotesBefore(string text, int start)
    {
        var lineStart = start == 0 ? 0 : text.LastIndexOfAny(['\r', '\n'], start - 1) + 1;
        return text.Substring(lineStart, start - lineStart).Count(c => c == '>');
    }

    // The lines of a title, without the marks of the quotes and the blanks before them.
    private static string WithoutQuotes(string title, int quotes)
    {
        var words = new StringBuilder(title.Length);
        for (var i = 0; i < title.Length; i++)
        {
            words.Append(title[i]);
            if (title[i] is not ('\r' or '\n') || (title[i] == '\r' && i + 1 < title.Length && title[i + 1] == '\n')) continue;
            i = QuoteMarks.Skip(title, i + 1, quotes);
            while (i < title.Length && title[i] is ' ' or '\t') i++;
            i--;
        }

        return words.ToString();
    }
}
