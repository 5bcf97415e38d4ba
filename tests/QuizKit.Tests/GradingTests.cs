// Grading of the kinds other than numbers, and telling the kinds apart.

using Xunit;

namespace QuizKit.Tests;

public sealed class GradingTests
{
    private static readonly Question[] EveryKind =
        [TestQuestions.Open("open"), TestQuestions.TrueFalse(true), TestQuestions.Numeric(5), TestQuestions.Choice("+one", "two")];

    public static TheoryData<string> CultureNames => Cultures.Names;

    [Theory]
    [InlineData("true", true)]
    [InlineData("T", true)]
    [InlineData(" yes. ", true)]
    [InlineData("Y", true)]
    [InlineData("FALSE", false)]
    [InlineData("f", false)]
    [InlineData("No", false)]
    [InlineData("n", false)]
    public void True_and_false_are_read_in_words_and_letters(string reply, bool meaning)
    {
        Assert.Equal(GradeOutcome.Correct, TestQuestions.TrueFalse(meaning).Grade(reply).Outcome);
        Assert.Equal(GradeOutcome.Incorrect, TestQuestions.TrueFalse(!meaning).Grade(reply).Outcome);
        Assert.Equal(GradeOutcome.Correct, TestQuestions.TrueFalse(meaning).Grade(meaning).Outcome);
    }

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void Letters_are_compared_alike_in_every_culture(string culture)
    {
        // A Turkish lower-case I has no dot, so that "I" would not be "i" there.
        Cultures.In(culture, () =>
        {
            Assert.True(TestQuestions.Choice("+II", "three").Grade("ii").IsCorrect);
            Assert.True(TestQuestions.Numeric(5, unit: "items").Grade("5 ITEMS").IsCorrect);
            Assert.True(TestQuestions.TrueFalse(false).Grade("FALSE").IsCorrect);
        });
    }

    [Fact]
    public void What_is_neither_true_nor_false_is_not_understood()
    {
        var result = TestQuestions.TrueFalse(true).Grade("maybe");

        Assert.Equal((GradeOutcome.NotUnderstood, ReplyProblem.NotTrueOrFalse), (result.Outcome, result.Problem));
        Assert.Equal("'maybe' is neither true nor false. Write true or false.", result.Reason);
        Assert.Equal("NotUnderstood: 'maybe' is neither true nor false. Write true or false.", result.ToString());
    }

    [Theory]
    [InlineData("de", "Wahr", "falsch")]
    [InlineData("de-CH", "ja", "nein")]
    [InlineData("fr", "vrai", "faux")]
    [InlineData("es", "SÍ", "no")]
    [InlineData("pl", "tak", "nie")]
    [InlineData("tr", "DOĞRU", "YANLIŞ")]
    [InlineData("zh-Hans", "正确", "错误。")]
    [InlineData("ar", "صحيح", "خطأ")]
    [InlineData("ja", "はい", "いいえ")]
    [InlineData("xx", "true", "FALSE")]
    [InlineData("de", "true", "false")]
    public void The_words_of_each_language_are_read(string language, string yes, string no)
    {
        Assert.True(TestQuestions.TrueFalse(true, language).Grade(yes).IsCorrect);
        Assert.True(TestQuestions.TrueFalse(false, language).Grade(no).IsCorrect);
        Assert.Equal(GradeOutcome.Incorrect, TestQuestions.TrueFalse(true, language).Grade(no).Outcome);
    }

    [Theory]
    [InlineData("pl", "no")]
    [InlineData("de", "t")]
    [InlineData("fr", "yes")]
    [InlineData("cs", "no")]
    [InlineData("xx", "y")]
    public void A_word_of_another_language_is_not_understood(string language, string reply)
    {
        Assert.Equal(ReplyProblem.NotTrueOrFalse, TestQuestions.TrueFalse(true, language).Grade(reply).Problem);
    }

