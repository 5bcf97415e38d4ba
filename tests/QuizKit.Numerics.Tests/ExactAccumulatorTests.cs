// Accumulators: arrays in any split, terms that are taken back, and the counts that decide about infinities, NaN and zeros.

using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class ExactAccumulatorTests
{
    private static readonly double[] Specials =
        [double.PositiveInfinity, double.NegativeInfinity, double.NaN, -0.0, 0.0, double.Epsilon, -double.MaxValue, 1e-200];

    [Fact]
    public void An_array_in_any_split_gives_the_bytes_of_its_terms_one_by_one()
    {
        var random = new Random(31);
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (Doubles(random, random.Next(3000)), Doubles(random, 3000));
            b = b[..a.Length];
            var (singlesA, singlesB) = (Singles(a), Singles(b));
            ExactAccumulator sums = new(), products = new(), singleSums = new(), singleProducts = new();
            for (var at = 0; at < a.Length; at++)
            {
                sums.Add(a[at]);
                products.AddProduct(a[at], b[at]);
                singleSums.Add(singlesA[at]);
                singleProducts.AddProduct(singlesA[at], singlesB[at]);
            }

            ExactAccumulator inParts = new(), productsInParts = new(), singlesInParts = new(), singleProductsInParts = new();
            foreach (var part in Split(random, a.Length))
            {
                inParts.AddRange(a.AsSpan(part));
                productsInParts.AddProducts(a.AsSpan(part), b.AsSpan(part));
                singlesInParts.AddRange(singlesA.AsSpan(part));
                singleProductsInParts.AddProducts(singlesA.AsSpan(part), singlesB.AsSpan(part));
            }

            AssertSame(sums, inParts);
            AssertSame(products, productsInParts);
            AssertSame(singleSums, singlesInParts);
            AssertSame(singleProducts, singleProductsInParts);
            Assert.Equal(a.Length, inParts.Count);
            Assert.Equal(a.Length, productsInParts.Count);
        }
    }

    [Fact]
    public void A_long_array_gives_the_bytes_of_its_terms_wherever_its_zeros_and_infinities_lie()
    {
        var values = Enumerable.Range(0, 70_000).Select(i => i % 2 == 0 ? -0.0 : i * 1e-3).ToArray();
        for (var i = 100; i < values.Length; i += 9973) values[i] = Specials[i % 3];
        ExactAccumulator one = new(), all = new(), products = new();
        foreach (var value in values) one.Add(value);

        all.AddRange(values);
        products.AddProducts(values, [.. Enumerable.Repeat(1.0, values.Length)]);

        AssertSame(one, all);
        AssertSame(one, products);
    }

    [Fact]
    public void A_sliding_window_has_the_bytes_of_its_terms_wherever_it_stands()
    {
        var random = new Random(32);
        foreach (var length in new[] { 1, 5, 300 })
        {
            var values = Doubles(random, 1200);
            var window = new ExactAccumulator();
            for (var end = 0; end < values.Length; end++)
            {
                window.Add(values[end]);
                if (end >= length) window.Subtract(values[end - length]);
                if (end % 37 != 0) continue;
                var again = new ExactAccumulator();
                again.AddRange(values.AsSpan(Math.Max(end + 1 - length, 0)..(end + 1)));
                AssertSame(again, window);
                Assert.Equal(Canonical(again.ToDouble()), Canonical(window.ToDouble()));
            }
        }
    }

    [Fact]
    public void Whatever_is_subtracted_after_it_was_added_leaves_no_trace()
    {
        var random = new Random(33);
        for (var i = 0; i < 300; i++)
        {
            var (values, others) = (Doubles(random, random.Next(400)), Doubles(random, 400));
            others = others[..values.Length];
            float[] singles = Singles(values), otherSingles = Singles(others);
            var sum = new ExactAccumulator();
            sum.AddRange(Doubles(random, random.Next(3)));
            var before = sum.ToByteArray();
            ExactAccumulator added = new();
            added.AddRange(values);
            added.AddProducts(singles, otherSingles);

            // Each in its own way, then all of it in another order and another split.
            sum.AddRange(values);
            sum.AddRange(singles);
            sum.AddProducts(values, others);
            sum.AddProducts(singles, otherSingles);
            sum.Merge(added);
            for (var at = values.Length - 1; at >= 0; at--)
            {
                sum.SubtractProduct(values[at], others[at]);
                sum.SubtractProduct(singles[at], otherSingles[at]);
                sum.Subtract(values[at]);
                sum.Subtract(singles[at]);
            }

            sum.Subtract(added);
            Assert.Equal(before, sum.ToByteArray());

            foreach (var part in Split(random, values.Length))
            {
                sum.SubtractRange(values.AsSpan(part));
                sum.SubtractRange(singles.AsSpan(part));
                sum.SubtractProducts(values.AsSpan(part), others.AsSpan(part));
                sum.SubtractProducts(singles.AsSpan(part), otherSingles.AsSpan(part));
            }

            for (var at = 0; at < values.Length; at++)
            {
                sum.AddProduct(values[at], others[at]);
                sum.AddProduct(singles[at], otherSingles[at]);
                sum.Add(values[at]);
                sum.Add(singles[at]);
            }

            Assert.Equal(before, sum.ToByteArray());
        }
    }

    [Fact]
    public void Differences_are_the_exact_ones_rounded_once()
    {
        var numbers = new HostileNumbers(34);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            for (var i = 0; i < 500; i++)
            {
                double[] added = numbers.Doubles(kind, numbers.Length(200)), subtracted = numbers.Doubles(numbers.Other(kind), numbers.Length(200));
                ExactAccumulator sum = new(), other = new();
                sum.AddRange(added);
                sum.SubtractRange(subtracted);
                other.AddRange(subtracted);
                var expected = Reference.Sum([.. added, .. subtracted.Select(value => -value)]);
                Assert.Equal(expected, sum.ToDouble());

                sum.Merge(other);
                Assert.Equal(Reference.Sum(added), sum.ToDouble());
                sum.Subtract(other);
                Assert.Equal(expected, sum.ToDouble());
            }
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(-0.0, 0.0)]
    [InlineData(1.5, -1.5)]
    public void What_was_not_added_can_be_subtracted_and_added_later(double value, double difference)
    {
        var sum = new ExactAccumulator();

        sum.Subtract(value);

        Assert.Equal(Canonical(difference), Canonical(sum.ToDouble()));
        Assert.Equal(-1, sum.Count);
        sum.Add(value);
        AssertSame(new ExactAccumulator(), sum);
        Assert.Equal(0L, Canonical(sum.ToDouble()));
    }

    [Fact]
    public void An_infinity_that_has_left_no_longer_counts()
    {
        var sum = new ExactAccumulator();
        sum.AddRange([double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.NegativeInfinity, 2.5]);
        Assert.True(double.IsNaN(sum.ToDouble()));
        sum.Subtract(double.NaN);
        Assert.True(double.IsNaN(sum.ToDouble()));
        sum.Subtract(double.PositiveInfinity);
        Assert.Equal(double.NegativeInfinity, sum.ToDouble());
        sum.Subtract(double.NegativeInfinity);
        Assert.Equal(double.NegativeInfinity, sum.ToDouble());
        sum.Subtract(float.NegativeInfinity);
        Assert.Equal(2.5, sum.ToDouble());
    }

    [Fact]
    public void A_zero_is_negative_while_only_negative_zeros_are_left()
    {
        var sum = new ExactAccumulator();
        sum.Add(-0.0);
        sum.Add(3.0);
        sum.AddProduct(0.0, 5.0);
        Assert.False(double.IsNegative(sum.ToDouble()));
        sum.Subtract(3.0);
        Assert.False(double.IsNegative(sum.ToDouble()));
        sum.SubtractProduct(5.0, 0.0);
        Assert.True(double.IsNegative(sum.ToDouble()));
        sum.Subtract(-0.0);
        Assert.False(double.IsNegative(sum.ToDouble()));
    }

    [Fact]
    public void A_product_that_underflows_to_negative_zero_is_another_term()
    {
        double[] a = [.. Enumerable.Repeat(1e-200, 200)], b = [.. Enumerable.Repeat(-1e-200, 200)], zeros = [.. Enumerable.Repeat(-0.0, 200)];
        var sum = new ExactAccumulator();
        sum.AddProducts(a, b);
        sum.AddProducts(a, a);
        sum.AddProducts(zeros, a);

        Assert.Equal(0L, Canonical(sum.ToDouble()));
        sum.SubtractProducts(a, b);
        sum.SubtractProducts(a, a);
        Assert.Equal(Canonical(-0.0), Canonical(sum.ToDouble()));
    }

    [Fact]
    public void An_accumulator_less_itself_is_empty()
    {
        var sum = new ExactAccumulator();
        sum.AddRange(Specials);

        sum.Subtract(sum);

        AssertSame(new ExactAccumulator(), sum);
    }

    [Fact]
    public void Too_many_terms_are_an_error_that_changes_nothing()
    {
        var sum = new ExactAccumulator();
        sum.Add(1);
        for (var i = 0; i < 61; i++) sum.Merge(sum);
        var before = sum.ToByteArray();

        var error = Assert.Throws<OverflowException>(() => sum.Merge(sum));

        Assert.Contains("2^62 terms", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, sum.ToByteArray());
        Assert.Equal(Math.ScaleB(1, 61), sum.ToDouble());
        Assert.Equal(1L << 61, sum.Count);
    }

    [Fact]
    public void Products_of_arrays_of_two_lengths_are_refused()
    {
        var sum = new ExactAccumulator();
        foreach (var act in new Action[]
        {
            () => sum.AddProducts([1.0], [1.0, 2.0]), () => sum.AddProducts([1f], [1f, 2f]),
            () => sum.SubtractProducts([1.0], [1.0, 2.0]), () => sum.SubtractProducts([1f], [1f, 2f]),
        })
        {
            Assert.Contains("1 and 2 elements", Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
        }

        AssertSame(new ExactAccumulator(), sum);
    }

    internal static void AssertSame(ExactAccumulator expected, ExactAccumulator actual) =>
        Assert.Equal(Convert.ToHexString(expected.ToByteArray()), Convert.ToHexString(actual.ToByteArray()));

    /// <summary>Numbers of similar or of any magnitudes, with or without special ones among them.</summary>
    internal static double[] Doubles(Random random, int length)
    {
        var (spread, specials) = (random.Next(2) == 0 ? 10 : 1000, random.Next(3) * 0.02);
        return
        [
            .. Enumerable.Range(0, length).Select(_ => random.NextDouble() < specials
                ? Specials[random.Next(Specials.Length)]
                : Math.ScaleB(random.NextDouble() - 0.5, random.Next(-spread, spread))),
        ];
    }

    private static float[] Singles(double[] values) => [.. values.Select(value => (float)value)];

    /// <summary>Adjacent ranges that cover a length, empty ones among them.</summary>
    private static IEnumerable<Range> Split(Random random, int length)
    {
        for (var start = 0; start < length;)
        {
            var end = Math.Min(start + random.Next(random.Next(2) == 0 ? 5 : 1500), length);
            yield return start..end;
            start = end;
        }
    }

    /// <summary>The bits, with one NaN.</summary>
    private static long Canonical(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
}
