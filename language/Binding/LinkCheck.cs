// Where the links of a quiz lead.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

internal static class LinkCheck
{
    /// <summary>Reports links that are unsafe, without words or dead. Relative links start from the path of the file.</summary>
    public static void Check(
        QuizSyntax syntax, string path, Func<string, bool> exists, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        foreach (var link in syntax.Links)
        {
            cancellation.Look();
            if (!link.HasWords)
                diagnostics.Report(link.IsImage ? Definitions.PictureWithoutWords : Definitions.LinkWithoutWords, link.Url.Span);
            if (link.IsReference) continue;
            var url = link.Url.Text;
            var scheme = LinkAddress.SchemeOf(url);
            if (LinkAddress.Refuse(url) is { } refusal)
            {
                diagnostics.Report(refusal, link.Url.Span, scheme ?? "");
            }
            else if (url.StartsWith("#", StringComparison.Ordinal))
            {
                CheckAnchor(link, syntax.Anchors, diagnostics);
            }
            else if (scheme is null)
            {
                CheckFile(link, path, exists, diagnostics);
            }
        }
    }

    private static void CheckAnchor(LinkSyntax link, IReadOnlyCollection<string> anchors, DiagnosticBag diagnostics)
    {
        var anchor = Uri.UnescapeDataString(link.Url.Text.Substring(1));
        if (anchor.Length == 0 || anchors.Contains(anchor)) return;
        var suggestion = NearestName.Sentence(diagnostics.Nearest(anchor, anchors));
        diagnostics.Report(Definitions.LinkToNoHeading, link.Url.Span, anchor, suggestion);
    }

    private static void CheckFile(LinkSyntax link, string path, Func<string, bool> exists, DiagnosticBag diagnostics)
    {
        var file = Uri.UnescapeDataString(link.Url.Text.Split('?', '#')[0]);
        var folder = Path.GetDirectoryName(path) ?? "";
        var isRooted = file.StartsWith("/", StringComparison.Ordinal);
        if (file.Length == 0)
        {
            diagnostics.Report(Definitions.LinkEmpty, link.Url.Span);
        }
        else if (isRooted || file.IndexOfAny(Path.GetInvalidPathChars()) >= 0
            || !exists(Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar))))
        {
            diagnostics.Report(Definitions.LinkToNoFile, link.Url.Span, file);
        }
    }
}
