// The words around a quiz that are not its author's, such as those of buttons, in each language that has them.

using System.Diagnostics.CodeAnalysis;

namespace QuizKit;

/// <summary>A word or a short text that an app shows around a quiz: see <see cref="QuizWords"/>.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The words are named by what they say in English.")]
public enum QuizWord
{
    /// <summary>"Question", before a number.</summary>
    Question,

    /// <summary>"Questions", over a list of them.</summary>
    Questions,

    /// <summary>"Skip to the questions", for a link at the top of a page.</summary>
    SkipToQuestions,

    /// <summary>"Hint".</summary>
    Hint,

    /// <summary>"Answer", over the model answer.</summary>
    Answer,

    /// <summary>"Answers", over several.</summary>
    Answers,

    /// <summary>"by the editors": of an answer that the author of the question did not write.</summary>
    ByEditors,

    /// <summary>"Wrong answers", over the feedback to them.</summary>
    WrongAnswers,

    /// <summary>"Explanation".</summary>
    Explanation,

    /// <summary>"Erratum".</summary>
    Erratum,

    /// <summary>"Author".</summary>
    Author,

    /// <summary>"Source".</summary>
    Source,

    /// <summary>"Licence".</summary>
    Licence,

    /// <summary>"True".</summary>
    True,

    /// <summary>"False".</summary>
    False,

    /// <summary>"Your answer", over a field.</summary>
    YourAnswer,

    /// <summary>"Choose one", over choices of which one is right.</summary>
    ChooseOne,

    /// <summary>"Choose all that apply", over choices of which several may be right.</summary>
    ChooseAll,

    /// <summary>"Check", for the button that grades.</summary>
    Check,

    /// <summary>"Show the answer", for a button.</summary>
    ShowAnswer,

    /// <summary>"Skip", for a button.</summary>
    Skip,

    /// <summary>"Next", for a button.</summary>
    Next,

    /// <summary>"Start again", for a button.</summary>
    StartAgain,

    /// <summary>"Correct", of a reply.</summary>
    Correct,

    /// <summary>"Partly correct", of a reply.</summary>
    PartlyCorrect,

    /// <summary>"Incorrect", of a reply.</summary>
    Incorrect,

    /// <summary>"The printed answer is wrong in the same way: see the erratum."</summary>
    RepeatsPrintedError,

    /// <summary>"Compare your answer with this one. It was:", before <see cref="Correct"/>, <see cref="PartlyCorrect"/> and
    /// <see cref="Incorrect"/> as the learner's own grade.</summary>
    GradeYourself,

    /// <summary>"Answer shown": of a question that has no graded reply.</summary>
    AnswerShown,

    /// <summary>"Result", over a score.</summary>
    Result,

    /// <summary>"Points", before a score.</summary>
    Points,
}

