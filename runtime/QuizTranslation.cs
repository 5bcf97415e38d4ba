// A quiz in another language, which is created when it is asked for.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A translation of a quiz, which costs nothing until somebody asks for it.</summary>
public sealed class QuizTranslation
{
    private readonly Lazy<Quiz> _quiz;

    /// <summary>Creates a translation; generated code calls this.</summary>
    /// <param name="language">Its language, as a BCP 47 tag such as <c>de</c>.</param>
    /// <param name="create">What creates the quiz in that language. It is called at most once.</param>
    public QuizTranslation(string language, Func<Quiz> create)
    {
        Language = language ?? throw new ArgumentNullException(nameof(language));
        _quiz = new Lazy<Quiz>(create ?? throw new ArgumentNullException(nameof(create)));
    }

    /// <summary>Creates a translation that is there already.</summary>
    /// <param name="language">Its language, as a BCP 47 tag such as <c>de</c>.</param>
    /// <param name="quiz">The quiz in that language.</param>
    [JsonConstructor]
    public QuizTranslation(string language, Quiz quiz)
        : this(language, () => quiz) =>
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));

    /// <summary>The language, as a BCP 47 tag such as <c>de</c>.</summary>
    public string Language { get; }

    /// <summary>The quiz in that language.</summary>
    public Quiz Quiz => _quiz.Value;

    /// <summary>Returns the language.</summary>
    public override string ToString() => Language;
}
