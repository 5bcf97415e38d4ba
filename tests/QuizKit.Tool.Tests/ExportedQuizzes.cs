// The quizzes that the tests of the exports write: one of each kind of question, and hostile words.

namespace QuizKit.Tool.Tests;

internal static class ExportedQuizzes
{
    public const string EveryKind =
        """
        ---
        id: rivers
        language: en
        description: Five kinds of questions.
        author: A. Author
        licence: MIT
        ---
        # Rivers / and *lakes*

        An introduction with $x^2$.

        ## Question 1: Vienna
        <!-- quiz: id=vienna tags="cities, europe" -->

        Which river flows through Vienna?

        - [ ] The Elbe <!-- choice: misconception=elbe-for-danube -->
          > It flows through **Dresden**.
        - [x] The Danube
        - [ ] The Rhine

        ### Hint

        It ends in the Black Sea.

        ### Explanation

        A look at a map shows it.

        ## Question 2
        <!-- quiz: id=african-lakes -->

        Which of these lakes are in Africa?

        - [x] Victoria
        - [ ] Onega
        - [x] Tanganyika
        - [ ] Vänern
        - [ ] Erie

        ### Answer

        Two of them.

        ## Question 3
        <!-- quiz: id=volga kind=true-false value=true -->

        The Volga is the longest river of Europe.

        ### Answer

        True.

        ## Question 4
        <!-- quiz: id=length kind=numeric value=2850 tolerance=1% accept="1 to 2.5 or 2500 to 2900" unit=km tags=europe -->

        How long is the Danube? See ![A map](map.svg).

        ### Answer

        <!-- claim: printed expect=refuted values=2850 -->
        It is 2850 km long.<!-- /claim -->

        ### Slip
        <!-- slip: value=1770 misconception=miles-for-kilometres -->

        Those are miles: $2850 / 1.61$.

        ### Erratum
        <!-- erratum: kind=wrong-result claim=printed value=2857 -->

        By another count it is 2857 km.

        ## Question 5
        <!-- quiz: id=delta -->

        What is a delta?

        | word | meaning |
        | --- | --- |
        | delta | a mouth |

        ### Hint

        Think of the Nile.

        ### Answer

        The mouth of a river:

        ```sh
        echo "delta"
        ```

        """;

    /// <summary>Words that mean something to one format or another; the words themselves are <see cref="Words"/>.</summary>
    public static readonly string Hostile =
        "---\nid: hostile\nlanguage: en\n---\n# Hostile ]]> words\n\n"
        + "## Question 1: {=x ~y #z} :: \"q\" 'a'\n<!-- quiz: id=choice-of-words -->\n\nWhich?\n\n"
        + string.Concat(Words.Select((word, i) => $"- [{(i == 1 ? 'x' : ' ')}] {Escaped(word)}\n  > {Escaped(word)}\n"))
        + "\n## Question 2\n<!-- quiz: id=prompt-of-words -->\n\n"
        + string.Concat(Words.Select(word => Escaped(word) + "\n\n"))
        + "```text\na\tb {~=#} ]]> <script>\n\nlast\n```\n\n### Answer\n\nNone.\n";

    public static IReadOnlyList<string> Words =>
    [
        "ends ]]> a section", "{~=#} and %50%", "->", "// a comment", "$CATEGORY: x", "::title::", "<script>alert(1)</script>",
        "\"double\" and 'single' & more", "[sound:x.mp3] and {{cloze}}", "\\(not TeX\\) and $$not$$ and \\n", "\U0001F600 \U0001D504",
        "####", "[html]", "a;b,c", "الف left", "100%", "&amp; stays",
    ];

    /// <summary>A quiz with a choice question.</summary>
    /// <param name="right">How many choices are right.</param>
    /// <param name="wrong">How many are wrong.</param>
    public static string Choices(int right, int wrong) =>
        "---\nid: many\nlanguage: en\n---\n# Many\n\n## Question 1\n<!-- quiz: id=many-choices -->\n\nWhich?\n\n"
        + string.Concat(Enumerable.Range(0, right + wrong).Select(i => $"- [{(i < right ? 'x' : ' ')}] choice {i}\n"));

    // Every ASCII sign as Markdown writes it literally; a backslash before a bracket would begin a formula.
    private static string Escaped(string words) => string.Concat(words.Select(c => c switch
    {
        '[' or ']' or '(' or ')' or '\\' => $"&#{(int)c};",
        _ when char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)) => "\\" + c,
        _ => c.ToString(),
    }));
}
