// <!-- suppress: QK0033 reason="…" -->: an author's word that a warning is known and accepted, for the section it stands in.

using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Syntax;

namespace QuizKit.Generator.Validation;

internal static class Suppressions
{
    /// <summary>Takes out what the comments of a file suppress.</summary>
    /// <remarks>Errors stay: a quiz with one of them would lose words or mean something else.</remarks>
    public static void Apply(QuizSyntax syntax, int length, DiagnosticBag diagnostics)
    {
        foreach (CommentSyntax comment in syntax.Suppressions)
        {
            var attributes = new AttributeReader(comment.Attributes, "a suppress comment", Descriptors.CommentKey, diagnostics, "reason");
            if (attributes["reason"] is null or { Text.Length: 0 })
                diagnostics.Report(Descriptors.CommentValue, comment.Span, "Say why the warning is accepted: reason=\"…\".");

            if (FindWarning(comment, diagnostics) is not { } descriptor) continue;
            TextSpan scope = ScopeOf(comment.Span.Start, syntax, length);
            int removed = diagnostics.Remove(item => item.Descriptor == descriptor && scope.Contains(item.Span));
            if (removed == 0) diagnostics.Report(Descriptors.NeedlessSuppression, comment.Argument!.Span, descriptor.Id);
        }
    }

    private static DiagnosticDescriptor? FindWarning(CommentSyntax comment, DiagnosticBag diagnostics)
    {
        DiagnosticDescriptor[] warnings =
            [.. Descriptors.All.Where(descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Warning && descriptor != Descriptors.NeedlessSuppression)];
        string ids = string.Join(", ", warnings.Select(warning => warning.Id));
        if (comment.Argument is not { } id)
        {
            diagnostics.Report(Descriptors.BadSuppression, comment.Span, $"The comment names no warning. Those that can be suppressed are {ids}.");
            return null;
        }

        DiagnosticDescriptor? found = warnings.FirstOrDefault(warning => warning.Id == id.Text);
        if (found is null)
        {
            string what = Descriptors.All.Any(descriptor => descriptor.Id == id.Text) ? "is an error and cannot be suppressed" : "is no warning of a quiz";
            diagnostics.Report(Descriptors.BadSuppression, id.Span, $"'{id.Text}' {what}. Those that can be suppressed are {ids}.");
        }

        return found;
    }

    // From the heading above to the next one; above the first question, the whole file.
    private static TextSpan ScopeOf(int position, QuizSyntax syntax, int length)
    {
        if (syntax.Questions.Count == 0 || position < syntax.Questions[0].Prompt.Heading.Span.Start) return new TextSpan(0, length);
        int start = syntax.SectionStarts.Last(section => section <= position);
        int end = syntax.SectionStarts.FirstOrDefault(section => section > position);
        return TextSpan.FromBounds(start, end == 0 ? length : end);
    }
}
