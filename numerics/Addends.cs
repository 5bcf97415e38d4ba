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
    /// <summary>How many bits a term may lie above the window's lowest one: see <see cref="Window"/>.</summary>
    int Width { get; }

    /// <summary>Returns the term with an index.</summary>
    Term Load(long index);
}

internal readonly struct SingleValues(ArrayView<float> values) : IAddends<float>, ITerms
{
    private readonly ArrayView<float> _values = values;

    public int Width => Window.WidthOf64Bits;

    float IAddends<float>.Load(long index) => _values[index];

    Term ITerms.Load(long index) => Term.Of(_values[index]);
}

internal readonly struct DoubleValues(ArrayView<double> values) : IAddends<double>, ITerms
{
    private readonly ArrayView<double> _values = values;

    public int Width => Window.WidthOf64Bits;

    double IAddends<double>.Load(long index) => _values[index];

    Term ITerms.Load(long index) => Term.Of(_values[index]);
}

/// <remarks>
/// A compiler for a device may fuse a product with the addition that follows. The product passes through an integer
/// exclusive-or with a zero that only the launch knows, so that no compiler can.
/// </remarks>
internal readonly struct SingleProducts(ArrayView<float> a, ArrayView<float> b) : IAddends<float>, ITerms
{
    private readonly ArrayView<float> _a = a;
    private readonly ArrayView<float> _b = b;
    private readonly uint _zero = 0;

    public int Width => Window.WidthOf64Bits;

    float IAddends<float>.Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    Term ITerms.Load(long index) => Term.Product(_a[index], _b[index]);
}

/// <inheritdoc cref="SingleProducts"/>
internal readonly struct DoubleProducts(ArrayView<double> a, ArrayView<double> b) : IAddends<double>, ITerms
{
    private readonly ArrayView<double> _a = a;
    private readonly ArrayView<double> _b = b;
    private readonly ulong _zero = 0;

    public int Width => Window.WidthOf106Bits;

    double IAddends<double>.Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    Term ITerms.Load(long index) => Term.Product(_a[index], _b[index]);
}
