// "Did you mean": the known name closest to a misspelt one.

using System;
using System.Collections.Generic;

namespace QuizKit.Generator.Validation;

internal static class NearestName
{
    /// <summary>
    /// Returns a sentence that names the nearest of some names, or an empty string where none is near.
    /// Near is a Damerau–Levenshtein distance (optimal string alignment) of at most a third of the longer name, and at least 1.
    /// </summary>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        string? nearest = null;
        var nearestDistance = int.MaxValue;
        foreach (string name in known)
        {
            int distance = Distance(written, name);
            if (distance > Math.Max(1, Math.Max(written.Length, name.Length) / 3)) continue;
            if (distance > nearestDistance) continue;
            if (distance == nearestDistance && string.CompareOrdinal(name, nearest) >= 0) continue;
            nearest = name;
            nearestDistance = distance;
        }

        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                int substitution = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(substitution, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
