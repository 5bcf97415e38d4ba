// The language-neutral vectors of numerics/conformance: every answer of the library has the bits that exact arithmetic gives.

using System.Globalization;
using System.Text.Json;
using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class ConformanceTests
{
    private static readonly IReadOnlyList<JsonElement> Vectors = ReadVectors();

    [Fact]
    public void Every_vector_has_its_answer() => Assert.Empty(Vectors.Select(Fault).OfType<string>());

    [Fact]
    public void Accumulators_have_the_same_answers() => Assert.Empty(Vectors.Select(AccumulatorFault).OfType<string>());

    [Fact]
    public void Negative_totals_are_among_the_first_hundred()
    {
        string[] expected = ["bff0000000000000", "ffefffffffffffff", "bf800000", "ff7fffff"];
        var found = Vectors.Take(100).Where(vector => vector.GetProperty("kind").GetString() == "negative-total");

        Assert.Superset(expected.ToHashSet(), found.Select(vector => vector.GetProperty("expected").GetString()!).ToHashSet());
    }

    private static string? Fault(JsonElement vector) => vector.GetProperty("format").GetString() == "binary32"
        ? Compare(vector, IsSum(vector) ? ExactSum.Sum(Singles(vector, "values")) : ExactSum.Dot(Singles(vector, "a"), Singles(vector, "b")))
        : Compare(vector, IsSum(vector) ? ExactSum.Sum(Doubles(vector, "values")) : ExactSum.Dot(Doubles(vector, "a"), Doubles(vector, "b")));

    private static string? AccumulatorFault(JsonElement vector)
    {
        var sum = new ExactAccumulator();
        if (vector.GetProperty("format").GetString() == "binary32")
        {
            if (IsSum(vector))
            {
                foreach (var value in Singles(vector, "values")) sum.Add(value);
            }
            else
            {
                foreach (var (a, b) in Singles(vector, "a").Zip(Singles(vector, "b"))) sum.AddProduct(a, b);
            }

            return Compare(vector, sum.ToSingle());
        }

        if (IsSum(vector))
        {
            foreach (var value in Doubles(vector, "values")) sum.Add(value);
        }
        else
        {
            foreach (var (a, b) in Doubles(vector, "a").Zip(Doubles(vector, "b"))) sum.AddProduct(a, b);
        }

        return Compare(vector, sum.ToDouble());
    }

    private static string? Compare(JsonElement vector, float sum) =>
        Compare(vector, float.IsNaN(sum) ? "nan" : BitConverter.SingleToUInt32Bits(sum).ToString("x8", CultureInfo.InvariantCulture));

    private static string? Compare(JsonElement vector, double sum) =>
        Compare(vector, double.IsNaN(sum) ? "nan" : BitConverter.DoubleToUInt64Bits(sum).ToString("x16", CultureInfo.InvariantCulture));

    private static string? Compare(JsonElement vector, string actual)
    {
        var expected = vector.GetProperty("expected").GetString();
        return actual == expected ? null : $"{vector.GetProperty("id")}: {actual}, not {expected} ({vector.GetProperty("reason")})";
    }

    private static bool IsSum(JsonElement vector) => vector.GetProperty("operation").GetString() == "sum";

    private static float[] Singles(JsonElement vector, string name) => [.. Bits(vector, name).Select(bits => BitConverter.UInt32BitsToSingle((uint)bits))];

    private static double[] Doubles(JsonElement vector, string name) => [.. Bits(vector, name).Select(BitConverter.UInt64BitsToDouble)];

    /// <summary>Returns the bit patterns of a list such as ["3ff0000000000000*5", "0000000000000000"].</summary>
    private static IEnumerable<ulong> Bits(JsonElement vector, string name) => vector.GetProperty(name).EnumerateArray().SelectMany(item =>
    {
        var parts = item.GetString()!.Split('*');
        var bits = ulong.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Enumerable.Repeat(bits, parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture));
    });

    private static JsonElement[] ReadVectors()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "exact-sums.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("vectors").EnumerateArray().Select(vector => vector.Clone())];
    }
}
