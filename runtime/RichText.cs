// One piece of a quiz's prose in every form an app shows it in, each made at compile time.

using System.Text;
using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A piece of prose in four forms: as its author wrote it, and ready for a log, a terminal and a page.</summary>
public sealed class RichText
{
    // Phrasing content never begins with one of these.
    private static readonly string[] BlockTags = ["<p>", "<ul", "<ol", "<blockquote", "<pre", "<table", "<hr", "<div"];

    private const string ClaimAttribute = " data-claim=\"";

    // The forms in their order, or null where they were given one by one.
    private readonly string? _interleaved;

    private string? _markdown;
    private string? _plainText;
    private string? _unicodeText;
    private string? _html;

    /// <summary>Creates a text from its four forms.</summary>
    /// <param name="markdown">The Markdown as written, line ends as <c>\n</c>, claim markers taken out.</param>
    /// <param name="plainText">The same words without markup; formulas in letters and signs of a keyboard (x^2, dL/dz).</param>
    /// <param name="unicodeText">The same words without markup; formulas in Unicode (x², ∂L/∂z).</param>
    /// <param name="html">The same words in semantic HTML; formulas in MathML Core.</param>
    public RichText(string markdown, string plainText, string unicodeText, string html)
    {
        _markdown = markdown ?? throw new ArgumentNullException(nameof(markdown));
        _plainText = plainText ?? throw new ArgumentNullException(nameof(plainText));
        _unicodeText = unicodeText ?? throw new ArgumentNullException(nameof(unicodeText));
        _html = html ?? throw new ArgumentNullException(nameof(html));
    }

    private RichText(string interleaved) => _interleaved = interleaved;

    /// <summary>The Markdown as written, with <c>$…$</c> formulas in TeX; lines end with <c>\n</c>.</summary>
    public string Markdown => _markdown ??= Form(0);

    /// <summary>
    /// The words without markup, for logs, search, speech and mail. Formulas are in letters and signs of a keyboard
    /// (<c>x^2</c>, <c>sqrt(n)</c>, <c>dL/dz</c>); other words stay as written. Paragraphs are separated by one empty line.
    /// </summary>
    public string PlainText => _plainText ??= Form(1);

    /// <summary>The words without markup, formulas in Unicode; paragraphs are separated by one empty line.</summary>
    public string UnicodeText => _unicodeText ??= Form(2);

    /// <summary>
    /// The words in semantic HTML, with formulas in MathML Core: no script, no style, no class that anything depends on.
    /// <para>
    /// It is flow content (<c>&lt;p&gt;</c>, <c>&lt;ul&gt;</c>, <c>&lt;table&gt;</c> and so on), except for texts that stand in a
    /// line: a title, a choice of one paragraph, and a claim's statement out of one paragraph are phrasing content without
    /// <c>&lt;p&gt;</c>. <see cref="IsPhrasing"/> tells which.
    /// </para>
    /// <para>
    /// The words that a claim quotes stand in <c>&lt;span data-claim="ID"&gt;</c>, whole blocks of them in
    /// <c>&lt;div data-claim="ID"&gt;</c>; a claim over parts of several paragraphs has several such elements. Claims may nest.
    /// </para>
    /// <para>
    /// It holds a closed set of elements and attributes, all text is escaped, and links and pictures have addresses with the
    /// schemes http, https or mailto, or relative ones: it can go into a page as it is.
    /// </para>
    /// </summary>
    public string Html => _html ??= Form(3);

    /// <summary>Whether <see cref="Html"/> is phrasing content, which fits into a heading, a label or a summary.</summary>
    [JsonIgnore]
    public bool IsPhrasing => !Array.Exists(BlockTags, tag => Html.StartsWith(tag, StringComparison.Ordinal));

    /// <summary>
    /// Creates a text whose forms stand in one string, what they share once; generated code calls this. Each form is taken out of it when it is
    /// first asked for.
    /// </summary>
    /// <param name="interleaved">
    /// The words that the four forms share and, where they differ, the part of each in brackets, in the order of the constructor:
    /// <c>the ⟦**¦¦¦&lt;strong>⟧mean⟦**¦¦¦&lt;/strong>⟧</c>. A <c>⁞</c> in front of one of these four signs means the sign.
    /// </param>
    public static RichText FromInterleaved(string interleaved) => new(interleaved ?? throw new ArgumentNullException(nameof(interleaved)));

    /// <summary>Creates a text of a part of an interleaved one; generated code calls this.</summary>
    /// <param name="interleaved">The whole, as <see cref="FromInterleaved(string)"/> takes it.</param>
    /// <param name="start">Where the part begins, outside brackets.</param>
    /// <param name="length">Its length; it ends outside brackets.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the whole.</exception>
    public static RichText FromInterleaved(string interleaved, int start, int length) =>
        new((interleaved ?? throw new ArgumentNullException(nameof(interleaved))).Substring(start, length));

    /// <summary>
    /// The same text, in whose HTML the elements around the words of a claim do not name it: for a text that a learner sees before the
    /// reply, since a claim may be named after the answer. The views have such texts.
    /// </summary>
    public RichText WithoutClaims()
    {
        if (Html.IndexOf(ClaimAttribute, StringComparison.Ordinal) < 0) return this;
        var html = new StringBuilder(Html.Length);
        var end = 0;

        // In a text a < is escaped: what begins like an element is one.
        for (var start = NextClaim(0); start >= 0; start = NextClaim(end))
        {
            html.Append(Html, end, start - end);
            end = Html.IndexOf('"', start + ClaimAttribute.Length) + 1;
        }

        return new RichText(Markdown, PlainText, UnicodeText, html.Append(Html, end, Html.Length - end).ToString());
    }

    /// <summary>Returns <see cref="UnicodeText"/>.</summary>
    public override string ToString() => UnicodeText;

    private string Form(int index) => InterleavedText.Form(_interleaved!, index);

    // The place of the next attribute that names a claim, or -1.
    private int NextClaim(int from)
    {
        for (var at = from; (at = Html.IndexOf(ClaimAttribute, at, StringComparison.Ordinal)) >= 0; at += ClaimAttribute.Length)
        {
            if (EndsWith(at, "<span") || EndsWith(at, "<div")) return at;
        }

        return -1;
    }

    private bool EndsWith(int end, string tag) =>
        end >= tag.Length && string.CompareOrdinal(Html, end - tag.Length, tag, 0, tag.Length) == 0;
}
