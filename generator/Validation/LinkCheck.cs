// Where the links of a quiz lead.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QuizKit.Generator.Syntax;

namespace QuizKit.Generator.Validation;

internal static class LinkCheck
{
    /// <summary>Reports links that are unsafe, silent or dead.</summary>
    /// <param name="syntax">The file.</param>
    /// <param name="path">Its path, which relative links start from.</param>
    /// <param name="exists">Whether a file or folder exists at a path.</param>
    /// <param name="diagnostics">Where problems go.</param>
    public static void Check(QuizSyntax syntax, string path, Func<string, bool> exists, DiagnosticBag diagnostics)
    {
        foreach (LinkSyntax link in syntax.Links)
        {
            if (!link.HasWords)
            {
                string message = link.IsImage
                    ? "The picture has no alternative text, so who cannot see it learns nothing: ![what it shows](address)."
                    : "The link has no words to follow: [words](address).";
                diagnostics.Report(Descriptors.MissingWords, link.Url.Span, message);
            }

            string url = link.Url.Text;
            if (LinkAddress.Refuse(url) is { } reason)
            {
                diagnostics.Report(Descriptors.UnsafeLink, link.Url.Span, reason);
            }
            else if (url.StartsWith("#", StringComparison.Ordinal))
            {
                CheckAnchor(link, syntax.Anchors, diagnostics);
            }
            else if (!LinkAddress.IsAbsolute(url))
            {
                CheckFile(link, path, exists, diagnostics);
            }
        }
    }

    private static void CheckAnchor(LinkSyntax link, IReadOnlyCollection<string> anchors, DiagnosticBag diagnostics)
    {
        string anchor = Uri.UnescapeDataString(link.Url.Text.Substring(1));
        if (anchor.Length == 0 || anchors.Contains(anchor)) return;
        diagnostics.Report(
            Descriptors.DeadLink, link.Url.Span, $"The quiz has no heading '#{anchor}'.{NearestName.Suggest(anchor, anchors)} Headings are linked as #question-1.");
    }

    private static void CheckFile(LinkSyntax link, string path, Func<string, bool> exists, DiagnosticBag diagnostics)
    {
        string file = Uri.UnescapeDataString(link.Url.Text.Split('?', '#')[0]);
        string folder = Path.GetDirectoryName(path) ?? "";
        bool isRooted = file.StartsWith("/", StringComparison.Ordinal);
        if (file.Length == 0)
        {
            diagnostics.Report(Descriptors.DeadLink, link.Url.Span, "The link leads nowhere: its address is empty.");
        }
        else if (isRooted || file.IndexOfAny(Path.GetInvalidPathChars()) >= 0 || !exists(Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar))))
        {
            diagnostics.Report(
                Descriptors.DeadLink, link.Url.Span, $"There is no file '{file}' beside the quiz. A relative link starts from the folder of the quiz file.");
        }
    }
}
