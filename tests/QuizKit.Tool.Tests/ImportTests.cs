// quizkit import: ten files in ten styles, whose words and keys are compared with what a person reads in them; and files that hold no
// questions, broken ones and too much.

using System.Globalization;
using System.Text;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class ImportTests : IDisposable
{
    private static readonly string Inputs = Path.Combine(AppContext.BaseDirectory, "Inputs");

    private readonly Workplace _here = new();

    /// <summary>
    /// For each file its title, and for each question: number, kind and key, "?" what it asks, "+" right and "-" wrong choices, "~" a hint,
    /// "=" the answer, ":" the explanation.
    /// </summary>
    public static TheoryData<string, string> Files => new()
    {
        {
            "ordered-list.md", """
            Rivers and lakes
            1 Choice
            ? Which river flows through **Vienna**?
            - Elbe
            + Danube
            - Rhine
            2 Choice
            ? Which of these lakes are in Africa?
            + Victoria
            - Onega
            + Tanganyika
            : Both are in the rift valley.
            4 Numeric 1200
            ? How long is a river of $3 \cdot 400$ km, in km?
            = 1200
            5 Open
            ? What is a delta?||Name one, too.
            = The mouth of a river that splits into branches:||- the Nile has one,|- the Danube has another.
            """
        },
        {
            "folded.md", """
            Bits and bytes
            1 Open [numbers]
            ? How many bits has a byte?
            = Eight, on every machine that is built today. Write `1 << 3`.
            2 Open [numbers]
            ? What does 0x10 stand for?
            = Sixteen:||```c|int x = 0x10;  /* <details> in code stays */|```
            3 Open [text]
            ? Why is UTF-8 kind to ASCII?
            = * Each ASCII text is a UTF-8 text.|* No byte of a longer character is below 0x80.
            """
        },
        {
            "ticks.md", """
            Shell
            1 Choice [shell]
            ? Which command prints the working folder?
            - `cd`
            + `pwd`
            - `ls -l`
            : [The manual](https://example.org/pwd "pwd")
            2 Choice [shell]
            ? Which of these lines are valid assignments?
            + ok||  ```sh|  name=value|  ```
            - spaced||  ```sh|  name = value|  ```
            + quoted||  ```sh|  name="a b"|  ```
            4 Choice [shell]
            ? What does this print?||```sh|echo $((2 + 3))|# a comment, not a heading|```
            - 23
            - \$((2 + 3))
            + 5
            : double brackets calculate.
            5 Choice [shell]
            ? Which type holds a list of strings?
            - List(string)
            + List\<string>
            """
        },
        {
            "headings.md", """
            Chemistry
            1 Choice
            ? What is the formula of water?
            - HO
            + H<sub>2</sub>O
            - H<sub>2</sub>O<sub>2</sub>
            : Two atoms of hydrogen and one of oxygen.
            2 TrueFalse False
            ? Is a mixture of salt and sand a compound?
            = False. It can be sorted with water.
            3 Numeric 7
            ? What is the pH of pure water at 25 °C?
            = 7
            5 Choice
            ? Which gas do plants take in?
            - oxygen
            + carbon dioxide
            - helium
            6 Open
            ? Name the steps of distillation.
            ~ there are two.
            = 1. Heat the mixture.|2. Cool the vapour.
            """
        },
        {
            "bold.md", """
            Capital cities
            1 Choice
            ? Which city is the capital of Australia?
            - Sydney
            - Melbourne
            + Canberra
            2 Choice
            ? Which city is the capital of Brazil?
            + Brasília
            - Rio de Janeiro
            7 Choice
            ? Which of these are capitals of South Africa?
            + Pretoria
            - Durban
            + Cape Town
            """
        },
        {
            "pairs.md", """
            Music
            1 Numeric 5
            ? How many lines has a staff?
            = 5
            2 Open
            ? What does *piano* mean?
            = Softly.|It goes back to Italian.
            3 Open
            ? Which key has one sharp?
            = G major, or E minor.
            4 TrueFalse True
            ? True or false: a fifth is wider than a fourth?
            = True
            """
        },
        {
            "answer-folds.md", """
            Puzzles in code
            1 Choice
            ? What does this print?||```js|console.log(typeof null);|```
            - `"null"`
            + `"object"`
            - it throws
            : It is an old mistake that nobody can repair now.
            2 Choice
            ? Which picture shows a tree?||![A cube](cube.png) ![A tree](tree.png)
            - the first
            + the second
            ~ It has leaves.
            : The other one is a cube.
            """
        },
        {
            "shelf.md", """
            Formulas
            1 Numeric 3
            ? (easy)||Let $f(x) = x^2$ and $g(x) = 2x$. What is $f(3) - g(3)$?
            = $3$
            2 Choice
            ? (hard)||Which identity holds?
            + $\sin^2 x + \cos^2 x = 1$
            - $\sin 2x = 2 \sin x$
            : by Pythagoras, for||```tex|$$|\undefinedmacro{x} = 1|$$|```
            3 Open
            ? Expand $(a+b)^2$.
            = $$(a+b)^2 = a^2 + 2ab + b^2$$
            """
        },
        {
            "swiss-cheese.Rmd", """
            swiss cheese
            1 Choice
            ? Which kinds of cheese have holes?
            + Emmental
            + Gouda, *young*
            - Feta
            : Gas makes the holes, and brine makes none.||* True: the largest.|* True, small ones.|* False.
            """
        },
        {
            "half-life.Rmd", """
            half life
            1 Numeric 10 ± 0.01
            ? A sample of $80$ g has a half-life of one hour. What is left after $3$ hours, in g?
            = 10
            : It is $80 / 2^3 = 10$.
            """
        },
    };

    public void Dispose() => _here.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_style_keeps_its_words_and_its_key(string file, string expected)
    {
        var output = _here.PathOf("out.quiz.md");

        var run = Workplace.Run("import", Path.Combine(Inputs, file), "--output", output);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(0, Workplace.Run("check", output).ExitCode);
        Assert.Equal(expected, Show(Compile(File.ReadAllText(output))));
        Assert.DoesNotContain("\r", File.ReadAllText(output), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_ten_files_and_one_of_them_comes_from_Windows()
    {
        Assert.Equal(Directory.GetFiles(Inputs).Select(Path.GetFileName).Order(), Files.Select(row => (string?)row[0]).Order());
        Assert.Contains("\r\n", File.ReadAllText(Path.Combine(Inputs, "pairs.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Exercises_of_several_files_make_one_quiz()
    {
        var output = _here.PathOf("exam.quiz.md");

        var run = Workplace.Run("import", Path.Combine(Inputs, "half-life.Rmd"), Path.Combine(Inputs, "swiss-cheese.Rmd"), "--output", output);

        Assert.Equal((0, $"{output}: 2 of 2 questions imported.\n"), (run.ExitCode, run.Output));
        Assert.Equal(["half-life", "swiss-cheese"], Compile(File.ReadAllText(output)).Questions.Select(question => question.Id));
    }

    [Fact]
    public void What_a_quiz_cannot_hold_is_said_with_its_line()
    {
        var run = Import("""
            ### 1. Which?
            - [x] a <blink>b</blink>
            - [ ] c

            ### 2. Why is $\foo{x}$ so?

            Answer: [here](javascript:alert(1))
            """);

        Assert.Contains("(1,1): warning IMPORT: '<blink>b</blink>' stands as typed: Raw HTML", run.Error, StringComparison.Ordinal);
        Assert.Contains(@"(5,1): warning IMPORT: '$\foo{x}$' stands as typed: The command '\foo'", run.Error, StringComparison.Ordinal);
        Assert.Contains("(5,1): warning IMPORT: '[here](javascript:al' stands as typed: The scheme", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("### 1. Which?\n\n### 2. What?\n\nAnswer: so", 1, "the question has no answer")]
    [InlineData("### 1. Which?\n\nA. a\nB. b\n\n### 2. What?\n\nAnswer: so", 1, "none of the choices is marked as right")]
    [InlineData("### 1. Which?\n\nA. a\nB. b\n\nAnswer: C\n\n### 2. What?\n\nAnswer: so", 1, "the answer names a choice that is not there")]
    [InlineData("### 1. Which?\n\nA. a\nB. b\n\nAnswer: neither\n\n### 2. What?\n\nAnswer: so", 1, "the answer names none of the choices")]
    [InlineData("### 1. Which?\n\n- [x] a\n- [ ] b\n\nAnswer: B\n\n### 2. What?\n\nAnswer: so", 1, "the ticks and the answer name different choices")]
    [InlineData("Question\n===\nWhich?\n\nAnswerlist\n---\n* a\n* b\n\nMeta-information\n===\nextype: schoice\nexsolution: 11", 1, "exactly one right choice")]
    [InlineData("Question\n===\nWhich?\n\nAnswerlist\n---\n* a\n* b\n\nMeta-information\n===\nextype: mchoice\nexsolution: 011", 1, "for each of the 2 choices")]
    [InlineData("```{r}\nx <- 1\n```\n\nQuestion\n===\nWhat is `r x`?\n\nMeta-information\n===\nextype: num\nexsolution: 1", 5, "it computes its words with R")]
    [InlineData("Question\n===\nWhich?\n\nMeta-information\n===\nextype: cloze\nexsolution: 1|2", 1, "extype 'cloze' is not read")]
    public void A_question_without_one_clear_key_is_left_out_with_the_reason(string source, int line, string reason)
    {
        var run = Import(source);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"({line},1): error IMPORT: not imported: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        if (source.Contains("### 2", StringComparison.Ordinal)) Assert.Contains("1 of 2 questions imported.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_right_answers_stay_several_and_numbers_that_do_not_rise_are_replaced()
    {
        var run = Import("### 7. Which?\n\nA. a\nB. b\nC. c\n\nAnswer: A, C\n\n### 7. Which?\n\n1. x\n\nAnswer: x\n\n### 3. What?\n\nAnswer: so");

        var quiz = Compile(File.ReadAllText(_here.PathOf("out.quiz.md")));
        Assert.Equal([7, 8, 9], quiz.Questions.Select(question => question.Number));
        Assert.Equal([true, false, true], quiz.Questions[0].Typed.Choices.Select(choice => choice.IsCorrect));
        Assert.Equal(["which", "which-1-x", "what"], quiz.Questions.Select(question => question.Id));
        Assert.Contains("question 3 is number 9 here, because numbers rise", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_go_except_in_code()
    {
        var run = Import("### 1. What?\n\nAnswer: a <!-- one --> `<!-- two -->` b<!-- three\n\nfour --> c\n\n```html\n<!-- five -->\n```\n");

        var answer = Compile(File.ReadAllText(_here.PathOf("out.quiz.md"))).Questions[0].Answer.Markdown;
        Assert.Equal("a  `<!-- two -->` b c\n\n```html\n<!-- five -->\n```", answer);
        Assert.Contains("an HTML comment is left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_at_another_level_of_headings_is_one_of_its_own()
    {
        Import("#### Q1. a?\n\n- [x] a\n- [ ] b\n\n##### Q2. b?\n\n- [ ] a\n- [x] b\n\n### Q3. c?\n\n- [ ] a\n- [x] b\n\n#### Q4. d?\n\n- [x] a\n- [ ] b");

        Assert.Equal([2, 2, 2, 2], Compile(File.ReadAllText(_here.PathOf("out.quiz.md"))).Questions.Select(question => question.Typed.Choices.Count));
    }

    [Fact]
    public void Equal_questions_get_ids_of_their_own()
    {
        Import("### 1. What?\n\nAnswer: a\n\n### 2. What?\n\nAnswer: b\n\n### 3. 什么?\n\nAnswer: c");

        Assert.Equal(
            ["what", "what-no-2", "question-3"],
            Compile(File.ReadAllText(_here.PathOf("out.quiz.md"))).Questions.Select(question => question.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Words, and no question.\n")]
    [InlineData("<details><summary>\n<details>\n")]
    public void A_file_without_questions_is_said_and_writes_nothing(string source)
    {
        var run = Import(source);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no question was found", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_here.PathOf("out.quiz.md")));
    }

    [Fact]
    public void A_folded_block_that_is_cut_off_keeps_its_words()
    {
        var run = Import("<details><summary>What is a?</summary>\n\nIt is one.\n\n<details><summary>What is b?</summary>\n\nIt is two.\n");

        Assert.Equal("? What is a?", Show(Compile(File.ReadAllText(_here.PathOf("out.quiz.md")))).Split('\n')[2]);
        Assert.Contains("It is two.", File.ReadAllText(_here.PathOf("out.quiz.md")), StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void Binary_files_and_huge_ones_cannot_be_read()
    {
        var binary = _here.Write("a.md", [.. "### 1. What?\n\0\n"u8.ToArray(), 0xFF]);
        var zero = _here.Write("b.md", "### 1. What?\n\0\n");
        var wide = _here.Write("d.md", "### 1. What?\n\n" + new string('*', 10_001));
        var huge = _here.Write("c.md", string.Concat(Enumerable.Repeat("### 1. What?\n\nAnswer: so\n\n", 400_000)));

        Assert.Equal((2, $"quizkit: cannot read '{binary}': it is not text in UTF-8: save it in that encoding.\n"), Outcome(binary));
        Assert.Equal((2, $"quizkit: cannot read '{zero}': it is not text in UTF-8: save it in that encoding.\n"), Outcome(zero));
        Assert.Equal((2, $"quizkit: cannot read '{wide}': line 3 has more than 10,000 characters: break it.\n"), Outcome(wide));
        Assert.Equal((2, $"quizkit: cannot read '{huge}': a quiz has at most 4,000,000 characters: split the file.\n"), Outcome(huge));

        (int, string) Outcome(string path)
        {
            var run = Workplace.Run("import", path, "--output", _here.PathOf("out.quiz.md"));
            return (run.ExitCode, run.Error);
        }
    }

    [Fact]
    public void A_quiz_that_is_there_is_replaced_only_on_request_and_a_folder_gets_a_quiz_for_each_file()
    {
        var source = _here.Write("a.md", "### 1. What?\n\nAnswer: so");
        _here.Write("out/x.txt", "");

        Assert.Equal(0, Workplace.Run("import", source, source, "--output", _here.PathOf("out")).ExitCode);
        Assert.Contains("it is there already", Workplace.Run("import", source, "--output", _here.PathOf("out/a.quiz.md")).Error, StringComparison.Ordinal);
        Assert.Equal(0, Workplace.Run("import", source, "--output", _here.PathOf("out"), "--force").ExitCode);
        Assert.Equal(["a.quiz.md", "x.txt"], Directory.GetFiles(_here.PathOf("out")).Select(Path.GetFileName).Order());
    }

    private ToolRun Import(string source) =>
        Workplace.Run("import", _here.Write("in.md", Encoding.UTF8.GetBytes(source)), "--output", _here.PathOf("out.quiz.md"));

    private static QuizModel Compile(string quiz)
    {
        var diagnostics = new DiagnosticBag();
        var model = QuizBinder.Bind(new SourceText(quiz), diagnostics, Cancellation.Never).Model;
        Assert.False(diagnostics.HasError);
        return model;
    }

    private static string Show(QuizModel quiz)
    {
        var lines = new List<string> { quiz.Title.Markdown };
        foreach (var question in quiz.Questions)
        {
            var typed = question.Typed;
            var key = question.Kind switch
            {
                Language.QuestionKind.Numeric => Invariant(typed.CorrectValue) + (typed.Tolerance > 0 ? " ± " + Invariant(typed.Tolerance) : ""),
                Language.QuestionKind.TrueFalse => typed.IsTrue.ToString(),
                _ => "",
            };
            var tags = question.Tags.Count > 0 ? $"[{string.Join(' ', question.Tags.Select(tag => tag.Slug))}]" : "";
            lines.Add($"{question.Number} {question.Kind} {key}{tags}".TrimEnd());
            lines.Add("? " + question.Prompt.Markdown);
            lines.AddRange(typed.Choices.Select(choice => (choice.IsCorrect ? "+ " : "- ") + choice.Text.Markdown));
            lines.AddRange(question.Hints.Select(hint => "~ " + hint.Markdown));
            if (question.Kind != Language.QuestionKind.Choice) lines.Add("= " + question.Answer.Markdown);
            if (question.Explanation is { } explanation) lines.Add(": " + explanation.Markdown);
        }

        return string.Join('\n', lines.Select(line => line.Replace('\n', '|')));

        static string Invariant(double value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
