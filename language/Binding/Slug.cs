// Ids: lower-case ASCII words joined by single hyphens. Anything wider would not survive a URL, a file name or a C# identifier.

namespace QuizKit.Language.Binding;

internal static class Slug
{
    public static bool IsValid(string text)
    {
        if (text.Length == 0 || text[0] is < 'a' or > 'z' || text[text.Length - 1] == '-') return false;
        for (var i = 1; i < text.Length; i++)
        {
            var isWord = text[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (!isWord && !(text[i] == '-' && text[i - 1] != '-')) return false;
        }

        return true;
    }
}
