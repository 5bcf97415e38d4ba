// The colours of terminal text. No meaning depends on them: each has a word or a symbol as well.

using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal static class Palette
{
    public static Style Plain { get; } = Style.Plain;

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(Color.Grey);

    public static Style Of(Tone tone) => tone switch
    {
        Tone.Strong => Strong,
        Tone.Faint => Faint,
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Undecided => new Style(Color.Yellow),
        _ => Plain,
    };
}
