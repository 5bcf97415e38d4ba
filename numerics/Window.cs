// 128 bits of a long fixed-point number, kept in registers by one work item while its terms fall there.

using ILGPU;

namespace QuizKit.Numerics;

/// <summary>
/// The fast path of the exact sum on a device: terms of similar magnitude are added in registers, and only when a term falls
/// outside does the window go into the group's limbs and move. All of it is integer arithmetic, so nothing depends on where the
/// window happens to be.
/// </summary>
internal struct Window
{
    /// <summary>Of a term of 64 bits: 64 + 40 bits, 2²⁰ of them, and the sign fit in 128 bits.</summary>
    public const int WidthOf64Bits = 40;

    /// <summary>Of a product of two significands of 53 bits: 106 + 10 bits, 2¹⁰ of them, and the sign.</summary>
    public const int WidthOf106Bits = 10;

    private ulong _low;
    private ulong _high;
    private int _position;
    private int _room;

    /// <summary>Adds a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="width">How many bits above the window's position it may lie.</param>
    /// <param name="limbs">The group's limbs, for what falls outside.</param>
    public void Add(in Term term, int width, ArrayView<long> limbs)
    {
        if ((term.Low | term.High) == 0) return;
        var shift = term.Position - _position;
        if (shift < 0 || shift > width || _room == 0)
        {
            Flush(limbs);

            // Most of the room below: of random numbers, the large ones are more frequent than the small ones.
            var below = width - (width >> 2);
            _position = term.Position > below ? term.Position - below : 0;
            _room = width == WidthOf64Bits ? 1 << 20 : 1 << 10;
            shift = term.Position - _position;
        }

        var low = term.Low << shift;
        var high = (term.High << shift) | ((term.Low >> 1) >> (63 - shift));
        if (term.IsNegative)
        {
            high = ~high + (low == 0 ? 1ul : 0ul);
            low = ~low + 1;
        }

        _low += low;
        _high += high + (_low < low ? 1ul : 0ul);
        _room--;
    }

    /// <summary>Adds what the window holds to the limbs, and empties it.</summary>
    /// <param name="limbs">The group's limbs.</param>
    public void Flush(ArrayView<long> limbs)
    {
        if ((_low | _high) == 0) return;
        var isNegative = (_high >> 63) != 0;
        if (isNegative)
        {
            _high = ~_high + (_low == 0 ? 1ul : 0ul);
            _low = ~_low + 1;
        }

        var first = _position >> 5;
        var shift = _position & 31;
        Add(limbs, first, (uint)(_low << shift), isNegative);
        Add(limbs, first + 1, (uint)(_low >> (32 - shift)), isNegative);
        Add(limbs, first + 2, (uint)((_low >> 32) >> (32 - shift)) | (uint)(_high << shift), isNegative);
        Add(limbs, first + 3, (uint)(_high >> (32 - shift)), isNegative);
        Add(limbs, first + 4, (uint)((_high >> 32) >> (32 - shift)), isNegative);
        _low = 0;
        _high = 0;
    }

    private static void Add(ArrayView<long> limbs, int limb, uint part, bool isNegative)
    {
        if (part != 0) Atomic.Add(ref limbs[limb], isNegative ? -(long)part : part);
    }
}