/// <summary>
/// The words around a quiz in one language, for the user interface of an app: labels of fields, texts of buttons, headings. They are in
/// Arabic, Chinese (in simplified characters), Danish, Dutch, English, French, German, Italian, Japanese, Polish, Portuguese, Russian,
/// Spanish, Swedish and Turkish. Immutable.
/// </summary>
public sealed class QuizWords
{
    // In the order of the members of QuizWord.
    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        ["en"] = "Question|Questions|Skip to the questions|Hint|Answer|Answers|by the editors|Wrong answers|Explanation|Erratum|"
            + "Author|Source|Licence|True|False|"
            + "Your answer|Choose one|Choose all that apply|Check|Show the answer|Skip|Next|Start again|Correct|Partly correct|Incorrect|"
            + "The printed answer is wrong in the same way: see the erratum.|Compare your answer with this one. It was:|Answer shown|"
            + "Result|Points",
        ["de"] = "Frage|Fragen|Zu den Fragen|Hinweis|Antwort|Antworten|von den Herausgebern|Falsche Antworten|Erklärung|"
            + "Berichtigung|Autor|Quelle|Lizenz|Wahr|Falsch|"
            + "Ihre Antwort|Wählen Sie eine|Wählen Sie alle zutreffenden|Prüfen|Antwort zeigen|Überspringen|Weiter|Neu beginnen|"
            + "Richtig|Teilweise richtig|Nicht richtig|Die gedruckte Antwort ist ebenso falsch: siehe die Berichtigung.|"
            + "Vergleichen Sie Ihre Antwort mit dieser. Sie war:|Antwort gezeigt|Ergebnis|Punkte",
        ["fr"] = "Question|Questions|Aller aux questions|Indice|Réponse|Réponses|par la rédaction|Réponses fausses|Explication|"
            + "Erratum|Auteur|Source|Licence|Vrai|Faux|"
            + "Votre réponse|Choisissez une réponse|Choisissez toutes les bonnes réponses|Vérifier|Afficher la réponse|Passer|Suivante|"
            + "Recommencer|Correct|Partiellement correct|Incorrect|La réponse imprimée contient la même erreur : voir l’erratum.|"
            + "Comparez votre réponse avec celle-ci. Elle était :|Réponse affichée|Résultat|Points",
        ["es"] = "Pregunta|Preguntas|Ir a las preguntas|Pista|Respuesta|Respuestas|de la redacción|Respuestas incorrectas|"
            + "Explicación|Fe de erratas|Autor|Fuente|Licencia|Verdadero|Falso|"
            + "Su respuesta|Elija una|Elija todas las correctas|Comprobar|Mostrar la respuesta|Saltar|Siguiente|Empezar de nuevo|"
            + "Correcto|Parcialmente correcto|Incorrecto|La respuesta impresa tiene el mismo error: vea la fe de erratas.|"
            + "Compare su respuesta con esta. La suya era:|Respuesta mostrada|Resultado|Puntos",
        ["it"] = "Domanda|Domande|Vai alle domande|Suggerimento|Risposta|Risposte|a cura della redazione|Risposte sbagliate|"
            + "Spiegazione|Errata corrige|Autore|Fonte|Licenza|Vero|Falso|"
            + "La tua risposta|Scegline una|Scegli tutte quelle giuste|Verifica|Mostra la risposta|Salta|Avanti|Ricomincia|"
            + "Corretto|Parzialmente corretto|Sbagliato|La risposta stampata ha lo stesso errore: vedi l’errata corrige.|"
            + "Confronta la tua risposta con questa. Era:|Risposta mostrata|Risultato|Punti",
        ["pt"] = "Pergunta|Perguntas|Ir para as perguntas|Dica|Resposta|Respostas|da redação|Respostas erradas|Explicação|Errata|"
            + "Autor|Fonte|Licença|Verdadeiro|Falso|"
            + "Sua resposta|Escolha uma|Escolha todas as corretas|Verificar|Mostrar a resposta|Pular|Próxima|Recomeçar|"
            + "Correto|Parcialmente correto|Incorreto|A resposta impressa tem o mesmo erro: veja a errata.|"
            + "Compare sua resposta com esta. Ela estava:|Resposta mostrada|Resultado|Pontos",
        ["nl"] = "Vraag|Vragen|Naar de vragen|Aanwijzing|Antwoord|Antwoorden|van de redactie|Foute antwoorden|Uitleg|Rectificatie|"
            + "Auteur|Bron|Licentie|Waar|Onwaar|"
            + "Uw antwoord|Kies er één|Kies alle juiste|Controleren|Antwoord tonen|Overslaan|Volgende|Opnieuw beginnen|"
            + "Goed|Gedeeltelijk goed|Fout|Het gedrukte antwoord bevat dezelfde fout: zie de rectificatie.|"
            + "Vergelijk uw antwoord met dit. Het was:|Antwoord getoond|Resultaat|Punten",
        ["sv"] = "Fråga|Frågor|Till frågorna|Ledtråd|Svar|Svar|av redaktionen|Felaktiga svar|Förklaring|Rättelse|Författare|Källa|"
            + "Licens|Sant|Falskt|"
            + "Ditt svar|Välj ett|Välj alla rätta|Kontrollera|Visa svaret|Hoppa över|Nästa|Börja om|Rätt|Delvis rätt|Fel|"
            + "Det tryckta svaret har samma fel: se rättelsen.|Jämför ditt svar med detta. Det var:|Svaret visat|Resultat|Poäng",
        ["da"] = "Spørgsmål|Spørgsmål|Til spørgsmålene|Hint|Svar|Svar|af redaktionen|Forkerte svar|Forklaring|Rettelse|Forfatter|"
            + "Kilde|Licens|Sandt|Falsk|"
            + "Dit svar|Vælg ét|Vælg alle rigtige|Kontrollér|Vis svaret|Spring over|Næste|Begynd forfra|Rigtigt|Delvist rigtigt|Forkert|"
            + "Det trykte svar har samme fejl: se rettelsen.|Sammenlign dit svar med dette. Det var:|Svaret vist|Resultat|Point",
        ["pl"] = "Pytanie|Pytania|Przejdź do pytań|Wskazówka|Odpowiedź|Odpowiedzi|od redakcji|Błędne odpowiedzi|Wyjaśnienie|"
            + "Sprostowanie|Autor|Źródło|Licencja|Prawda|Fałsz|"
            + "Twoja odpowiedź|Wybierz jedną|Wybierz wszystkie poprawne|Sprawdź|Pokaż odpowiedź|Pomiń|Dalej|Zacznij od nowa|"
            + "Dobrze|Częściowo dobrze|Źle|Wydrukowana odpowiedź zawiera ten sam błąd: zob. sprostowanie.|"
            + "Porównaj swoją odpowiedź z tą. Było:|Pokazano odpowiedź|Wynik|Punkty",
        ["ru"] = "Вопрос|Вопросы|К вопросам|Подсказка|Ответ|Ответы|от редакции|Неверные ответы|Объяснение|Исправление|Автор|"
            + "Источник|Лицензия|Верно|Неверно|"
            + "Ваш ответ|Выберите один вариант|Выберите все верные варианты|Проверить|Показать ответ|Пропустить|Далее|Начать заново|"
            + "Правильно|Частично правильно|Неправильно|В напечатанном ответе та же ошибка: см. исправление.|"
            + "Сравните свой ответ с этим. Получилось:|Ответ показан|Результат|Баллы",
        ["tr"] = "Soru|Sorular|Sorulara geç|İpucu|Yanıt|Yanıtlar|editörlerden|Yanlış yanıtlar|Açıklama|Düzeltme|Yazar|Kaynak|"
            + "Lisans|Doğru|Yanlış|"
            + "Yanıtınız|Birini seçin|Uygun olanların tümünü seçin|Denetle|Yanıtı göster|Atla|Sonraki|Yeniden başla|"
            + "Doğru|Kısmen doğru|Yanlış|Basılı yanıtta da aynı hata var: düzeltmeye bakın.|"
            + "Yanıtınızı bununla karşılaştırın. Yanıtınız:|Yanıt gösterildi|Sonuç|Puan",
        ["zh"] = "问题|问题|跳到问题|提示|答案|答案|编者提供|错误答案|解释|勘误|作者|来源|许可|正确|错误|"
            + "您的回答|请选择一项|请选择所有正确的选项|检查|显示答案|跳过|下一题|重新开始|回答正确|部分正确|回答错误|"
            + "印刷的答案有同样的错误：请看勘误。|请将您的回答与此答案比较。您的回答：|已显示答案|结果|得分",
        ["ja"] = "問題|問題|問題へ進む|ヒント|解答|解答|編集者による|誤答|解説|訂正|著者|出典|ライセンス|正しい|誤り|"
            + "あなたの解答|1つ選んでください|当てはまるものをすべて選んでください|確認する|解答を表示|スキップ|次へ|最初からやり直す|"
            + "正解|一部正解|不正解|印刷された解答にも同じ誤りがあります。訂正をご覧ください。|"
            + "この解答と比べてください。あなたの解答は：|解答を表示済み|結果|得点",
        ["ar"] = "السؤال|الأسئلة|انتقل إلى الأسئلة|تلميح|الإجابة|الإجابات|من المحررين|إجابات خاطئة|الشرح|تصويب|المؤلف|المصدر|"
            + "الترخيص|صحيح|خطأ|"
            + "إجابتك|اختر واحدة|اختر كل ما ينطبق|تحقق|أظهر الإجابة|تخطَّ|التالي|ابدأ من جديد|إجابة صحيحة|إجابة صحيحة جزئيًا|إجابة خاطئة|"
            + "في الإجابة المطبوعة الخطأ نفسه: انظر التصويب.|قارن إجابتك بهذه الإجابة. كانت إجابتك:|أُظهرت الإجابة|النتيجة|النقاط",
    };

    private readonly string[] _words;

    private QuizWords(string language)
    {
        Language = language;
        _words = Table[language].Split('|');
    }

    /// <summary>The languages that have words, as BCP 47 tags in ordinal order.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        Frozen.Copy([.. Table.Keys.OrderBy(language => language, StringComparer.Ordinal)], nameof(Languages));

    /// <summary>The language of the words: English where the wanted one has none.</summary>
    public string Language { get; }

    /// <summary>Whether <see cref="Language"/> is written from right to left.</summary>
    public bool IsRightToLeft => TextDirection.IsRightToLeft(Language);

    /// <summary>A word, without markup.</summary>
    /// <param name="word">Which one.</param>
    public string this[QuizWord word] => _words[(int)word];

    /// <summary>The words of a language, such as <see cref="Quiz.Language"/>.</summary>
    /// <param name="language">A BCP 47 tag, of which the language counts.</param>
    public static QuizWords Of(string language)
    {
        var name = (language ?? throw new ArgumentNullException(nameof(language))).Split('-')[0].ToLowerInvariant();
        return new QuizWords(Table.ContainsKey(name) ? name : "en");
    }
}
