// Why a reply was not understood, in each language that has the texts: a table in code, so that trimming and native code keep it.

using System.Globalization;

namespace QuizKit;

/// <summary>The sentences of <see cref="GradeResult.Reason"/>; some problems have several.</summary>
internal enum ReplyReason
{
    Empty,
    NotTrueOrFalse,
    NotANumber,
    NotDigits,
    AmbiguousSeparator,
    OutOfRange,
    AmbiguousPercentage,
    WordsBehindNumber,
    UnknownUnit,
    UnitCase,
    UnknownChoice,
    AmbiguousChoice,
    UnknownIndex,
    ForeignChoice,
}

internal static class ReplyReasons
{
    // In the order of the members of ReplyReason. {0} is what was not understood, {1} what is expected.
    private static readonly string[] English =
    [
        "There is no reply.",
        "{0} is neither true nor false. Write true or false.",
        "{0} is not a number. Write it like {1}.",
        "NaN is not a number. Write digits, as in {1}.",
        "In {0} it is not clear what begins the decimals and what groups thousands. Write it like {1}.",
        "{0} is too large or too small a number.",
        "{0} could mean a number of hundredths or a number. Write it without the sign, like {1}.",
        "{0} follows the number. Write the number alone, like {1}.",
        "{0} is not the unit here. Write the number of {1}.",
        "In a unit capital letters count: {0} is not {1}. Write {1}.",
        "{0} is not one of the choices. Write letters from a to {1}.",
        "{0} could be more than one of the choices. Write their letters.",
        "There is no choice {0}: the indexes go from 0 to {1}.",
        "A choice does not belong to this question.",
    ];

