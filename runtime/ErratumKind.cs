// What an erratum corrects. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>What is wrong with the words that an erratum corrects.</summary>
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<ErratumKind>))]
#endif
#if QUIZKIT_LANGUAGE
internal
#else
public
#endif
enum ErratumKind
{
    /// <summary>A computation ends in a wrong number.</summary>
    WrongResult,

    /// <summary>A statement is false.</summary>
    WrongStatement,

    /// <summary>The statement was true of an earlier version of what it describes.</summary>
    Outdated,

    /// <summary>The statement holds in part, or in fewer cases than it says.</summary>
    Imprecise,
}
