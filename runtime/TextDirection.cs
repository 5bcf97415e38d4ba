// In which direction a language is written. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

internal static class TextDirection
{
    // By the CLDR, release 42: the languages whose usual script is written from right to left, and these scripts.
    private const string Languages = " ar arc ckb dv fa he ks lrc mzn nqo pnb ps sd syr ug ur yi ";

    private const string Scripts = " adlm arab hebr mand nkoo rohg samr syrc thaa ";

    /// <summary>Whether a language is written from right to left; a script in the tag counts before the language.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static bool IsRightToLeft(string language)
    {
        var parts = language.ToLowerInvariant().Split('-');
        return parts.Length > 1 && parts[1].Length == 4 ? Scripts.Contains($" {parts[1]} ") : Languages.Contains($" {parts[0]} ");
    }
}
