// The words of a page or an export that are not of the quiz, in each language that has them.

namespace QuizKit.Tool.Pages;

/// <summary>The words of <see cref="PageWords"/>, in the order of its table.</summary>
internal enum PageWord
{
    Question,
    Questions,
    SkipToQuestions,
    Hint,
    Answer,
    Answers,
    ByEditors,
    WrongAnswers,
    Explanation,
    Erratum,
    Author,
    Source,
    Licence,
    True,
    False,
}

/// <summary>Words of a page or an export in one language.</summary>
internal sealed class PageWords
{
    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        ["en"] = "Question|Questions|Skip to the questions|Hint|Answer|Answers|by the editors|Wrong answers|Explanation|Erratum|"
            + "Author|Source|Licence|True|False",
        ["de"] = "Frage|Fragen|Zu den Fragen|Hinweis|Antwort|Antworten|von den Herausgebern|Falsche Antworten|Erklärung|"
            + "Berichtigung|Autor|Quelle|Lizenz|Wahr|Falsch",
        ["fr"] = "Question|Questions|Aller aux questions|Indice|Réponse|Réponses|par la rédaction|Réponses fausses|Explication|"
            + "Erratum|Auteur|Source|Licence|Vrai|Faux",
        ["es"] = "Pregunta|Preguntas|Ir a las preguntas|Pista|Respuesta|Respuestas|de la redacción|Respuestas incorrectas|"
            + "Explicación|Fe de erratas|Autor|Fuente|Licencia|Verdadero|Falso",
        ["it"] = "Domanda|Domande|Vai alle domande|Suggerimento|Risposta|Risposte|a cura della redazione|Risposte sbagliate|"
            + "Spiegazione|Errata corrige|Autore|Fonte|Licenza|Vero|Falso",
        ["pt"] = "Pergunta|Perguntas|Ir para as perguntas|Dica|Resposta|Respostas|da redação|Respostas erradas|Explicação|Errata|"
            + "Autor|Fonte|Licença|Verdadeiro|Falso",
        ["nl"] = "Vraag|Vragen|Naar de vragen|Aanwijzing|Antwoord|Antwoorden|van de redactie|Foute antwoorden|Uitleg|Rectificatie|"
            + "Auteur|Bron|Licentie|Waar|Onwaar",
        ["sv"] = "Fråga|Frågor|Till frågorna|Ledtråd|Svar|Svar|av redaktionen|Felaktiga svar|Förklaring|Rättelse|Författare|Källa|"
            + "Licens|Sant|Falskt",
        ["da"] = "Spørgsmål|Spørgsmål|Til spørgsmålene|Hint|Svar|Svar|af redaktionen|Forkerte svar|Forklaring|Rettelse|Forfatter|"
            + "Kilde|Licens|Sandt|Falsk",
        ["pl"] = "Pytanie|Pytania|Przejdź do pytań|Wskazówka|Odpowiedź|Odpowiedzi|od redakcji|Błędne odpowiedzi|Wyjaśnienie|"
            + "Sprostowanie|Autor|Źródło|Licencja|Prawda|Fałsz",
        ["ru"] = "Вопрос|Вопросы|К вопросам|Подсказка|Ответ|Ответы|от редакции|Неверные ответы|Объяснение|Исправление|Автор|"
            + "Источник|Лицензия|Верно|Неверно",
        ["tr"] = "Soru|Sorular|Sorulara geç|İpucu|Yanıt|Yanıtlar|editörlerden|Yanlış yanıtlar|Açıklama|Düzeltme|Yazar|Kaynak|"
            + "Lisans|Doğru|Yanlış",
        ["zh"] = "问题|问题|跳到问题|提示|答案|答案|编者提供|错误答案|解释|勘误|作者|来源|许可|正确|错误",
        ["ja"] = "問題|問題|問題へ進む|ヒント|解答|解答|編集者による|誤答|解説|訂正|著者|出典|ライセンス|正しい|誤り",
        ["ar"] = "السؤال|الأسئلة|انتقل إلى الأسئلة|تلميح|الإجابة|الإجابات|من المحررين|إجابات خاطئة|الشرح|تصويب|المؤلف|المصدر|"
            + "الترخيص|صحيح|خطأ",
    };

    private readonly string[] _words;

    private PageWords(string language)
    {
        Language = language;
        _words = Table[language].Split('|');
    }

    /// <summary>The languages that have words, in ordinal order.</summary>
    public static IEnumerable<string> Languages => Table.Keys.Order(StringComparer.Ordinal);

    /// <summary>The language of the words: English where the wanted one has none.</summary>
    public string Language { get; }

    public string this[PageWord word] => _words[(int)word];

    /// <summary>The words of a language.</summary>
    /// <param name="language">A BCP 47 tag, of which the language counts.</param>
    public static PageWords Of(string language)
    {
        var name = language.Split('-')[0].ToLowerInvariant();
        return new PageWords(Table.ContainsKey(name) ? name : "en");
    }
}
