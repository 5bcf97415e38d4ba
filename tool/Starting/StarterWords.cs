// The words of a quiz to start from, in each language that has them. Each sentence says what to write in its place.

namespace QuizKit.Tool.Starting;

internal static class StarterWords
{
    // Title, note to the author; question and answer of each kind: open, true/false, numeric; then of the kind choice the question, the right
    // choice, the wrong one and the feedback to it.
    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["en"] =
        [
            "Write the title here", "Replace every sentence of this quiz by your own.",
            "Write a question that is answered in words.", "Write the answer that learners compare with theirs.",
            "Write a statement that is true or false.", "True. Write why.",
            "Write a question whose answer is a number.", "Write the answer with its number, 8, which also stands in the comment above.",
            "Write a question with choices.", "Write the right choice.", "Write a wrong choice.", "Write what is wrong about it.",
        ],
        ["de"] =
        [
            "Schreiben Sie hier den Titel", "Ersetzen Sie jeden Satz dieses Quiz durch Ihren eigenen.",
            "Schreiben Sie eine Frage, die mit Worten beantwortet wird.", "Schreiben Sie die Antwort, mit der Lernende ihre vergleichen.",
            "Schreiben Sie eine Aussage, die wahr oder falsch ist.", "Wahr. Schreiben Sie, warum.",
            "Schreiben Sie eine Frage, deren Antwort eine Zahl ist.",
            "Schreiben Sie die Antwort mit ihrer Zahl, 8, die auch im Kommentar oben steht.",
            "Schreiben Sie eine Frage mit Auswahl.", "Schreiben Sie die richtige Antwort.", "Schreiben Sie eine falsche Antwort.",
            "Schreiben Sie, was daran falsch ist.",
        ],
        ["fr"] =
        [
            "Écrivez le titre ici", "Remplacez chaque phrase de ce quiz par la vôtre.",
            "Écrivez une question à laquelle on répond par des mots.", "Écrivez la réponse à laquelle on compare la sienne.",
            "Écrivez une affirmation vraie ou fausse.", "Vrai. Écrivez pourquoi.",
            "Écrivez une question dont la réponse est un nombre.",
            "Écrivez la réponse avec son nombre, 8, qui figure aussi dans le commentaire ci-dessus.",
            "Écrivez une question à choix.", "Écrivez le bon choix.", "Écrivez un mauvais choix.", "Écrivez ce qui est faux.",
        ],
        ["es"] =
        [
            "Escriba aquí el título", "Sustituya cada frase de este cuestionario por la suya.",
            "Escriba una pregunta que se responda con palabras.", "Escriba la respuesta con la que se compara la propia.",
            "Escriba una afirmación verdadera o falsa.", "Verdadero. Escriba por qué.",
            "Escriba una pregunta cuya respuesta sea un número.",
            "Escriba la respuesta con su número, 8, que también está en el comentario de arriba.",
            "Escriba una pregunta con opciones.", "Escriba la opción correcta.", "Escriba una opción incorrecta.", "Escriba qué está mal.",
        ],
        ["it"] =
        [
            "Scrivi qui il titolo", "Sostituisci ogni frase di questo quiz con la tua.",
            "Scrivi una domanda a cui si risponde a parole.", "Scrivi la risposta con cui confrontare la propria.",
            "Scrivi un'affermazione vera o falsa.", "Vero. Scrivi perché.",
            "Scrivi una domanda la cui risposta è un numero.",
            "Scrivi la risposta con il suo numero, 8, che sta anche nel commento qui sopra.",
            "Scrivi una domanda a scelta.", "Scrivi la scelta giusta.", "Scrivi una scelta sbagliata.", "Scrivi che cosa è sbagliato.",
        ],
        ["pt"] =
        [
            "Escreva aqui o título", "Substitua cada frase deste questionário pela sua.",
            "Escreva uma pergunta que se responde com palavras.", "Escreva a resposta com que se compara a própria.",
            "Escreva uma afirmação verdadeira ou falsa.", "Verdadeiro. Escreva por quê.",
            "Escreva uma pergunta cuja resposta é um número.",
            "Escreva a resposta com o seu número, 8, que também está no comentário acima.",
            "Escreva uma pergunta com opções.", "Escreva a opção certa.", "Escreva uma opção errada.", "Escreva o que está errado.",
        ],
        ["nl"] =
        [
            "Schrijf hier de titel", "Vervang elke zin van deze quiz door uw eigen zin.",
            "Schrijf een vraag die met woorden wordt beantwoord.", "Schrijf het antwoord waarmee men het eigen antwoord vergelijkt.",
            "Schrijf een bewering die waar of onwaar is.", "Waar. Schrijf waarom.",
            "Schrijf een vraag waarvan het antwoord een getal is.",
            "Schrijf het antwoord met het getal, 8, dat ook in de opmerking hierboven staat.",
            "Schrijf een vraag met keuzes.", "Schrijf de juiste keuze.", "Schrijf een foute keuze.", "Schrijf wat er fout aan is.",
        ],
        ["sv"] =
        [
            "Skriv titeln här", "Ersätt varje mening i detta quiz med din egen.",
            "Skriv en fråga som besvaras med ord.", "Skriv svaret som man jämför sitt eget med.",
            "Skriv ett påstående som är sant eller falskt.", "Sant. Skriv varför.",
            "Skriv en fråga vars svar är ett tal.", "Skriv svaret med dess tal, 8, som också står i kommentaren ovanför.",
            "Skriv en fråga med alternativ.", "Skriv det rätta alternativet.", "Skriv ett felaktigt alternativ.", "Skriv vad som är fel.",
        ],
        ["da"] =
        [
            "Skriv titlen her", "Erstat hver sætning i denne quiz med din egen.",
            "Skriv et spørgsmål, der besvares med ord.", "Skriv svaret, som man sammenligner sit eget med.",
            "Skriv et udsagn, der er sandt eller falsk.", "Sandt. Skriv hvorfor.",
            "Skriv et spørgsmål, hvis svar er et tal.", "Skriv svaret med dets tal, 8, som også står i kommentaren ovenfor.",
            "Skriv et spørgsmål med valgmuligheder.", "Skriv det rigtige valg.", "Skriv et forkert valg.", "Skriv, hvad der er forkert.",
        ],
        ["pl"] =
        [
            "Tu wpisz tytuł", "Zastąp każde zdanie tego quizu własnym.",
            "Napisz pytanie, na które odpowiada się słowami.", "Napisz odpowiedź, z którą porównuje się własną.",
            "Napisz zdanie prawdziwe albo fałszywe.", "Prawda. Napisz dlaczego.",
            "Napisz pytanie, na które odpowiedzią jest liczba.", "Napisz odpowiedź z liczbą, 8, która stoi też w komentarzu powyżej.",
            "Napisz pytanie z wyborem.", "Napisz właściwą odpowiedź.", "Napisz błędną odpowiedź.", "Napisz, co jest błędne.",
        ],
        ["ru"] =
        [
            "Напишите здесь название", "Замените каждое предложение этого теста своим.",
            "Напишите вопрос, на который отвечают словами.", "Напишите ответ, с которым сравнивают свой.",
            "Напишите верное или неверное утверждение.", "Верно. Напишите, почему.",
            "Напишите вопрос, ответ на который — число.", "Напишите ответ с числом, 8, которое стоит и в комментарии выше.",
            "Напишите вопрос с выбором.", "Напишите верный вариант.", "Напишите неверный вариант.", "Напишите, что в нём неверно.",
        ],
        ["tr"] =
        [
            "Başlığı buraya yazın", "Bu sınavın her cümlesini kendi cümlenizle değiştirin.",
            "Sözle yanıtlanan bir soru yazın.", "Karşılaştırılacak yanıtı yazın.",
            "Doğru ya da yanlış olan bir cümle yazın.", "Doğru. Nedenini yazın.",
            "Yanıtı sayı olan bir soru yazın.", "Yanıtı sayısıyla yazın: 8; yukarıdaki yorumda da bu sayı var.",
            "Seçenekli bir soru yazın.", "Doğru seçeneği yazın.", "Yanlış bir seçenek yazın.", "Neyin yanlış olduğunu yazın.",
        ],
        ["zh"] =
        [
            "在此写标题", "请用自己的话替换本测验的每一句。",
            "写一个用文字回答的问题。", "写出供对照的答案。",
            "写一个正确或错误的陈述。", "正确。写出原因。",
            "写一个答案是数字的问题。", "写出含数字 8 的答案，上面的注释里也有这个数字。",
            "写一个选择题。", "写正确的选项。", "写一个错误的选项。", "写出错在哪里。",
        ],
        ["ja"] =
        [
            "ここに題名を書いてください", "このクイズの文をすべて自分の文に置き換えてください。",
            "言葉で答える問題を書いてください。", "比べるための解答を書いてください。",
            "正しいか誤りかを問う文を書いてください。", "正しい。 理由を書いてください。",
            "答えが数になる問題を書いてください。", "数 8 を含む解答を書いてください。上のコメントにも同じ数があります。",
            "選択問題を書いてください。", "正しい選択肢を書いてください。", "誤った選択肢を書いてください。", "どこが誤りかを書いてください。",
        ],
        ["ar"] =
        [
            "اكتب العنوان هنا", "استبدل بكل جملة في هذا الاختبار جملة من عندك.",
            "اكتب سؤالا يجاب عنه بالكلمات.", "اكتب الإجابة التي تقارن بها الإجابات.",
            "اكتب عبارة صحيحة أو خاطئة.", "صحيح. اكتب السبب.",
            "اكتب سؤالا إجابته عدد.", "اكتب الإجابة مع عددها 8 الموجود أيضا في التعليق أعلاه.",
            "اكتب سؤالا ذا خيارات.", "اكتب الخيار الصحيح.", "اكتب خيارا خاطئا.", "اكتب وجه الخطأ فيه.",
        ],
    };

    /// <summary>The languages that have words.</summary>
    public static IEnumerable<string> Languages => Table.Keys.Order(StringComparer.Ordinal);

    /// <summary>The words of a language, and English ones where it has none.</summary>
    public static IReadOnlyList<string> Of(string language) =>
        Table.GetValueOrDefault(language.Split('-')[0].ToLowerInvariant()) ?? Table["en"];
}
