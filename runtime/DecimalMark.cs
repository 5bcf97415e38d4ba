// What begins the decimals of a number. The quiz language is compiled with this file too.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>What begins the decimals of a number.</summary>
#if QUIZKIT_LANGUAGE
internal
#else
public
#endif
enum DecimalMark
{
    /// <summary>A point, as in 1,234.5.</summary>
    Point,

    /// <summary>A comma, as in 1.234,5.</summary>
    Comma,
}
