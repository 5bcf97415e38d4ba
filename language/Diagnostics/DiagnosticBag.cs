// Collects what is wrong in one file, so that all of it comes in one run.

using System.Globalization;
using QuizKit.Language.Text;

namespace QuizKit.Language.Diagnostics;

/// <summary>One problem and its place in the quiz file.</summary>
internal sealed record QuizDiagnostic(DiagnosticDefinition Definition, TextSpan Span, string[] Arguments)
{
    public string Message => Definition.Message(Arguments);
}

internal sealed class DiagnosticBag
{
    private readonly List<QuizDiagnostic> _items = [];

    /// <summary>The problems in the order of the text.</summary>
    public IReadOnlyList<QuizDiagnostic> InTextOrder =>
        [.. _items.OrderBy(item => item.Span.Start).ThenBy(item => item.Definition.Rule.Id, StringComparer.Ordinal)];

    /// <summary>Takes out the problems that a predicate accepts, and returns how many there were.</summary>
    public int Remove(Predicate<QuizDiagnostic> isRemoved) => _items.RemoveAll(isRemoved);

    /// <summary>Whether an error begins in a span.</summary>
    public bool HasErrorIn(TextSpan span) =>
        _items.Any(item => item.Definition.Rule.IsError && span.Contains(new TextSpan(item.Span.Start, 0)));

    public void Report(DiagnosticDefinition definition, TextSpan span, params object[] arguments)
    {
        var words = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        _items.Add(new QuizDiagnostic(definition, span, [.. words]));
    }
}
