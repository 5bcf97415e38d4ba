// Two texts word by word, as `git diff --word-diff` marks them.

using System.Text;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Comparing;

internal static partial class WordDifference
{
    // The table of a comparison has a cell for each pair of words.
    private const int MaximumCells = 4_000_000;

    [GeneratedRegex(@"\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Word { get; }

    /// <summary>The new words in one line, with <c>[-words-]</c> that are gone and <c>{+words+}</c> that are new.</summary>
    public static string Mark(string before, string after)
    {
        string[] old = [.. Word.Matches(before).Select(match => match.Value)];
        string[] now = [.. Word.Matches(after).Select(match => match.Value)];
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) start++;
        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)]) end++;
        var marked = new StringBuilder();
        Append(marked, now.AsSpan(0, start), "", "");
        MarkMiddle(marked, old[start..^end], now[start..^end]);
        Append(marked, now.AsSpan(now.Length - end), "", "");
        return marked.ToString();
    }

    private static void MarkMiddle(StringBuilder marked, string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MaximumCells)
        {
            Append(marked, old, "[-", "-]");
            Append(marked, now, "{+", "+}");
            return;
        }

        // The length of the longest common subsequence of what follows two words.
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            (var oldStart, var newStart) = (i, j);
            while (!(i < old.Length && j < now.Length && old[i] == now[j]) && (i < old.Length || j < now.Length))
            {
                if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1])) i++;
                else j++;
            }

            Append(marked, old.AsSpan(oldStart, i - oldStart), "[-", "-]");
            Append(marked, now.AsSpan(newStart, j - newStart), "{+", "+}");
            var same = j;
            while (i < old.Length && j < now.Length && old[i] == now[j]) (i, j) = (i + 1, j + 1);
            Append(marked, now.AsSpan(same, j - same), "", "");
        }
    }

    private static void Append(StringBuilder marked, ReadOnlySpan<string> words, string open, string close)
    {
        if (words.Length == 0) return;
        if (marked.Length > 0) marked.Append(' ');
        marked.Append(open).AppendJoin(' ', words!).Append(close);
    }
}
