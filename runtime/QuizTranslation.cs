// A quiz in another language, which is created when it is asked for.

namespace QuizKit;

/// <summary>A translation of a quiz, which costs nothing until somebody asks for it.</summary>
public sealed class QuizTranslation
{
    /// <summary>Creates a translation; generated code calls this.</summary>
    /// <param name="language">Its language, as a BCP 47 tag such as <c>de</c>.</param>
    /// <param name="create">What creates the quiz in that language. It is called at most once.</param>
    public QuizTranslation(string language, Func<Quiz> create)
    {
        Language = language ?? throw new ArgumentNullException(nameof(language));
        Create = create ?? throw new ArgumentNullException(nameof(create));
    }

    /// <summary>The language, as a BCP 47 tag such as <c>de</c>.</summary>
    public string Language { get; }

    internal Func<Quiz> Create { get; }

    /// <summary>Returns the language.</summary>
    public override string ToString() => Language;
}
