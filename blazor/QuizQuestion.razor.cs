// A question: its state, and what the buttons do.

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace QuizKit.Blazor;

/// <summary>
/// A question with its form: hints one by one, the reply, its grade with the feedback of the author, then the answer. It works by events
/// where its render mode is interactive, and otherwise by a form post, without a script. Nothing that tells the answer is rendered
/// before the reply.
/// </summary>
/// <remarks>A question with its choices in another order is the one of <see cref="ChoiceQuestion.Shuffled"/>: pass that. A posted reply
/// names the choices by their words, so that it is graded rightly even if the next request shuffles with another seed.</remarks>
public sealed partial class QuizQuestion : ComponentBase
{
    private const string CheckAction = "check";
    private const string HintAction = "hint";
    private const string RevealAction = "reveal";
    private const string SkipAction = "skip";
    private const string NextAction = "next";

    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private string[] _keys = [];
    private ElementReference[] _options = [];
    private string? _text;
    private int _hintsShown;
    private bool _isOver;
    private GradeResult? _result;
    private double? _ownScore;
    private string? _questionId;
    private Place? _focus;
    private ElementReference _heading;
    private ElementReference _field;
    private ElementReference _lastHint;
    private ElementReference _status;

    // Where the focus goes after a step.
    private enum Place
    {
        Field,
        Hint,
        Status,
    }

    /// <summary>The question. Another id starts again.</summary>
    [Parameter, EditorRequired]
    public Question Question { get; set; } = null!;

    /// <summary>The name of the form, unique in the page: <c>question-</c> and the id where it is null. Ids of elements begin with
    /// it.</summary>
    [Parameter]
    public string? FormName { get; set; }

    /// <summary>The level of the heading, from 1 to 6.</summary>
    [Parameter]
    public int HeadingLevel { get; set; } = 2;

    /// <summary>Whether the learner may reply again after a wrong reply. Otherwise the answer is shown.</summary>
    [Parameter]
    public bool MultipleTries { get; set; }

    /// <summary>The number of hints that are shown in the beginning.</summary>
    [Parameter]
    public int HintsShown { get; set; }

    /// <summary>The clock, for the time at which the question was shown.</summary>
    [Parameter]
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>A reply was graded. What was not understood (<see cref="GradeOutcome.NotUnderstood"/>) is asked again, and is told here
    /// too. For an open question the outcome is <see cref="GradeOutcome.SelfGraded"/>: its answer is shown.</summary>
    [Parameter]
    public EventCallback<GradeResult> OnReply { get; set; }

    /// <summary>A hint was shown: how many are shown now.</summary>
    [Parameter]
    public EventCallback<int> OnHint { get; set; }

    /// <summary>The answer was shown without a reply.</summary>
    [Parameter]
    public EventCallback OnReveal { get; set; }

    /// <summary>The learner graded the own reply to an open question, from 0 for wrong to 1 for right. Without a handler there are no
    /// buttons for it.</summary>
    [Parameter]
    public EventCallback<double> OnSelfGrade { get; set; }

    /// <summary>The question was put off. Without a handler there is no button for it.</summary>
    [Parameter]
    public EventCallback OnSkip { get; set; }

    /// <summary>The learner has seen the answer and wants to go on. Without a handler there is no button for it.</summary>
    [Parameter]
    public EventCallback OnNext { get; set; }

    /// <summary>The reply in words: as typed, or the letters of the choices.</summary>
    internal string? ReplyText => Question switch
    {
        ChoiceQuestion choices => string.Join(",", ChosenIndexes().Select(choices.LetterOf)),
        TrueFalseQuestion => _chosen.FirstOrDefault(),
        _ => _text,
    };

    /// <summary>When the question, or its last hint, was shown.</summary>
    internal DateTimeOffset ShownAt { get; private set; }

    [SupplyParameterFromForm(Name = "quizkit")]
    private PostedForm? Posted { get; set; }

