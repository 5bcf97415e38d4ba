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
    private QuizDiagnostic? _alone;

    /// <summary>The problems in the order of the text.</summary>
    public IReadOnlyList<QuizDiagnostic> InTextOrder => _alone is not null
        ? [_alone]
        : [.. _items.OrderBy(item => item.Span.Start).ThenBy(item => item.Definition.Rule.Id, StringComparer.Ordinal)];

    /// <summary>Takes out the problems that a predicate accepts, and returns how many there were.</summary>
    public int Remove(Predicate<QuizDiagnostic> isRemoved) => _items.RemoveAll(isRemoved);

    /// <summary>Whether an error begins in a span.</summary>
    public bool HasErrorIn(TextSpan span) =>
        _items.Any(item => item.Definition.Rule.IsError && span.Contains(new TextSpan(item.Span.Start, 0)));

    public void Report(DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _items.Add(Create(definition, span, arguments));

    /// <summary>Reports a problem after which the rest of the file cannot be judged: no other is listed beside the first such one.</summary>
    public void ReportAlone(DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _alone ??= Create(definition, span, arguments);

    private static QuizDiagnostic Create(DiagnosticDefinition definition, TextSpan span, object[] arguments)
    {
        var words = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        return new QuizDiagnostic(definition, span, [.. words]);
    }
}
