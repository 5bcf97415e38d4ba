// A fixed-point number wide enough for the exact sum of any binary32 or binary64 numbers, and of products of two.

using System.Diagnostics;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

/// <summary>
/// A sum without rounding: numbers and products of two numbers go in and out, in any order; rounding happens once, in the result.
/// </summary>
/// <remarks>
/// <para>
/// A long fixed-point number in limbs of 32 bits (a superaccumulator: Kulisch, "Computer Arithmetic and Validity", 2nd ed. 2013).
/// Each limb has 64 bits, so that carries are propagated only for the result (carry-save: Neal, "Fast exact summation
/// using small and large superaccumulators", 2015, arXiv:1505.05571). It spans the products of two binary64 numbers,
/// 2⁻²¹⁴⁸ to 2²⁰⁴⁸, with room for 2⁶² of them, so no intermediate sum overflows.
/// </para>
/// <para>
/// Infinities, NaN and zeros are counted. Infinities and NaN follow IEEE 754: a NaN, infinities of both signs or ∞·0 give NaN. A sum of
/// no terms is +0; a sum that is exactly zero is −0 if every term is −0, and otherwise +0.
/// </para>
/// <para>
/// To subtract a term is to take it back: the accumulator returns to exactly what it was before the term was added, also after an infinity
/// or a NaN, and whatever was added in between. A term that was not added is subtracted too: x then counts as −x with a count of −1, and
/// an infinity that was not added as one of the other sign. Terms are counted and not remembered: a NaN takes back any NaN.
/// </para>
/// <para>
/// Not safe for use from several threads at a time, not even to read: use an accumulator for each thread, and <see cref="Merge"/>. It holds
/// memory only, about 3 kB, so there is nothing to dispose.
/// </para>
/// </remarks>
public sealed class ExactAccumulator
{
    /// <summary>The most bytes that <see cref="TryWriteBytes"/> writes: 592.</summary>
    public const int MaxByteCount = AccumulatorFormat.MaxByteCount;

    private const int Pending = 256;

    // Shorter arrays cost less through the pending numbers than in an extraction of their own.
    private const int ShortLength = 64;

    // An array is extracted, and its zeros are counted, part by part while the part lies in a cache.
    private const int PartLength = Extraction.Block * Extraction.BlocksPerExponent;

    // Numbers wait here until they are worth an extraction.
    private readonly double[] _pending = new double[Pending];
    private int _pendingCount;

    // Carries are propagated.
    private readonly long[] _limbs = new long[FixedPoint.Limbs];

    // Of the pending numbers, only what differs from one other term each.
    private TermCounts _counts;

    /// <summary>The number of terms that were added, less the number of those that were subtracted. A product is one term.</summary>
    public long Count
    {
        get
        {
            Flush();
            return _counts.Total;
        }
    }

    // .NET may hold an argument with more bits than its type has: here and below, a cast to the same type rounds it.

    /// <summary>Adds a binary32 number.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Add(float value) => Add((double)(float)value);

    /// <summary>Adds a binary64 number.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Add(double value)
    {
        if (_pendingCount == Pending) Flush();
        _pending[_pendingCount++] = value;
    }

    /// <summary>Adds a·b, without rounding the product.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void AddProduct(float a, float b) => Add((double)(float)a * (float)b);

    /// <summary>Adds a·b, without rounding the product.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void AddProduct(double a, double b) => AddProduct(a, b, 1);

    /// <summary>Adds Σ x[i].</summary>
    /// <param name="values">The numbers.</param>
    public void AddRange(ReadOnlySpan<float> values) => AddRange(values, 1);

    /// <summary>Adds Σ x[i].</summary>
    /// <param name="values">The numbers.</param>
    public void AddRange(ReadOnlySpan<double> values) => AddRange(values, 1);

    /// <summary>Adds Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void AddProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => AddProducts(a, b, 1);

    /// <summary>Adds Σ a[i]·b[i], no product rounded.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => AddProducts(a, b, 1);

    /// <summary>Subtracts a binary32 number: takes back <see cref="Add(float)"/>.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Subtract(float value) => Subtract((double)(float)value);