    // There is one where forms are posted.
    [CascadingParameter]
    private FormMappingContext? MappingContext { get; set; }

    private QuestionView View { get; set; } = null!;

    private QuizWords Words { get; set; } = null!;

    private string Name => FormName ?? "question-" + Question.Id;

    private bool HasProblem => _result?.Outcome == GradeOutcome.NotUnderstood;

    private IReadOnlyDictionary<string, object> OwnLanguage { get; set; } = null!;

    private Dictionary<string, object> HeadingAttributes => new() { ["id"] = IdOf("heading"), ["tabindex"] = "-1" };

    // Reasons are in fewer languages than the words, and otherwise in English.
    private string? ReasonLanguage =>
        Question.Language.Split('-')[0] != "en" && _result!.Reason == _result.ReasonIn("en") ? "en" : null;

    private string StatusClass => "quizkit-status" + Verdict switch
    {
        QuizWord.Correct => " quizkit-right",
        QuizWord.Incorrect or QuizWord.PartlyCorrect => " quizkit-wrong",
        _ => "",
    };

    private QuizWord? Verdict => (_ownScore ?? _result?.Score) switch
    {
        1 => QuizWord.Correct,
        > 0 => QuizWord.PartlyCorrect,
        0 => QuizWord.Incorrect,
        _ => _isOver ? QuizWord.AnswerShown : null,
    };

