// What a kernel adds up: the elements of an array, or the products of two arrays.

using ILGPU;

namespace QuizKit.Numerics;

/// <summary>Numbers by index, each rounded to <typeparamref name="T"/>.</summary>
internal interface IAddends<T>
    where T : unmanaged
{
    /// <summary>Returns the number with an index.</summary>
    T Load(long index);
}

/// <summary>Numbers by index, none of them rounded.</summary>
internal interface ITerms
{
    /// <summary>Adds the number with an index to a work item's window, or to the limbs of its group.</summary>
    /// <param name="index">The index.</param>
    /// <param name="window">The work item's window.</param>
    /// <param name="limbs">The group's limbs.</param>
    /// <returns>What else has to be known of the number.</returns>
    SpecialTerms Add(long index, ref Window window, ArrayView<long> limbs);
}

internal readonly struct SingleValues(ArrayView<float> values) : IAddends<float>, ITerms
{
    private readonly ArrayView<float> _values = values;

    public float Load(long index) => _values[index];

    public SpecialTerms Add(long index, ref Window window, ArrayView<long> limbs)
    {
        var value = _values[index];
        var bits = Interop.FloatAsInt(value);
        var exponent = (int)(bits >> 23) & 0xFF;
        var shift = window.ShiftTo(FixedPoint.SinglePosition - 1 + exponent);
        if ((uint)shift <= Window.WidthOfSingle && (uint)(exponent - 1) < 0xFE)
        {
            window.AddSingle((bits & 0x7FFFFF) | 0x800000, shift, (int)bits >> 31);
            return SpecialTerms.NotNegativeZero;
        }

        var term = Term.Of(value);
        window.AddElsewhere(term, Window.WidthOfSingle, limbs);
        return term.Special;
    }
}

internal readonly struct DoubleValues(ArrayView<double> values) : IAddends<double>, ITerms
{
    private readonly ArrayView<double> _values = values;

    public double Load(long index) => _values[index];

    public SpecialTerms Add(long index, ref Window window, ArrayView<long> limbs)
    {
        var value = _values[index];
        var bits = Interop.FloatAsInt(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var shift = window.ShiftTo(FixedPoint.DoublePosition - 1 + exponent);
        if ((uint)shift <= Window.Width && (uint)(exponent - 1) < 0x7FE)
        {
            window.Add((bits & 0xFFFFFFFFFFFFF) | 0x10000000000000, shift, (long)bits >> 63);
            return SpecialTerms.NotNegativeZero;
        }

        var term = Term.Of(value);
        window.AddElsewhere(term, Window.Width, limbs);
        return term.Special;
    }
}

/// <remarks>
/// A compiler for a device may fuse a product with the addition that follows. A rounded product passes through an integer
/// exclusive-or with a zero that only the launch knows, so that no compiler can.
/// </remarks>
internal readonly struct SingleProducts(ArrayView<float> a, ArrayView<float> b) : IAddends<float>, ITerms
{
    private readonly ArrayView<float> _a = a;
    private readonly ArrayView<float> _b = b;
    private readonly uint _zero = 0;

    public float Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    public SpecialTerms Add(long index, ref Window window, ArrayView<long> limbs)
    {
        float a = _a[index], b = _b[index];
        uint left = Interop.FloatAsInt(a), right = Interop.FloatAsInt(b);
        int exponentA = (int)(left >> 23) & 0xFF, exponentB = (int)(right >> 23) & 0xFF;
        var shift = window.ShiftTo(FixedPoint.SinglePosition - 151 + exponentA + exponentB);
        if ((uint)shift <= Window.Width && (uint)(exponentA - 1) < 0xFE && (uint)(exponentB - 1) < 0xFE)
        {
            var product = (ulong)((left & 0x7FFFFF) | 0x800000) * ((right & 0x7FFFFF) | 0x800000);
            window.Add(product, shift, (int)(left ^ right) >> 31);
            return SpecialTerms.NotNegativeZero;
        }

        var term = Term.Product(a, b);
        window.AddElsewhere(term, Window.Width, limbs);
        return term.Special;
    }
}

/// <inheritdoc cref="SingleProducts"/>
internal readonly struct DoubleProducts(ArrayView<double> a, ArrayView<double> b) : IAddends<double>, ITerms
{
    private readonly ArrayView<double> _a = a;
    private readonly ArrayView<double> _b = b;
    private readonly ulong _zero = 0;

    public double Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    public SpecialTerms Add(long index, ref Window window, ArrayView<long> limbs)
    {
        double a = _a[index], b = _b[index];
        ulong left = Interop.FloatAsInt(a), right = Interop.FloatAsInt(b);
        int exponentA = (int)(left >> 52) & 0x7FF, exponentB = (int)(right >> 52) & 0x7FF;
        var shift = window.ShiftTo(exponentA + exponentB - 2);
        if ((uint)shift <= Window.Width && (uint)(exponentA - 1) < 0x7FE && (uint)(exponentB - 1) < 0x7FE)
        {
            Term.Multiply((left & 0xFFFFFFFFFFFFF) | 0x10000000000000, (right & 0xFFFFFFFFFFFFF) | 0x10000000000000, out var low, out var high);
            window.Add(low, high, shift, (long)(left ^ right) >> 63);
            return SpecialTerms.NotNegativeZero;
        }

        var term = Term.Product(a, b);
        window.AddElsewhere(term, Window.Width, limbs);
        return term.Special;
    }
}

/// <summary>Which addends a work item takes: neighbours of its neighbours' on a GPU, a stretch of its own on a CPU.</summary>
/// <param name="length">How many addends there are.</param>
/// <param name="items">How many work items there are.</param>
/// <param name="inStretches">Whether each work item takes a stretch.</param>
internal readonly struct Share(long length, long items, bool inStretches)
{
    private readonly long _length = length;
    private readonly long _stretch = inStretches ? (length + items - 1) / items : 1;
    private readonly long _step = inStretches ? 1 : items;

    public long First(long item) => item * _stretch;

    public long End(long item)
    {
        var end = (item + 1) * _stretch;
        return _step == 1 && end < _length ? end : _length;
    }

    public long Next(long index) => index + _step;
}
