// 128 bits of a long fixed-point number, kept in registers by one work item while its terms fall there.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <summary>
/// The fast path of the exact sum on a device. A term M·2^p whose lowest bit p lies at most a few places above the window's
/// is cut in pieces of 32 bits, each shifted and added to an integer of its own: no carries, no branches. What lies elsewhere
/// goes into the group's limbs. All of it is integer arithmetic, so no bit of the result depends on where the window is.
/// </summary>
internal struct Window
{
    /// <summary>How many places above the window's a piece of 32 bits may be: 32 + 20 bits, and 2¹¹ of them, fit in 63.</summary>
    public const int Width = 20;

    /// <summary>The same for a significand of 24 bits in one piece: 24 + 28 bits.</summary>
    public const int WidthOfSingle = 28;

    private const int Additions = 1 << 11;

    // A window moves up at once, but down only for many: of random numbers, the small ones are the few.
    private const int Patience = 8;

    private long _piece0;
    private long _piece1;
    private long _piece2;
    private long _piece3;
    private int _position;
    private int _room;
    private int _below;

    /// <summary>Returns how far above the window's a position is, for as long as there is room; a negative number where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int ShiftTo(int position) => _room > 0 ? position - _position : -1;

    /// <summary>Adds ±significand·2^(shift + position of the window), for significands of at most 24 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSingle(uint significand, int shift, int sign)
    {
        _piece0 += ((long)significand << shift ^ sign) - sign;
        _room--;
    }

    /// <summary>Adds ±significand·2^(shift + position of the window).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong significand, int shift, long sign)
    {
        _piece0 += ((long)(uint)significand << shift ^ sign) - sign;
        _piece1 += ((long)(significand >> 32) << shift ^ sign) - sign;
        _room--;
    }

    /// <summary>Adds ±(high·2⁶⁴ + low)·2^(shift + position of the window).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong low, ulong high, int shift, long sign)
    {
        _piece0 += ((long)(uint)low << shift ^ sign) - sign;
        _piece1 += ((long)(low >> 32) << shift ^ sign) - sign;
        _piece2 += ((long)(uint)high << shift ^ sign) - sign;
        _piece3 += ((long)(high >> 32) << shift ^ sign) - sign;
        _room--;
    }

    /// <summary>Adds a term that the window has no place for, and moves the window where that pays.</summary>
    /// <param name="term">The term.</param>
    /// <param name="width">How many places above the window's its lowest bit may be afterwards.</param>
    /// <param name="limbs">The group's limbs.</param>
    public void AddElsewhere(in Term term, int width, ArrayView<long> limbs)
    {
        if ((term.Low | term.High) == 0) return;
        var isBelow = term.Position < _position;
        if (_room == 0 || !isBelow || ++_below > Patience)
        {
            Flush(limbs);

            // Full of terms where it is, the window stays there; else the new one takes most of its places below the term.
            if (isBelow || term.Position > _position + width)
            {
                var below = width - (width >> 2);
                _position = term.Position > below ? term.Position - below : 0;
                _below = 0;
            }

            _room = Additions;
        }

        AddToLimbs(term.Low, term.Position, term.IsNegative, limbs);
        AddToLimbs(term.High, term.Position + 64, term.IsNegative, limbs);
    }

    /// <summary>Adds what the window holds to the limbs, and empties it.</summary>
    /// <param name="limbs">The group's limbs.</param>
    public void Flush(ArrayView<long> limbs)
    {
        AddToLimbs(_piece0, _position, limbs);
        AddToLimbs(_piece1, _position + 32, limbs);
        AddToLimbs(_piece2, _position + 64, limbs);
        AddToLimbs(_piece3, _position + 96, limbs);
        _piece0 = 0;
        _piece1 = 0;
        _piece2 = 0;
        _piece3 = 0;
    }

    private static void AddToLimbs(long value, int position, ArrayView<long> limbs)
    {
        if (value != 0) AddToLimbs(value < 0 ? (ulong)-value : (ulong)value, position, value < 0, limbs);
    }

    private static void AddToLimbs(ulong magnitude, int position, bool isNegative, ArrayView<long> limbs)
    {
        var first = position >> 5;
        var shift = position & 31;
        AddToLimb((uint)(magnitude << shift), first, isNegative, limbs);
        AddToLimb((uint)(magnitude >> (32 - shift)), first + 1, isNegative, limbs);
        AddToLimb((uint)((magnitude >> 32) >> (32 - shift)), first + 2, isNegative, limbs);
    }

    private static void AddToLimb(uint part, int limb, bool isNegative, ArrayView<long> limbs)
    {
        if (part != 0) Atomic.Add(ref limbs[limb], isNegative ? -(long)part : part);
    }
}
