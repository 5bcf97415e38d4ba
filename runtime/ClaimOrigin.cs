// Where in a question a claim stands. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>The part of a question that a claim quotes.</summary>
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<ClaimOrigin>))]
#endif
#if QUIZKIT_LANGUAGE
internal
#else
public
#endif
enum ClaimOrigin
{
    /// <summary>The question's prompt.</summary>
    Prompt,

    /// <summary>The question's answer.</summary>
    Answer,

    /// <summary>An erratum to the answer: words of this quiz's editors, not of its author.</summary>
    Erratum,

    /// <summary>One of the question's hints.</summary>
    Hint,

    /// <summary>The question's explanation.</summary>
    Explanation,
}
