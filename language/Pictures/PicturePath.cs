// Where a picture lies, as a path from the folder of its quiz.

namespace QuizKit.Language.Pictures;

internal static class PicturePath
{
    /// <summary>
    /// The path of a picture below the folder of its quiz, with slashes and without steps such as <c>.</c>; null for an address with a scheme, for
    /// one that begins with a slash, one with a backslash, and one that leads out of the folder.
    /// </summary>
    /// <param name="address">The address as HTML has it, percent-encoded.</param>
    public static string? Of(string address)
    {
        var plain = address.Split('?', '#')[0];
        if (plain.Length == 0 || plain[0] == '/' || plain.Split('/')[0].Contains(':')) return null;
        var steps = new List<string>();
        var decoded = Uri.UnescapeDataString(plain);
        if (decoded.Contains('\\')) return null;
        foreach (var step in decoded.Split('/'))
        {
            if (step is "" or ".") continue;
            if (step != "..") steps.Add(step);
            else if (steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else return null;
        }

        return steps.Count > 0 ? string.Join("/", steps) : null;
    }
}
