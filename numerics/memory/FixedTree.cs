// One summation tree that depends only on the number of addends.

using System.Numerics;
using System.Runtime.InteropServices;

namespace QuizKit.Numerics;

/// <summary>
/// The sum by one fixed tree: tiles of <see cref="TileLength"/> numbers, in each <see cref="Lanes"/> lanes that take every
/// <see cref="Lanes"/>-th number from left to right, the lanes added in halves; then the same over the sums of the tiles, until one is
/// left.
/// </summary>
/// <remarks>
/// Every addition rounds once, to nearest, and none is fused with a product, so the bits depend only on the numbers and
/// their order. A tile that is not full is padded with −0, which does not change any number that it is added to. Processors differ in the
/// NaN that they compute, so a sum that is not a number is always <see cref="float.NaN"/> or <see cref="double.NaN"/>.
/// </remarks>
public static class FixedTree
{
    /// <summary>The number of addends in a tile.</summary>
    public const int TileLength = 4096;

    /// <summary>The number of lanes in a tile; a power of two.</summary>
    public const int Lanes = 256;

    /// <summary>
    /// Returns the height of the tree: the largest number of additions that one addend goes through. By the standard bound
    /// (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed. 2002, section 4.2) the sum is then within γ(h)·Σ|x| of the exact
    /// one, γ(h) = h·u/(1−h·u), with u = 2⁻²⁴ for binary32 and 2⁻⁵³ for binary64.
    /// </summary>
    /// <param name="length">The number of addends.</param>
    public static int Height(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var height = 0;
        for (var left = length; left > 1; left = TilesOf(left))
        {
            var tile = Math.Min(left, TileLength);
            height += (int)((tile - 1) / Lanes) + BitOperations.Log2((uint)Math.Min(tile, Lanes) - 1) + 1;
        }

        return height;
    }

    /// <summary>Returns Σ x[i] by the tree.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float Sum(ReadOnlySpan<float> values) => Sum<float>(values, -0f);

    /// <summary>Returns Σ x[i] by the tree.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static double Sum(ReadOnlySpan<double> values) => Sum<double>(values, -0.0);

    /// <summary>Returns Σ a[i]·b[i]: each product rounded once, the products added up by the tree.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Dot(a, b, -0f);

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Dot(a, b, -0.0);

    internal static long TilesOf(long length) => (length + TileLength - 1) / TileLength;

    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, T padding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ExactSum.RequireSameLength(a.Length, b.Length);
        if (a.IsEmpty) return T.Zero;
        var tiles = new T[TilesOf(a.Length)];
        Span<T> lanes = stackalloc T[Lanes], products = stackalloc T[Lanes];
        for (var tile = 0; tile < tiles.Length; tile++)
        {
            lanes.Fill(padding);
            ReadOnlySpan<T> left = Tile(a, tile), right = Tile(b, tile);
            for (var row = 0; row < left.Length; row += Lanes)
            {
                var length = Math.Min(Lanes, left.Length - row);
                Multiply(left.Slice(row, length), right.Slice(row, length), products);
                AddRow(products[..length], lanes);
            }

            tiles[tile] = Fold(lanes);
        }

        return tiles.Length == 1 ? WithOneNaN(tiles[0]) : Sum(tiles, padding);
    }

    private static T Sum<T>(ReadOnlySpan<T> values, T padding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.IsEmpty) return T.Zero;
        var tiles = new T[TilesOf(values.Length)];
        Span<T> lanes = stackalloc T[Lanes];
        for (var tile = 0; tile < tiles.Length; tile++)
        {
            lanes.Fill(padding);
            var here = Tile(values, tile);
            for (var row = 0; row < here.Length; row += Lanes) AddRow(here[row..Math.Min(row + Lanes, here.Length)], lanes);
            tiles[tile] = Fold(lanes);
        }

        return tiles.Length == 1 ? WithOneNaN(tiles[0]) : Sum(tiles, padding);
    }

    /// <summary>Returns a number as it is, and the one NaN of .NET for every NaN.</summary>
    internal static T WithOneNaN<T>(T value)
        where T : IFloatingPointIeee754<T> => T.IsNaN(value) ? T.NaN : value;

    private static ReadOnlySpan<T> Tile<T>(ReadOnlySpan<T> values, int tile) =>
        values.Slice(tile * TileLength, Math.Min(TileLength, values.Length - (tile * TileLength)));

    /// <summary>Adds a number to each of the first lanes. The additions of vectors are those of a loop over the lanes.</summary>
    private static void AddRow<T>(ReadOnlySpan<T> row, Span<T> lanes)
        where T : unmanaged, INumber<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(row);
        var to = MemoryMarshal.Cast<T, Vector<T>>(lanes)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++) to[i] += vectors[i];
        for (var i = vectors.Length * Vector<T>.Count; i < row.Length; i++) lanes[i] += row[i];
    }

    private static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> products)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<Vector<T>> left = MemoryMarshal.Cast<T, Vector<T>>(a), right = MemoryMarshal.Cast<T, Vector<T>>(b)[..left.Length];
        var to = MemoryMarshal.Cast<T, Vector<T>>(products)[..left.Length];
        for (var i = 0; i < left.Length; i++) to[i] = left[i] * right[i];
        for (var i = left.Length * Vector<T>.Count; i < a.Length; i++) products[i] = a[i] * b[i];
    }

    /// <summary>Adds the upper half of the lanes to the lower one until one is left.</summary>
    private static T Fold<T>(Span<T> lanes)
        where T : unmanaged, INumber<T>
    {
        for (var half = Lanes / 2; half > 0; half /= 2) AddRow(lanes[half..(2 * half)], lanes);
        return lanes[0];
    }
}
