// "Did you mean": the known name closest to a misspelt one.

namespace QuizKit.Language.Diagnostics;

internal static class NearestName
{
    // Longer texts are not misspelt names; the distance takes time in proportion to the product of the lengths.
    private const int MaximumLength = 200;

    /// <summary>
    /// The known name nearest to a misspelt one, or null where none is near: at most a third of the longer name's length away (at least
    /// 1), and not so far that no character is left. Of two equally near ones, the first in ordinal order.
    /// </summary>
    public static string? Find(string written, IEnumerable<string> known, bool ignoreCase = false)
    {
        var steps = long.MaxValue;
        return Find(written, known, ignoreCase, ref steps);
    }

    /// <param name="written">The misspelt name.</param>
    /// <param name="known">The names that it may stand for.</param>
    /// <param name="ignoreCase">Whether names that differ in case alone are equal.</param>
    /// <param name="steps">How many steps the search may take, less those that it took; none is found where they do not suffice.</param>
    public static string? Find(string written, IEnumerable<string> known, bool ignoreCase, ref long steps)
    {
        if (written.Length > MaximumLength) return null;
        string? nearest = null;
        var nearestDistance = int.MaxValue;
        foreach (var name in known)
        {
            if (--steps < 0) return null;
            var limit = Math.Min(Math.Max(1, Math.Max(written.Length, name.Length) / 3), Math.Min(written.Length, name.Length) - 1);
            if (name.Length > MaximumLength || Math.Abs(written.Length - name.Length) > limit) continue;
            steps -= (long)written.Length * name.Length;
            var distance = ignoreCase ? Distance(written.ToLowerInvariant(), name.ToLowerInvariant()) : Distance(written, name);
            if (distance > limit || distance > nearestDistance) continue;
            if (distance == nearestDistance && string.CompareOrdinal(name, nearest) >= 0) continue;
            nearest = name;
            nearestDistance = distance;
        }

        return nearest;
    }

    /// <summary>The nearest of some names, in their own case before any other; null where none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> known) =>
        Find(written, known) ?? Find(written, known, ignoreCase: true);

    /// <summary>A sentence that suggests a name, with a space before it; empty for none.</summary>
    public static string Sentence(string? name) => name is null ? "" : $" Did you mean '{name}'?";

    /// <summary>
    /// The number of insertions, deletions, substitutions and swaps of neighbours that turn one text into another, no place being
    /// edited twice: the restricted Damerau–Levenshtein distance, also called optimal string alignment.
    /// </summary>
    public static int Distance(string a, string b)
    {
        // distances[i, j] is the distance of the first i characters of a from the first j of b.
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) distances[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) distances[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(substitution, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                var areSwapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                distances[i, j] = areSwapped ? Math.Min(best, distances[i - 2, j - 2] + 1) : best;
            }
        }

        return distances[a.Length, b.Length];
    }
}
