// Learns how a result depends on a size from few sizes, and checks the rule on sizes that it has not seen.

namespace QuizKit.Laboratory.Batch;

/// <summary>
/// Finds a rule for a function of a size that is piecewise periodic, as libraries that choose kernels by size and run other ones on the last
/// rows of a block are; or that changes at regular sizes without recurring, as where a library halves a sum.
/// </summary>
/// <remarks>
/// <para>
/// Small sizes are all asked for. From there on, sizes around the powers of two (and one and a half times those) are predicted from the rule
/// so far. Where a prediction fails, sizes in a row show the local period, and a bisection over sizes at which both rules differ finds where
/// one ends. Then random sizes are predicted: a wrong prediction starts another local search.
/// </para>
/// <para>
/// Found for certain are the results of the sizes that were asked for. The rest is a prediction: where the last n random predictions were
/// all right, at most 1 − 0.05^(1/n) of the sizes have another result, with 95 % confidence. An interval that is shorter may be missed.
/// </para>
/// </remarks>
internal sealed class SizeSearch
{
    /// <summary>The number of the smallest sizes, all of which are asked for; fewer where the smallest size is not 1.</summary>
    private const int SmallSizes = 48, FewerSmallSizes = 24;

    /// <summary>The numbers of sizes in a row that are asked for to find a period; the first where nothing has had one yet.</summary>
    private static readonly int[] Windows = [8, 16, 24, 48];

    private const int LargestPeriod = 32;

    /// <summary>The number of random predictions in a row that have to be right.</summary>
    public const int Predictions = 32;

    /// <summary>The most predictions: more where calls are left.</summary>
    private const int MostPredictions = 96;

    /// <summary>
    /// The number of different results in a row that show that they do not recur. Where each size has its own, they have to be more than a
    /// period.
    /// </summary>
    private const int FreshResults = 8;

    private readonly Func<int, int> _function;
    private readonly Func<int, bool> _isFree;
    private readonly int _from, _to, _most;
    private readonly Random _random;
    private readonly SortedDictionary<int, int> _known = [];
    private readonly List<SizePiece> _anchors = [];
    private readonly List<SizePiece> _pieces = [];
    private SizePiece[] _small = [];

    private int _spent;

    private SizeSearch(Func<int, int> function, Func<int, bool>? isFree, int from, int to, int mostCalls, ulong seed)
    {
        (_function, _from, _to, _most) = (function, from, to, mostCalls);
        _isFree = isFree ?? (_ => false);
        _random = new Random(unchecked((int)seed));
    }

    /// <summary>The largest number of calls for a range: less than 5 % of its sizes, and not fewer than a rule takes.</summary>
    public static int MostCalls(int sizes) => Math.Min(sizes, Math.Max((sizes - 1) / 20, 160));

    /// <summary>Finds a rule.</summary>
    /// <param name="function">The result for a size, as a number that stands for it.</param>
    /// <param name="from">The smallest size.</param>
    /// <param name="to">The largest size.</param>
    /// <param name="mostCalls">The largest number of sizes that are asked for.</param>
    /// <param name="seed">The seed of the random sizes.</param>
    /// <param name="isFree">Whether a size was asked for already, so that it is not one of the calls; null: none was.</param>
    public static SizeRule Find(
        Func<int, int> function, int from, int to, int mostCalls, ulong seed, Func<int, bool>? isFree = null) =>
        new SizeSearch(function, isFree, from, to, mostCalls, seed).Find();

    private SizeRule Find()
    {
        if (_to - _from < _most) return Everything();
        AskSmallSizes();
        foreach (var size in Landmarks()) Extend(size);
        Rebuild();
        var (checkedSizes, right) = Check();
        return RuleOf(checkedSizes, right);
    }

    private SizeRule Everything()
    {
        for (var size = _from; size <= _to; size++) Ask(size);
        _small = [.. Cover(_from, _to)];
        return RuleOf(0, 0);
    }

