// The sample quiz in German, for tests to change.

using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Language.Tests;

namespace QuizKit.Generator.Tests;

internal static class Translations
{
    /// <summary><see cref="Samples.EveryKind"/> in German: no key is repeated that the original has, and one claim is quoted.</summary>
    public const string German = """
        ---
        language: de
        ---
        # Ein Beispiel

        Worte zur Einführung.

        ## Question 1
        <!-- quiz: id=open-one original=? -->

        Warum ist $x^2 \geq 0$?

        ### Answer

        Weil ein Quadrat nie negativ ist.

        ## Question 2
        <!-- quiz: id=true-one original=? -->

        Wahr oder falsch: *Zwei* ist gerade.

        ### Answer

        **Wahr.** Es ist $2 = 2 \cdot 1$.

        ## Question 3
        <!-- quiz: id=number-one unit="rote Äpfel" original=? -->

        Wie viele sind $2 + 2$?

        ### Answer

        <!-- claim: sum-is-five -->
        Durch Zählen: $2 + 2 = 5$.<!-- /claim -->

        ### Erratum

        Es ist $2 + 2 = 4$.

        ## Question 4
        <!-- quiz: id=choice-one original=? -->

        Was ist eine Primzahl?

        - [x] $2$
        - [ ] `4`
        - [x] drei

        ### Answer

        Zwei und drei. Siehe die Tabelle der Primzahlen. Sie sind schön. Eine Münze kann Kopf zeigen.

        ### Erratum

        Die meisten Münzen können es.

        """;

    /// <summary>A quiz and its translation as files, with the fingerprints of the quiz as it is.</summary>
    public static QuizText[] Files(string original = Samples.EveryKind, string translation = German, string name = "sample.de.quiz.md") =>
        [QuizCompiler.File("sample.quiz.md", original), QuizCompiler.File(name, UpToDate(translation, original))];

    /// <summary>The translation with the fingerprint of each question in the place of each question mark.</summary>
    public static string UpToDate(string translation, string original)
    {
        var fingerprints = FingerprintsOf(original);
        return Regex.Replace(
            translation,
            @"(id=(\S+).*?original=)\?",
            match => match.Groups[1].Value + fingerprints.GetValueOrDefault(match.Groups[2].Value, "00000000"));
    }

    /// <summary>
    /// The fingerprint of each question of a quiz, by id, as docs/file-format.md describes it; for quizzes without links and without comments
    /// in code.
    /// </summary>
    public static Dictionary<string, string> FingerprintsOf(string quiz)
    {
        var fingerprints = new Dictionary<string, string>();
        foreach (var question in Regex.Split(quiz, "^## (?=Question)", RegexOptions.Multiline).Skip(1))
        {
            var words = Regex.Replace(question, "^Question(?: [0-9]+)?[:.]? *", "");
            var lines = Regex.Replace(words, "<!--.*?-->", "", RegexOptions.Singleline).Split('\n', '\r')
                .Select(line => line.TrimEnd(' ', '\t')).Where(line => line.Length > 0);
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            fingerprints.TryAdd(Regex.Match(question, @"id=([a-z0-9-]+)").Groups[1].Value, Convert.ToHexStringLower(digest)[..8]);
        }

        return fingerprints;
    }
}
