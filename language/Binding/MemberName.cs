// C# names made from ids and file names: multiply-adds becomes MultiplyAdds.

using System.Globalization;
using System.Text;

namespace QuizKit.Language.Binding;

internal static class MemberName
{
    // Members and type parameters that the generated class has already, and members of every class.
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "Quiz", "Claims", "Checks", "Tags", "Run", "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals",
        "MemberwiseClone", "Finalize", "TContext", "TOutcome",
    };

    /// <summary>The property of a question, the property and method of a claim, or the constant of a tag.</summary>
    /// <param name="slug">The id or the tag.</param>
    /// <param name="suffix">What to append where the name is taken: Question, Claim or Tag.</param>
    public static string FromSlug(string slug, string suffix)
    {
        var name = Pascal(slug);
        return Taken.Contains(name) ? name + suffix : name;
    }

    /// <summary>Joins the words of a text in Pascal case, dropping every character that an identifier cannot hold.</summary>
    public static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        var startsWord = true;
        foreach (var c in text)
        {
            if (!IsIdentifierPart(c))
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        if (name.Length == 0 || !IsIdentifierStart(name[0])) name.Insert(0, '_');
        return name.ToString();
    }

    private static bool IsIdentifierStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsIdentifierPart(char c) =>
        IsIdentifierStart(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber;
}
