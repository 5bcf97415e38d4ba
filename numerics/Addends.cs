// What a kernel adds up: the elements of an array, or the products of two arrays.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Numerics;

/// <summary>Numbers by index, each rounded to <typeparamref name="T"/>.</summary>
internal interface IAddends<T>
    where T : unmanaged
{
    /// <summary>Returns the number with an index.</summary>
    T Load(long index);
}

/// <summary>Terms by index, none of them rounded.</summary>
internal interface ITerms
{
    /// <summary>The lowest limb that a term can reach.</summary>
    int FirstLimb { get; }

    /// <summary>How many limbs there are from there on, carries included.</summary>
    int Limbs { get; }

    /// <summary>Returns a term, whatever it is.</summary>
    Term TermOf(int index);
}

/// <summary>Terms as binary64 numbers, for a processor: its vectors add these faster than integers.</summary>
internal interface INumbers : ITerms
{
    /// <summary>Whether a number can have an error, which is known when a kernel is compiled.</summary>
    bool HaveErrors { get; }

    /// <summary>Whether a number has so many bits that a turn of a fold seldom takes all of them, known then too.</summary>
    bool HasTwoTurns { get; }

    /// <summary>Returns a term as a number and an error whose exact sum it is.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="error">The error. It is a NaN, or the number is an infinity or a NaN, where the two are not the term.</param>
    double NumberOf(int index, out double error);
}

/// <summary>Terms as integers, for a GPU: few of these add binary64 numbers as fast.</summary>
/// <remarks>
/// A term is ±Σ digitᵢ·2^(place + i·<see cref="DigitBits"/> + <see cref="LowestBit"/>), its place the biased exponent, or the sum of those of its
/// factors. A window at a position takes the terms whose places lie 0 to <see cref="Width"/> above it. What reads a term for a window has no
/// branches: the work items of a GPU take each turn together.
/// </remarks>
internal interface IDigits : ITerms
{
    /// <summary>How many places above a window's own it takes terms from.</summary>
    int Width { get; }

    /// <summary>The lowest position of a window. Below it one would take subnormal numbers for normal ones.</summary>
    int LowestPosition { get; }

    /// <summary>The highest place that a window may take. Above it one would take infinities for numbers.</summary>
    int HighestPlace { get; }

    /// <summary>Where the lowest bit of a term would be whose place is 0.</summary>
    int LowestBit { get; }

    /// <summary>How many digits a term has.</summary>
    int Digits { get; }

    /// <summary>How many bits a digit has, at most <see cref="Window.MostDigitBits"/>.</summary>
    int DigitBits { get; }

    /// <summary>Reads the sign and the place of a term.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="position">The position of a window.</param>
    /// <param name="width">How many places above its own the window takes terms from.</param>
    /// <param name="sign">0, or −1 for a negative term.</param>
    /// <param name="scale">2^(place − position), for a width below 32, or 0 for a term that the window does not take.</param>
    /// <returns>0 if the window takes the term, or the term is zero.</returns>
    uint Read(int index, int position, int width, out int sign, out uint scale);

    /// <summary>Returns the place of a term that a window can take, or −1.</summary>
    /// <param name="index">The index of the term.</param>
    /// <param name="odd">0, unless no window takes the term and it is not zero: it is subnormal, not finite, or a product of such.</param>
    int PlaceOf(int index, out uint odd);

    /// <summary>Reads the digits of a term; of one that a window does not take, any numbers of so many bits.</summary>
    Digits DigitsOf(int index);
}

/// <summary>The digits of a term, from the lowest; those it does not have are 0.</summary>
internal struct Digits
{
    public uint Digit0;
    public uint Digit1;
    public uint Digit2;
    public uint Digit3;
}

