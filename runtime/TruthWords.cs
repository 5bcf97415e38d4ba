// The words for true and false in each language. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

internal static class TruthWords
{
    // Language, true, false. Before the bar stand the words that an answer may begin with; behind it, what a learner may write besides.
    private static readonly string[][] Table =
    [
        ["en", "true | t yes y", "false | f no n"],
        ["de", "wahr | w richtig r ja j stimmt", "falsch | f nein n unwahr"],
        ["fr", "vrai | v oui o", "faux | f non n"],
        ["es", "verdadero | v cierto sí si s", "falso | f no n"],
        ["it", "vero | v sì si s", "falso | f no n"],
        ["pt", "verdadeiro | v sim s", "falso | f não nao n"],
        ["nl", "waar | w juist ja j", "onwaar | onjuist nee n"],
        ["sv", "sant | ja j", "falskt | nej n"],
        ["da", "sandt | ja j", "falsk | nej n"],
        ["pl", "prawda | p tak t", "fałsz | f nie n"],
        ["ru", "верно | правда да", "неверно | ложь нет"],
        ["tr", "doğru | d evet e", "yanlış | yanliş y hayır hayir h"],
        ["zh", "正确 正確 | 对 對 是 真", "错误 錯誤 | 错 錯 否 假 不对 不對 不是"],
        ["ja", "正しい | はい 正 真", "誤り | 間違い いいえ 誤 偽"],
        ["ar", "صحيح | صح صواب نعم", "خطأ | خطا خاطئ لا غلط"],
    ];

    /// <summary>What a reply says, or null where it is neither: the words of the language in any case, or <c>true</c> and
    /// <c>false</c>.</summary>
    public static bool? Read(string reply, string language) => Find(reply, language, (words, word) => words.Contains(word));

    /// <summary>What the first word of an answer says, or null where it says something else.</summary>
    public static bool? ReadBeginning(string word, string language) =>
        Find(word, language, (words, first) => words.TakeWhile(other => other != "|").Contains(first));

    private static bool? Find(string text, string language, Func<string[], string, bool> isOneOf)
    {
        var word = text.ToLowerInvariant().TrimEnd('。');
        var name = language.Split('-')[0].ToLowerInvariant();
        foreach (var row in Table)
        {
            if (row[0] != name) continue;
            if (isOneOf(row[1].Split(' '), word)) return true;
            if (isOneOf(row[2].Split(' '), word)) return false;
        }

        return word switch { "true" => true, "false" => false, _ => null };
    }
}
