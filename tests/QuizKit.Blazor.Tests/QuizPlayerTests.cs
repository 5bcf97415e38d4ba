// A run through a quiz that is interactive: which question is shown, and what the session has of each step.

using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using QuizKit.Sessions;
using Xunit;
using static QuizKit.Blazor.Tests.TestQuestions;

namespace QuizKit.Blazor.Tests;

public sealed class QuizPlayerTests : BunitContext
{
    private readonly ManualClock _clock = new();
    private readonly List<QuizSession> _saved = [];

    public QuizPlayerTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void A_run_asks_each_question_in_the_order_of_the_session_and_ends_with_the_result()
    {
        var shown = RenderPlayer(Session());

        // Right, wrong, right, shown, and half right by the learner's own grade.
        Assert.Equal(("1 / 5", "Question 1"), (Position(shown), Heading(shown)));
        Choose(shown, "two");
        Choose(shown, "four");
        Submit(shown);
        Assert.Equal(QuestionState.Answered, _saved[^1].Questions[0].State);
        Assert.Equal("Question 1", Heading(shown));
        Click(shown, "next");

        Assert.Equal(("2 / 5", "Question 2"), (Position(shown), Heading(shown)));
        Choose(shown, "6");
        Submit(shown);
        Click(shown, "next");
        Choose(shown, "True");
        Submit(shown);
        Click(shown, "next");
        Click(shown, "reveal");
        Assert.Equal(QuestionState.Revealed, _saved[^1].Questions[3].State);
        Click(shown, "next");
        shown.Find("textarea").Change("Because.");
        Submit(shown);
        Click(shown, "0.5");
        Assert.Equal(("Because.", 0.5), (_saved[^1].Questions[4].Reply, _saved[^1].Questions[4].Score));
        Click(shown, "next");

        Assert.Equal("Result", shown.Find("h2").TextContent);
        Assert.Equal("Points: 2.5 / 5", shown.Find(".quizkit-points").TextContent);
        Assert.Equal(
            ["Correct", "Incorrect", "Correct", "Answer shown", "Partly correct"], shown.FindAll(".quizkit-mark").Select(mark => mark.TextContent));
        Assert.True(_saved[^1].IsFinished);
        Assert.Empty(shown.FindAll("button"));
    }

    [Fact]
    public void A_step_has_the_reply_and_the_time_since_the_question_was_shown()
    {
        var shown = RenderPlayer(Session(Several, Number));

        _clock.Advance(5);
        Click(shown, "hint");
        _clock.Advance(7);
        Choose(shown, "one");
        Choose(shown, "two");
        Submit(shown);
        _clock.Advance(100);
        Click(shown, "next");
        _clock.Advance(3);
        shown.Find("input").Change("42 metres");
        Submit(shown);

        var (first, second) = (_saved[^1].Questions[0], _saved[^1].Questions[1]);
        Assert.Equal(("a,b", 1, TimeSpan.FromSeconds(12)), (first.Reply, first.HintsShown, first.Time));
        Assert.Equal(("42 metres", 1.0, TimeSpan.FromSeconds(3)), (second.Reply, second.Score, second.Time));
    }

    [Fact]
    public void A_saved_session_goes_on_with_its_question_and_its_hints()
    {
        var shown = RenderPlayer(Session());
        Click(shown, "skip");
        Assert.Equal("Question 2", Heading(shown));
        _clock.Advance(1);
        Click(shown, "skip");
        Choose(shown, "True");
        Submit(shown);
        Click(shown, "next");
        var saved = _saved[^1].ToJson();

        var resumed = RenderPlayer(QuizSession.Read(saved, TestQuestions.Quiz));

        Assert.Equal(("4 / 5", "Question 4"), (Position(resumed), Heading(resumed)));
        Click(resumed, "reveal");
        Click(resumed, "next");
        Submit(resumed);
        Click(resumed, "next");
        Assert.Equal("Question 1", Heading(resumed));
        Click(resumed, "hint");
        Assert.Single(RenderPlayer(QuizSession.Read(_saved[^1].ToJson(), TestQuestions.Quiz)).FindAll(".quizkit-hint"));
    }

    [Fact]
    public void An_open_question_that_is_not_graded_counts_as_shown_with_its_reply()
    {
        var shown = RenderPlayer(Session(Open, TrueFalse));
        shown.Find("textarea").Change("Because.");
        Submit(shown);
        Assert.Empty(_saved);

        Click(shown, "next");

        Assert.Equal((QuestionState.Revealed, "Because."), (_saved[^1].Questions[0].State, _saved[^1].Questions[0].Reply));
        Assert.Equal("Question 3", Heading(shown));
    }