internal readonly struct SingleValues(ArrayView<float> values) : IAddends<float>, INumbers, IDigits
{
    private readonly ArrayView<float> _values = values;

    public int Width => 28;

    public int LowestPosition => 1;

    public int HighestPlace => 0xFE;

    public int LowestBit => FixedPoint.SinglePosition - 1;

    public int Digits => 1;

    public int DigitBits => 24;

    public int FirstLimb => FixedPoint.SinglePosition / 32;

    // 277 bits up from the smallest number, 30 for carries, and up to 31 below.
    public int Limbs => 11;

    public bool HaveErrors => false;

    public bool HasTwoTurns => false;

    public float Load(long index) => _values[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        var magnitude = bits << 1;
        var shift = (int)(magnitude >> 24) - position;
        var isOutside = Window.IsOutside(shift, width);
        sign = (int)bits >> 31;
        scale = Window.Scale(shift, isOutside);
        return magnitude & (uint)isOutside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Digits DigitsOf(int index) => new() { Digit0 = (Interop.FloatAsInt(_values[index]) & 0x7FFFFF) | 0x800000 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(int index, out uint odd)
    {
        var magnitude = Interop.FloatAsInt(_values[index]) << 1;
        var exponent = (int)(magnitude >> 24);
        var isNone = Window.IsOutside(exponent - 1, 0xFD);
        odd = magnitude & (uint)isNone;
        return exponent | isNone;
    }

    public Term TermOf(int index) => Term.Of(_values[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NumberOf(int index, out double error)
    {
        error = 0;
        return _values[index];
    }
}

internal readonly struct DoubleValues(ArrayView<double> values) : IAddends<double>, INumbers, IDigits
{
    private readonly ArrayView<double> _values = values;

    public int Width => 25;

    public int LowestPosition => 1;

    public int HighestPlace => 0x7FE;

    public int LowestBit => FixedPoint.DoublePosition - 1;

    public int Digits => 2;

    public int DigitBits => Window.MostDigitBits;

    public int FirstLimb => FixedPoint.DoublePosition / 32;

    // 2,098 bits up from the smallest number, 30 for carries, and up to 31 below.
    public int Limbs => 68;

    public bool HaveErrors => false;

    public bool HasTwoTurns => true;

    public double Load(long index) => _values[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        uint low = (uint)bits, high = (uint)(bits >> 32);
        var shift = (int)((high << 1) >> 21) - position;
        var isOutside = Window.IsOutside(shift, width);
        sign = (int)high >> 31;
        scale = Window.Scale(shift, isOutside);
        return ((high << 1) | low) & (uint)isOutside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Digits DigitsOf(int index)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        return new Digits { Digit0 = Window.LowDigit(bits), Digit1 = Window.HighDigit(bits) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(int index, out uint odd)
    {
        var magnitude = Interop.FloatAsInt(_values[index]) << 1;
        var exponent = (int)(magnitude >> 53);
        var isNone = Window.IsOutside(exponent - 1, 0x7FD);
        odd = ((uint)(magnitude >> 32) | (uint)magnitude) & (uint)isNone;
        return exponent | isNone;
    }

    public Term TermOf(int index) => Term.Of(_values[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NumberOf(int index, out double error)
    {
        error = 0;
        return _values[index];
    }
}

/// <remarks>
/// A compiler for a device may fuse a product with the addition that follows. A rounded product passes through an integer
/// exclusive-or with a zero that only the launch knows, so that no compiler can.
/// </remarks>
internal readonly struct SingleProducts(ArrayView<float> a, ArrayView<float> b) : IAddends<float>, INumbers, IDigits
{
    private readonly ArrayView<float> _a = a;
    private readonly ArrayView<float> _b = b;
    private readonly uint _zero = 0;

    public int Width => 28;

    public int LowestPosition => 2;

    public int HighestPlace => 2 * 0xFE;

    public int LowestBit => FixedPoint.SinglePosition - 151;

    public int Digits => 2;

    public int DigitBits => 24;

    public int FirstLimb => (FixedPoint.SinglePosition - 149) / 32;

    // 554 bits up from the smallest product, 30 for carries, and up to 31 below.
    public int Limbs => 20;

    public bool HaveErrors => false;

    public bool HasTwoTurns => true;

    public float Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        uint left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        uint smaller = IntrinsicMath.Min(left << 1, right << 1), larger = IntrinsicMath.Max(left << 1, right << 1);
        int lower = (int)(smaller >> 24), higher = (int)(larger >> 24);
        var isSpecial = (0xFE - higher) >> 31;
        var isOutside = Window.IsOutside(lower + higher - position, width) | ((lower - 1) >> 31) | isSpecial;
        sign = (int)(left ^ right) >> 31;
        scale = Window.Scale(lower + higher - position, isOutside);

        // Zero times infinity is no zero.
        return (smaller & (uint)isOutside) | (uint)isSpecial;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Digits DigitsOf(int index)
    {
        uint left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        var product = (ulong)((left & 0x7FFFFF) | 0x800000) * ((right & 0x7FFFFF) | 0x800000);
        return new Digits { Digit0 = (uint)product & 0xFFFFFF, Digit1 = (uint)(product >> 24) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(int index, out uint odd)
    {
        uint left = Interop.FloatAsInt(_a[index]) << 1, right = Interop.FloatAsInt(_b[index]) << 1;
        uint smaller = IntrinsicMath.Min(left, right), larger = IntrinsicMath.Max(left, right);
        int lower = (int)(smaller >> 24), higher = (int)(larger >> 24);
        int isSpecial = (0xFE - higher) >> 31, isNone = ((lower - 1) >> 31) | isSpecial;
        odd = (smaller & (uint)isNone) | (uint)isSpecial;
        return (lower + higher) | isNone;
    }

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    /// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NumberOf(int index, out double error)
    {
        error = 0;
        return (double)_a[index] * _b[index];
    }
}

/// <inheritdoc cref="SingleProducts"/>
internal readonly struct DoubleProducts(ArrayView<double> a, ArrayView<double> b) : IAddends<double>, INumbers, IDigits
{
    private readonly ArrayView<double> _a = a;
    private readonly ArrayView<double> _b = b;
    private readonly ulong _zero = 0;

    // The bits of 2⁻⁹⁶⁰, and what makes any number a NaN.
    private const long SmallestProduct = (1023L - 960) << 52;
    private const ulong NaN = 0x7FF8ul << 48;

    public int Width => 25;

    public int LowestPosition => 2;

    public int HighestPlace => 2 * 0x7FE;

    public int LowestBit => -2;

    public int Digits => 4;

    public int DigitBits => Window.MostDigitBits;

    public int FirstLimb => 0;

    public int Limbs => FixedPoint.Limbs;

    public bool HaveErrors => true;

    public bool HasTwoTurns => true;

    public double Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        ulong left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        uint lowA = (uint)left, highA = (uint)(left >> 32), lowB = (uint)right, highB = (uint)(right >> 32);
        int exponentA = (int)((highA << 1) >> 21), exponentB = (int)((highB << 1) >> 21);
        int lower = IntrinsicMath.Min(exponentA, exponentB), higher = IntrinsicMath.Max(exponentA, exponentB);
        var isSpecial = (0x7FE - higher) >> 31;
        var isOutside = Window.IsOutside(lower + higher - position, width) | ((lower - 1) >> 31) | isSpecial;
        sign = (int)(highA ^ highB) >> 31;
        scale = Window.Scale(lower + higher - position, isOutside);

        // Zero times infinity is no zero.
        return (IntrinsicMath.Min((highA << 1) | lowA, (highB << 1) | lowB) & (uint)isOutside) | (uint)isSpecial;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Digits DigitsOf(int index)
    {
        // The product of two significands in base 2²⁷; a digit takes what is carried into it before it is cut.
        ulong left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        uint lowA = Window.LowDigit(left), highA = Window.HighDigit(left), lowB = Window.LowDigit(right), highB = Window.HighDigit(right);
        var digit0 = (ulong)lowA * lowB;
        var digit1 = ((ulong)lowA * highB) + ((ulong)highA * lowB) + (digit0 >> Window.MostDigitBits);
        var digit2 = ((ulong)highA * highB) + (digit1 >> Window.MostDigitBits);
        return new Digits
        {
            Digit0 = Window.LowDigit(digit0),
            Digit1 = Window.LowDigit(digit1),
            Digit2 = Window.LowDigit(digit2),
            Digit3 = (uint)(digit2 >> Window.MostDigitBits),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(int index, out uint odd)
    {
        ulong left = Interop.FloatAsInt(_a[index]) << 1, right = Interop.FloatAsInt(_b[index]) << 1;
        ulong smaller = IntrinsicMath.Min(left, right), larger = IntrinsicMath.Max(left, right);
        int lower = (int)(smaller >> 53), higher = (int)(larger >> 53);
        int isSpecial = (0x7FE - higher) >> 31, isNone = ((lower - 1) >> 31) | isSpecial;
        odd = (((uint)(smaller >> 32) | (uint)smaller) & (uint)isNone) | (uint)isSpecial;
        return (lower + higher) | isNone;
    }

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    /// <remarks>
    /// The error of a product by the products of its factors' halves (Dekker 1971, "A floating-point technique for extending the available
    /// precision", Numer. Math. 18). The halves have 26 bits, so their products are exact, and no fused addition changes a bit. Nothing underflows in a
    /// product of 2⁻⁹⁶⁰ and more; where a factor's upper half overflows, the error is a NaN on its own.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NumberOf(int index, out double error)
    {
        double a = _a[index], b = _b[index];
        ulong left = Interop.FloatAsInt(a), right = Interop.FloatAsInt(b), bits = Interop.FloatAsInt(a * b) ^ _zero;
        double highA = UpperHalf(left), highB = UpperHalf(right), product = Interop.IntAsFloat(bits);
        double lowA = a - highA, lowB = b - highB;
        var isTooSmall = ((long)(bits & long.MaxValue) - SmallestProduct) & NotZero(left << 1) & NotZero(right << 1);
        error = (lowA * lowB) - (((product - (highA * highB)) - (lowA * highB)) - (highA * lowB));
        error = Interop.IntAsFloat(Interop.FloatAsInt(error) | ((ulong)(isTooSmall >> 63) & NaN));
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double UpperHalf(ulong bits) => Interop.IntAsFloat((bits + (1ul << 26)) & ~((1ul << 27) - 1));

    /// <summary>Returns a negative number unless a number is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long NotZero(ulong number) => (long)(number | (0 - number));
}

/// <summary>Which addends a work item takes.</summary>
internal interface IShare
{
    /// <summary>From one of them to the next.</summary>
    long Step { get; }

    /// <summary>Returns the index of the first one.</summary>
    long First(long item);

    /// <summary>Returns an index behind the last one.</summary>
    long End(long item);
}

/// <summary>A stretch of its own for each work item, as suits the processor of a computer.</summary>
/// <param name="length">How many addends there are.</param>
/// <param name="items">How many work items there are.</param>
internal readonly struct Stretch(long length, long items) : IShare
{
    private readonly long _length = length;
    private readonly long _stretch = (length + items - 1) / items;

    public long Step => 1;

    public long First(long item) => item * _stretch;

    public long End(long item)
    {
        var end = (item + 1) * _stretch;
        return end < _length ? end : _length;
    }
}

/// <summary>Neighbours for neighbouring work items, as suits the memory of a GPU.</summary>
/// <param name="length">How many addends there are.</param>
/// <param name="items">How many work items there are.</param>
internal readonly struct Stride(long length, long items) : IShare
{
    private readonly long _length = length;

    public long Step { get; } = items;

    public long First(long item) => item;

    public long End(long item) => _length;
}