    private IEnumerable<(string Letter, RichText Text)> Feedback => _result switch
    {
        { Slip: { } slip } => [("", slip.Feedback)],
        { WrongChoices: { Count: > 0 } } when Question is ChoiceQuestion choices =>
            ChosenIndexes().Where(index => choices.Choices[index] is { IsCorrect: false, Feedback: not null })
                .Select(index => (choices.LetterOf(index), choices.Choices[index].Feedback!)),
        _ => [],
    };

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _ = Question ?? throw new InvalidOperationException($"{nameof(QuizQuestion)} needs a {nameof(Question)}.");
        View = QuestionView.Of(Question);
        Words = QuizWords.Of(Question.Language);
        OwnLanguage = RichContent.LanguageOf(Words, Question.Language);
        _keys = Question is ChoiceQuestion choices ? KeysOf(choices) : [];
        if (Question.Id == _questionId) return;
        _questionId = Question.Id;
        _options = new ElementReference[Math.Max(2, _keys.Length)];
        _chosen.Clear();
        (_text, _isOver, _result, _ownScore, _focus) = (null, false, null, null, null);
        _hintsShown = Math.Clamp(HintsShown, 0, Question.Hints.Count);
        ShownAt = Clock.GetUtcNow();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is not { } place) return;
        _focus = null;
        var element = place switch
        {
            Place.Hint => _lastHint,
            Place.Field => Question is NumericQuestion ? _field : _options[0],
            _ => _status,
        };
        await element.FocusAsync();
    }

    /// <summary>Moves the focus to the heading, where a question takes the place of another.</summary>
    internal ValueTask FocusHeadingAsync() => _heading.FocusAsync();

    // By an event, or by a post that names this form.
    private Task SubmitAsync()
    {
        if (RendererInfo.IsInteractive) return ActAsync(CheckAction);

        // A page that was left open posts the question of another time.
        if (Posted is not { } posted || posted.Question != Question.Id) return Task.CompletedTask;
        foreach (var reply in posted.Reply ?? []) _chosen.Add(reply);
        _text = posted.Reply?.FirstOrDefault();
        if (int.TryParse(posted.Hints, NumberStyles.None, CultureInfo.InvariantCulture, out var hints))
            _hintsShown = Math.Clamp(hints, _hintsShown, Question.Hints.Count);
        if (long.TryParse(posted.Shown, NumberStyles.None, CultureInfo.InvariantCulture, out var shown))
            ShownAt = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(shown, ShownAt.ToUnixTimeMilliseconds()));
        return ActAsync(posted.Action ?? CheckAction);
    }

    private async Task ActAsync(string action)
    {
        switch (action)
        {
            case CheckAction when !_isOver:
                _result = Grade();
                _isOver = _result.IsCorrect || Question.IsSelfGraded || (!HasProblem && !MultipleTries);
                _focus = HasProblem ? Place.Field : Place.Status;
                await OnReply.InvokeAsync(_result);
                break;
            case HintAction when !_isOver && _hintsShown < Question.Hints.Count:
                _hintsShown++;
                _focus = Place.Hint;
                await OnHint.InvokeAsync(_hintsShown);
                ShownAt = Clock.GetUtcNow();
                break;
            case RevealAction when !_isOver:
                (_isOver, _result, _focus) = (true, null, Place.Status);
                await OnReveal.InvokeAsync();
                break;
            case SkipAction when !_isOver && OnSkip.HasDelegate:
                await OnSkip.InvokeAsync();
                break;
            case NextAction when OnNext.HasDelegate:
                await OnNext.InvokeAsync();
                break;
            case "0" or "0.5" or "1" when Question.IsSelfGraded && OnSelfGrade.HasDelegate && _ownScore is null:
                (_isOver, _ownScore, _focus) = (true, double.Parse(action, CultureInfo.InvariantCulture), Place.Status);
                await OnSelfGrade.InvokeAsync(_ownScore.Value);
                break;
        }
    }

    private GradeResult Grade() => Question switch
    {
        ChoiceQuestion choices => choices.Grade(ChosenIndexes()),
        TrueFalseQuestion question when _chosen.Count > 0 => question.Grade(_chosen.Contains("true")),
        TrueFalseQuestion question => question.Grade(""),
        _ => Question.Grade(_text),
    };

    private IEnumerable<int> ChosenIndexes() => Enumerable.Range(0, _keys.Length).Where(index => _chosen.Contains(_keys[index]));

    private void Choose(string type, string key, object? value)
    {
        if (type == "radio") _chosen.Clear();
        if (value is false) _chosen.Remove(key);
        else _chosen.Add(key);
    }

    // What names a choice in a form: its words, not its place. Of several with the same words each has a name of its own.
    private static string[] KeysOf(ChoiceQuestion question)
    {
        var keys = new List<string>();
        foreach (var choice in question.Choices)
        {
            var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(choice.Text.Markdown)))[..16];
            while (keys.Contains(key)) key += "-";
            keys.Add(key);
        }

        return [.. keys];
    }

    private QuizWord? MarkOf(int index, string key) => !_isOver ? null : Question switch
    {
        ChoiceQuestion choices when choices.Choices[index].IsCorrect => QuizWord.Correct,
        TrueFalseQuestion question when question.IsTrue == (key == "true") => QuizWord.Correct,
        _ => _chosen.Contains(key) ? QuizWord.Incorrect : null,
    };

    private string OptionName(string key, ChoiceView? choice) => choice switch
    {
        null => Words[key == "true" ? QuizWord.True : QuizWord.False],
        { Letter: "" } => choice.Text.PlainText,
        _ => $"{choice.Letter}. {choice.Text.PlainText}",
    };

    private string? Description(NumericQuestion question) => (question.Unit is not null, HasProblem) switch
    {
        (true, true) => $"{IdOf("unit")} {IdOf("status")}",
        (true, false) => IdOf("unit"),
        (false, true) => IdOf("status"),
        _ => null,
    };

    private string HintNumber(int index) =>
        Question.Hints.Count == 1 ? "" : FormattableString.Invariant($" {index + 1} / {Question.Hints.Count}");

    private string IdOf(string part) => $"{Name}-{part}";

    private static string Invariant(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    // A page that comes by a post has no script that could move the focus.
    private bool HasAutofocus(Place place) => !RendererInfo.IsInteractive && _focus == place;
}
