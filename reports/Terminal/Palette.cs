// The colours of the tool. Nothing depends on them: every meaning has a word or a symbol as well.

using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal static class Palette
{
    /// <summary>Ordinary words.</summary>
    public static Style Plain { get; } = Style.Plain;

    /// <summary>Titles and names.</summary>
    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    /// <summary>Labels and what may be passed over.</summary>
    public static Style Faint { get; } = new(Color.Grey);

    /// <summary>As expected.</summary>
    public static Style Good { get; } = new(Color.Green);

    /// <summary>Not as expected.</summary>
    public static Style Bad { get; } = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Undecided.</summary>
    public static Style Open { get; } = new(Color.Yellow);
}
