// The pictures of an exhibit as files.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QuizKit.Reports.Svg;
using QuizKit.Reports.Terminal;

namespace QuizKit.Reports.Markdown;

/// <summary>A picture of an exhibit.</summary>
/// <param name="FileName">The name of its file: the exhibit's and that of what it shows.</param>
/// <param name="Title">What it shows. The picture says it in more words to those who do not see it.</param>
/// <param name="Svg">The picture.</param>
internal sealed record DocumentPicture(string FileName, string Title, string Svg)
{
    private const int LongestSlug = 60;

    /// <summary>Returns the pictures of an exhibit, in its order.</summary>
    /// <param name="exhibit">The exhibit.</param>
    public static IEnumerable<DocumentPicture> Of(DocumentSection exhibit)
    {
        var taken = new HashSet<string>();
        foreach (DocumentBlock piece in exhibit.Pieces.Where(piece => piece is DocumentPlot or DocumentTree))
        {
            string slug = $"{exhibit.Id}-{Slug(piece is DocumentTree { Title: var title } ? title.Split(',')[0] : ((DocumentPlot)piece).Plot.Title)}", name = slug + ".svg";
            for (var again = 2; !taken.Add(name); again++) name = string.Create(CultureInfo.InvariantCulture, $"{slug}-{again}.svg");
            yield return piece is DocumentTree tree
                ? new DocumentPicture(name, $"{tree.Title}: {TreeText.Caption(tree.Tree)}", SvgFile.Of(tree.Tree, tree.Title))
                : new DocumentPicture(name, ((DocumentPlot)piece).Plot.Title, SvgFile.Of(((DocumentPlot)piece).Plot));
        }
    }

    /// <summary>Lower-case letters, digits and hyphens: a file name on every system.</summary>
    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (char c in title)
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        return slug.ToString(0, Math.Min(slug.Length, LongestSlug)).TrimEnd('-');
    }
}
