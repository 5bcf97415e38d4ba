// The colours of terminal text. No meaning depends on them: each has a word or a symbol as well.

using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal static class Palette
{
    public static Style Plain { get; } = Style.Plain;

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(Color.Grey);

    private static Style Good { get; } = new(Color.Green);

    private static Style Bad { get; } = new(Color.Red, decoration: Decoration.Bold);

    private static Style Undecided { get; } = new(Color.Yellow);

    public static Style Of(Tone tone) => tone switch
    {
        Tone.Strong => Strong,
        Tone.Faint => Faint,
        Tone.Good => Good,
        Tone.Bad => Bad,
        Tone.Undecided => Undecided,
        _ => Plain,
    };
}
