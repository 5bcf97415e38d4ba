// A run through a quiz: the session of the runtime, and the question that is shown of it.

using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using QuizKit.Sessions;

namespace QuizKit.Blazor;

/// <summary>
/// A run through a quiz: the questions of a session one at a time, in its order, and the result at the end. Like <see cref="QuizQuestion"/>
/// it needs no script; it then needs an app that keeps the session between two requests.
/// </summary>
public sealed partial class QuizPlayer : ComponentBase
{
    private const string RestartAction = "restart";

    private QuizSession? _given;
    private QuizSession _session = null!;
    private Question? _question;
    private int _hints;
    private QuizQuestion? _shown;
    private bool _movesFocus;
    private ElementReference _result;

    /// <summary>The session: <see cref="QuizSession.Start"/>, or <see cref="QuizSession.Read"/> of a saved one.</summary>
    [Parameter, EditorRequired]
    public QuizSession Session { get; set; } = null!;

    /// <summary>The session after each step of the learner: save it. <c>@bind-Session</c> sets both.</summary>
    [Parameter]
    public EventCallback<QuizSession> SessionChanged { get; set; }

    /// <summary>The name of the form, unique in the page: <c>quiz-</c> and the id of the quiz where it is null.</summary>
    [Parameter]
    public string? FormName { get; set; }

    /// <summary>The level of the headings of questions, from 1 to 6.</summary>
    [Parameter]
    public int HeadingLevel { get; set; } = 2;

    /// <summary>The clock.</summary>
    [Parameter]
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>A reply was graded, or not understood.</summary>
    [Parameter]
    public EventCallback<GradeResult> OnReply { get; set; }

    /// <summary>The learner wants to start again: set <see cref="Session"/> to a new one. Without a handler there is no button for
    /// it.</summary>
    [Parameter]
    public EventCallback OnRestart { get; set; }

    [SupplyParameterFromForm(Name = "quizkit")]
    private PostedForm? Posted { get; set; }

    [CascadingParameter]
    private FormMappingContext? MappingContext { get; set; }

    private string Name => FormName ?? "quiz-" + Session.Quiz.Id;

    private QuizWords Words { get; set; } = null!;

    private IReadOnlyDictionary<string, object> OwnLanguage { get; set; } = null!;

    private SessionScore Score => _session.Score;

    private Dictionary<string, object> ResultAttributes => new() { ["id"] = Name + "-result", ["tabindex"] = "-1" };

    // With the decimal mark of the quiz's language.
    private string Points
    {
        get
        {
            CultureInfo culture;
            try
            {
                culture = CultureInfo.GetCultureInfo(Session.Quiz.Language);
            }
            catch (CultureNotFoundException)
            {
                culture = CultureInfo.InvariantCulture;
            }

            return Score.Points.ToString("0.##", culture);
        }
    }

    // The last of the questions without a result cannot be put off.
    private EventCallback SkipCallback => Score.Remaining > 1 ? EventCallback.Factory.Create(this, SkipAsync) : default;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _ = Session ?? throw new InvalidOperationException($"{nameof(QuizPlayer)} needs a {nameof(Session)}.");
        Words = QuizWords.Of(Session.Quiz.Language);
        OwnLanguage = RichContent.LanguageOf(Words, Session.Quiz.Language);

        // The session of the last step, which comes back from the app, or the one of before from an app that does not take it.
        var isKnown = ReferenceEquals(Session, _session) || ReferenceEquals(Session, _given);
        _given = Session;
        if (isKnown) return;
        _session = Session;
        ShowNext();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_movesFocus) return;
        _movesFocus = false;
        if (_question is null) await _result.FocusAsync();
        else if (_shown is not null) await _shown.FocusHeadingAsync();
    }

    private void ShowNext()
    {
        var turn = _session.Next(Clock.GetUtcNow());
        _question = turn?.Question;
        _hints = turn?.Hints.Count ?? 0;
    }

    private string Position(Question question)
    {
        var index = _session.Questions.TakeWhile(other => other.Question.Id != question.Id).Count();
        return FormattableString.Invariant($"{index + 1} / {_session.Questions.Count}");
    }

    // The turn since the question was shown, which may have been in another request.
    private QuestionTurn? Turn()
    {
        var shownAt = _shown!.ShownAt < _session.Started ? _session.Started : _shown.ShownAt;
        return _session.Ask(_question!.Id, shownAt);
    }

    // With the reply to an open question, which has no result until the learner grades it.
    private QuestionTurn? TurnAfterReply() =>
        Turn() is { Question.IsSelfGraded: true } open ? open.Reply(_shown!.ReplyText, Clock.GetUtcNow()).Turn : null;

    private async Task ReplyAsync(GradeResult result)
    {
        // A turn that goes on, after a reply that was not understood or to an open question, is nothing to save.
        if (Turn()?.Reply(result, Clock.GetUtcNow(), _shown!.ReplyText) is { Turn: null } step) await SaveAsync(step.Session);
        await OnReply.InvokeAsync(result);
    }

    private Task HintAsync(int shown) => SaveAsync(Turn()?.Hint(Clock.GetUtcNow()).Session);

    private Task RevealAsync() => SaveAsync(Turn()?.Reveal(Clock.GetUtcNow()));

    private Task GradeSelfAsync(double score) => SaveAsync(TurnAfterReply()?.GradeSelf(score, Clock.GetUtcNow()));

    private async Task SkipAsync()
    {
        await SaveAsync(Turn()?.Skip(Clock.GetUtcNow()));
        MoveOn();
    }

    private async Task NextAsync()
    {
        // An open question that its learner did not grade.
        await SaveAsync(TurnAfterReply()?.Reveal(Clock.GetUtcNow()));
        MoveOn();
    }

    private void MoveOn()
    {
        ShowNext();
        _movesFocus = RendererInfo.IsInteractive;
    }

    private Task SubmitAsync() => RendererInfo.IsInteractive || Posted?.Action == RestartAction ? RestartAsync() : Task.CompletedTask;

    private async Task RestartAsync()
    {
        await OnRestart.InvokeAsync();
        _movesFocus = RendererInfo.IsInteractive;
    }

    private Task SaveAsync(QuizSession? session)
    {
        if (session is null || ReferenceEquals(session, _session)) return Task.CompletedTask;
        _session = session;
        return SessionChanged.InvokeAsync(session);
    }

    private static QuizWord VerdictOf(SessionQuestion question) => question.Score switch
    {
        1 => QuizWord.Correct,
        > 0 => QuizWord.PartlyCorrect,
        0 => QuizWord.Incorrect,
        _ => QuizWord.AnswerShown,
    };
}