    private static readonly Dictionary<string, string[]> Others = new(StringComparer.Ordinal)
    {
        ["de"] =
        [
            "Es gibt keine Antwort.",
            "{0} ist weder wahr noch falsch. Schreiben Sie wahr oder falsch.",
            "{0} ist keine Zahl. Schreiben Sie sie wie {1}.",
            "NaN ist keine Zahl. Schreiben Sie Ziffern, wie in {1}.",
            "In {0} ist nicht klar, womit die Nachkommastellen beginnen und was Tausender trennt. Schreiben Sie die Zahl wie {1}.",
            "{0} ist eine zu große oder zu kleine Zahl.",
            "{0} kann eine Anzahl von Hundertsteln oder eine Zahl bedeuten. Schreiben Sie sie ohne das Zeichen, wie {1}.",
            "Auf die Zahl folgt {0}. Schreiben Sie nur die Zahl, wie {1}.",
            "{0} ist hier nicht die Einheit. Die Einheit ist {1}.",
            "Bei Einheiten zählt die Großschreibung: {0} ist nicht {1}. Schreiben Sie {1}.",
            "{0} steht nicht zur Auswahl. Schreiben Sie Buchstaben von a bis {1}.",
            "{0} passt auf mehr als eine der Möglichkeiten. Schreiben Sie ihre Buchstaben.",
            "Es gibt keine Möglichkeit {0}: Die Nummern gehen von 0 bis {1}.",
            "Eine Möglichkeit gehört nicht zu dieser Frage.",
        ],
        ["fr"] =
        [
            "Il n'y a pas de réponse.",
            "{0} n'est ni vrai ni faux. Écrivez vrai ou faux.",
            "{0} n'est pas un nombre. Écrivez-le comme {1}.",
            "NaN n'est pas un nombre. Écrivez des chiffres, comme dans {1}.",
            "Dans {0}, on ne sait pas où commencent les décimales et ce qui sépare les milliers. Écrivez le nombre comme {1}.",
            "{0} est un nombre trop grand ou trop petit.",
            "{0} peut signifier un nombre de centièmes ou un nombre. Écrivez-le sans le signe, comme {1}.",
            "{0} suit le nombre. Écrivez le nombre seul, comme {1}.",
            "{0} n'est pas l'unité demandée. L'unité est {1}.",
            "Dans une unité, les majuscules comptent : {0} n'est pas {1}. Écrivez {1}.",
            "{0} ne figure pas parmi les choix. Écrivez des lettres de a à {1}.",
            "{0} correspond à plusieurs choix. Écrivez leurs lettres.",
            "Il n'y a pas de choix {0} : les numéros vont de 0 à {1}.",
            "Un choix n'appartient pas à cette question.",
        ],
        ["es"] =
        [
            "No hay respuesta.",
            "{0} no es ni verdadero ni falso. Escriba verdadero o falso.",
            "{0} no es un número. Escríbalo como {1}.",
            "NaN no es un número. Escriba cifras, como en {1}.",
            "En {0} no está claro qué inicia los decimales y qué separa los millares. Escriba el número como {1}.",
            "{0} es un número demasiado grande o demasiado pequeño.",
            "{0} puede significar un número de centésimas o un número. Escríbalo sin el signo, como {1}.",
            "{0} sigue al número. Escriba solo el número, como {1}.",
            "{0} no es la unidad que se pide. La unidad es {1}.",
            "En una unidad cuentan las mayúsculas: {0} no es {1}. Escriba {1}.",
            "{0} no es una de las opciones. Escriba letras de la a a la {1}.",
            "{0} puede ser más de una de las opciones. Escriba sus letras.",
            "No hay opción {0}: los números van de 0 a {1}.",
            "Una opción no pertenece a esta pregunta.",
        ],
        ["zh"] =
        [
            "没有回答。",
            "{0} 既不是“正确”也不是“错误”。请写“正确”或“错误”。",
            "{0} 不是数。请按 {1} 的形式书写。",
            "NaN 不是数。请写数字，例如 {1}。",
            "在 {0} 中，不清楚哪个符号是小数点，哪个符号分隔千位。请按 {1} 的形式书写。",
            "{0} 这个数太大或太小。",
            "{0} 可以指百分之几，也可以指一个数。请不带符号书写，例如 {1}。",
            "数的后面有 {0}。请只写数，例如 {1}。",
            "{0} 不是这里的单位。单位是 {1}。",
            "单位区分大小写：{0} 不是 {1}。请写 {1}。",
            "{0} 不是选项之一。请写 a 到 {1} 的字母。",
            "{0} 可能指多个选项。请写它们的字母。",
            "没有选项 {0}：编号从 0 到 {1}。",
            "有一个选项不属于这道题。",
        ],
        ["ar"] =
        [
            "لا توجد إجابة.",
            "{0} ليس صحيحًا ولا خطأ. اكتب صحيح أو خطأ.",
            "{0} ليس عددًا. اكتبه مثل {1}.",
            "NaN ليس عددًا. اكتب أرقامًا، مثل {1}.",
            "في {0} ليس واضحًا ما يبدأ الكسور العشرية وما يفصل الآلاف. اكتب العدد مثل {1}.",
            "{0} عدد كبير جدًا أو صغير جدًا.",
            "{0} قد يعني عددًا من أجزاء المئة أو عددًا. اكتبه بدون العلامة، مثل {1}.",
            "بعد العدد يوجد {0}. اكتب العدد وحده، مثل {1}.",
            "{0} ليست الوحدة المطلوبة. الوحدة هي {1}.",
            "في الوحدات تُميَّز الحروف الكبيرة من الصغيرة: {0} ليست {1}. اكتب {1}.",
            "{0} ليس من الخيارات. اكتب حروفًا من a إلى {1}.",
            "{0} قد يعني أكثر من خيار. اكتب حروف الخيارات.",
            "لا يوجد خيار {0}: الأرقام من 0 إلى {1}.",
            "أحد الخيارات لا ينتمي إلى هذا السؤال.",
        ],
    };

    /// <summary>The languages that have texts.</summary>
    public static IEnumerable<string> Languages => ["en", .. Others.Keys];

    /// <summary>Writes a reason in a language, or in English where the language has no texts.</summary>
    public static string Write(ReplyReason reason, string language, string quotation, string expected)
    {
        var name = language.Split('-')[0].ToLowerInvariant();
        var texts = Others.TryGetValue(name, out var translated) ? translated : English;

        // Isolated, so that the direction of a quotation does not turn the Arabic sentence around.
        if (name == "ar") (quotation, expected) = ($"\u2068{quotation}\u2069", $"\u2068{expected}\u2069");
        return string.Format(CultureInfo.InvariantCulture, texts[(int)reason], quotation, expected);
    }
}
