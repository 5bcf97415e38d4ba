// Reveals the order of a target in its own format.

using QuizKit.Laboratory.Formats;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// The numbers that reveal an order in a format: a mask that absorbs every unit, in each format that the implementation may add in, and
/// units that can be counted in the result.
/// </summary>
/// <remarks>
/// A result of p bits counts up to 2ᵖ units. Where there are more addends, each probe is split: the units stand in up to 2ᵖ places and the
/// other addends are 0, and the counts are added. In binary16 the mask is 2¹⁵ and the unit 2⁻²⁴, 39 binary places apart: sums that are kept
/// in binary16 or binary32 absorb it, those in binary64 do not.
/// </remarks>
internal sealed class OrderProbes
{
    /// <summary>The numbers of one question, at most.</summary>
    private const int MostNumbers = 1 << 20;

    private readonly OrderTarget _target;
    private readonly double[] _factors;
    private readonly int _length;
    private readonly double _mask;
    private readonly double _unit;
    private readonly int _mostUnits;

    private OrderProbes(OrderTarget target, int length)
    {
        (_target, _length) = (target, length);
        (_mask, _unit) = MaskAndUnit(target.Format);
        _mostUnits = (int)Math.ScaleB(1, Math.Min(target.Format.Precision, 24));
        _factors = Ones(length);
    }

    /// <summary>Finds the order of a target.</summary>
    /// <exception cref="NoFixedOrderException">The target has no fixed order, or does not add in a tree.</exception>
    public static SummationTree Reveal(OrderTarget target, int length) =>
        SummationOrder.RevealInBatches(new OrderProbes(target, length).Count, length);

    /// <summary>The largest power of two whose sums with units do not overflow, and the unit.</summary>
    public static (double Mask, double Unit) MaskAndUnit(BinaryRounding format) =>
        (Math.ScaleB(1, Math.ILogB(format.Largest)), format == BinaryRounding.Binary16 ? Math.ScaleB(1, -24) : 1);

    /// <summary>Returns ones, the factors that change nothing.</summary>
    public static double[] Ones(int length)
    {
        var ones = new double[length];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>Counts, for each probe, the units that no mask absorbed.</summary>
    private IReadOnlyList<float> Count(IReadOnlyList<SummationProbe> probes)
    {
        var counts = new float[probes.Count];
        var parts = (_length + _mostUnits - 1) / _mostUnits;
        var perQuestion = Math.Max(1, MostNumbers / _length);
        for (var first = 0; first < probes.Count * parts; first += perQuestion)
        {
            var count = Math.Min(perQuestion, (probes.Count * parts) - first);
            var results = _target.ComputeAll([.. Enumerable.Range(first, count).Select(i => OperandsOf(probes[i / parts], i % parts))]);
            for (var i = 0; i < count; i++) counts[(first + i) / parts] += Counted(results[i]);
        }

        return counts;
    }

    private float Counted(double result)
    {
        var count = result / _unit;
        if (_mask == SummationProbe.Mask || (count >= 0 && count <= _length - 2 && count == Math.Floor(count))) return (float)count;
        throw new NoFixedOrderException(Invariant(
            $"Units of {_unit:R}, {_mask:R} and {-_mask:R}, {_length} numbers in all, gave {result:R}, which no order of additions does."));
    }

    private OrderOperands OperandsOf(SummationProbe probe, int part)
    {
        var addends = new double[_length];
        var first = part * _mostUnits;
        Array.Fill(addends, _unit, first, Math.Min(_mostUnits, _length - first));
        addends[probe.Positive] = _mask;
        addends[probe.Negative] = -_mask;
        return new OrderOperands(addends, _factors);
    }
}