    [Fact]
    public void An_open_question_says_that_its_learner_grades_it()
    {
        var question = TestQuestions.Open("open");

        Assert.True(question.IsSelfGraded);
        Assert.Equal(GradeOutcome.SelfGraded, question.Grade("anything").Outcome);
        Assert.Equal(GradeOutcome.SelfGraded, question.Grade(null).Outcome);
        Assert.All(EveryKind.Skip(1), other => Assert.False(other.IsSelfGraded));
    }

    [Theory]
    [InlineData("b, c", GradeOutcome.Correct)]
    [InlineData("C;b", GradeOutcome.Correct)]
    [InlineData("cb", GradeOutcome.Correct)]
    [InlineData("CB", GradeOutcome.Correct)]
    [InlineData("b, , c", GradeOutcome.Correct)]
    [InlineData("abc", GradeOutcome.Incorrect)]
    [InlineData("bcd", GradeOutcome.NotUnderstood)]
    [InlineData("b c b", GradeOutcome.Correct)]
    [InlineData("2000, 2024", GradeOutcome.Correct)]
    [InlineData("b", GradeOutcome.Incorrect)]
    [InlineData("a, b, c", GradeOutcome.Incorrect)]
    [InlineData("a", GradeOutcome.Incorrect)]
    [InlineData("d", GradeOutcome.NotUnderstood)]
    [InlineData("b, 1999", GradeOutcome.NotUnderstood)]
    [InlineData("2", GradeOutcome.NotUnderstood)]
    [InlineData(",", GradeOutcome.NotUnderstood)]
    [InlineData("", GradeOutcome.NotUnderstood)]
    public void Choices_are_named_by_letters_or_words_and_all_right_ones_are_needed(string reply, GradeOutcome outcome)
    {
        Assert.Equal(outcome, TestQuestions.Choice("1900", "+2000", "+2024").Grade(reply).Outcome);
    }

    [Fact]
    public void The_words_of_a_choice_may_hold_commas_and_full_stops()
    {
        var question = TestQuestions.Choice("Friday, 5 October.", "+Friday, 15 October.");

        Assert.True(question.Grade("friday, 15 october.").IsCorrect);
        Assert.True(question.Grade("Friday, 15 October").IsCorrect);
    }

    [Fact]
    public void A_word_that_names_two_choices_is_not_guessed_at()
    {
        // "b" is the letter of the second choice and the words of the first.
        var result = TestQuestions.Choice("b", "+a", "c").Grade("b");

        Assert.Equal(ReplyProblem.AmbiguousChoice, result.Problem);
    }

    [Theory]
    [InlineData("az", GradeOutcome.Correct)]
    [InlineData("ZA", GradeOutcome.Correct)]
    [InlineData("a{", GradeOutcome.NotUnderstood)]
    public void Of_many_choices_the_first_26_have_letters(string reply, GradeOutcome outcome)
    {
        // '{' follows 'z' in ASCII.
        var question = TestQuestions.Choice([.. Enumerable.Range(0, 28).Select(i => $"{(i is 0 or 25 ? "+" : "")}choice {i}")]);

        Assert.Equal(outcome, question.Grade(reply).Outcome);
    }

    [Fact]
    public void A_reason_says_what_of_the_reply_was_not_understood()
    {
        var question = TestQuestions.Choice("b", "+a", "c");

        Assert.Equal("'b' could be more than one of the choices. Write their letters.", question.Grade("b").Reason);
        Assert.Equal("'ad' is not one of the choices. Write letters from a to c.", question.Grade("ad").Reason);
        Assert.Equal("There is no choice 3: the indexes go from 0 to 2.", question.Grade([0, 3]).Reason);
        Assert.Equal("A choice does not belong to this question.", question.Grade(TestQuestions.Choice("+a").Choices).Reason);
        Assert.Equal("There is no reply.", TestQuestions.TrueFalse(true).Grade("").Reason);
    }

    [Fact]
    public void A_result_as_text_is_its_outcome_and_the_reason_where_there_is_one()
    {
        Assert.Equal("Correct", TestQuestions.TrueFalse(true).Grade(true).ToString());
        Assert.Equal("NotUnderstood: There is no reply.", TestQuestions.TrueFalse(true).Grade("").ToString());
    }

