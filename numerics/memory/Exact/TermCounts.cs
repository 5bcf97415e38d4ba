// How many terms of each kind a sum has: what its status flags follow from, and what subtracting a term takes back.

using System.Numerics;

namespace QuizKit.Numerics.Exact;

/// <summary>Counts of terms: element i counts those that raise the status flag 2ⁱ, less those that were subtracted.</summary>
internal unsafe struct TermCounts
{
    public const int Kinds = 5;

    /// <summary>The absolute counts add up to less than this: a sum has room for so many terms.</summary>
    public const ulong Limit = 1ul << 62;

    private fixed long _counts[Kinds];

    public long this[int kind]
    {
        readonly get => _counts[kind];
        set => _counts[kind] = value;
    }

    /// <summary>The number of terms of all kinds.</summary>
    public readonly long Total
    {
        get
        {
            var total = 0L;
            for (var kind = 0; kind < Kinds; kind++) total += this[kind];
            return total;
        }
    }

    public readonly bool IsWithinLimit
    {
        get
        {
            var total = 0ul;
            for (var kind = 0; kind < Kinds && total < Limit; kind++) total += (ulong)(this[kind] < 0 ? -this[kind] : this[kind]);
            return total < Limit;
        }
    }

    /// <summary>
    /// The status flags of the terms. An infinity that was subtracted more often than it was added is one of the other sign, as in 0 − ∞.
    /// </summary>
    public readonly StatusFlags Flags
    {
        get
        {
            var flags = StatusFlags.None;
            long positive = Of(StatusFlags.PositiveInfinity), negative = Of(StatusFlags.NegativeInfinity);
            if (positive > 0 || negative < 0) flags |= StatusFlags.PositiveInfinity;
            if (negative > 0 || positive < 0) flags |= StatusFlags.NegativeInfinity;
            if (Of(StatusFlags.NaN) != 0) flags |= StatusFlags.NaN;
            if (Of(StatusFlags.NotNegativeZero) != 0) flags |= StatusFlags.NotNegativeZero;
            if (Of(StatusFlags.NegativeZero) > 0) flags |= StatusFlags.NegativeZero;
            return flags;
        }
    }

    /// <summary>Counts so many terms that raise a flag.</summary>
    public void Add(StatusFlags flag, long count) => this[BitOperations.Log2((uint)flag)] += count;

    /// <summary>Counts a term for each flag that is raised.</summary>
    public void AddEach(StatusFlags flags)
    {
        for (var kind = 0; kind < Kinds; kind++) this[kind] += ((int)flags >> kind) & 1;
    }

    /// <summary>Adds other counts, multiplied by 1 or −1.</summary>
    public void Add(in TermCounts other, int sign)
    {
        for (var kind = 0; kind < Kinds; kind++) this[kind] += sign * other[kind];
    }

    private readonly long Of(StatusFlags flag) => this[BitOperations.Log2((uint)flag)];
}
