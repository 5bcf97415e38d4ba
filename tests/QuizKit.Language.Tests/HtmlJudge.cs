// What a browser's parser makes of the HTML of a text: it may hold only what the compiler writes, and nothing that runs.

using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace QuizKit.Language.Tests;

internal static class HtmlJudge
{
    /// <summary>The elements that a quiz can have, each with its attributes.</summary>
    public static readonly Dictionary<string, string[]> Allowed = (
        "p;ul;ol start;li;blockquote class;hr;br;pre;code class;table;thead;tbody;tr;th scope class;td class;"
        + "em;strong;del;sub;sup;kbd;a href title;img src alt title;span data-claim;div data-claim;"
        + "math display;mi mathvariant;mn;mo form stretchy lspace rspace;"
        + "mtext;mspace width;mrow style;mstyle mathcolor displaystyle scriptlevel;mfrac linethickness;msqrt;mroot;msub;msup;msubsup;munder;mover;munderover")
        .Split(';').Select(words => words.Split(' ')).ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);

    /// <summary>What in the HTML of a text is not allowed, or is not read as it is written.</summary>
    public static IEnumerable<string> DangersIn(string html)
    {
        var errors = new List<string>();
        var parser = new HtmlParser();
        parser.Error += (_, error) => errors.Add(((AngleSharp.Html.Dom.Events.HtmlErrorEvent)error).Message);
        IElement body = parser.ParseDocument("<!doctype html><html><head><title>x</title></head><body>" + html + "</body></html>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (!Allowed.TryGetValue(element.LocalName, out var attributes)) yield return $"<{element.LocalName}> in {html}";
            foreach (var attribute in element.Attributes)
            {
                if (attributes is not null && !attributes.Contains(attribute.Name)) yield return $"{attribute.Name} in {html}";
                if (attribute.Name is "href" or "src" && !IsSafe(attribute.Value)) yield return $"{attribute.Value} in {html}";
            }
        }

        // The parser lets controls pass, which the standard calls an error.
        if (html.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) errors.Add("a control character");
        foreach (var error in errors) yield return $"not as written ({error}): {html}";
        if (body.InnerHtml != html) yield return $"not as written: {html}\n  parsed: {body.InnerHtml}";
    }

    // As the URL standard reads it: it strips controls and spaces at both ends and drops tabs and line ends, then takes
    // letters up to a colon for a scheme. This decides independently of the generator.
    private static bool IsSafe(string address)
    {
        var url = address.Trim([.. Enumerable.Range(0, 33).Select(code => (char)code)]).Replace("\t", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace('\\', '/');
        if (url.StartsWith("//", StringComparison.Ordinal)) return false;
        return !Uri.CheckSchemeName(url.Split(':')[0]) || !url.Contains(':', StringComparison.Ordinal)
            || url.Split(':')[0].ToLowerInvariant() is "http" or "https" or "mailto";
    }
}
