// A question that is interactive: what it renders before and after each thing that a learner does.

using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using QuizKit.NeuralNetworks;
using Xunit;
using static QuizKit.Blazor.Tests.TestQuestions;

namespace QuizKit.Blazor.Tests;

public sealed class QuizQuestionTests : BunitContext
{
    public QuizQuestionTests() => Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));

    public static TheoryData<string> ChapterQuestions =>
        [.. Chapter6Quiz.Quiz.Questions.Concat(Chapter6CompanionsQuiz.Quiz.Questions).Select(question => question.Id)];

    [Theory]
    [MemberData(nameof(ChapterQuestions))]
    public void Nothing_tells_the_answer_before_the_reply(string id)
    {
        var question = Chapter6Quiz.Quiz.FindQuestion(id) ?? Chapter6CompanionsQuiz.Quiz.FindQuestion(id)!;
        var secrets = Secrets.Of(question);
        Assert.NotEmpty(secrets);
        var shown = RenderQuestion(question);

        AssertSecret(shown, secrets);
        while (shown.FindAll("button[value=hint]") is [var hint])
        {
            hint.Click();
            AssertSecret(shown, secrets);
        }

        // The same scan finds the answer afterwards.
        if (question.IsSelfGraded) shown.Find("form").Submit();
        else shown.Find("button[value=reveal]").Click();
        var page = Secrets.Everything(shown.Markup);
        Assert.Contains(secrets, secret => page.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_choice_looks_the_same_whether_it_is_right_or_wrong()
    {
        var shown = RenderQuestion(Several);

        var looks = shown.FindAll(".quizkit-choice").Select(choice =>
        {
            var input = choice.QuerySelector("input")!;
            input.RemoveAttribute("id");
            input.RemoveAttribute("value");
            input.RemoveAttribute("aria-label");
            foreach (var added in input.Attributes.Where(attribute => attribute.Name.StartsWith("blazor:", StringComparison.Ordinal)).ToArray())
                input.RemoveAttribute(added.Name);
            return choice.InnerHtml.Replace(choice.QuerySelector("label")!.OuterHtml, "", StringComparison.Ordinal);
        });
        Assert.Single(looks.Distinct());
    }

    [Fact]
    public void Several_right_choices_are_boxes_and_one_is_a_radio_button()
    {
        Assert.Equal(4, RenderQuestion(Several).FindAll("fieldset input[type=checkbox]").Count);
        Assert.Equal(3, RenderQuestion(One).FindAll("fieldset input[type=radio]").Count);
        Assert.Equal("Choose all that apply", RenderQuestion(Several).Find("legend").TextContent);
        Assert.Equal("Choose one", RenderQuestion(One).Find("legend").TextContent);
    }

    [Fact]
    public void A_formula_has_its_words_as_the_name_of_the_choice()
    {
        var shown = RenderQuestion(One);

        Assert.Equal(["a. 6", "b. x^2", "c. nine"], shown.FindAll("input").Select(input => input.GetAttribute("aria-label")));

        // A label holds no blocks: they stand beside it.
        Assert.Equal("c.", shown.FindAll("label")[2].TextContent.Trim());
        Assert.Equal("9", shown.Find("label + div pre").TextContent);
    }

    [Fact]
    public void A_right_reply_shows_the_verdict_the_answer_and_the_explanation()
    {
        GradeResult? told = null;
        var shown = RenderQuestion(Several, more => more.Add(question => question.OnReply, result => told = result));

        Choose(shown, "two");
        Choose(shown, "four");
        shown.Find("form").Submit();

        Assert.True(told!.IsCorrect);
        Assert.Equal("Correct", Status(shown));
        Assert.Equal(["Answer", "Explanation"], shown.FindAll("form h3").Select(heading => heading.TextContent));
        Assert.Contains("Two and four have no remainder.", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("An even number is twice another.", shown.Markup, StringComparison.Ordinal);
        Assert.True(shown.Find("fieldset").HasAttribute("disabled"));
        Assert.Empty(shown.FindAll("button"));
    }

    [Fact]
    public void A_wrong_choice_has_its_feedback_by_its_letter_and_the_right_ones_are_marked()
    {
        var shown = RenderQuestion(Several);

        Choose(shown, "two");
        Choose(shown, "three");
        Choose(shown, "one");
        Choose(shown, "one", false);
        shown.Find("form").Submit();

        Assert.Equal("Incorrect c. Three leaves one, too.", Status(shown));
        Assert.Equal(["", "Correct", "Incorrect", "Correct"], shown.FindAll(".quizkit-choice").Select(choice => choice.QuerySelector(".quizkit-mark")?.TextContent ?? ""));
    }

    [Fact]
    public void A_reply_that_is_partly_right_says_so()
    {
        var shown = RenderQuestion(Several);

        Choose(shown, "two");
        shown.Find("form").Submit();

        Assert.Equal("Partly correct", Status(shown));
    }

    [Fact]
    public void A_shuffled_question_is_graded_by_what_it_shows()
    {
        foreach (var seed in Enumerable.Range(0, 10))
        {
            var question = Several.Shuffled(seed);
            var shown = RenderQuestion(question);

            Choose(shown, "four");
            Choose(shown, "two");
            Choose(shown, "one");
            shown.Find("form").Submit();

            var letter = question.LetterOf(question.Choices.ToList().FindIndex(choice => choice.Text.Markdown == "one"));
            Assert.Equal($"Partly correct {letter}. One leaves one.", Status(shown));
            Assert.Equal(question.Choices.Select(choice => choice.Text.Html), shown.FindAll("label > span").Select(text => text.InnerHtml));
        }
    }

    [Fact]
    public void Of_radio_buttons_the_last_one_counts()
    {
        var shown = RenderQuestion(One);

        Choose(shown, "6");
        Choose(shown, "x^2");
        shown.Find("form").Submit();

        Assert.Equal("Correct", Status(shown));
    }

    [Theory]
    [InlineData("True", "Correct")]
    [InlineData("False", "Incorrect")]
    public void True_or_false_is_a_choice_of_two(string reply, string verdict)
    {
        var shown = RenderQuestion(TrueFalse);

        shown.Find($"input[aria-label={reply}]").Change(reply.ToLowerInvariant());
        shown.Find("form").Submit();

        Assert.Equal(verdict, Status(shown));
        Assert.Equal("Correct", shown.Find("input[aria-label=True] ~ .quizkit-mark").TextContent);
    }

    [Theory]
    [InlineData("42 metres", "Correct")]
    [InlineData("42.5", "Correct")]
    [InlineData("44", "Incorrect That is with the fence.")]
    [InlineData("40", "Incorrect The printed answer is wrong in the same way: see the erratum.")]
    public void A_number_is_graded_with_what_is_known_of_its_mistake(string reply, string verdict)
    {
        var shown = RenderQuestion(Number);
        Assert.Equal("metres", shown.Find("#question-number-unit").TextContent);
        Assert.Equal("question-number-unit", shown.Find("input").GetAttribute("aria-describedby"));

        shown.Find("input").Change(reply);
        shown.Find("form").Submit();

        Assert.Equal(verdict, Status(shown));
        Assert.Equal("Forty-two are right.", shown.Find(".quizkit-erratum").LastChild!.TextContent.Trim());
    }

    [Theory]
    [InlineData("many", "'many' is not a number. Write it like 136448.")]
    [InlineData("", "There is no reply.")]
    [InlineData("<script>", null)]
    public void A_reply_that_is_not_understood_is_asked_again_and_tells_nothing(string reply, string? reason)
    {
        var outcomes = new List<GradeOutcome>();
        var shown = RenderQuestion(Number, more => more.Add(question => question.OnReply, result => outcomes.Add(result.Outcome)));

        shown.Find("input").Change(reply);
        shown.Find("form").Submit();

        if (reason is not null) Assert.Equal(Number.Grade(reply).Reason, Status(shown));
        Assert.Equal([GradeOutcome.NotUnderstood], outcomes);
        Assert.Equal(("true", "question-number-unit question-number-status"), (shown.Find("input").GetAttribute("aria-invalid"), shown.Find("input").GetAttribute("aria-describedby")));
        Assert.Empty(shown.FindAll("script, .quizkit-answer"));
        shown.Find("input").Change("42");
        shown.Find("form").Submit();
        Assert.Equal("Correct", Status(shown));
    }

    [Fact]
    public void Nothing_chosen_is_not_a_reply()
    {
        foreach (var question in new Question[] { Several, One, TrueFalse })
        {
            var shown = RenderQuestion(question);

            shown.Find("form").Submit();

            Assert.Equal("There is no reply.", Status(shown));
            Assert.Equal($"question-{question.Id}-status", shown.Find("fieldset").GetAttribute("aria-describedby"));
        }
    }

    [Fact]
    public void Hints_come_one_by_one_and_do_not_name_claims()
    {
        var told = new List<int>();
        var shown = RenderQuestion(Several, more => more.Add(question => question.OnHint, told.Add));
        Assert.Empty(shown.FindAll(".quizkit-hint"));

        Assert.Equal("Hint 1 / 2", shown.Find("button[value=hint]").TextContent);
        shown.Find("button[value=hint]").Click();
        Assert.Equal(["Hint 1 / 2 First hint."], shown.FindAll(".quizkit-hint").Select(Words));
        Assert.Equal("Hint 2 / 2", shown.Find("button[value=hint]").TextContent);
        shown.Find("button[value=hint]").Click();
        Assert.Equal(["Hint 1 / 2 First hint.", "Hint 2 / 2 Second hint."], shown.FindAll(".quizkit-hint").Select(Words));
        Assert.Empty(shown.FindAll("button[value=hint], [data-claim]"));
        Assert.Equal([1, 2], told);
        Assert.Equal("polite", shown.Find(".quizkit-hints").GetAttribute("aria-live"));
    }

    [Fact]
    public void The_answer_can_be_shown_without_a_reply()
    {
        var told = 0;
        var shown = RenderQuestion(Several, more => more.Add(question => question.OnReveal, () => told++));

        shown.Find("button[value=reveal]").Click();

        Assert.Equal(1, told);
        Assert.Equal("Answer shown", Status(shown));
        Assert.Equal(["", "Correct", "", "Correct"], shown.FindAll(".quizkit-choice").Select(choice => choice.QuerySelector(".quizkit-mark")?.TextContent ?? ""));
    }

    [Fact]
    public void With_several_tries_a_wrong_reply_tells_its_feedback_and_no_more()
    {
        var shown = RenderQuestion(Several, more => more.Add(question => question.MultipleTries, true));

        Choose(shown, "one");
        shown.Find("form").Submit();
        Assert.Equal("Incorrect a. One leaves one.", Status(shown));
        Assert.Empty(shown.FindAll(".quizkit-answer, .quizkit-mark, fieldset[disabled]"));

        Choose(shown, "one", false);
        Choose(shown, "two");
        Choose(shown, "four");
        shown.Find("form").Submit();
        Assert.Equal("Correct", Status(shown));
        Assert.Single(shown.FindAll(".quizkit-answer"));
    }

    [Fact]
    public void An_open_question_shows_a_model_answer_and_takes_the_grade_of_its_learner()
    {
        double? grade = null;
        var shown = RenderQuestion(Open, more => more.Add(question => question.OnSelfGrade, score => grade = score));

        Assert.Equal("Show the answer", shown.Find("button").TextContent.Trim());
        shown.Find("textarea").Change("Because.");
        shown.Find("form").Submit();
        Assert.Equal("Answer shown", Status(shown));
        Assert.Contains("For a good reason.", shown.Find(".quizkit-answer").TextContent, StringComparison.Ordinal);
        Assert.True(shown.Find("textarea").HasAttribute("readonly"));
        Assert.Equal("Compare your answer with this one. It was:", shown.Find("legend").TextContent);
        Assert.Equal(["Correct", "Partly correct", "Incorrect"], shown.FindAll("button").Select(button => button.TextContent));

        shown.FindAll("button")[1].Click();
        Assert.Equal(0.5, grade);
        Assert.Equal("Partly correct", Status(shown));
        Assert.Empty(shown.FindAll("button"));
    }

    [Fact]
    public void Without_handlers_there_are_no_buttons_for_them()
    {
        var shown = RenderQuestion(Open);
        Assert.Equal(["check"], shown.FindAll("button").Select(button => button.GetAttribute("value")));

        shown.Find("form").Submit();

        Assert.Empty(shown.FindAll("button"));
    }

    [Fact]
    public void The_focus_goes_to_the_verdict_to_the_hint_and_to_what_was_not_understood()
    {
        // An element has its reference in the markup of the rendering that adds it.
        var shown = RenderQuestion(Several);
        var (box, status) = (ReferenceOf(shown.FindAll("input")[0]), ReferenceOf(shown.Find("[role=status]")));
        shown.Find("form").Submit();
        Assert.Equal(box, Focused());

        shown.Find("button[value=hint]").Click();
        Assert.Equal(ReferenceOf(shown.Find(".quizkit-hint")), Focused());
        shown.Find("button[value=hint]").Click();
        Assert.Equal(ReferenceOf(shown.FindAll(".quizkit-hint")[1]), Focused());

        Choose(shown, "two");
        shown.Find("form").Submit();
        Assert.Equal(status, Focused());

        var number = RenderQuestion(Number);
        var field = ReferenceOf(number.Find("input"));
        number.Find("form").Submit();
        Assert.Equal(field, Focused());
    }

    [Fact]
    public void Another_question_starts_again_and_the_same_one_goes_on()
    {
        var shown = RenderQuestion(Several);
        shown.Find("button[value=hint]").Click();
        Choose(shown, "two");

        shown.Render(more => more.Add(question => question.Question, Several.Shuffled(3)));
        Assert.Single(shown.FindAll(".quizkit-hint"));
        Assert.Equal("two", shown.Find("input[checked] + label > span").TextContent);

        shown.Render(more => more.Add(question => question.Question, One));
        Assert.Empty(shown.FindAll(".quizkit-hint, input[checked]"));
    }

    [Theory]
    [InlineData("de", "ltr", "Prüfen", "Richtig")]
    [InlineData("fr-CA", "ltr", "Vérifier", "Correct")]
    [InlineData("es", "ltr", "Comprobar", "Correcto")]
    [InlineData("zh-Hans", "ltr", "检查", "回答正确")]
    [InlineData("ar", "rtl", "تحقق", "إجابة صحيحة")]
    public void The_words_are_in_the_language_of_the_question(string language, string direction, string check, string verdict)
    {
        var shown = RenderQuestion(In(language));

        var article = shown.Find("article");
        Assert.Equal((language, direction), (article.GetAttribute("lang"), article.GetAttribute("dir")));
        Assert.Equal(check, shown.Find("button").TextContent.Trim());
        Assert.Empty(article.QuerySelectorAll("[lang]"));
        Choose(shown, "A");
        shown.Find("form").Submit();
        Assert.Equal(verdict, Status(shown));
    }

    [Fact]
    public void In_a_language_without_words_they_are_marked_as_English_and_the_quiz_is_not()
    {
        var shown = RenderQuestion(In("he"));

        Assert.Equal("rtl", shown.Find("article").GetAttribute("dir"));
        Assert.All(shown.FindAll("button, legend, h2 > span"), words => Assert.Equal(("en", "ltr"), (words.GetAttribute("lang"), words.GetAttribute("dir"))));
        shown.Find("form").Submit();
        Assert.Equal("en", shown.Find("[role=status] p").GetAttribute("lang"));
    }

    [Fact]
    public void Headings_and_ids_are_those_that_the_page_asks_for()
    {
        var shown = RenderQuestion(Several, more => more.Add(question => question.HeadingLevel, 4).Add(question => question.FormName, "mine"));
        shown.Find("button[value=reveal]").Click();

        Assert.Equal("Question 1", shown.Find("h4#mine-heading").TextContent);
        Assert.Equal(2, shown.FindAll("h5").Count);
        Assert.All(shown.FindAll("[id]"), element => Assert.StartsWith("mine-", element.Id, StringComparison.Ordinal));
        var ids = shown.FindAll("[id]").Select(element => element.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void A_table_can_be_scrolled_by_keyboard()
    {
        var table = new RichText("|a|", "a", "a", "<table><tbody><tr><td>a</td></tr></tbody></table>");

        var shown = RenderQuestion(new OpenQuestion("table", 1, table, AnswerOf("!"), [], []));

        Assert.Equal("0", shown.Find(".quizkit-prompt > .quizkit-wide:has(> table)").GetAttribute("tabindex"));
    }

    private static void AssertSecret(IRenderedComponent<QuizQuestion> shown, IReadOnlyList<string> secrets)
    {
        var page = Secrets.Everything(shown.Markup);
        Assert.DoesNotContain(secrets, secret => page.Contains(secret, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotMatch("(?i)data-claim|istrue|iscorrect|quizkit-right|quizkit-wrong|quizkit-mark|erratum|2,?817|70,?912|136,?448", page);
    }

    private IRenderedComponent<QuizQuestion> RenderQuestion(
        Question question, Action<ComponentParameterCollectionBuilder<QuizQuestion>>? more = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        return Render<QuizQuestion>(parameters =>
        {
            parameters.Add(component => component.Question, question);
            more?.Invoke(parameters);
        });
    }

    private static void Choose(IRenderedComponent<QuizQuestion> shown, string words, bool isChosen = true)
    {
        var input = shown.FindAll("input").Single(input => input.GetAttribute("aria-label")!.EndsWith(". " + words, StringComparison.Ordinal));
        if (input.GetAttribute("type") == "radio") input.Change(input.GetAttribute("value")!);
        else input.Change(isChosen);
    }

    private static string ReferenceOf(IElement element) =>
        Assert.IsType<string>(element.GetAttribute("blazor:elementReference"));

    private string Focused() => Assert.IsType<ElementReference>(
        JSInterop.Invocations.Last(call => call.Identifier.EndsWith("focus", StringComparison.Ordinal)).Arguments[0]).Id;

    private static string Status(IRenderedComponent<QuizQuestion> shown) => Words(shown.Find("[role=status]"));

    private static string Words(IElement element) =>
        string.Join(' ', element.Descendants<IText>().Select(text => text.Data.Trim()).Where(text => text.Length > 0));
}
