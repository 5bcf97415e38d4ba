// <!-- suppress: QK0033 reason="…" -->: an author's word that a warning is known and accepted, for the section it stands in.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

internal static class Suppressions
{
    private const int WholeFile = -1;

    /// <summary>Takes out what the comments of a file suppress.</summary>
    /// <remarks>Errors stay: a quiz with one of them would lose words or mean something else.</remarks>
    public static void Apply(QuizSyntax syntax, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        int PlaceOf(TextSpan span) => diagnostics.SpanInFile(span).Start;
        List<int> starts = [.. syntax.SectionStarts.Select(start => PlaceOf(new TextSpan(start, 0)))];
        int? first = syntax.Questions.Count == 0 ? null : PlaceOf(syntax.Questions[0].Prompt.Heading.Span);
        var suppressions = new Dictionary<(DiagnosticRule Rule, int Section), Suppression>();
        foreach (var comment in syntax.Suppressions)
        {
            cancellation.Look();
            var attributes = AttributeReader.OfComment(comment, "a suppress comment", diagnostics, QuizKeys.Suppress);
            if (attributes["reason"] is null or { Text.Length: 0 }) diagnostics.Report(Definitions.SuppressionReasonMissing, comment.Span);
            if (FindWarning(comment, diagnostics) is not { } rule) continue;
            var key = (rule, ScopeOf(PlaceOf(comment.Span), starts, first));
            if (suppressions.ContainsKey(key)) diagnostics.Report(Definitions.SuppressionNeedless, comment.Argument!.Span, rule.Id);
            else suppressions.Add(key, new Suppression(comment.Argument!));
        }

        if (suppressions.Count == 0) return;
        diagnostics.Remove(item =>
        {
            var rule = item.Definition.Rule;
            var isSuppressed = suppressions.TryGetValue((rule, WholeFile), out var suppression)
                || suppressions.TryGetValue((rule, SectionOf(item.Span.Start, starts)), out suppression);
            if (isSuppressed) suppression.IsUsed = true;
            return isSuppressed;
        });
        foreach (var pair in suppressions.Where(pair => !pair.Value.IsUsed))
            diagnostics.Report(Definitions.SuppressionNeedless, pair.Value.Id.Span, pair.Key.Rule.Id);
    }

    private static DiagnosticRule? FindWarning(CommentSyntax comment, DiagnosticBag diagnostics)
    {
        DiagnosticRule[] warnings = [.. Definitions.Rules.Where(IsSuppressible)];
        var ids = string.Join(", ", warnings.Select(warning => warning.Id));
        if (comment.Argument is not { } id)
        {
            diagnostics.Report(Definitions.SuppressionWithoutId, comment.Span, ids);
            return null;
        }

        var found = warnings.FirstOrDefault(warning => warning.Id == id.Text);
        if (found is not null) return found;
        var isError = Definitions.Rules.Any(rule => rule.IsError && rule.Id == id.Text);
        diagnostics.Report(isError ? Definitions.SuppressionOfError : Definitions.SuppressionUnknown, id.Span, id.Text, ids);
        return null;
    }

    private static bool IsSuppressible(DiagnosticRule rule) =>
        rule.Level == DiagnosticLevel.Warning && rule != Definitions.SuppressionNeedless.Rule;

    // From the heading above to the next one; above the first question, the whole file.
    private static int ScopeOf(int position, List<int> starts, int? first) =>
        first is null || position < first ? WholeFile : SectionOf(position, starts);

    // The number of headings up to a place.
    private static int SectionOf(int position, List<int> starts)
    {
        (var low, var high) = (0, starts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (starts[middle] <= position) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private sealed class Suppression(Token id)
    {
        public Token Id => id;

        public bool IsUsed { get; set; }
    }
}
