// A few hexadecimal digits that stand for a text.

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace QuizKit.Language.Text;

internal static class Digest
{
    /// <summary>The first eight hexadecimal digits of the SHA-256 of a text in UTF-8.</summary>
    public static string Of(string text)
    {
        using var hash = SHA256.Create();
        var digest = hash.ComputeHash(Encoding.UTF8.GetBytes(text));
        return string.Concat(digest.Take(4).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
