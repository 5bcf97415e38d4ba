// A quiz to export, with the ids that stay the same in each export.

namespace QuizKit.Tool.Exporting;

/// <summary>A quiz and its file.</summary>
/// <param name="Quiz">The quiz, in the language to export.</param>
/// <param name="Path">The path of its file, from whose folder pictures start.</param>
/// <param name="Seconds">When it was changed, in seconds since 1970, for formats that have a date.</param>
internal sealed record QuizSource(Quiz Quiz, string Path, long Seconds = QuizSource.NoDate)
{
    /// <summary>1 January 2020: a date of no meaning, so that two exports have the same bytes.</summary>
    public const long NoDate = 1_577_836_800;

    /// <summary>The id of the quiz, with the language of a translation: two languages are two quizzes to whoever imports them.</summary>
    public string Id { get; } = Quiz.Language == Quiz.Languages[0] ? Quiz.Id : $"{Quiz.Id}.{Quiz.Language.ToLowerInvariant()}";

    /// <summary>The id of a question among those of all quizzes: letters, digits, hyphens and points.</summary>
    public string IdOf(Question question) => $"{Id}.{question.Id}";
}
