// <!-- suppress: QK0033 reason="…" -->: an author's word that a warning is known and accepted, for the section it stands in.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

internal static class Suppressions
{
    /// <summary>Takes out what the comments of a file suppress.</summary>
    /// <remarks>Errors stay: a quiz with one of them would lose words or mean something else.</remarks>
    public static void Apply(QuizSyntax syntax, DiagnosticBag diagnostics)
    {
        foreach (var comment in syntax.Suppressions)
        {
            var attributes = AttributeReader.OfComment(comment, "a suppress comment", diagnostics, "reason");
            if (attributes["reason"] is null or { Text.Length: 0 }) diagnostics.Report(Definitions.SuppressionReasonMissing, comment.Span);
            if (FindWarning(comment, diagnostics) is not { } rule) continue;
            var scope = diagnostics.SpanInFile(ScopeOf(comment.Span.Start, syntax));
            var removed = diagnostics.Remove(item => item.Definition.Rule == rule && scope.Contains(item.Span));
            if (removed == 0) diagnostics.Report(Definitions.SuppressionNeedless, comment.Argument!.Span, rule.Id);
        }
    }

    private static DiagnosticRule? FindWarning(CommentSyntax comment, DiagnosticBag diagnostics)
    {
        DiagnosticRule[] warnings = [.. Definitions.Rules.Where(rule => !rule.IsError && rule != Definitions.SuppressionNeedless.Rule)];
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

    // From the heading above to the next one; above the first question, the whole file.
    private static TextSpan ScopeOf(int position, QuizSyntax syntax)
    {
        if (syntax.Questions.Count == 0 || position < syntax.Questions[0].Prompt.Heading.Span.Start) return new TextSpan(0, syntax.Length);
        var start = syntax.SectionStarts.Last(section => section <= position);
        var end = syntax.SectionStarts.FirstOrDefault(section => section > position);
        return TextSpan.FromBounds(start, end == 0 ? syntax.Length : end);
    }
}