    [Fact]
    public void A_reply_that_is_not_understood_changes_no_session()
    {
        var replies = new List<GradeResult>();
        var shown = RenderPlayer(Session(Number, Open), more => more.Add(player => player.OnReply, replies.Add));

        shown.Find("input").Change("many");
        Submit(shown);

        Assert.Equal([GradeOutcome.NotUnderstood], replies.Select(reply => reply.Outcome));
        Assert.Empty(_saved);
    }

    [Fact]
    public void The_last_question_cannot_be_put_off()
    {
        var shown = RenderPlayer(Session(TrueFalse, Number));

        Click(shown, "reveal");
        Click(shown, "next");

        Assert.Empty(shown.FindAll("button[value=skip]"));
    }

    [Fact]
    public void A_seed_orders_questions_and_choices_and_the_letters_fit()
    {
        var session = QuizSession.Start(TestQuestions.Quiz, Start, seed: 4);
        var shown = RenderPlayer(session);

        while (shown.FindAll("article").Count > 0)
        {
            var question = session.Questions[int.Parse(Position(shown).Split(' ')[0], CultureInfo.InvariantCulture) - 1].Question;
            Assert.Equal($"Question {question.Number}", Heading(shown));
            if (question is ChoiceQuestion choices)
            {
                foreach (var right in choices.Choices.Where(choice => choice.IsCorrect)) Choose(shown, right.Text.PlainText);
                Submit(shown);
                Assert.Equal(1, _saved[^1].Questions.Single(one => one.Question.Id == question.Id).Score);
            }
            else if (question.IsSelfGraded)
            {
                Submit(shown);
            }
            else
            {
                Click(shown, "reveal");
            }

            Click(shown, "next");
        }

        Assert.Equal(2, _saved[^1].Score.Correct);
    }

    [Fact]
    public void An_app_that_does_not_take_the_session_shows_the_right_question_all_the_same()
    {
        var session = Session();
        var shown = Render<QuizPlayer>(parameters => parameters.Add(player => player.Session, session));
        Click(shown, "reveal");
        Click(shown, "next");

        shown.Render(parameters => parameters.Add(player => player.Session, session).Add(player => player.HeadingLevel, 3));

        Assert.Equal("Question 2", shown.Find("h3").TextContent);
    }

    [Fact]
    public void Starting_again_is_a_new_session_of_the_app()
    {
        IRenderedComponent<QuizPlayer>? shown = null;
        shown = RenderPlayer(Session(TrueFalse), more => more.Add(
            player => player.OnRestart, () => shown!.Render(parameters => parameters.Add(player => player.Session, Session(Number)))));
        Click(shown, "reveal");
        Click(shown, "next");
        Assert.Equal("Start again", shown.Find("button").TextContent);

        Submit(shown);

        Assert.Equal("Question 4", Heading(shown));
    }

    [Fact]
    public void The_focus_goes_to_the_next_question_and_to_the_result()
    {
        var shown = RenderPlayer(Session(TrueFalse, Number));
        Assert.DoesNotContain(JSInterop.Invocations, IsFocus);

        Click(shown, "skip");
        Assert.Equal(shown.Find("h2").GetAttribute("blazor:elementReference"), Focused());
        Click(shown, "reveal");
        Click(shown, "next");
        Click(shown, "reveal");
        Click(shown, "next");
        Assert.Equal(shown.Find("h2").GetAttribute("blazor:elementReference"), Focused());
    }

    private IRenderedComponent<QuizPlayer> RenderPlayer(QuizSession session, Action<ComponentParameterCollectionBuilder<QuizPlayer>>? more = null) =>
        Render<QuizPlayer>(parameters =>
        {
            parameters.Add(player => player.Session, session).Add(player => player.Clock, _clock).Add(player => player.SessionChanged, _saved.Add);
            more?.Invoke(parameters);
        });

    private static bool IsFocus(JSRuntimeInvocation call) => call.Identifier.EndsWith("focus", StringComparison.Ordinal);

    private string Focused() => Assert.IsType<ElementReference>(JSInterop.Invocations.Last(IsFocus).Arguments[0]).Id;

    private static void Choose(IRenderedComponent<QuizPlayer> shown, string words)
    {
        var input = shown.FindAll("input").Single(input => input.GetAttribute("aria-label")!.Split(". ")[^1] == words);
        if (input.GetAttribute("type") == "radio") input.Change(input.GetAttribute("value")!);
        else input.Change(true);
    }

    private static void Submit(IRenderedComponent<QuizPlayer> shown) => shown.Find("form").Submit();

    private static void Click(IRenderedComponent<QuizPlayer> shown, string action) => shown.Find($"button[value='{action}']").Click();

    private static string Position(IRenderedComponent<QuizPlayer> shown) => shown.Find(".quizkit-progress").TextContent;

    private static string Heading(IRenderedComponent<QuizPlayer> shown) => shown.Find("h2").TextContent;

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = Start;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(double seconds) => _now = _now.AddSeconds(seconds);
    }
}
