// The skeleton of a web page: head, style sheet, and a content security policy that forbids everything the page does not need.

using System.Security.Cryptography;
using System.Text;
using QuizKit.Reports.Svg;

namespace QuizKit.Reports.Html;

internal static class HtmlPage
{
    // Line ends as the file has them would depend on how it was checked out.
    private static readonly string Style = ReadStyle().ReplaceLineEndings("\n") + SvgPicture.Style;

    /// <summary>Returns a whole page in English; parts in another language carry their own lang attribute.</summary>
    public static string Of(string title, Action<Markup> writeBody)
    {
        var page = new Markup();
        page.Raw("<!DOCTYPE html>").Line();
        page.Open("html", ("lang", "en")).Line().Open("head").Line();
        page.Void("meta", ("charset", "utf-8")).Line();
        page.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy())).Line();
        page.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        page.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        page.Element("title", title).Line();
        page.Raw("<style>").Raw(Style).Raw("</style>").Line();
        page.Close().Line().Open("body").Line();
        writeBody(page);
        page.Close().Line().Close().Line();
        return page.ToString();
    }

    /// <summary>Forbids scripts and external resources; the one style sheet is allowed by its digest.</summary>
    private static string Policy()
    {
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        return $"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The style sheet is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
