// A copy that no cast can write to.

using System.Collections.ObjectModel;

namespace QuizKit;

internal static class Frozen
{
    /// <summary>Copies a list behind a read-only wrapper, so that the caller's array can no longer change it. What nobody can change is not
    /// copied.</summary>
    public static IReadOnlyList<T> Copy<T>(IReadOnlyList<T> items, string parameterName)
    {
        if (items is null) throw new ArgumentNullException(parameterName);
        if (items is IFrozen) return items;

        // An array is not read through its interface: that costs a program a millisecond at its start.
        var array = items as T[];
        var copy = new T[array?.Length ?? items.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = array is null ? items[i] : array[i];
            if (copy[i] is null) throw new ArgumentException($"Element {i} is null.", parameterName);
        }

        return copy.Length == 0 ? Array.Empty<T>() : new List<T>(copy);
    }

    /// <summary>Copies a list, or returns an empty one for null.</summary>
    public static IReadOnlyList<T> CopyOrEmpty<T>(IReadOnlyList<T>? items, string parameterName) =>
        items is null ? Array.Empty<T>() : Copy(items, parameterName);

    private sealed class List<T>(T[] owned) : ReadOnlyCollection<T>(owned), IFrozen;
}

/// <summary>A list that nobody can change once it is created.</summary>
internal interface IFrozen;
