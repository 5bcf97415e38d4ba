// The pictures of a section as files.

using System.Globalization;
using System.Text;
using QuizKit.Reports.Svg;
using QuizKit.Reports.Terminal;

namespace QuizKit.Reports.Markdown;

/// <summary>A picture of a section.</summary>
/// <param name="FileName">The file name: the id of the section and the title of the plot or tree.</param>
/// <param name="Title">Its title. The picture has a longer text alternative.</param>
internal sealed record DocumentPicture(string FileName, string Title, string Svg)
{
    private const int LongestSlug = 60;

    /// <summary>Returns the pictures of a section, in order.</summary>
    public static IEnumerable<DocumentPicture> Of(DocumentSection section)
    {
        var taken = new HashSet<string>();
        foreach (var piece in section.Pieces.Where(piece => piece is DocumentPlot or DocumentTree))
        {
            var title = piece is DocumentTree drawn ? drawn.Title.Split(',')[0] : ((DocumentPlot)piece).Plot.Title;
            string slug = $"{section.Id}-{Slug(title)}", name = slug + ".svg";
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
        foreach (var c in title)
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        return slug.ToString(0, Math.Min(slug.Length, LongestSlug)).TrimEnd('-');
    }
}
