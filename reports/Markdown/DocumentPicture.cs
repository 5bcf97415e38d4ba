// The pictures of a document as files.

using System.Globalization;
using System.Text;
using QuizKit.Reports.Svg;
using QuizKit.Reports.Terminal;

namespace QuizKit.Reports.Markdown;

/// <summary>A picture of a document.</summary>
/// <param name="FileName">The file name: the id of the section and the title of the plot or tree.</param>
/// <param name="Title">Its title. The picture has a longer text alternative.</param>
internal sealed record DocumentPicture(string FileName, string Title, string Svg)
{
    private const int LongestSlug = 60;

    /// <summary>The id of the pictures in the introduction of a document.</summary>
    public const string Introduction = "summary";

    /// <summary>Returns the pictures of a document, those of its introduction first.</summary>
    public static IEnumerable<DocumentPicture> Of(Document document) =>
        [.. Of(Introduction, document.Introduction), .. document.Sections.SelectMany(section => Of(section.Id, section.Pieces))];

    /// <summary>Returns the pictures among the blocks of a section, in order.</summary>
    public static IEnumerable<DocumentPicture> Of(string id, IReadOnlyList<DocumentBlock> blocks)
    {
        var taken = new HashSet<string>();
        foreach (var piece in DocumentBlock.Unfold(blocks).Where(piece => piece is DocumentPlot or DocumentTree))
        {
            var title = piece is DocumentTree drawn ? drawn.Title.Split(',')[0] : ((DocumentPlot)piece).Plot.Title;
            string slug = $"{id}-{Slug(title)}", name = slug + ".svg";
            for (var again = 2; !taken.Add(name); again++) name = string.Create(CultureInfo.InvariantCulture, $"{slug}-{again}.svg");
            yield return piece is DocumentTree tree
                ? new DocumentPicture(name, $"{tree.Title}: {TreeText.Caption(tree.Tree)}", SvgTree.Of(tree).ToFile())
                : new DocumentPicture(name, ((DocumentPlot)piece).Plot.Title, SvgPlot.Of(((DocumentPlot)piece).Plot).ToFile());
        }
    }

    /// <summary>Lower-case letters, digits and hyphens: a file name on every system. A long one ends after a whole word.</summary>
    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in title)
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (c == '\'') continue;
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var name = slug.ToString().TrimEnd('-');
        if (name.Length <= LongestSlug) return name;
        var end = name.LastIndexOf('-', LongestSlug);
        return end > 0 ? name[..end] : name[..LongestSlug];
    }
}
