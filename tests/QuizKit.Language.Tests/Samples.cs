// A small quiz with one question of each kind, for tests to change.

namespace QuizKit.Language.Tests;

internal static class Samples
{
    public const string FrontMatter = "---\nid: sample\nlanguage: en\n---\n# A sample\n\n";

    public const string Question = "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\nThis.\n";

    public const string EveryKind = FrontMatter + """
        Words of introduction.

        ## Question 1
        <!-- quiz: id=open-one tags="squares, numbers" -->

        Why is $x^2 \geq 0$?

        ### Answer

        Because <!-- claim: squares-are-positive -->a square is never negative.<!-- /claim -->

        ## Question 2
        <!-- quiz: id=true-one kind=true-false value=true tags=numbers -->

        True or false: *two* is even.

        ### Answer

        **True.** It is <!-- claim: two-is-even values=2 -->$2 = 2 \cdot 1$<!-- /claim -->.

        ## Question 3
        <!-- quiz: id=number-one kind=numeric value=5 tolerance=0.5 unit="red apples" -->

        How many are $2 + 2$?

        ### Answer

        <!-- claim: sum-is-five expect=refuted values="2, 2, 5" -->
        By counting, $2 + 2 = 5$.<!-- /claim -->

        ### Erratum
        <!-- erratum: kind=wrong-result claim=sum-is-five value=4 -->

        <!-- claim: sum-is-four values="2, 2, 4" -->
        It is $2 + 2 = 4$.<!-- /claim -->

        ## Question 4
        <!-- quiz: id=choice-one kind=choice -->

        Which is a prime?

        - [x] $2$
        - [ ] `4`
        - [x] three

        ### Answer
        <!-- answer: author=editors -->

        Two and three. <!-- not-checkable: reason="It points elsewhere." -->
        See the table of primes.<!-- /not-checkable --> <!-- claim: taste not-executable="It is a matter of taste." -->
        They are nice.<!-- /claim --> <!-- claim: some-coins kind=existential expect=qualified -->
        A coin may show heads.<!-- /claim -->

        ### Erratum
        <!-- erratum: kind=imprecise claim="taste, some-coins" -->

        Most coins may.

        """;
}