    /// <summary>Subtracts a binary64 number: takes back <see cref="Add(double)"/>.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Subtract(double value)
    {
        if ((BitConverter.DoubleToInt64Bits(value) & long.MaxValue) is > 0 and < 0x7FF0000000000000)
        {
            Add(-value);
            _counts.Add(StatusFlags.NotNegativeZero, -2);
            return;
        }

        _counts.Add(Term.Of(value).Flags, -1);
    }

    /// <summary>Subtracts the sum of another accumulator: takes back <see cref="Merge"/>.</summary>
    /// <param name="other">The other accumulator, which does not change. The accumulator itself is allowed, and empties it.</param>
    /// <exception cref="OverflowException">The difference has too many terms, 2⁶². The accumulator has not changed.</exception>
    public void Subtract(ExactAccumulator other) => MergeSigned(other, -1);

    /// <summary>Subtracts a·b, without rounding the product: takes back <see cref="AddProduct(float, float)"/>.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void SubtractProduct(float a, float b) => Subtract((double)(float)a * (float)b);

    /// <summary>Subtracts a·b, without rounding the product: takes back <see cref="AddProduct(double, double)"/>.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void SubtractProduct(double a, double b) => AddProduct(a, b, -1);

    /// <summary>Subtracts Σ x[i]: takes back <see cref="AddRange(ReadOnlySpan{float})"/>.</summary>
    /// <param name="values">The numbers.</param>
    public void SubtractRange(ReadOnlySpan<float> values) => AddRange(values, -1);

    /// <summary>Subtracts Σ x[i]: takes back <see cref="AddRange(ReadOnlySpan{double})"/>.</summary>
    /// <param name="values">The numbers.</param>
    public void SubtractRange(ReadOnlySpan<double> values) => AddRange(values, -1);

    /// <summary>Subtracts Σ a[i]·b[i], no product rounded: takes back <see cref="AddProducts(ReadOnlySpan{float}, ReadOnlySpan{float})"/>.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void SubtractProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => AddProducts(a, b, -1);

    /// <summary>Subtracts Σ a[i]·b[i], no product rounded: takes back <see cref="AddProducts(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void SubtractProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => AddProducts(a, b, -1);

    /// <summary>Adds the sum of another accumulator.</summary>
    /// <param name="other">The other accumulator, which does not change. The accumulator itself is allowed, and doubles the sum.</param>
    /// <exception cref="OverflowException">Together they have too many terms, 2⁶². The accumulator has not changed.</exception>
    public void Merge(ExactAccumulator other) => MergeSigned(other, 1);

    /// <summary>Empties the accumulator.</summary>
    public void Clear()
    {
        _limbs.AsSpan().Clear();
        _counts = default;
        _pendingCount = 0;
    }

    /// <summary>Returns the sum, rounded once to the nearest binary32 number, ties to even.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)Round(BinaryFormat.Single));

    /// <summary>Returns the sum, rounded once to the nearest binary64 number, ties to even.</summary>
    public double ToDouble() => BitConverter.UInt64BitsToDouble(Round(BinaryFormat.Double));

    /// <summary>Returns the sum, rounded once in a direction.</summary>
    /// <param name="rounding">The direction.</param>
    /// <remarks>
    /// A sum of some terms that is exactly zero is −0 with <see cref="Rounding.Down"/>, even if every term is +0: an accumulator does not
    /// count these.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such direction.</exception>
    public float ToSingle(Rounding rounding) =>
        BitConverter.UInt32BitsToSingle((uint)Round(ExactSum.InDirection(BinaryFormat.Single, rounding)));

    /// <inheritdoc cref="ToSingle(Rounding)"/>
    public double ToDouble(Rounding rounding) =>
        BitConverter.UInt64BitsToDouble(Round(ExactSum.InDirection(BinaryFormat.Double, rounding)));

    /// <summary>Returns the sum s, rounded once, and the exact sum less s, rounded once: s + r has about twice the bits.</summary>
    /// <returns>The sum and the residual, which is +0 where the sum is exact, an infinity or a NaN.</returns>
    public (float Sum, float Residual) ToSingleWithResidual() =>
        ExactSum.WithResidual<float, SingleElements>(default, Copy(stackalloc long[FixedPoint.Limbs]));

    /// <inheritdoc cref="ToSingleWithResidual"/>
    public (double Sum, double Residual) ToDoubleWithResidual() =>
        ExactSum.WithResidual<double, DoubleElements>(default, Copy(stackalloc long[FixedPoint.Limbs]));

