// Finds the most similar known name for a misspelt one.

using System;
using System.Collections.Generic;

namespace QuizKit.GpuChecks.CommandLine;

internal static class NearestName
{
    /// <summary>Returns the known name nearest to a misspelt one, or null if none is similar enough.</summary>
    /// <param name="given">The name as typed.</param>
    /// <param name="known">The known names; of two equally near ones the first wins.</param>
    public static string? Find(string given, IEnumerable<string> known)
    {
        // One typo for every four letters: 'cuad' is 'cuda', but 'html' is not 'table'.
        var limit = (given.Length + 3) / 4;
        string? nearest = null;
        foreach (var name in known)
        {
            var distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance > limit || distance >= Math.Min(given.Length, name.Length)) continue;
            nearest = name;
            limit = distance - 1;
        }

        return nearest;
    }

    /// <summary>
    /// The number of insertions, deletions, substitutions and swaps of neighbours that make one text of another, no place being
    /// edited twice: the restricted Damerau-Levenshtein distance, also called optimal string alignment.
    /// </summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
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
