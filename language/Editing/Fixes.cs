// The edits that cure problems, as every editor offers them.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Editing;

internal static class Fixes
{
    // More would not fit into a menu.
    private const int MaximumTitle = 60;

    /// <summary>What an edit does, in a line of a menu.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="text">The text that it changes.</param>
    public static string TitleOf(TextEdit edit, string text)
    {
        var (written, old) = (Shown(edit.Text), Shown(text.Substring(edit.Span.Start, edit.Span.Length)));
        if (edit.Span.IsEmpty) return $"Insert '{written}'";
        return edit.Text.Length == 0 ? $"Delete '{old}'" : $"Replace '{old}' with '{written}'";
    }

    /// <summary>The edits that can be made together, in the order of the text: those that meet an earlier one come in a later round.</summary>
    public static IReadOnlyList<TextEdit> Disjoint(IEnumerable<TextEdit> edits)
    {
        var disjoint = new List<TextEdit>();
        foreach (var edit in edits.OrderBy(edit => edit.Span.Start))
        {
            if (disjoint.Count == 0 || edit.Span.Start > disjoint[disjoint.Count - 1].Span.End) disjoint.Add(edit);
        }

        return disjoint;
    }

    /// <summary>
    /// Makes all edits that cure problems of some kind. One edit may show the next problem, as in questions that all have the number 1: so again,
    /// until nothing is left, or nothing new.
    /// </summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="isMeant">Whether a problem is of the kind.</param>
    /// <param name="check">Finds the problems of a text.</param>
    public static string MakeAll(
        string text, Func<QuizDiagnostic, bool> isMeant, Func<string, IReadOnlyList<QuizDiagnostic>> check)
    {
        var made = new HashSet<TextEdit>();
        while (true)
        {
            List<TextEdit> edits = [.. check(text).Where(isMeant).Select(problem => problem.Fix).OfType<TextEdit>()];
            if (edits.Count == 0 || !edits.Exists(edit => !made.Contains(edit))) return text;
            made.UnionWith(edits);
            var edited = new EditedText(text);
            edited.Apply(Disjoint(edits));
            text = edited.Text;
        }
    }

    // In one line, without characters that nobody sees.
    private static string Shown(string words)
    {
        var shown = CodePoint.Visible(string.Join(" ", words.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)));
        return shown.Length <= MaximumTitle ? shown : shown.Substring(0, MaximumTitle - 1) + "…";
    }
}