    /// <summary>Returns the exact sum and the counts of its terms as bytes, for <see cref="Read"/> or another program.</summary>
    /// <remarks>
    /// At most <see cref="MaxByteCount"/> bytes, and for similar numbers 30 to 60. The bytes are canonical: accumulators with the same exact
    /// sum and the same counts of terms have the same bytes, in any order, any partition and on any machine. The repository specifies
    /// them in numerics/accumulator-format.md.
    /// </remarks>
    /// <exception cref="OverflowException">The sum has 2⁶² terms or more.</exception>
    public byte[] ToByteArray()
    {
        Span<byte> bytes = stackalloc byte[MaxByteCount];
        TryWriteBytes(bytes, out var count);
        return bytes[..count].ToArray();
    }

    /// <summary>Writes the bytes that <see cref="ToByteArray"/> returns.</summary>
    /// <param name="destination">Memory for them; <see cref="MaxByteCount"/> bytes are enough for any sum.</param>
    /// <param name="bytesWritten">How many bytes were written; 0 if the destination is too short.</param>
    /// <returns>Whether the destination is long enough. If not, nothing is written.</returns>
    /// <exception cref="OverflowException">The sum has 2⁶² terms or more.</exception>
    public bool TryWriteBytes(Span<byte> destination, out int bytesWritten)
    {
        Flush();
        return AccumulatorFormat.TryWrite(_limbs, _counts, destination, out bytesWritten);
    }

    /// <summary>Returns a new accumulator with the sum that <see cref="ToByteArray"/> or <see cref="TryWriteBytes"/> wrote.</summary>
    /// <param name="source">The bytes, all of them and no others.</param>
    /// <exception cref="FormatException">
    /// They were not written so: cut off, changed on the way, of another format, or of a later version. The message names the place.
    /// </exception>
    public static ExactAccumulator Read(ReadOnlySpan<byte> source)
    {
        var sum = new ExactAccumulator();
        sum._counts = AccumulatorFormat.Read(source, sum._limbs);
        return sum;
    }

    /// <summary>Adds the limbs of a sum on a device.</summary>
    /// <param name="limbs">Limbs of 32 bits without propagated carries, each less than 2⁶² in magnitude.</param>
    /// <param name="firstLimb">The index of the first of them in this accumulator.</param>
    /// <param name="flags">The status flags of the terms, which count as one term for each flag.</param>
    internal void AddLimbs(ReadOnlySpan<long> limbs, int firstLimb, StatusFlags flags)
    {
        for (var i = 0; i < limbs.Length; i++) _limbs[firstLimb + i] += limbs[i];
        _counts.AddEach(flags);
        FixedPoint.PropagateCarries(_limbs);
        Debug.Assert(_limbs[^1] is > -(1L << 62) and < 1L << 62, "the accumulator has room for 2^62 terms");
    }

    /// <summary>Whether the sum is exactly zero and all terms are finite.</summary>
    internal bool IsZero
    {
        get
        {
            Flush();
            return (_counts.Flags & FixedPoint.NonFinite) == 0 && _limbs.AsSpan().IndexOfAnyExcept(0L) < 0;
        }
    }

    /// <summary>Raises status flags, as one term for each of them does.</summary>
    internal void Raise(StatusFlags flags) => _counts.AddEach(flags);

    private void AddProduct(double a, double b, int sign)
    {
        if (!HostTerms.TryMultiply(sign * a, b, out var product, out var error))
        {
            AddTerm(Term.Product(a, b), sign);
            return;
        }

        Add(product);
        Add(error);
        _counts.Add(StatusFlags.NotNegativeZero, sign - 2);
    }

    private unsafe void AddRange(ReadOnlySpan<float> values, int sign)
    {
        if (values.Length > ShortLength)
        {
            fixed (float* first = values) AddTerms(new SingleValues(first, values.Length), sign);
            return;
        }

        foreach (var value in values)
        {
            if (sign > 0) Add(value);
            else Subtract(value);
        }
    }

