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

    // Enough for a hundred misspelt names among a hundred; a small part of a second.
    private long _suggestionSteps = 5_000_000;

    /// <summary>The problems in the order of the text.</summary>
    public IReadOnlyList<QuizDiagnostic> InTextOrder => _alone is not null
        ? [_alone]
        : [.. _items.OrderBy(item => item.Span.Start).ThenBy(item => item.Definition.Rule.Id, StringComparer.Ordinal)];

    /// <summary>Takes out the problems that a predicate accepts.</summary>
    public void Remove(Predicate<QuizDiagnostic> isRemoved) => _items.RemoveAll(isRemoved);

    public void Report(DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _items.Add(Create(definition, span, arguments));

    /// <summary>Reports a problem after which the rest of the file cannot be judged: no other is listed beside the first such one.</summary>
    public void ReportAlone(DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _alone ??= Create(definition, span, arguments);

    /// <summary>
    /// As <see cref="NearestName.Suggest"/>, for names that are as many as the file likes: where so many are misspelt, the later ones get no
    /// suggestion.
    /// </summary>
    public string Suggest(string written, IEnumerable<string> known) =>
        NearestName.Sentence(NearestName.Find(written, known, ignoreCase: false, ref _suggestionSteps));

    private static QuizDiagnostic Create(DiagnosticDefinition definition, TextSpan span, object[] arguments)
    {
        var words = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        return new QuizDiagnostic(definition, span, [.. words]);
    }
}
