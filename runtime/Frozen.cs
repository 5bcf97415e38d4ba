// A copy that no cast can write to.

using System.Collections.ObjectModel;

namespace QuizKit;

internal static class Frozen
{
    /// <summary>Copies a list behind a read-only wrapper, so that the caller's array can no longer change it.</summary>
    public static IReadOnlyList<T> Copy<T>(IReadOnlyList<T> items, string parameterName)
    {
        if (items is null) throw new ArgumentNullException(parameterName);
        if (items is List<T> frozen) return frozen;
        var copy = new T[items.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = items[i];
            if (copy[i] is null) throw new ArgumentException($"Element {i} is null.", parameterName);
        }

        return new List<T>(copy);
    }

    private sealed class List<T>(T[] owned) : ReadOnlyCollection<T>(owned);
}