    private SizeRule RuleOf(int checkedSizes, int right) =>
        new(WithExceptions()) { Calls = _known.Count, Checked = checkedSizes, Right = right };

    private bool CanAsk(int count) => _spent + count <= _most;

    private int Ask(int size)
    {
        if (_known.TryGetValue(size, out var result)) return result;
        if (!_isFree(size)) _spent++;
        return _known[size] = _function(size);
    }

    /// <summary>Asks for the smallest sizes, and for more until the last of them show a period.</summary>
    private void AskSmallSizes()
    {
        var end = _from - 1;
        var least = _from == 1 ? SmallSizes : FewerSmallSizes;
        SizePiece? last = null;
        while (end < _to && (end - _from + 1 < least || (last = Suffix(_from, end)) is null) && end - _from < 2 * SmallSizes) Ask(++end);
        last ??= new SizePiece(end, end, [Ask(end)]);
        _small = [.. Cover(_from, last.From - 1)];
        _anchors.Add(last);
    }

    /// <summary>Sizes at which a rule often changes: 2ⁿ with its neighbours, 3·2ⁿ, and the largest.</summary>
    private IEnumerable<int> Landmarks()
    {
        var first = _anchors[0].To + 1;
        for (long power = 16; power <= _to; power *= 2)
        {
            foreach (var size in new[] { power - 1, power, power + 1, power / 2 * 3 })
                if (size >= first && size <= _to) yield return (int)size;
        }

        for (var size = Math.Max(_to - 3, first); size <= _to; size++) yield return size;
    }

    /// <summary>Compares a size with the rule of the anchor before it, and finds a rule there where it differs.</summary>
    private void Extend(int size)
    {
        if (!CanAsk(1)) return;
        var before = _anchors.Last(anchor => anchor.From <= size);
        if (!IsAsIn(before, size) && CanAsk(Windows[1])) Learn(size);
    }

    /// <summary>Asks for a size, and returns whether its result is as a piece says: for one that does not recur, that of no other size.</summary>
    private bool IsAsIn(SizePiece piece, int size)
    {
        var result = Ask(size);
        var predicted = piece.At(size);
        return piece.Step == 0
            ? result == predicted
            : _known.All(known => (known.Value == result) == (known.Key >= piece.From && piece.At(known.Key) == predicted));
    }

    /// <summary>Asks for sizes in a row from a size on, until they show a period, and adds what they show as anchors.</summary>
    private void Learn(int size)
    {
        var before = _anchors.FindLast(anchor => anchor.From <= size)!;
        if (size <= before.To)
        {
            // Its results do recur, elsewhere.
            _anchors.Remove(before);
            _anchors.AddRange(Cover(before.From, before.To));
            _anchors.Sort((one, other) => one.From.CompareTo(other.From));
            return;
        }

        var after = _anchors.Find(anchor => anchor.From > size);
        var limit = after is null ? _to : after.From - 1;
        var start = Math.Max(before.To + 1, Math.Min(size, limit - 15));
        var end = start - 1;
        SizePiece? found = null;
        foreach (var length in _anchors.TrueForAll(anchor => anchor.Period == 1) ? Windows : Windows[1..])
        {
            for (var to = Math.Min(start + length - 1, limit); end < to && CanAsk(1); end++) Ask(end + 1);
            found = Suffix(start, end);
            if (found is not null || end == limit || !CanAsk(1)) break;
        }

        _anchors.AddRange(Cover(start, found is null ? end : found.From - 1));
        if (found is not null) _anchors.Add(found);
        _anchors.Sort((one, other) => one.From.CompareTo(other.From));
    }

