// What an app sees of a compiled quiz: the typed objects, their values and their texts.

using System.Globalization;
using System.Reflection;
using System.Text;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class CompiledObjectTests
{
    [Fact]
    public void A_quiz_lists_its_pictures_with_their_sizes_and_so_does_its_translation()
    {
        const string Original = """
            ---
            id: rivers
            language: en
            ---
            # Rivers

            ## Question 1
            <!-- quiz: id=one -->

            Which ![river](map.png)?

            ### Answer

            ![This](logo.svg) and ![that](gone.png).
            """;
        var german = Original.Replace("id: rivers\nlanguage: en", "language: de", StringComparison.Ordinal);
        string[] rows =
        [
            "rivers.quiz.md\tmap.png\ta/map.png\t/a/map.png\t37\t21",
            "rivers.quiz.md\tlogo.svg\tno row",
            "rivers.quiz.md\tlogo.svg\ta/logo.svg\t/a/logo.svg\t\t",
            "rivers.de.quiz.md\tmap.png\ta/map.de.png\t/a/map.de.png\t1\t2",
            "other.quiz.md\tmap.png\tmap.png\tmap.png\t1\t2",
        ];
        QuizText table = new("/obj/a.quizkit.pictures.txt", string.Concat(rows.Select(row => $"{QuizCompiler.ProjectDirectory}{row}\n")));
        var generated = QuizCompiler.Load(QuizCompiler.Driver(
            [QuizCompiler.File("rivers.quiz.md", Original), QuizCompiler.File("rivers.de.quiz.md", german), table]));
        var quiz = (Quiz)generated.GetType("Consumer.RiversQuiz", throwOnError: true)!.GetProperty("Quiz")!.GetValue(null)!;

        Assert.Equal(
            [("a/map.png", "/a/map.png", 37, 21), ("a/logo.svg", "/a/logo.svg", null, null)],
            quiz.Assets.Select(asset => (asset.Path, asset.Address, asset.Width, asset.Height)));
        Assert.Contains("<img src=\"/a/map.png\" width=\"37\" height=\"21\" alt=\"river\">", quiz.Questions[0].Prompt.Html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"gone.png\" alt=\"that\">", quiz.Questions[0].Answer.Text.Html, StringComparison.Ordinal);
        Assert.Equal("a/map.de.png", Assert.Single(quiz.In("de").Assets).Path);
        Assert.Empty(QuizCompiler.Load(Original).Assets);
    }

    [Fact]
    public void A_slip_answers_a_wrong_number_with_its_feedback()
    {
        var question = (NumericQuestion)QuizCompiler.Load("""
            ---
            language: en
            ---
            # Sums

            ## Question 1
            <!-- quiz: kind=numeric value=2817 tolerance=1 unit=parameters -->

            How many?

            ### Answer

            2,817.

            ### Slip
            <!-- slip: value=2720 misconception=no-biases -->

            You left out the *biases*.

            ### Slip
            <!-- slip: value=-1 -->

            Less than none.
            """).Questions[0];

        var slip = question.Grade("2,721 parameters");

        Assert.Equal(GradeOutcome.Incorrect, slip.Outcome);
        Assert.Equal((2720, "no-biases"), (slip.Slip!.Value, slip.Slip.Misconception));
        Assert.Equal(["You left out the biases."], slip.Feedback.Select(text => text.PlainText));
        Assert.Equal([-1, 2720], question.Slips.Select(known => known.Value).Order());
        foreach (var reply in new[] { "2817", "2722", "two", "" }) Assert.True(question.Grade(reply) is { Slip: null, Feedback: [] });
    }

    [Fact]
    public void A_question_is_created_without_the_others_and_without_what_nobody_reads_of_it()
    {
        const int count = 300;
        var text = new StringBuilder(Samples.FrontMatter);
        for (var number = 1; number <= count; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"## Question {number}\n<!-- quiz: id=q{number} -->\n\nWhat is {number}?\n\n");
            text.Append(CultureInfo.InvariantCulture, $"### Answer\n\n<!-- claim: c{number} -->This is {number}.<!-- /claim -->\n\n");
        }

        var quiz = QuizCompiler.Load(text.ToString());
        Assert.NotNull(quiz.FindQuestion("q1"));

        var one = Allocated(() => Assert.Equal(250, quiz.FindQuestion("q250")!.Number));
        var claim = Allocated(() => Assert.Equal("q260", quiz.FindClaim("c260")!.QuestionId));
        var all = Allocated(() => Assert.Equal(count, quiz.Questions.Count(question => question.Claims.Count == 1)));

        Assert.InRange(one, 1, all / 100);
        Assert.InRange(claim, 1, all / 2);
        Assert.Same(quiz.Claims[259], quiz.FindQuestion("q260")!.Claims[0]);
        Assert.Same(quiz.Claims[259], quiz.Questions[259].Sentences[1].Claims[0]);

        static long Allocated(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Titles_hints_explanations_and_the_front_matter_reach_the_objects()
    {
        var quiz = QuizCompiler.Load("""
            ---
            id: sums
            language: en
            title: "Sums: a start"
            description: Two questions.
            author: The editors
            source: https://example.org
            licence: CC0-1.0
            tags: sums
            ---
            # Chapter 1

            ## Question 2: *First* sum

            What is $1 + 1$?

            ### Hint

            More than one.

            ### Hint

            Less than three.

            ### Answer

            Two.

            ### Explanation

            By counting.

            ## Question: Which is even?

            - [x] $2$
            - [ ] 3 <!-- choice: misconception=odd-is-even -->
              > Three is *odd*.
            - [x] four
            """);

        var (first, second) = (quiz.Questions[0], quiz.Questions[1]);
        Assert.Equal(
            ("Sums: a start", "Two questions.", "The editors", "https://example.org", "CC0-1.0", "Chapter 1"),
            (quiz.DisplayTitle, quiz.Description, quiz.Author, quiz.Source, quiz.Licence, quiz.Title.PlainText));
        Assert.Equal(("first-sum", 2, "<em>First</em> sum"), (first.Id, first.Number, first.Title!.Html));
        Assert.Equal(["More than one.", "Less than three."], first.Hints.Select(hint => hint.PlainText));
        Assert.Equal("By counting.", first.Explanation!.PlainText);
        Assert.Equal(("which-is-even", 3, "Which is even?"), (second.Id, second.Number, second.Prompt.PlainText));
        Assert.Equal((null, null, 0), (second.Title, second.Explanation, second.Hints.Count));
        Assert.Equal("- $2$\n- four", second.Answer.Text.Markdown);
        Assert.Equal(["sums"], quiz.Tags);
        var choice = Assert.IsType<ChoiceQuestion>(second).Choices[1];
        Assert.Equal(("Three is odd.", "odd-is-even"), (choice.Feedback!.PlainText, choice.Misconception));
        Assert.Equal([choice], second.Grade("a, b").WrongChoices);
        Assert.Equal(["Three is odd."], second.Grade("a, b").Feedback.Select(feedback => feedback.PlainText));
        Assert.True(second.Grade("a, c") is { IsCorrect: true, WrongChoices: [] });
    }

    private static readonly Lazy<Quiz> Compiled = new(() => QuizCompiler.Load(Samples.EveryKind));

    [Fact]
    public void The_quiz_carries_its_front_matter_title_and_introduction()
    {
        var quiz = Compiled.Value;

        Assert.Equal(("sample", "en"), (quiz.Id, quiz.Language));
        Assert.Equal("A sample", quiz.Title.UnicodeText);
        Assert.Equal("Words of introduction.", quiz.Introduction!.Markdown);
    }

    [Fact]
    public void Each_kind_of_question_becomes_its_own_type_with_its_typed_answer()
    {
        var quiz = Compiled.Value;

        Assert.IsType<OpenQuestion>(quiz.FindQuestion("open-one"));
        Assert.True(Assert.IsType<TrueFalseQuestion>(quiz.FindQuestion("true-one")).IsTrue);
        var number = Assert.IsType<NumericQuestion>(quiz.FindQuestion("number-one"));
        Assert.Equal((5.0, 4.0, 0.5, "red apples"), (number.PrintedValue, number.CorrectValue, number.Tolerance, number.Unit));
        var choice = Assert.IsType<ChoiceQuestion>(quiz.FindQuestion("choice-one"));
        Assert.Equal([("2", true), ("4", false), ("three", true)], choice.Choices.Select(item => (item.Text.UnicodeText, item.IsCorrect)));
    }

    [Fact]
    public void A_question_reads_replies_in_the_language_of_its_quiz()
    {
        var quiz = QuizCompiler.Load(
            "---\nid: a\nlanguage: de\n---\n# T\n\n## Question 1\n<!-- quiz: id=one kind=numeric value=1/4 -->\n\nW?\n\n### Answer\n\n$\\frac{1}{4}$\n");

        Assert.Equal("de", quiz.Questions[0].Language);
        Assert.True(quiz.Questions[0].Grade("0,25").IsCorrect);
        Assert.Equal("en", Compiled.Value.Questions[0].Language);
    }

    [Theory]
    [InlineData("value=6.022e23 tolerance=1%", "6.022e23", "6.08222e23 5.96178e23", "6.0823e23 5.9617e23")]
    [InlineData("value=6.626e-34 digits=3", "6.626e-34", "6.63e-34 6.621e-34", "6.62e-34 6.6e-34")]
    [InlineData("value=2 accept=\"-2 or 5 to 6 or 1 to 2\"", "2 or -2", "2 -2 5 6 5.5 1", "-1 4.9 6.1 0")]
    [InlineData("value=10 tolerance=10% accept=\"20\"", "10 or 20", "9 11 18 22", "8.9 11.1 17.9 22.1")]
    public void A_question_takes_what_it_declares_and_no_other(string keys, string answer, string right, string wrong)
    {
        var question = QuizCompiler.Load(
            $"---\nid: a\nlanguage: en\n---\n# T\n\n## Question 1\n<!-- quiz: id=one kind=numeric {keys} -->\n\nW?\n\n### Answer\n\n{answer}\n").Questions[0];

        Assert.All(right.Split(' '), reply => Assert.True(question.Grade(reply).IsCorrect, reply));
        Assert.All(wrong.Split(' '), reply => Assert.Equal(GradeOutcome.Incorrect, question.Grade(reply).Outcome));
    }

    [Fact]
    public void Tags_find_their_questions_and_have_constants()
    {
        var quiz = Compiled.Value;

        Assert.Equal(["squares", "numbers"], quiz.FindQuestion("open-one")!.Tags);
        Assert.Empty(quiz.FindQuestion("choice-one")!.Tags);
        Assert.Equal(["numbers", "squares"], quiz.Tags);
        Assert.Equal(["open-one", "true-one"], quiz.QuestionsTagged("numbers").Select(question => question.Id));
    }

    [Fact]
    public void Texts_keep_the_Markdown_without_comments_and_show_formulas_in_Unicode()
    {
        var question = Compiled.Value.FindQuestion("true-one")!;

        Assert.Equal(@"**True.** It is $2 = 2 \cdot 1$.", question.Answer.Text.Markdown);
        Assert.Equal("True. It is 2 = 2 · 1.", question.Answer.Text.UnicodeText);
        Assert.Equal("Which is a prime?", Compiled.Value.FindQuestion("choice-one")!.Prompt.Markdown);
    }

    [Fact]
    public void Sentences_know_their_claims_and_reasons_and_whether_they_are_covered()
    {
        var quiz = Compiled.Value;

        Assert.Equal(
            [
                (ClaimOrigin.Prompt, "Which is a prime?", "", "", true, true),
                (ClaimOrigin.Answer, "Two and three.", "", "", false, true),
                (ClaimOrigin.Answer, "See the table of primes.", "", "It points elsewhere.", false, true),
                (ClaimOrigin.Answer, "They are nice.", "taste", "", false, true),
                (ClaimOrigin.Answer, "A coin may show heads.", "some-coins", "", false, true),
                (ClaimOrigin.Erratum, "Most coins may.", "", "", false, true),
            ],
            quiz.FindQuestion("choice-one")!.Sentences.Select(sentence => (
                sentence.Origin,
                sentence.Text,
                string.Join(' ', sentence.Claims.Select(claim => claim.Id)),
                string.Join(' ', sentence.NotCheckableReasons),
                sentence.IsQuestion,
                sentence.IsCovered)));
        Assert.False(Assert.Single(quiz.FindQuestion("true-one")!.Sentences, sentence => sentence.Origin == ClaimOrigin.Prompt).IsCovered);
        Assert.Same(quiz.FindClaim("sum-is-four"), Assert.Single(quiz.FindQuestion("number-one")!.Sentences[^1].Claims));
    }

    [Fact]
    public void Forms_of_a_text_that_are_equal_are_one_string()
    {
        var title = Compiled.Value.Title;

        Assert.Equal("A sample", title.Html);
        Assert.Same(title.Markdown, title.PlainText);
        Assert.Same(title.Markdown, title.UnicodeText);
        Assert.Same(title.Markdown, title.Html);
    }

    [Fact]
    public void Code_and_tables_keep_the_spaces_that_begin_their_first_line()
    {
        const string Answer = "```text\n  May 2026\nMo Tu We\n```\n\n| | a |\n| --- | --- |\n| b | c |";

        var quiz = QuizCompiler.Load(Samples.FrontMatter + Samples.Question.Replace("This.", Answer, StringComparison.Ordinal));

        Assert.Equal("  May 2026\nMo Tu We\n\n | a\nb | c", quiz.Questions[0].Answer.Text.PlainText);
        Assert.Equal("      May 2026\n    Mo Tu We\n\n  │ a\n──┼──\nb │ c", quiz.Questions[0].Answer.Text.UnicodeText);
    }

    [Fact]
    public void A_claim_carries_its_words_its_values_and_what_a_check_must_find()
    {
        var claim = Compiled.Value.FindClaim("sum-is-five")!;

        Assert.Equal("number-one", claim.QuestionId);
        Assert.Equal("By counting, $2 + 2 = 5$.", claim.Statement.Markdown);
        Assert.Equal([2.0, 2.0, 5.0], claim.Values);
        Assert.Equal((ExpectedVerdict.Refuted, ClaimOrigin.Answer), (claim.Expected, claim.Origin));
    }

    [Fact]
    public void A_claim_that_no_program_can_check_says_why_and_an_existential_one_is_marked()
    {
        var taste = Compiled.Value.FindClaim("taste")!;
        var coins = Compiled.Value.FindClaim("some-coins")!;

        Assert.Equal((false, "It is a matter of taste."), (taste.IsExecutable, taste.NotExecutableReason));
        Assert.Equal((true, true, ExpectedVerdict.Qualified), (coins.IsExecutable, coins.IsExistential, coins.Expected));
    }

    [Fact]
    public void An_erratum_names_the_claim_it_corrects_and_holds_its_own()
    {
        var erratum = Assert.Single(Compiled.Value.FindQuestion("number-one")!.Errata);

        Assert.Equal((ErratumKind.WrongResult, "sum-is-five"), (erratum.Kind, Assert.Single(erratum.CorrectedClaimIds)));
        Assert.Same(Compiled.Value.FindClaim("sum-is-four"), Assert.Single(erratum.Claims));
        Assert.Equal("It is 2 + 2 = 4.", erratum.Text.UnicodeText);
    }

    [Fact]
    public void An_answer_by_the_editors_is_marked_as_theirs()
    {
        Assert.Equal(Provenance.Editors, Compiled.Value.FindQuestion("choice-one")!.Answer.Provenance);
        Assert.Equal(Provenance.Source, Compiled.Value.FindQuestion("open-one")!.Answer.Provenance);
    }

    [Fact]
    public void Editing_one_sentence_changes_the_typed_object()
    {
        var edited = QuizCompiler.Load(Samples.EveryKind.Replace(
            "a square is never negative", "no square is negative", StringComparison.Ordinal));

        Assert.Equal("no square is negative.", edited.FindClaim("squares-are-positive")!.Statement.UnicodeText);
        Assert.Equal("Because no square is negative.", edited.FindQuestion("open-one")!.Answer.Text.UnicodeText);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public void The_generated_code_is_the_same_in_every_culture(string name)
    {
        var invariant = QuizCompiler.Generate("iii.quiz.md", Samples.EveryKind);
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
            culture.NumberFormat.NegativeSign = "\u2212";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            Thread.CurrentThread.CurrentCulture = culture;

            Assert.Equal(invariant, QuizCompiler.Generate("iii.quiz.md", Samples.EveryKind));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void Line_ends_of_the_file_do_not_show_in_the_generated_code()
    {
        var withCarriageReturns = Samples.EveryKind.Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal(QuizCompiler.Generate("a.quiz.md", Samples.EveryKind), QuizCompiler.Generate("a.quiz.md", withCarriageReturns));
    }

    [Theory]
    [InlineData("/somewhere/else/", "/somewhere/else/folder/a.quiz.md")]
    [InlineData(@"C:\Users\Å\checkout\", @"C:\Users\Å\checkout\folder\a.quiz.md")]
    public void Where_the_project_is_checked_out_does_not_show_in_the_generated_code(string projectDirectory, string path)
    {
        static (string, string) Source(string projectDirectory, string path)
        {
            var source = QuizCompiler.Driver([new QuizText(path, Samples.EveryKind)], projectDirectory: projectDirectory)
                .RunGenerators(QuizCompiler.Compilation()).GetRunResult().Results.Single().GeneratedSources.Single();
            return (source.HintName, source.SourceText.ToString());
        }

        Assert.Equal(Source("/project/", "/project/folder/a.quiz.md"), Source(projectDirectory, path));
    }

    [Fact]
    public void A_harness_that_lacks_a_check_does_not_compile()
    {
        const string Harness = "sealed class Harness : Consumer.SampleQuiz.Checks<int, string> { }";
        QuizCompiler.Driver([QuizCompiler.File("sample.quiz.md", Samples.EveryKind)])
            .RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(Harness), out var output, out _);

        string[] missing = [.. output.GetDiagnostics().Select(error => error.GetMessage(CultureInfo.InvariantCulture))];

        Assert.Equal(5, missing.Length);
        Assert.Contains(missing, message => message.Contains("SumIsFive", StringComparison.Ordinal));
        Assert.DoesNotContain(missing, message => message.Contains("Taste", StringComparison.Ordinal));
    }

    [Fact]
    public void A_harness_runs_the_check_of_the_claim_it_is_given()
    {
        const string Harness = """
            public sealed class Harness : Consumer.SampleQuiz.Checks<int, string>
            {
                protected override string SquaresArePositive(QuizKit.Claim claim, int context) { return "squares " + context; }
                protected override string TwoIsEven(QuizKit.Claim claim, int context) { return "even"; }
                protected override string SumIsFive(QuizKit.Claim claim, int context) { return "five"; }
                protected override string SumIsFour(QuizKit.Claim claim, int context) { return "four"; }
                protected override string SomeCoins(QuizKit.Claim claim, int context) { return "coins"; }
            }
            """;
        // The harness of this test has no documentation of its own; the generated code beside it has to have it.
        var assembly = QuizCompiler.Load("sample.quiz.md", Samples.EveryKind, "#pragma warning disable CS1591\n" + Harness);
        var quiz = (Quiz)assembly.GetType("Consumer.SampleQuiz")!.GetProperty("Quiz")!.GetValue(null)!;
        var type = assembly.GetType("Harness")!;
        var harness = Activator.CreateInstance(type)!;
        object? Run(string id) => type.GetMethod("Run")!.Invoke(harness, [quiz.FindClaim(id), 7]);

        Assert.Equal("squares 7", Run("squares-are-positive"));
        Assert.Equal("four", Run("sum-is-four"));
        var refusal = Assert.Throws<TargetInvocationException>(() => Run("taste"));
        Assert.IsType<ArgumentException>(refusal.InnerException);
    }

    [Fact]
    public void Words_that_would_break_a_literal_or_a_comment_come_through_unharmed()
    {
        const string Words = "Quotes \"\"\" and \\\\ and {0} and */ and // and \u2028 and \u202E and \uD83D\uDE00 and \u00AD and &lt; end";
        var text = Samples.FrontMatter + Samples.Question.Replace("This.", Words, StringComparison.Ordinal);

        var quiz = QuizCompiler.Load(text);

        Assert.Equal(Words, quiz.Questions[0].Answer.Text.Markdown);
        Assert.Equal(
            Words.Replace("\\\\", "\\", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal),
            quiz.Questions[0].Answer.Text.UnicodeText);
    }

    [Fact]
    public void Ids_that_equal_members_of_the_generated_class_get_a_suffix()
    {
        var text = Samples.FrontMatter
            + "## Question 1\n<!-- quiz: id=quiz -->\n\nWhat?\n\n### Answer\n\n<!-- claim: equals -->\nThis.<!-- /claim -->\n\n"
            + "## Question 2\n<!-- quiz: id=tags tags=equals -->\n\nWhat?\n\n### Answer\n\nThis.\n";

        var generated = QuizCompiler.Load("sample.quiz.md", text).GetType("Consumer.SampleQuiz")!;

        Assert.NotNull(generated.GetProperty("QuizQuestion"));
        Assert.NotNull(generated.GetProperty("TagsQuestion"));
        Assert.NotNull(generated.GetNestedType("Claims")!.GetProperty("EqualsClaim"));
        Assert.Equal("equals", generated.GetNestedType("Tags")!.GetField("EqualsTag")!.GetRawConstantValue());
    }

    [Fact]
    public void Files_of_one_name_in_two_folders_get_two_namespaces()
    {
        var driver = QuizCompiler.Driver(
            [QuizCompiler.File("a/same.quiz.md", Samples.EveryKind), QuizCompiler.File("b 2/same.quiz.md", Samples.EveryKind)]);

        var sources = driver.RunGenerators(QuizCompiler.Compilation()).GetRunResult().Results.Single().GeneratedSources;

        Assert.Equal(["Consumer.A.SameQuiz.g.cs", "Consumer.B2.SameQuiz.g.cs"], sources.Select(source => source.HintName));
        driver.RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);
        Assert.Empty(output.GetDiagnostics());
    }
}
