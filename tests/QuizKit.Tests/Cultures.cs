// Runs code in the culture of another country: its signs, separators and digits must not show in what a quiz does.

using System.Globalization;
using Xunit;

namespace QuizKit.Tests;

internal static class Cultures
{
    /// <summary>
    /// Cultures that differ from the invariant one where it hurts: decimal commas, points and no-break spaces between thousands, U+2212 and
    /// directional marks for minus, an apostrophe, U+066B, and the dotless ı of tr-TR.
    /// </summary>
    public static TheoryData<string> Names => ["", "de-DE", "de-CH", "fr-FR", "sv-SE", "fa-IR", "ar-SA", "tr-TR", "pl-PL", "en-ZA"];

    public static void In(string name, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