    [Fact]
    public void A_reason_tells_nothing_about_which_choices_are_right_or_how_many()
    {
        var one = TestQuestions.Choice("+x", "y", "z").Grade("nonsense").Reason;
        var two = TestQuestions.Choice("x", "+y", "+z").Grade("nonsense").Reason;

        Assert.Equal("'nonsense' is not one of the choices. Write letters from a to c.", one);
        Assert.Equal(one, two);
    }

    [Fact]
    public void A_set_of_indexes_is_graded_whatever_its_order()
    {
        var question = TestQuestions.Choice("+x", "y", "+z");

        Assert.True(question.Grade([2, 0, 0]).IsCorrect);
        Assert.Equal(GradeOutcome.Incorrect, question.Grade([0]).Outcome);
        Assert.Equal(ReplyProblem.Empty, question.Grade(new List<int>()).Problem);
        Assert.Equal(ReplyProblem.UnknownChoice, question.Grade([0, 3]).Problem);
        Assert.Equal(ReplyProblem.UnknownChoice, question.Grade([-1]).Problem);
    }

    [Fact]
    public void Choices_shown_in_another_order_are_graded_themselves()
    {
        var question = TestQuestions.Choice("+x", "y", "+z");

        Assert.True(question.Grade(question.Choices.Reverse().Where(choice => choice.IsCorrect)).IsCorrect);
        Assert.Equal(ReplyProblem.UnknownChoice, question.Grade([new Choice(TestQuestions.Text("x"), true)]).Problem);
    }

    [Fact]
    public void Choices_have_letters_and_a_question_says_whether_several_are_right()
    {
        var question = TestQuestions.Choice([.. Enumerable.Range(0, 27).Select(i => (i < 2 ? "+" : "") + i)]);

        Assert.Equal(("a", "z", ""), (question.LetterOf(0), question.LetterOf(25), question.LetterOf(26)));
        Assert.Throws<ArgumentOutOfRangeException>(() => question.LetterOf(27));
        Assert.True(question.HasSeveralCorrect);
        Assert.False(TestQuestions.Choice("+x", "y").HasSeveralCorrect);
    }

    [Fact]
    public void Match_calls_the_function_of_the_questions_kind()
    {
        string[] kinds = [.. EveryKind.Select(question => question.Match(
            open: _ => "open", trueFalse: _ => "true-false", numeric: _ => "numeric", choice: _ => "choice"))];

        Assert.Equal(["open", "true-false", "numeric", "choice"], kinds);
    }

    [Fact]
    public void Switch_does_the_action_of_the_questions_kind()
    {
        var done = new List<string>();

        foreach (var question in EveryKind)
            question.Switch(open: _ => done.Add("open"), trueFalse: _ => done.Add("true-false"), numeric: _ => done.Add("numeric"), choice: _ => done.Add("choice"));

        Assert.Equal(["open", "true-false", "numeric", "choice"], done);
    }

    [Fact]
    public void A_function_left_out_is_refused_for_every_kind()
    {
        Assert.All(EveryKind, question =>
        {
            Assert.Throws<ArgumentNullException>(() => question.Match(_ => 1, null!, _ => 1, _ => 1));
            Assert.Throws<ArgumentNullException>(() => question.Switch(_ => { }, _ => { }, _ => { }, null!));
        });
    }

    [Fact]
    public void The_kinds_are_these_four_and_nobody_can_add_one()
    {
        var kinds = typeof(Question).Assembly.GetTypes().Where(type => type.BaseType == typeof(Question));

        Assert.Equal(Enum.GetNames<QuestionKind>().Select(kind => kind + "Question").Order(), kinds.Select(kind => kind.Name).Order());
        Assert.All(kinds, kind => Assert.True(kind.IsSealed));
        Assert.Empty(typeof(Question).GetConstructors());
        Assert.All(
            typeof(Question).GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic),
            constructor => Assert.True(constructor.IsFamilyAndAssembly));
    }
}
