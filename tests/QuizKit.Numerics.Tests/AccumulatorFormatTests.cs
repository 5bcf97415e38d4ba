// The bytes of accumulators: the vectors of numerics/conformance both ways, one encoding for each sum, and errors for anything else.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class AccumulatorFormatTests
{
    private static readonly JsonElement Vectors = ReadVectors();

    [Fact]
    public void Every_vector_is_written_as_the_independent_encoder_writes_it() => ForEachVector((vector, bytes) =>
    {
        var sum = new ExactAccumulator();
        foreach (var value in Values(vector, "added")) sum.Add(value);
        foreach (var value in Values(vector, "subtracted")) sum.Subtract(value);
        foreach (var (a, b) in Products(vector, "addedProducts")) sum.AddProduct(a, b);
        foreach (var (a, b) in Products(vector, "subtractedProducts")) sum.SubtractProduct(a, b);
        Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(sum.ToByteArray()));
    });

    [Fact]
    public void Every_vector_is_read_and_rounded_as_exact_arithmetic_says() => ForEachVector((vector, bytes) =>
    {
        var sum = ExactAccumulator.Read(bytes);
        var (wide, narrow) = (sum.ToDouble(), sum.ToSingle());
        Assert.Equal(
            vector.GetProperty("binary64").GetString(),
            double.IsNaN(wide) ? "nan" : BitConverter.DoubleToUInt64Bits(wide).ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal(
            vector.GetProperty("binary32").GetString(),
            float.IsNaN(narrow) ? "nan" : BitConverter.SingleToUInt32Bits(narrow).ToString("x8", CultureInfo.InvariantCulture));
        Assert.Equal(bytes, sum.ToByteArray());
    });

    [Fact]
    public void Every_malformed_vector_is_refused()
    {
        var malformed = Vectors.GetProperty("malformed").EnumerateArray().ToArray();

        Assert.InRange(malformed.Length, 25, 1000);
        Assert.All(malformed, vector =>
            Assert.Throws<FormatException>(() => ExactAccumulator.Read(Convert.FromHexString(vector.GetProperty("bytes").GetString()!))));
    }

    [Theory]
    [InlineData("half-magic", "end at offset 3, and at least 5 are needed: they were cut off. Transfer all bytes that ToByteArray returned.")]
    [InlineData("no-checksum", "end at offset 20, and at least 24 are needed")]
    [InlineData("foreign", "begin with 89504E47, not with 514B4541 ('QKEA'). Pass what ToByteArray returned, unchanged.")]
    [InlineData("version-2", "offset 4 is 2: version 2 of the format. This library reads version 1. Update QuizKit.Numerics here")]
    [InlineData("longer", "ends at offset 24, and 1 more bytes follow. Pass its 24 bytes alone.")]
    [InlineData("checksum", "checksum at offset 20 is")]
    [InlineData("reserved-5", "field at offset 5 of the exact accumulator has bits that version 1 does not use")]
    [InlineData("negative-zero", "field at offset 5 of the exact accumulator gives a sum of zero a sign")]
    [InlineData("zero-first", "field at offset 6 of the exact accumulator")]
    [InlineData("too-many-words", "field at offset 7 of the exact accumulator is 1 words from word 135 on, and there are only 135")]
    [InlineData("count-0", "field at offset 8 of the exact accumulator is a count of 0")]
    [InlineData("too-many-terms", "field at offset 8 of the exact accumulator begins counts of 2^62 terms or more together")]
    [InlineData("low-zero", "field at offset 16 of the exact accumulator is a first or last word of 0, which is left out")]
    [InlineData("high-zero", "field at offset 20 of the exact accumulator is a first or last word of 0, which is left out")]
    [InlineData("too-large", "field at offset 16 of the exact accumulator is a highest word of 2^30 or more: the sum is too large")]
    public void A_refusal_names_the_place_and_what_to_do(string id, string words)
    {
        var vector = Vectors.GetProperty("malformed").EnumerateArray().Single(vector => vector.GetProperty("id").GetString() == id);

        var error = Assert.Throws<FormatException>(() => ExactAccumulator.Read(Convert.FromHexString(vector.GetProperty("bytes").GetString()!)));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Half of the changed bytes get a checksum that is right, so that every other rule is tried.</summary>
    [Fact]
    public void Changed_bytes_are_refused_or_are_the_canonical_bytes_of_another_sum()
    {
        var random = new Random(41);
        var seeds = Vectors.GetProperty("vectors").EnumerateArray()
            .Concat(Vectors.GetProperty("malformed").EnumerateArray())
            .Select(vector => Convert.FromHexString(vector.GetProperty("bytes").GetString()!)).ToArray();
        int refused = 0, read = 0;
        for (var i = 0; i < 100_000; i++)
        {
            List<byte> changed = [.. seeds[random.Next(seeds.Length)]];
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(changed.Count + 1);
                var edit = random.Next(5);
                if (edit == 0 || at == changed.Count) changed.Insert(at, (byte)random.Next(256));
                else if (edit == 1) changed.RemoveAt(at);
                else if (edit == 2) changed.RemoveRange(at, random.Next(changed.Count - at));
                else if (edit == 3) changed[at] ^= (byte)(1 << random.Next(8));
                else changed[at] = (byte)random.Next(256);
            }

            byte[] bytes = [.. changed];
            if (i % 2 == 0 && bytes.Length > 4) BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), Crc32(bytes.AsSpan(0, bytes.Length - 4)));
            try
            {
                var sum = ExactAccumulator.Read(bytes);
                Assert.Equal(bytes, sum.ToByteArray());
                sum.ToDouble();
                read++;
            }
            catch (FormatException error)
            {
                Assert.Matches("offset|begin with", error.Message);
                refused++;
            }
        }

        // A change of a count or of a word is another sum, if its checksum says so too.
        Assert.InRange(read, 2_000, 50_000);
        Assert.Equal(100_000, read + refused);
    }

    [Fact]
    public void No_order_partition_or_detour_changes_a_byte()
    {
        var random = new Random(42);
        for (var i = 0; i < 200; i++)
        {
            var values = ExactAccumulatorTests.Doubles(random, 500);
            var whole = new ExactAccumulator();
            whole.AddRange(values);
            random.Shuffle(values);
            ExactAccumulator[] parts = [.. Enumerable.Range(0, 5).Select(_ => new ExactAccumulator())];
            foreach (var value in values)
            {
                parts[random.Next(5)].Add(value);
                parts[0].Add(value);
                parts[0].Subtract(value);
            }

            ExactAccumulator objects = new(), travelled = new();
            foreach (var part in parts) objects.Merge(part);
            random.Shuffle(parts);
            foreach (var part in parts) travelled.Merge(ExactAccumulator.Read(part.ToByteArray()));

            ExactAccumulatorTests.AssertSame(whole, objects);
            ExactAccumulatorTests.AssertSame(whole, travelled);
            ExactAccumulatorTests.AssertSame(whole, ExactAccumulator.Read(whole.ToByteArray()));
        }
    }

    [Fact]
    public void The_longest_bytes_have_the_length_that_is_promised_and_600_are_enough()
    {
        // The largest sum with the smallest bit below it, and each kind of term.
        var sum = new ExactAccumulator();
        sum.AddRange([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0]);
        sum.AddProduct(double.Epsilon, double.Epsilon);
        for (var i = 0; i < 50; i++) sum.Merge(sum);
        sum.SubtractProduct(double.MaxValue, double.MaxValue);
        var large = sum.ToByteArray();

        Assert.InRange(large.Length, 500, ExactAccumulator.MaxByteCount);
        Assert.InRange(ExactAccumulator.MaxByteCount, large.Length, 600);
        List<byte> longest = [.. "QKEA"u8, 1, 0x9F, 0, 135];
        for (var kind = 0; kind < 5; kind++) longest.AddRange(BitConverter.GetBytes((1L << 59) - kind));
        for (var word = 0; word < 135; word++) longest.AddRange(BitConverter.GetBytes((1u << 30) - 1));
        longest.AddRange(BitConverter.GetBytes(Crc32([.. longest])));
        Assert.Equal(ExactAccumulator.MaxByteCount, longest.Count);
        Assert.Equal(longest, ExactAccumulator.Read([.. longest]).ToByteArray());
    }

    [Fact]
    public void A_destination_that_is_too_short_is_left_as_it_is()
    {
        var sum = new ExactAccumulator();
        sum.AddRange([1e300, 1e-300]);
        var bytes = sum.ToByteArray();
        var destination = new byte[bytes.Length + 1];

        Assert.False(sum.TryWriteBytes(destination.AsSpan(0, bytes.Length - 1), out var written));
        Assert.Equal(0, written);
        Assert.Equal(new byte[bytes.Length + 1], destination);
        Assert.True(sum.TryWriteBytes(destination, out written));
        Assert.Equal(bytes.Length, written);
        Assert.Equal([.. bytes, 0], destination);
    }

    [Theory]
    [InlineData("python3", "accumulator.py")]
    [InlineData("node", "accumulator.mjs")]
    public void A_decoder_in_another_language_agrees_on_every_vector(string command, string script)
    {
        // The lane "sums" of .ci/run fails where a language is missing; a machine without it can still run the tests.
        if (!IsOnPath(command)) return;

        var (exitCode, output) = Run(command, [Path.Combine(AppContext.BaseDirectory, "decoders", script), "--check"]);

        Assert.True(exitCode == 0, output);
        Assert.Matches(@"^2\d\d accumulators, 1\d{4} malformed ones refused, 0 wrong\s*$", output);
    }

    [Theory]
    [InlineData("python3", "accumulator.py", "inf 7ff0000000000000 exactly 44942328371557892")]
    [InlineData("node", "accumulator.mjs", "Infinity 7ff0000000000000")]
    public void A_decoder_in_another_language_prints_what_this_library_wrote(string command, string script, string expected)
    {
        if (!IsOnPath(command)) return;
        var sum = new ExactAccumulator();
        for (var i = 0; i < 3; i++) sum.Add(double.MaxValue);
        sum.Subtract(double.MaxValue / 2);

        var (exitCode, output) = Run(
            command, [Path.Combine(AppContext.BaseDirectory, "decoders", script), Convert.ToHexString(sum.ToByteArray())]);

        Assert.True(exitCode == 0, output);
        Assert.StartsWith(expected, output, StringComparison.Ordinal);
    }

    private static void ForEachVector(Action<JsonElement, byte[]> check)
    {
        var vectors = Vectors.GetProperty("vectors").EnumerateArray().ToArray();
        Assert.InRange(vectors.Length, 200, 10_000);
        Assert.All(vectors, vector => check(vector, Convert.FromHexString(vector.GetProperty("bytes").GetString()!)));
    }

    private static IEnumerable<double> Values(JsonElement vector, string name) =>
        !vector.TryGetProperty(name, out var values) ? [] : values.EnumerateArray().SelectMany(item =>
        {
            var parts = item.GetString()!.Split('*');
            return Enumerable.Repeat(Number(parts[0]), parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture));
        });

    private static IEnumerable<(double A, double B)> Products(JsonElement vector, string name) =>
        !vector.TryGetProperty(name, out var pairs)
            ? []
            : pairs.EnumerateArray().Select(pair => (Number(pair[0].GetString()!), Number(pair[1].GetString()!)));

    private static double Number(string bits) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private static JsonElement ReadVectors()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "conformance", "accumulators.json")));
        return document.RootElement.Clone();
    }

    /// <summary>The checksum by the definition, bit by bit.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            remainder ^= value;
            for (var bit = 0; bit < 8; bit++) remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xEDB88320;
        }

        return ~remainder;
    }

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? command + ".exe" : command)));

    private static (int ExitCode, string Output) Run(string command, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
