// A question and a quiz without anything that tells the answer: what may be sent to a learner.

namespace QuizKit;

/// <summary>A choice as a learner may see it.</summary>
public sealed class ChoiceView
{
    internal ChoiceView(string letter, RichText text)
    {
        Letter = letter;
        Text = text.WithoutClaims();
    }

    /// <summary>The letter, by which a reply names it; empty after <c>z</c>.</summary>
    public string Letter { get; }

    /// <summary>What it says.</summary>
    public RichText Text { get; }

    /// <summary>Returns the letter and the text.</summary>
    public override string ToString() => $"{Letter}) {Text}";
}

/// <summary>
/// A question as a learner may see it before the reply: with nothing that depends on the answer, so that its JSON may be sent to a browser.
/// Immutable. How many choices are right is not in it either, and the words that claims quote are not marked.
/// </summary>
public sealed class QuestionView
{
    private QuestionView(Question question, bool showHints)
    {
        Id = question.Id;
        Number = question.Number;
        Kind = question.Kind;
        Language = question.Language;
        Title = question.Title?.WithoutClaims();
        Prompt = question.Prompt.WithoutClaims();
        Choices = question is ChoiceQuestion choice
            ? Frozen.Copy([.. choice.Choices.Select((it, i) => new ChoiceView(choice.LetterOf(i), it.Text))], nameof(question))
            : [];
        Unit = (question as NumericQuestion)?.Unit;
        HintCount = showHints ? question.Hints.Count : 0;
        Tags = question.Tags;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The printed number.</summary>
    public int Number { get; }

    /// <summary>The kind.</summary>
    public QuestionKind Kind { get; }

    /// <summary>The language, as a BCP 47 tag.</summary>
    public string Language { get; }

    /// <summary>What the heading says beside the number, or null.</summary>
    public RichText? Title { get; }

    /// <summary>What is asked.</summary>
    public RichText Prompt { get; }

    /// <summary>The choices in the order of the question; empty for other kinds.</summary>
    public IReadOnlyList<ChoiceView> Choices { get; }

    /// <summary>What the number counts or measures; null for other kinds and where the question does not say.</summary>
    public string? Unit { get; }

    /// <summary>The number of hints that the learner may ask for.</summary>
    public int HintCount { get; }

    /// <summary>What the question is about.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The view of a question, such as the shuffled one of a session, whose letters it has.</summary>
    /// <param name="question">The question.</param>
    /// <param name="showHints">Whether the learner may ask for hints; otherwise the view has none.</param>
    public static QuestionView Of(Question question, bool showHints = true) =>
        new(question ?? throw new ArgumentNullException(nameof(question)), showHints);

    /// <summary>Returns the number and the prompt.</summary>
    public override string ToString() => $"{Number}. {Prompt}";
}

/// <summary>A quiz as a learner may see it before the replies. Immutable.</summary>
public sealed class QuizView
{
    private QuizView(Quiz quiz, bool showHints)
    {
        Id = quiz.Id;
        Language = quiz.Language;
        IsRightToLeft = quiz.IsRightToLeft;
        Title = quiz.Title.WithoutClaims();
        Description = quiz.Description;
        Introduction = quiz.Introduction?.WithoutClaims();
        Questions = Frozen.Copy([.. quiz.Questions.Select(question => QuestionView.Of(question, showHints))], nameof(quiz));
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The language, as a BCP 47 tag.</summary>
    public string Language { get; }

    /// <summary>Whether the language is written from right to left.</summary>
    public bool IsRightToLeft { get; }

    /// <summary>The title.</summary>
    public RichText Title { get; }

    /// <summary>What the quiz is about; null where its author does not say.</summary>
    public string? Description { get; }

    /// <summary>The words before the first question; null where there are none.</summary>
    public RichText? Introduction { get; }

    /// <summary>The questions in the order of the file.</summary>
    public IReadOnlyList<QuestionView> Questions { get; }

    /// <summary>The view of a quiz.</summary>
    /// <param name="quiz">The quiz, in the language to show.</param>
    /// <param name="showHints">Whether the learner may ask for hints; otherwise no question has any.</param>
    public static QuizView Of(Quiz quiz, bool showHints = true) => new(quiz ?? throw new ArgumentNullException(nameof(quiz)), showHints);

    /// <summary>Returns the title.</summary>
    public override string ToString() => Title.UnicodeText;
}
