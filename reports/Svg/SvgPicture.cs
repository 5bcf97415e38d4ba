// A picture with its title and legend, for a page or as a file. The page's style sheet colours it in light and dark; its own attributes give
// the light colours where there is no style sheet, so that a copy is complete.

using System.Text;
using QuizKit.Reports.Terminal;
using static System.FormattableString;

namespace QuizKit.Reports.Svg;

/// <summary>A picture.</summary>
/// <param name="Height">Its height in its own units; all are <see cref="Width"/> wide.</param>
/// <param name="Description">What it shows, for those who do not see it.</param>
/// <param name="Content">The elements in it.</param>
internal sealed record SvgPicture(double Height, string Description, string Content)
{
    /// <summary>About a phone's width, so that text is drawn there nearly at its own size, <see cref="TextSize"/>.</summary>
    public const double Width = 400;

    /// <summary>The height of all text but the title, in the units of the picture.</summary>
    public const double TextSize = 13;

    public const double LineHeight = 18;

    /// <summary>The room at the edges.</summary>
    public const double Margin = 8;

    // A picture cannot measure its text: these are the widths of a character in a wide font.
    private const double CharacterWidth = 8.5, TitleCharacterWidth = 9.4;

    private const string Variables =
        """
        svg { --text: #1c1e21; --faint: #565e68; --rule: #d4d9df; --page: #fff; --s0: #0b57d0; --s1: #b3410e; --s2: #0a6330; --s3: #7a1fa2; --s4: #8a6100; --s5: #a1121c; --s6: #00696f; --s7: #9c1464 }
        @media (prefers-color-scheme: dark) { svg { --text: #e6e8ea; --faint: #a7afb8; --rule: #3a4149; --page: #14171a; --s0: #8ab4f8; --s1: #ff9e6b; --s2: #7ddc9a; --s3: #dba5f0; --s4: #f2c26b; --s5: #ff9c9c; --s6: #6fd6dd; --s7: #ff9fd0 } }
        """;

    private static readonly string[] LightColours =
        ["#0b57d0", "#b3410e", "#0a6330", "#7a1fa2", "#8a6100", "#a1121c", "#00696f", "#9c1464"];

    /// <summary>The rules that pages and files share.</summary>
    public static string Style { get; } = ReadStyle();

    /// <summary>The colour of a class <c>s0</c> to <c>s7</c> on a light page.</summary>
    public static string LightColour(int look) => LightColours[look];

    /// <summary>Breaks a text into lines that fit into a width.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width = Width - (2 * Margin)) =>
        TextBlock.Wrap(text, (int)(width / CharacterWidth));

    /// <summary>The width of a text on one line.</summary>
    public static double WidthOf(string text) => text.Length * CharacterWidth;

    /// <summary>Writes lines of text below each other.</summary>
    /// <param name="y">The upper edge of the first.</param>
    /// <returns>The lower edge of the last.</returns>
    public static double WriteLines(
        Markup picture, IReadOnlyList<string> lines, double x, double y, string? cssClass = null, string? anchor = null)
    {
        foreach (var line in lines)
        {
            picture.Element("text", line, ("class", cssClass), ("x", N(x)), ("y", N(y + TextSize)), ("text-anchor", anchor)).Line();
            y += LineHeight;
        }

        return y;
    }

    /// <summary>Writes the title of a picture at its upper edge.</summary>
    /// <returns>The lower edge of the title.</returns>
    public static double WriteTitle(Markup picture, string title)
    {
        var y = Margin;
        foreach (var line in TextBlock.Wrap(title, (int)((Width - (2 * Margin)) / TitleCharacterWidth)))
        {
            picture.Element(
                "text", line, ("class", "title"), ("x", N(Margin)), ("y", N(y + TextSize)), ("font-size", "14"), ("font-weight", "600"))
                .Line();
            y += LineHeight;
        }

        return y + 4;
    }

    /// <summary>Writes the picture into a page.</summary>
    /// <param name="writeCaption">Writes what to see in it below it; null: the picture alone.</param>
    public void WriteFigure(Markup page, Action<Markup>? writeCaption = null)
    {
        page.Open("figure").Line();
        WriteElement(page);
        if (writeCaption is not null)
        {
            page.Open("figcaption");
            writeCaption(page);
            page.Close().Line();
        }

        page.Close().Line();
    }

    /// <summary>Returns the picture as a file that needs nothing else.</summary>
    public string ToFile()
    {
        var file = new Markup();
        WriteElement(file, Variables.ReplaceLineEndings("\n") + "\n" + Style);
        return file.ToString();
    }

    private void WriteElement(Markup page, string? style = null)
    {
        page.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", "picture"),
            ("viewBox", Invariant($"0 0 {Width} {N(Height)}")),
            ("width", style is null ? null : N(Width)),
            ("height", style is null ? null : N(Height)),
            ("font-family", "system-ui, sans-serif"),
            ("font-size", N(TextSize)),
            ("role", "img"),
            ("aria-label", Description)).Line();
        if (style is not null)
        {
            page.Raw("<style>").Raw(style).Raw("</style>").Line();
            page.Raw("<rect width=\"100%\" height=\"100%\" fill=\"var(--page)\"></rect>").Line();
        }

        page.Raw(Content).Close().Line();
    }

    // Adding a positive zero makes one of a negative zero.
    private static string N(double value) => Invariant($"{Math.Round(value, 1) + 0.0:0.#}");

    private static string ReadStyle()
    {
        using var stream = typeof(SvgPicture).Assembly.GetManifestResourceStream("picture.css")
            ?? throw new InvalidOperationException("The style sheet is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
