// Collects what is wrong in one file, so that all of it comes in one run.

using System.Globalization;
using QuizKit.Language.Text;

namespace QuizKit.Language.Diagnostics;

/// <summary>One problem and its place in the quiz file.</summary>
internal sealed record QuizDiagnostic(DiagnosticDefinition Definition, TextSpan Span, string[] Arguments)
{
    public string Message => Definition.Message(Arguments);

    /// <summary>The edit of the file that cures the problem, where there is one that is certain; otherwise null.</summary>
    public TextEdit? Fix { get; init; }

    /// <summary>The question of the original that the problem of a translation concerns, or null.</summary>
    public string? OriginalQuestion { get; init; }
}

internal sealed class DiagnosticBag
{
    private readonly List<QuizDiagnostic> _items;
    private readonly List<TextSpan> _covered;
    private readonly HashSet<QuizDiagnostic> _slips;
    private QuizDiagnostic? _alone;
    private TextEdit? _fix;

    // Enough for a hundred misspelt names among a hundred; a small part of a second.
    private long _suggestionSteps = 5_000_000;

    /// <summary>Creates a bag in which nothing is wrong.</summary>
    public DiagnosticBag() => (_items, _covered, _slips) = ([], [], []);

    private DiagnosticBag(DiagnosticBag other)
    {
        (_items, _covered, _slips) = ([.. other._items], [.. other._covered], [.. other._slips]);
        (_alone, _fix, _suggestionSteps, Text) = (other._alone, other._fix, other._suggestionSteps, other.Text);
    }

    /// <summary>The text whose spans are reported from now on, where it is not the file's own.</summary>
    public EditedText? Text { get; set; }

    /// <summary>The problems in the order of the text, without those that only follow from a slip.</summary>
    public IReadOnlyList<QuizDiagnostic> InTextOrder => _alone is not null
        ? [_alone]
        : [.. WithoutConsequences().OrderBy(item => item.Span.Start).ThenBy(item => item.Definition.Rule.Id, StringComparer.Ordinal)];

    /// <summary>A bag with the same problems, which goes on by itself.</summary>
    public DiagnosticBag Copy() => new(this);

    /// <summary>Whether one problem was reported after which the rest cannot be judged.</summary>
    public bool IsAlone => _alone is not null;

    /// <summary>The span of the file that a span of the text stands for.</summary>
    public TextSpan SpanInFile(TextSpan span) => Text?.SpanInFile(span) ?? span;

    /// <summary>Takes out the problems that a predicate accepts.</summary>
    public void Remove(Predicate<QuizDiagnostic> isRemoved) => _items.RemoveAll(isRemoved);

    /// <summary>Whether an error was reported.</summary>
    public bool HasError => _alone is not null || _items.Exists(item => item.Definition.Rule.IsError);

    /// <summary>Whether an error begins in a span.</summary>
    public bool HasErrorIn(TextSpan span)
    {
        var place = SpanInFile(span);
        return !place.IsEmpty
            && _items.Exists(item => item.Definition.Rule.IsError && item.Span.Start >= place.Start && item.Span.Start < place.End);
    }

    /// <summary>Gives the next reported problem the edit that cures it; without a place or a text, none.</summary>
    public DiagnosticBag Fixing(TextSpan? span, string? text)
    {
        _fix = span is { } place && text is not null ? new TextEdit(SpanInFile(place), text) : null;
        return this;
    }

    public void Report(DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _items.Add(Create(definition, span, arguments));

    /// <summary>Reports a problem of a translation, which the reader sees best beside a question of the original.</summary>
    public void ReportBeside(string? originalQuestion, DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _items.Add(Create(definition, span, arguments) with { OriginalQuestion = originalQuestion });

    /// <summary>Reports a problem after which the rest of the file cannot be judged: no other is listed beside the first such one.</summary>
    public void ReportAlone(DiagnosticDefinition definition, TextSpan span, params object[] arguments) =>
        _alone ??= Create(definition, span, arguments);

    /// <summary>Reports a slip of the author's: whatever else is reported as beginning in the covered span follows from it.</summary>
    public void ReportSlip(DiagnosticDefinition definition, TextSpan span, TextSpan covered, params object[] arguments)
    {
        Report(definition, span, arguments);
        _slips.Add(_items[_items.Count - 1]);
        _covered.Add(SpanInFile(covered));
    }

    /// <summary>
    /// As <see cref="NearestName.Nearest"/>, for names that are as many as the file likes: where so many are misspelt, the later ones get no
    /// suggestion.
    /// </summary>
    public string? Nearest(string written, IEnumerable<string> known) =>
        NearestName.Find(written, known, ignoreCase: false, ref _suggestionSteps);

    private QuizDiagnostic Create(DiagnosticDefinition definition, TextSpan span, object[] arguments)
    {
        var words = arguments.Select(argument => CodePoint.Visible(Convert.ToString(argument, CultureInfo.InvariantCulture)!));
        var fix = _fix;
        _fix = null;
        return new QuizDiagnostic(definition, SpanInFile(span), [.. words]) { Fix = fix };
    }

    private IEnumerable<QuizDiagnostic> WithoutConsequences()
    {
        // For each covered span, in their order, the farthest end of it and of those before it.
        List<TextSpan> covered = [.. _covered.OrderBy(span => span.Start)];
        for (var i = 1; i < covered.Count; i++)
            covered[i] = TextSpan.FromBounds(covered[i].Start, Math.Max(covered[i].End, covered[i - 1].End));

        bool IsCovered(int position)
        {
            (var low, var high) = (0, covered.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (covered[middle].Start <= position) low = middle + 1;
                else high = middle;
            }

            return low > 0 && position < covered[low - 1].End;
        }

        return _items.Where(item => _slips.Contains(item) || !IsCovered(item.Span.Start));
    }
}
