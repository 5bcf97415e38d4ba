// Which addresses a link or picture may have.

using System.Globalization;
using System.Text;
using QuizKit.Language.Diagnostics;

namespace QuizKit.Language.Markdown;

internal static class LinkAddress
{
    private static readonly string[] Schemes = ["http", "https", "mailto"];

    // Beside letters and digits.
    private const string Kept = "-_.!~*'();/?:@&=+$,#%";

    /// <summary>
    /// Why a browser must not get an address, or null where it may: the schemes http, https and mailto, and addresses relative to
    /// the page, except those that name a server without a scheme.
    /// </summary>
    /// <param name="address">The address as Markdown means it, character references and escapes resolved.</param>
    /// <returns>The message to report, which takes <see cref="SchemeOf"/> as its argument.</returns>
    public static DiagnosticDefinition? Refuse(string address)
    {
        if (SchemeOf(address) is { } scheme)
            return Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) ? null : Definitions.LinkSchemeNotAllowed;
        var compact = Compact(address);
        if (compact.Contains('\\')) return Definitions.LinkWithBackslash;
        return compact.StartsWith("//", StringComparison.Ordinal) ? Definitions.LinkWithoutScheme : null;
    }

    public static bool IsAllowed(string address) => Refuse(address) is null;

    /// <summary>
    /// The scheme: what stands before the first colon (RFC 3986, 3.1), or null. Characters that no scheme may have count too: it is better
    /// to refuse an odd address than to let one through that some browser reads in another way.
    /// </summary>
    public static string? SchemeOf(string address)
    {
        var compact = Compact(address);
        var colon = compact.IndexOf(':');
        if (colon <= 0 || compact.IndexOfAny(['/', '?', '#']) is >= 0 and var stop && stop < colon) return null;
        return compact.Substring(0, colon);
    }

    /// <summary>
    /// The address as an attribute holds it: the UTF-8 of what no address may hold is percent-encoded (RFC 3986, 2.1), and what is
    /// encoded already stays.
    /// </summary>
    public static string Encode(string address)
    {
        var encoded = new StringBuilder(address.Length);
        foreach (var code in Encoding.UTF8.GetBytes(address))
        {
            var c = (char)code;
            var isKept = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || Kept.IndexOf(c) >= 0;
            if (isKept) encoded.Append(c);
            else encoded.Append('%').Append(code.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    // Browsers drop white space and control characters before they look for a scheme; this drops more than any of them.
    private static string Compact(string address) => string.Concat(address.Where(c => !char.IsWhiteSpace(c) && !IsIgnorable(c)));

    private static bool IsIgnorable(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