    private unsafe void AddProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int sign)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        if (a.Length > ShortLength)
        {
            fixed (float* left = a, right = b) AddTerms(new SingleProducts(left, right, a.Length), sign);
            return;
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (sign > 0) AddProduct(a[i], b[i]);
            else SubtractProduct(a[i], b[i]);
        }
    }

    private unsafe void AddRange(ReadOnlySpan<double> values, int sign)
    {
        if (values.Length > ShortLength)
        {
            fixed (double* first = values) AddTerms(new DoubleValues(first, values.Length), sign);
            return;
        }

        foreach (var value in values)
        {
            if (sign > 0) Add(value);
            else Subtract(value);
        }
    }

    private unsafe void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int sign)
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        if (a.Length > ShortLength)
        {
            fixed (double* left = a, right = b) AddTerms(new DoubleProducts(left, right, a.Length), sign);
            return;
        }

        for (var i = 0; i < a.Length; i++) AddProduct(a[i], b[i], sign);
    }

    private void MergeSigned(ExactAccumulator other, int sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        Flush();
        other.Flush();
        var counts = _counts;
        counts.Add(other._counts, sign);
        var highest = _limbs[^1] + (sign * other._limbs[^1]);
        if (!counts.IsWithinLimit || highest is <= 1 - AccumulatorFormat.HighestLimb or >= AccumulatorFormat.HighestLimb - 1)
            throw new OverflowException("An exact accumulator has room for fewer than 2^62 terms. Keep these two apart, or round each.");
        if (sign < 0)
        {
            for (var i = 0; i < _limbs.Length; i++) _limbs[i] -= other._limbs[i];
            FixedPoint.PropagateCarries(_limbs);
        }
        else
        {
            AddLimbs(other._limbs, 0, StatusFlags.None);
        }

        _counts = counts;
    }

    /// <summary>Adds a term, multiplied by 1 or −1.</summary>
    private void AddTerm(Term term, int sign)
    {
        _counts.Add(term.Flags, sign);
        term.IsNegative ^= sign < 0;
        FixedPoint.Add(_limbs, term);
        FixedPoint.PropagateCarries(_limbs);
    }

    /// <summary>Adds terms, multiplied by 1 or −1.</summary>
    private void AddTerms<TTerms>(TTerms terms, int sign)
        where TTerms : struct, IHostTerms<TTerms>
    {
        for (var start = 0; start < terms.Length; start += PartLength)
        {
            var part = terms.Slice(start, Math.Min(PartLength, terms.Length - start));
            if (sign < 0) Negate();
            var flags = HostTerms.AddTo(part, _limbs);
            FixedPoint.PropagateCarries(_limbs);
            if (sign < 0) Negate();
            HostTerms.Count(part, flags, sign, ref _counts);
        }
    }

    /// <summary>Changes the sign of the limbs: S − x is −(−S + x).</summary>
    private void Negate()
    {
        foreach (ref var limb in _limbs.AsSpan()) limb = -limb;
        FixedPoint.PropagateCarries(_limbs);
    }

    private unsafe void Flush()
    {
        if (_pendingCount == 0) return;
        var count = _pendingCount;
        _pendingCount = 0;
        fixed (double* first = _pending) AddTerms(new DoubleValues(first, count), 1);
    }

    private ulong Round(BinaryFormat format)
    {
        Span<long> limbs = stackalloc long[FixedPoint.Limbs];
        Copy(limbs);
        var bits = FixedPoint.Round(limbs, 0, _counts.Flags, format);
        return bits == format.Zero && _counts.Flags == StatusFlags.None ? 0 : bits;
    }

    /// <summary>Copies the sum to limbs.</summary>
    private HostSum Copy(Span<long> limbs)
    {
        Flush();
        _limbs.CopyTo(limbs);
        return new HostSum(limbs, _counts.Flags);
    }

    /// <summary>Compares two sums exactly: sums that differ are not equal even if they round to the same number.</summary>
    /// <param name="other">The other accumulator.</param>
    /// <returns>
    /// −1 if this sum is smaller, 0 if the sums are equal, 1 if it is larger. As in <see cref="double.CompareTo(double)"/>, the two zeros are
    /// equal, and a NaN is equal to a NaN and smaller than all else.
    /// </returns>
    public int CompareTo(ExactAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Flush();
        other.Flush();
        return FixedPoint.Compare(_limbs, _counts.Flags, other._limbs, other._counts.Flags);
    }
}
