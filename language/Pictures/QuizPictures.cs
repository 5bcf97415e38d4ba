// The pictures of a quiz: where an app serves them, and their sizes in its HTML, so that a page does not move when they arrive.

using System.Globalization;
using System.Net;
using System.Text;
using QuizKit.Language.Model;

namespace QuizKit.Language.Pictures;

internal sealed class QuizPictures
{
    private const string Opening = "<img src=\"";

    private readonly Func<string, PictureModel?> _find;
    private readonly Dictionary<string, PictureModel?> _found = new(StringComparer.Ordinal);
    private readonly List<PictureModel> _inOrder = [];

    private QuizPictures(Func<string, PictureModel?> find) => _find = find;

    /// <summary>Lists the pictures that lie below the folder of a quiz, and writes where they are served and how large they are into its HTML.</summary>
    /// <param name="quiz">What the quiz means; one without such pictures is returned as it is.</param>
    /// <param name="find">The picture at a path below the folder of the quiz, or null where there is none.</param>
    public static QuizModel Place(QuizModel quiz, Func<string, PictureModel?> find)
    {
        var pictures = new QuizPictures(find);
        var placed = quiz.WithTexts(pictures.Place);
        return pictures._inOrder.Count == 0 ? quiz : placed with { Pictures = new([.. pictures._inOrder]) };
    }

    private RichTextModel Place(RichTextModel text)
    {
        var html = text.Html;
        var at = html.IndexOf(Opening, StringComparison.Ordinal);
        if (at < 0) return text;
        var placed = new StringBuilder(html.Length + 64);
        var written = 0;
        for (; at >= 0; at = html.IndexOf(Opening, at, StringComparison.Ordinal))
        {
            at += Opening.Length;
            var end = html.IndexOf('"', at);
            var address = html.Substring(at, end - at);
            if (PictureAt(WebUtility.HtmlDecode(address)) is not { } picture) continue;
            var query = address.IndexOfAny(['?', '#']);
            placed.Append(html, written, at - written).Append(WebUtility.HtmlEncode(picture.Address));
            placed.Append(address, query < 0 ? address.Length : query, query < 0 ? 0 : address.Length - query).Append('"');
            if (picture is { Width: { } width, Height: { } height })
                placed.Append(string.Format(CultureInfo.InvariantCulture, " width=\"{0}\" height=\"{1}\"", width, height));
            written = end + 1;
        }

        return written == 0 ? text : text with { Html = placed.Append(html, written, html.Length - written).ToString() };
    }

    private PictureModel? PictureAt(string address)
    {
        if (PicturePath.Of(address) is not { } path) return null;
        if (_found.TryGetValue(path, out var known)) return known;
        var picture = _find(path);
        _found.Add(path, picture);
        if (picture is not null) _inOrder.Add(picture);
        return picture;
    }
}