    /// <summary>
    /// Returns the end of a range, all of which is known, that shows the shortest period; a longer one where its end is much longer, since few
    /// sizes in a row can look like another period. Null where none does.
    /// </summary>
    private SizePiece? Suffix(int start, int end)
    {
        SizePiece? longest = null;
        for (var period = 1; period <= LargestPeriod; period++)
        {
            var first = end;
            while (first > start && (first - 1 + period > end || _known[first - 1] == _known[first - 1 + period])) first--;
            var isClear = end - first + 1 >= period + Math.Clamp(period, 6, 8);
            var isLonger = longest is null || longest.From - first >= ((period - longest.Period) / 2) + 4;
            if (isClear && isLonger) longest = PieceOf(first, end, period);
        }

        return longest ?? Fresh(start, end);
    }

    /// <summary>Returns the longest end of a range in which results change at regular sizes and do not recur; null where there is none.</summary>
    private SizePiece? Fresh(int start, int end)
    {
        // A row of equal results at the end may go on.
        var changes = Enumerable.Range(start + 1, end - start).Where(size => _known[size] != _known[size - 1]).ToList();
        if (changes.Count < FreshResults) return null;
        var step = changes[^1] - changes[^2];
        if (end - changes[^1] >= step) return null;
        var first = changes[^1];
        var seen = new HashSet<int> { _known[first] };
        while (first - step >= start && IsRow(first - step, step) && seen.Add(_known[first - step])) first -= step;
        if (seen.Count < FreshResults || end - first < (step == 1 ? LargestPeriod : 2 * FreshResults)) return null;

        // The first row may have begun before the range.
        var part = first;
        while (part > start && part > first - step && _known[part - 1] == _known[first - 1] && !seen.Contains(_known[part - 1])) part--;
        return new SizePiece(part, end, []) { Step = step, Start = first % step };
    }

    private bool IsRow(int first, int step) =>
        Enumerable.Range(first, step).All(size => _known[size] == _known[first]);

    private SizePiece PieceOf(int from, int to, int period)
    {
        var classes = new int[period];
        for (var size = from; size < from + period; size++) classes[size % period] = _known[size];
        return new SizePiece(from, to, classes);
    }

    /// <summary>Describes a range, all of which is known, by few pieces.</summary>
    private IEnumerable<SizePiece> Cover(int from, int to)
    {
        for (var start = from; start <= to;)
        {
            var best = PieceOf(start, start, 1);
            for (var period = 1; period <= Math.Min(LargestPeriod, to - start + 1); period++)
            {
                var end = start + period - 1;
                while (end < to && _known[end + 1] == _known[end + 1 - period]) end++;
                var isClear = period == 1 || end - start + 1 >= 2 * period + 2;
                if (isClear && end > best.To) best = PieceOf(start, end, period);
            }

            // Results that do not recur, up to the end of the range or to one that does.
            for (var end = to; end > best.To && end - start >= 2 * FreshResults; end--)
                if (Fresh(start, end) is { } fresh && fresh.From == start) best = fresh;

            yield return best;
            start = best.To + 1;
        }
    }

    /// <summary>Finds where the rule of each anchor ends.</summary>
    private void Rebuild()
    {
        _pieces.Clear();
        for (var i = 0; i < _anchors.Count; i++)
        {
            var anchor = _anchors[i];
            if (_pieces.Count == 0)
            {
                _pieces.Add(anchor);
                continue;
            }

            var left = _pieces[^1];
            if (Differing(left, anchor, left.To + 1, anchor.To) is null)
            {
                _pieces[^1] = left with { To = anchor.To };
                continue;
            }

            if (Boundary(left, anchor) is not { } boundary)
            {
                // A third rule lies between them.
                _pieces.Clear();
                i = -1;
                continue;
            }

            _pieces[^1] = left with { To = boundary - 1 };
            _pieces.Add(anchor with { From = boundary });
        }

        _pieces[^1] = _pieces[^1] with { To = _to };
    }

