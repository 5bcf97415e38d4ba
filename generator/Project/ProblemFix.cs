// The edit that cures a problem, on its way from the analyzer to an editor: in the properties of the diagnostic.

using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using QuizKit.Language.Text;
using TextChange = Microsoft.CodeAnalysis.Text.TextChange;

namespace QuizKit.Generator.Project;

internal static class ProblemFix
{
    private const string Start = "QuizKit.Fix.Start";
    private const string Length = "QuizKit.Fix.Length";
    private const string Text = "QuizKit.Fix.Text";

    public static ImmutableDictionary<string, string?> ToProperties(TextEdit? fix) => fix is not { } edit
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty
            .Add(Start, edit.Span.Start.ToString(CultureInfo.InvariantCulture))
            .Add(Length, edit.Span.Length.ToString(CultureInfo.InvariantCulture))
            .Add(Text, edit.Text);

    /// <summary>The edit that cures a diagnostic, or null where none is certain.</summary>
    public static TextEdit? Of(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Text, out var text) && text is not null
            ? new TextEdit(new TextSpan(NumberIn(diagnostic, Start), NumberIn(diagnostic, Length)), text)
            : null;

    /// <summary>An edit as Roslyn makes it.</summary>
    public static TextChange ToChange(this TextEdit edit) => new(new(edit.Span.Start, edit.Span.Length), edit.Text);

    private static int NumberIn(Diagnostic diagnostic, string key) =>
        int.Parse(diagnostic.Properties[key], NumberStyles.None, CultureInfo.InvariantCulture);
}
