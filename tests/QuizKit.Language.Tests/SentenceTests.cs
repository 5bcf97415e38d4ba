// Where sentences end, which words a claim or a not-checkable passage covers, and what is reported of the others.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using QuizKit.Language.Binding;
using QuizKit.Language.Coverage;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class SentenceTests
{
    private const string Open = "<!-- claim: a -->";
    private const string Close = "<!-- /claim -->";
    private const string OpenReason = "<!-- not-checkable: reason=\"A definition.\" -->";
    private const string CloseReason = "<!-- /not-checkable -->";

    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("One\ntwo.\nThree  \nfour.", "One two.|Three four.")]
    [InlineData("One\r\ntwo.\r\nThree\\\r\nfour.", "One two.|Three four.")]
    [InlineData("One.\n\nTwo\n\nThree", "One.|Two|Three")]
    [InlineData("- one\n- two. Three\n  - four\n\n> five", "one|two.|Three|four|five")]
    [InlineData("1. One\n2. Two", "One|Two")]
    [InlineData("| a. B | c |\n| --- | --- |\n| d | e. F |", "a.|B|c|d|e.|F")]
    [InlineData("(1) **Exploding gradients:** they grow. (2) **More.** Next", "(1) Exploding gradients: they grow.|(2) More.|Next")]
    [InlineData("He said \"Yes.\" Then (he left.) *She* stayed.** **", "He said \"Yes.\"|Then (he left.)|She stayed.** **")]
    [InlineData("**One.** *Two.* [Three.](https://example.org/a.b) Four", "One.|Two.|Three.|Four")]
    [InlineData("It is 0.25. Version 2.0 is v1.2.3. Next", "It is 0.25.|Version 2.0 is v1.2.3.|Next")]
    [InlineData("Use $a. B = 1$ and `c. D`. See <https://example.org/?A. B>.", "Use a.B = 1 and c. D.|See <https://example.org/?A.|B>.")]
    [InlineData("See <https://example.org/a.b>. Next ![Alt. Text.](a.png) is.", "See https://example.org/a.b.|Next Alt. Text. is.")]
    [InlineData("Use SGD, Adam, etc. to train, e.g. Adam, i.e. it. Next", "Use SGD, Adam, etc. to train, e.g. Adam, i.e. it.|Next")]
    [InlineData("There are SGD, Adam, etc. They train.", "There are SGD, Adam, etc.|They train.")]
    [InlineData("By J. R. R. Smith, U.S. Army. Next", "By J. R. R. Smith, U.S. Army.|Next")]
    [InlineData("It is smooth vs. ReLU, cf. Fig. 3, Eq. (2), No. 5, Sec. 2.", "It is smooth vs. ReLU, cf. Fig. 3, Eq. (2), No. 5, Sec. 2.")]
    [InlineData("Is it? No. It is not.", "Is it?|No.|It is not.")]
    [InlineData(
        "By He et al. (He, 2015) and Wu et al. 2016. As in He et al. It is so.",
        "By He et al. (He, 2015) and Wu et al. 2016.|As in He et al.|It is so.")]
    [InlineData("Train on (e.g., $10^{-6}$). Next", "Train on (e.g., 10⁻⁶).|Next")]
    [InlineData("It is $x$. $y$ is. `z` is... $w$", "It is x.|y is.|z is...|w")]
    [InlineData("So … and so. Well… Then", "So … and so.|Well…|Then")]
    [InlineData("It is so. and so. — and so", "It is so. and so. — and so")]
    [InlineData("Use .NET. It is good.Really", "Use .NET.|It is good.Really")]
    [InlineData("Why?! Really?!? \"Why?\" he asked. (Why?)", "Why?!|Really?!?|\"Why?\" he asked.|(Why?)")]
    [InlineData("一。二！三？「四。」五｡六", "一。|二！|三？|「四。」|五｡|六")]
    [InlineData("Größe. Émile. 😀 Übung! Ωmega", "Größe.|Émile.|😀 Übung!|Ωmega")]
    [InlineData("One.&nbsp;Two &amp; three\\. Four", "One.|Two & three.|Four")]
    [InlineData("$$\nx = 1\n$$\n\n```\nA. B.\n```\n\n* * *\n\nwhere.", "x = 1|where.")]
    [InlineData("A [b. C", "A [b.|C")]
    [InlineData("... !\n\n?", "")]
    [InlineData("One. <!-- note: A. B. --> Two." + Open + " Three. Four." + Close, "One.|Two.|Three.|Four.")]
    public void Prose_is_divided_into_sentences(string markdown, string sentences)
    {
        Assert.Equal(sentences, string.Join('|', Answer(markdown).Select(sentence => sentence.Text)));
    }

    [Theory]
    [InlineData("Why? It is. \"Why?\" (Why?!) *Why?* Why?.. Why? <!-- note: x -->", "?.?????")]
    [InlineData("He asked \"why?\". Then? 何？Sí؟", ".???")]
    public void A_sentence_that_ends_in_a_question_mark_is_a_question(string markdown, string marks)
    {
        Assert.Equal(marks, string.Concat(Answer(markdown).Select(sentence => sentence.IsQuestion ? '?' : '.')));
    }

    // «…» marks the words that are reported.
    [Theory]
    [InlineData("«It has four words.»")]
    [InlineData("It has three.")]
    [InlineData("«For BCE: $y = 1$.»")]
    [InlineData("For $n$ layers.")]
    [InlineData("«With $x < y$,» " + Open + "it holds" + Close + ".")]
    [InlineData("With `x = 1`, " + Open + "it holds" + Close + ".")]
    [InlineData("Is it a question that states nothing at all?")]
    [InlineData("«One two three four» " + Open + "five" + Close + " six seven eight.")]
    [InlineData("One two three " + Open + "four" + Close + " five six seven.")]
    [InlineData("One two three " + OpenReason + "four" + CloseReason + " five six seven.")]
    [InlineData("«One two three four» " + Open + "five" + Close + " «six seven eight nine.» Ten.")]
    [InlineData(Open + "\nAll of it is.\nAnd all of this." + Close)]
    [InlineData(Open + "\n- all of it is\n- and all of this" + Close + "\n\n«And none of this»")]
    [InlineData("One " + OpenReason + "two three " + Open + "four five" + Close + " six seven" + CloseReason + " eight.")]
    [InlineData("One " + Open + "two three " + OpenReason + "four five" + CloseReason + " six seven" + Close + " eight.")]
    [InlineData(OpenReason + "\nOne.\n\nTwo is not three.\n\nThree" + CloseReason + " «is not four but five.»")]
    [InlineData("«So $x = 1$ and $y$» — — —.")]
    [InlineData("So $x + 1, y + 2, z + 3$ is.")]
    [InlineData("«Call `f(x, y)` for it to» " + Open + "be" + Close + ".")]
    [InlineData("One-two-three, (four) — five/six.")]
    [InlineData("An $L$-layer net " + Open + "w" + Close + "orks.")]
    [InlineData("One two three.\nFour five six.")]
    [InlineData("«One two\r\nthree four.»\r\nFive.")]
    [InlineData("**One two.** Three *four.*")]
    [InlineData("**«One two** three *four.»*")]
    [InlineData("- one two three\n- four five six")]
    [InlineData("- «one two [three four»](https://example.org/five-six) <!-- note: seven eight -->")]
    [InlineData("| one two three | four five |\n| --- | --- |\n| «six seven eight nine» | |")]
    [InlineData("«漢字一二»。三二一。")]
    [InlineData("«\uD842\uDFB7\uD842\uDFB7\uD842\uDFB7\uD842\uDFB7»\u3002")]
    [InlineData("เก" + Open + "ไทย" + Close + "กข.")]
    [InlineData("«안녕하세요 한국어 문장 하나.»")]
    [InlineData("Größe über Ωmega 😀.")]
    [InlineData("«Costs \\$5 &amp; \\*more, surely.»")]
    [InlineData("«One two three\\! four.»")]
    public void Four_words_in_a_row_outside_all_passages_are_reported(string marked)
    {
        (var quiz, var bag, var text) = Bind(marked.Replace("«", "").Replace("»", ""), "coverage: complete\n");

        Assert.All(bag.InTextOrder, problem => Assert.Same(Definitions.SentenceUncovered, problem.Definition));
        Assert.Equal(Marked(marked), bag.InTextOrder.Select(problem => text.ToString(problem.Span)));
        Assert.Equal(bag.InTextOrder.Count == 0, AnswerOf(quiz).All(sentence => sentence.IsCovered));
    }

    [Fact]
    public void The_message_quotes_the_first_words_and_names_both_remedies()
    {
        (_, var bag, _) = Bind("Each of\nthese $x = 1$ six **words is** quoted.", "coverage: complete\n");

        var message = Assert.Single(bag.InTextOrder).Message;

        Assert.StartsWith("No claim quotes the words 'Each of these x = 1 six words …',", message, StringComparison.Ordinal);
        Assert.Contains("<!-- claim: ID -->", message, StringComparison.Ordinal);
        Assert.Contains("<!-- not-checkable: reason=\"…\" -->", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("coverage: open\n")]
    public void Nothing_is_reported_of_a_quiz_that_does_not_ask_for_it(string frontMatter)
    {
        (var quiz, var bag, _) = Bind("It has four words.", frontMatter);

        Assert.Empty(bag.InTextOrder);
        Assert.False(Assert.Single(AnswerOf(quiz)).IsCovered);
    }

    [Fact]
    public void A_sentence_knows_what_quotes_words_of_it()
    {
        var sentences = Answer(
            OpenReason + "\nOne " + Open + "two. Three" + Close + " four." + CloseReason + " <!-- claim: b -->\nFive<!-- /claim --> is "
            + "<!-- claim: c not-executable=\"It is history.\" -->six.<!-- /claim --> Seven.");

        Assert.Equal(["a", "a", "b c", ""], sentences.Select(sentence => string.Join(' ', sentence.ClaimIds)));
        Assert.Equal(
            ["A definition.", "A definition.", "", ""], sentences.Select(sentence => string.Join(' ', sentence.NotCheckableReasons)));
    }

    [Fact]
    public void Sentences_come_from_the_prompt_the_answer_and_the_errata_but_not_from_choices()
    {
        var bag = new DiagnosticBag();
        const string Text = Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one kind=choice -->\n\nIt is. Which?\n\n- [x] One is "
            + "right, they say.\n- [ ] <!-- claim: a expect=qualified -->Two is right, they say.<!-- /claim -->"
            + "\n\n### Answer\n\nOne.\n\n### Erratum\n"
            + "<!-- erratum: kind=imprecise claim=a -->\n\nThree.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=a -->\n\nFour.\n";

        var quiz = QuizBinder.Bind(new SourceText(Text.Replace("id: sample", "id: sample\ncoverage: complete")), bag, Cancellation.Never).Model;

        Assert.Empty(bag.InTextOrder);
        Assert.Equal(
            ["Prompt It is.", "Prompt Which?", "Answer One.", "Erratum Three.", "Erratum Four."],
            Assert.Single(quiz.Questions).Sentences.Select(sentence => $"{sentence.Origin} {sentence.Text}"));
    }

    [Theory]
    [InlineData("A " + OpenReason + "word.", "The not-checkable passage is never closed: write '<!-- /not-checkable -->'")]
    [InlineData("A word" + CloseReason + ".", "does not close a not-checkable passage: none is open")]
    [InlineData("A " + OpenReason + "word" + Close + CloseReason + ".", "does not close a claim: none is open")]
    [InlineData("A " + OpenReason + CloseReason + " word.", "The not-checkable passage quotes no words.")]
    [InlineData("A " + OpenReason + " <!-- note: x -->" + CloseReason + " word.", "The not-checkable passage quotes no words.")]
    [InlineData("A **" + OpenReason + "word** more" + CloseReason + ".", "The not-checkable passage cuts through emphasis")]
    [InlineData("A ![tide *at " + OpenReason + "noon" + CloseReason + "*](https://example.org/a.png).", "The not-checkable passage cannot")]
    [InlineData("A <!-- not-checkable: -->word" + CloseReason + ".", "Say why the words cannot be checked")]
    [InlineData("A <!-- not-checkable: reason=\" \" -->word" + CloseReason + ".", "Say why the words cannot be checked")]
    [InlineData("A <!-- not-checkable: x reason=y -->word" + CloseReason + ".", "'x' is not 'key=value'")]
    [InlineData("A <!-- not-checkable: reson=x reason=y -->word" + CloseReason + ".", "Did you mean 'reason'?")]
    [InlineData("A <!-- notcheckable: reason=x -->word.", "Did you mean 'not-checkable'?")]
    [InlineData("A " + OpenReason + "word<!-- /not-checkable x -->.", "A closing comment is '<!-- /not-checkable -->'")]
    [InlineData(
        "A " + Open + "b " + OpenReason + "c" + Close + " d" + CloseReason + ".",
        "The claim 'a' ends here, but the not-checkable passage that was opened in it does not")]
    [InlineData(
        "A " + OpenReason + "b " + Open + "c" + CloseReason + " d" + Close + ".",
        "The not-checkable passage ends here, but the claim 'a' that was opened in it does not")]
    public void A_broken_passage_is_reported_once(string markdown, string message)
    {
        (_, var bag, _) = Bind(markdown, "coverage: complete\n");

        Assert.Contains(message, Assert.Single(bag.InTextOrder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_passage_leaves_no_trace_in_the_texts()
    {
        (var plain, _, _) = Bind("One *two* $x$.\n\n- three", "");

        (var annotated, _, _) = Bind(
            OpenReason + "\nOne *" + OpenReason + "two" + CloseReason + "* $x$.\n\n- three" + CloseReason, "");

        Assert.Equal(Assert.Single(plain.Questions).Answer, Assert.Single(annotated.Questions).Answer);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    public void Sentences_do_not_depend_on_the_culture_or_on_the_line_ends(string culture)
    {
        const string Markdown = "I is. İt is\nso. ısı. " + Open + "\nA b,\nc" + Close + " d e f g, e.g. 3.5. I. Igel ขก? Ja. 1,5 und.";
        var expected = Answer(Markdown);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Answer(Markdown.Replace("\n", "\r\n")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(". ")]
    [InlineData("word. ")]
    [InlineData("Word. ")]
    [InlineData("e.g. ")]
    [InlineData("A.")]
    [InlineData("\"(.")]
    [InlineData("字")]
    [InlineData("One two $x$ `y` three four five. ")]
    [InlineData("One two three four five.\n\n")]
    [InlineData("- One two three four five.\n")]
    public void Ten_thousand_sentences_take_linear_time(string repeated)
    {
        var small = Prose(string.Concat(Enumerable.Repeat(repeated, 1000)));
        var large = Prose(string.Concat(Enumerable.Repeat(repeated, 10_000)));

        AssertTenTimesAsLong(() => SentenceReader.Read(small).Count(), () => SentenceReader.Read(large).Count());
    }

    [Fact]
    public void Ten_thousand_sentences_with_passages_take_linear_time()
    {
        var small = Questions(200);
        var large = Questions(2000);

        AssertTenTimesAsLong(() => Sentences(small), () => Sentences(large));
        Assert.Equal(12_000, Sentences(large));

        static int Sentences(SourceText text)
        {
            var bag = new DiagnosticBag();
            var model = QuizBinder.Bind(text, bag, Cancellation.Never).Model;
            Assert.Empty(bag.InTextOrder);
            return model.Questions.Sum(question => question.Sentences.Count);
        }

        static SourceText Questions(int count)
        {
            var text = new StringBuilder(Samples.FrontMatter.Replace("id: sample", "id: sample\ncoverage: complete"));
            for (var i = 1; i <= count; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"## Question {i}\n<!-- quiz: id=question-{i} -->\n\nWhat?\n\n### Answer\n\n");
                text.Append(CultureInfo.InvariantCulture, $"<!-- claim: a-{i} -->\nOne two three.\nFour five six.<!-- /claim --> ");
                text.Append(OpenReason + "\nOne two three four five. Two." + CloseReason + " Three.\n\n");
            }

            return new SourceText(text.ToString());
        }
    }

    // Compares one large piece of work with ten small ones, which last as long if the work is linear and a tenth if it is quadratic.
    // The two alternate and the fastest of each counts, so that other processes slow down both.
    private static void AssertTenTimesAsLong(Func<int> small, Func<int> large)
    {
        (var tenSmall, var oneLarge) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 6; round++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 10; i++) small();
            tenSmall = Math.Min(tenSmall, watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            large();
            oneLarge = Math.Min(oneLarge, watch.Elapsed.TotalMilliseconds);
        }

        Assert.True(oneLarge < 5 * tenSmall, $"{oneLarge} ms for 10,000 sentences, {tenSmall} ms for ten times 1,000.");
    }

    private static IEnumerable<string> Marked(string marked) =>
        marked.Split('«').Skip(1).Select(part => part.Split('»')[0]);

    private static IReadOnlyList<SentenceModel> Answer(string markdown) => AnswerOf(Bind(markdown, "").Quiz);

    private static IReadOnlyList<SentenceModel> AnswerOf(QuizModel quiz) =>
        [.. Assert.Single(quiz.Questions).Sentences.Where(sentence => sentence.Origin == ClaimOrigin.Answer)];

    private static (QuizModel Quiz, DiagnosticBag Diagnostics, SourceText Text) Bind(string markdown, string frontMatter)
    {
        var bag = new DiagnosticBag();
        var text = new SourceText(TextOf(markdown, frontMatter));
        return (QuizBinder.Bind(text, bag, Cancellation.Never).Model, bag, text);
    }

    private static ProseSyntax Prose(string markdown) =>
        QuizBinder.Bind(new SourceText(TextOf(markdown, "")), new DiagnosticBag(), Cancellation.Never).Syntax!.Questions[0].Answers[0].Prose;

    private static string TextOf(string markdown, string frontMatter) =>
        Samples.FrontMatter.Replace("id: sample\n", "id: sample\n" + frontMatter)
        + "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\n" + markdown + "\n";
}
