// The kinds of questions. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>The kind of a question, for a <c>switch</c> over all of them.</summary>
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<QuestionKind>))]
#endif
#if QUIZKIT_LANGUAGE
internal
#else
public
#endif
enum QuestionKind
{
    /// <summary>Answered in prose: <c>OpenQuestion</c>.</summary>
    Open,

    /// <summary>Answered true or false: <c>TrueFalseQuestion</c>.</summary>
    TrueFalse,

    /// <summary>Answered by a number: <c>NumericQuestion</c>.</summary>
    Numeric,

    /// <summary>Answered by choosing among given texts: <c>ChoiceQuestion</c>.</summary>
    Choice,
}
