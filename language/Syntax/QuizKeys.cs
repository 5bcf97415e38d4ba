// The keys of the front matter and of each comment. The compiler refuses all others, and editors offer these.

namespace QuizKit.Language.Syntax;

internal static class QuizKeys
{
    /// <summary>The key that only translations have, in the front matter and in quiz comments.</summary>
    public const string Original = "original";

    public static readonly string[] FrontMatter =
        ["id", "language", "title", "description", "author", "source", "licence", "license", "tags", "retired", "coverage"];

    public static readonly string[] Quiz = ["id", "kind", "value", "tolerance", "digits", "accept", "unit", "tags"];

    public static readonly string[] Answer = ["author"];

    public static readonly string[] Claim = ["expect", "values", "kind", "not-executable"];

    public static readonly string[] NotCheckable = ["reason"];

    public static readonly string[] Slip = ["value", "misconception"];

    public static readonly string[] Erratum = ["kind", "claim", "value"];

    public static readonly string[] Choice = ["misconception"];

    public static readonly string[] Suppress = ["reason"];
}