    /// <summary>Bisects over the sizes at which two rules differ; null where a third rule was found between them.</summary>
    private int? Boundary(SizePiece left, SizePiece right)
    {
        int low = left.To, high = right.From;
        while (Differing(left, right, low + 1, high - 1) is { } size && CanAsk(1))
        {
            // A result that does not recur is as any such piece says, so the other piece is asked first.
            var isLeftFirst = left.Step == 0;
            if (IsAsIn(isLeftFirst ? left : right, size))
            {
                if (isLeftFirst) low = size;
                else high = size;
            }
            else if (IsAsIn(isLeftFirst ? right : left, size))
            {
                if (isLeftFirst) high = size;
                else low = size;
            }
            else if (CanAsk(Windows[1]))
            {
                // A third rule.
                Learn(size);
                return null;
            }
            else
            {
                low = size;
            }
        }

        return low + 1;
    }

    /// <summary>Returns a size in a range at which two rules differ, the nearest to its middle; null where there is none.</summary>
    private static int? Differing(SizePiece left, SizePiece right, int from, int to)
    {
        var middle = from + ((to - from) / 2);
        for (var distance = 0; distance <= left.Period * right.Period; distance++)
        {
            foreach (var size in new[] { middle - distance, middle + distance })
                if (size >= from && size <= to && left.At(size) != right.At(size)) return size;
        }

        return null;
    }

    /// <summary>Predicts random sizes until enough in a row were right or the calls are spent.</summary>
    private (int Checked, int Right) Check()
    {
        int checkedSizes = 0, right = 0;
        while (checkedSizes < MostPredictions && CanAsk(1))
        {
            var size = RandomSize();
            if (_known.ContainsKey(size)) continue;
            var piece = _pieces.First(piece => size <= piece.To);
            checkedSizes++;
            if (IsAsIn(piece, size))
            {
                right++;
                continue;
            }

            if (!CanAsk(Windows[1])) continue;
            Learn(size);
            Rebuild();
            (checkedSizes, right) = (0, 0);
        }

        return (checkedSizes, right);
    }

    /// <summary>Returns a random size behind the small ones, every second one with a random logarithm.</summary>
    private int RandomSize()
    {
        int first = _anchors[0].To + 1, last = _to;
        return _random.Next(2) == 0
            ? _random.Next(first, last + 1)
            : (int)Math.Min(first * Math.Pow((last + 1.0) / first, _random.NextDouble()), last);
    }

    private List<SizePiece> WithExceptions()
    {
        var pieces = new List<SizePiece>();
        foreach (var piece in _small.Concat(_pieces))
        {
            var from = piece.From;
            foreach (var (size, result) in _known.Where(known => known.Key >= piece.From && known.Key <= piece.To))
            {
                if (piece.Step > 0 ? IsAsIn(piece, size) : piece.At(size) == result) continue;
                if (size > from) pieces.Add(piece with { From = from, To = size - 1 });
                pieces.Add(new SizePiece(size, size, [result]));
                from = size + 1;
            }

            if (from <= piece.To) pieces.Add(piece with { From = from });
        }

        return [.. Merged(pieces)];
    }

    /// <summary>Joins neighbours with the same rule and shortens periods.</summary>
    private static IEnumerable<SizePiece> Merged(List<SizePiece> pieces)
    {
        SizePiece? last = null;
        foreach (var piece in pieces.Select(Shortened))
        {
            if (last is not null && last.Step == piece.Step && last.Start == piece.Start && last.Classes.SequenceEqual(piece.Classes))
            {
                last = last with { To = piece.To };
                continue;
            }

            if (last is not null) yield return last;
            last = piece;
        }

        yield return last!;
    }

    private static SizePiece Shortened(SizePiece piece)
    {
        for (var period = 1; period < piece.Classes.Count; period++)
        {
            if (piece.Period % period != 0) continue;
            var isPeriod = Enumerable.Range(0, piece.Period).All(i => piece.Classes[i] == piece.Classes[i % period]);
            if (isPeriod) return piece with { Classes = [.. piece.Classes.Take(period)] };
        }

        return piece;
    }
}
