// Finds on which sizes the bits of a row of one implementation depend.

using QuizKit.Laboratory.Libraries;
using static System.FormattableString;

namespace QuizKit.Laboratory.Batch;

internal sealed class BatchStudy
{
    /// <summary>The number of sizes of a quantity that are computed once more at the end.</summary>
    private const int Repeated = 3;

    private readonly BatchTarget _target;
    private readonly BatchSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly List<float[]> _rows = [];
    private readonly List<string> _notes = [];
    private bool _varies;

    private BatchStudy(BatchTarget target, BatchSettings settings, CancellationToken cancellation) =>
        (_target, _settings, _cancellation) = (target, settings, cancellation);

    /// <summary>Studies an implementation. Errors are returned as failures, not thrown.</summary>
    public static (BatchFinding? Finding, BatchFailure? Failure) Try(
        BatchTarget target, BatchSettings settings, CancellationToken cancellation)
    {
        try
        {
            return (Of(target, settings, cancellation), null);
        }
        catch (LibraryException exception)
        {
            return (null, new BatchFailure(target.Id, exception.Message));
        }
        catch (Exception exception) when (exception is not OperationCanceledException && Failure.IsReportable(exception))
        {
            return (null, new BatchFailure(target.Id, Failure.Describe(exception)));
        }
    }

    /// <summary>Studies an implementation.</summary>
    /// <exception cref="LibraryException">It is in a process that does not answer.</exception>
    public static BatchFinding Of(BatchTarget target, BatchSettings settings, CancellationToken cancellation) =>
        new BatchStudy(target, settings, cancellation).Study();

    private BatchFinding Study()
    {
        var whyNoThreads = _target.SetThreads(_settings.Threads);
        if (whyNoThreads is not null) _notes.Add($"the number of threads was not set: {whyNoThreads}.");
        var quantities = new List<QuantityFinding>();
        foreach (var quantity in _settings.Quantities)
        {
            if (quantity == BatchQuantity.Threads && whyNoThreads is not null) continue;
            quantities.Add(Study(quantity));
        }

        return new BatchFinding(_target.Id, _target.Place)
        {
            Quantities = quantities,
            Compared = _settings.ProblemOf(BatchQuantity.Batch, 1).Compared,
            FewestDiffering = FewestDiffering(),
            Varies = _varies,
            Notes = _notes,
        };
    }

    private QuantityFinding Study(BatchQuantity quantity)
    {
        var (from, to) = _settings.RangeOf(quantity);
        var patterns = new SortedDictionary<int, RowPattern>();
        var sizes = to - from + 1;
        var most = SizeSearch.MostCalls(sizes) is var all && all == sizes ? sizes : all - Repeated;
        var texts = new List<string>();

        // A rule for every row gets most of the calls; where there is none, one for the first and the last row gets the others.
        var rule = SizeSearch.Find(
            size => IndexOf(PatternOf(size).ToString()), from, to, most == sizes ? most : most * 4 / 5, _settings.Seed);
        var isOutline = rule.IsUncertain && patterns.Values.Any(pattern => pattern.Runs.Count > 1);
        if (rule.IsUncertain)
        {
            texts.Clear();
            rule = SizeSearch.Find(
                size => IndexOf(PatternOf(size).Outline), from, to, most / 5, _settings.Seed, patterns.ContainsKey);
        }

        var repeated = Repeat(quantity, patterns);
        if (quantity == BatchQuantity.Threads) _target.SetThreads(_settings.Threads);
        return new QuantityFinding(quantity, from, to, SizeText.LinesOf(rule, SizeText.SymbolOf(quantity), texts))
        {
            Results = patterns.Values.SelectMany(pattern => pattern.Runs).Select(run => run.Class).Distinct().Count(),
            IsOutline = isOutline,
            Calls = patterns.Count + repeated,
            Checked = rule.Checked,
            Right = rule.Right,
            LargestShareOff = rule.Share,
            IsUncertain = rule.IsUncertain,
        };

        RowPattern PatternOf(int size)
        {
            if (!patterns.TryGetValue(size, out var pattern)) patterns[size] = pattern = Compute(quantity, size);
            return pattern;
        }

        int IndexOf(string text)
        {
            var index = texts.IndexOf(text);
            if (index >= 0) return index;
            texts.Add(text);
            return texts.Count - 1;
        }
    }

    /// <summary>Computes a few sizes once more: what varies from call to call has no rule.</summary>
    private int Repeat(BatchQuantity quantity, SortedDictionary<int, RowPattern> patterns)
    {
        var sizes = patterns.Keys.ToList();
        var again = Math.Min(Repeated, sizes.Count);
        for (var i = 1; i <= again; i++)
        {
            var size = sizes[(sizes.Count * i / again) - 1];
            if (_varies || Compute(quantity, size).Runs.SequenceEqual(patterns[size].Runs)) continue;
            _varies = true;
            _notes.Add(Invariant(
                $"the same batch, {SizeText.SymbolOf(quantity)} = {size}, was computed twice and gave two results: no rule for sizes holds."));
        }

        return again;
    }

    private RowPattern Compute(BatchQuantity quantity, int size)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (quantity == BatchQuantity.Threads) _target.SetThreads(size);
        var runs = _target.Compute(_settings.ProblemOf(quantity, size));
        return RowPattern.Of([.. runs.Select(run => (ClassOf(run.Row), run.Rows))]);
    }

    private int ClassOf(float[] row)
    {
        var found = _rows.FindIndex(known => RowRun.HaveSameBits(known, row));
        if (found >= 0) return found;
        _rows.Add(row);
        return _rows.Count - 1;
    }

    private int? FewestDiffering()
    {
        int? fewest = null;
        for (var i = 0; i < _rows.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var differing = _rows[i].Zip(_rows[j]).Count(pair => !RowRun.HaveSameBits([pair.First], [pair.Second]));
                fewest = Math.Min(fewest ?? differing, differing);
            }
        }

        return fewest;
    }
}
