// What a check of a claim has to find. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>What an honest check of a claim must find.</summary>
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<ExpectedVerdict>))]
#endif
#if QUIZKIT_LANGUAGE
internal
#else
public
#endif
enum ExpectedVerdict
{
    /// <summary>The sentence holds as printed.</summary>
    Confirmed,

    /// <summary>The sentence holds in the regime it speaks of; the check measures where it stops holding.</summary>
    Qualified,

    /// <summary>The sentence is false as printed; an erratum with its own claim stands beside it.</summary>
    Refuted,
}
