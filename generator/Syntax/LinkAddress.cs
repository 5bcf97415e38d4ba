// Which addresses a link or picture may have.

using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace QuizKit.Generator.Syntax;

internal static class LinkAddress
{
    private static readonly string[] Schemes = ["http", "https", "mailto"];

    /// <summary>
    /// Why a browser must not get an address, or null where it may: the schemes http, https and mailto, and addresses relative to
    /// the page, but none that names a server without a scheme.
    /// </summary>
    /// <param name="address">The address as Markdown means it, character references and escapes resolved.</param>
    public static string? Refuse(string address)
    {
        string compact = Compact(address);
        if (SchemeOf(compact) is { } scheme)
        {
            return Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) ? null : $"The scheme '{scheme}:' is not allowed in a link.";
        }

        if (compact.Contains('\\')) return "A backslash is not allowed in the address of a link: browsers read it as a slash.";
        return compact.StartsWith("//", StringComparison.Ordinal) ? "An address that begins with '//' takes its scheme from the page that shows it." : null;
    }

    /// <summary>Whether an address has a scheme, and so does not lead to a file beside the quiz.</summary>
    public static bool IsAbsolute(string address) => SchemeOf(Compact(address)) is not null;

    /// <summary>The address as an attribute holds it: what no address may hold is percent-encoded.</summary>
    public static string Encode(string address)
    {
        var encoded = new StringBuilder(address.Length);
        foreach (char c in address)
        {
            if (c <= ' ' || c == '\u007F' || "\"<>\\^`{|}".IndexOf(c) >= 0) encoded.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else encoded.Append(c);
        }

        return encoded.ToString();
    }

    // Browsers drop white space and control characters before they look for a scheme; this drops more than any of them.
    private static string Compact(string address) => string.Concat(address.Where(c => !char.IsWhiteSpace(c) && !IsIgnorable(c)));

    // A scheme is what stands before the first colon (RFC 3986, 3.1). Letters that no scheme has count too: better one
    // odd address refused than one let through that some browser reads otherwise.
    private static string? SchemeOf(string compact)
    {
        int colon = compact.IndexOf(':');
        if (colon <= 0 || compact.IndexOfAny(['/', '?', '#']) is >= 0 and var stop && stop < colon) return null;
        return compact.Substring(0, colon);
    }

    private static bool IsIgnorable(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
