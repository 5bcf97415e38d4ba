// Builders of texts that are used again: a quiz has thousands of short texts, and a builder of its own for each takes more memory than the text.

using System.Text;

namespace QuizKit.Language.Text;

internal static class TextBuilders
{
    private const int Kept = 8;
    private const int SmallestCapacity = 1 << 10;
    private const int LargestCapacity = 1 << 14;

    [ThreadStatic]
    private static Stack<StringBuilder>? _free;

    /// <summary>An empty builder, which <see cref="Finish"/> takes back.</summary>
    public static StringBuilder Take() => _free is { Count: > 0 } free ? free.Pop() : new StringBuilder(SmallestCapacity);

    /// <summary>Returns the text of a builder, which from then on belongs to whoever takes it next.</summary>
    public static string Finish(StringBuilder builder)
    {
        var text = builder.ToString();
        _free ??= new Stack<StringBuilder>(Kept);
        if (_free.Count == Kept || builder.Capacity > LargestCapacity) return text;
        builder.Clear();
        _free.Push(builder);
        return text;
    }
}
