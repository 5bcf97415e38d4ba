// What an NVIDIA H200 computed for each instruction: evidence/h200/ptx.json.gz, written by eng/ptx_corpus.py.

using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace QuizKit.Cuda.Emulator.Tests;

/// <summary>Operands of one width, in bytes.</summary>
internal sealed record OperandSet(int Bytes, ulong[] Values);

/// <summary>A PTX text, what it ran on, and the H200's results.</summary>
internal sealed record CorpusCase(string Name, string[] Inputs, int Block, string Ptx, int Rows, int DBytes, ulong[] D, int EBytes, ulong[] E);

/// <summary>A matrix instruction: the registers of A, B and C of each lane of each warp, and those of D.</summary>
internal sealed record MatrixCase(string Name, string Ptx, int Bytes, ulong[] Inputs, ulong[] D);

internal sealed record AtomicCase(string Per, ulong[] Addends, string Ptx, ulong[] Sums);

internal sealed class Corpus
{
    private Corpus(Dictionary<string, OperandSet> sets, List<CorpusCase> cases, List<AtomicCase> atomics, List<MatrixCase> matrices)
    {
        Sets = sets;
        Cases = cases;
        Atomics = atomics;
        Matrices = matrices;
    }

    public static string Repository { get; } = typeof(Corpus).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryDirectory").Value!;

    public static Corpus H200 { get; } = Read();

    public Dictionary<string, OperandSet> Sets { get; }

    public List<CorpusCase> Cases { get; }

    public List<AtomicCase> Atomics { get; }

    public List<MatrixCase> Matrices { get; }

    /// <summary>The operands of a row: the rows are the product of the sets, whose last varies fastest.</summary>
    public ulong[] Operands(CorpusCase item, int row)
    {
        var operands = new ulong[item.Inputs.Length];
        for (var i = operands.Length - 1; i >= 0; i--)
        {
            var values = Sets[item.Inputs[i]].Values;
            operands[i] = values[row % values.Length];
            row /= values.Length;
        }

        return operands;
    }

    private static Corpus Read()
    {
        using var file = File.OpenRead(Path.Combine(Repository, "evidence", "h200", "ptx.json.gz"));
        using var json = new GZipStream(file, CompressionMode.Decompress);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var sets = root.GetProperty("sets").EnumerateObject().ToDictionary(set => set.Name, set => ReadSet(set.Value));
        var cases = root.GetProperty("cases").EnumerateArray().Select(item => ReadCase(item, sets)).ToList();
        var atomics = root.GetProperty("atomics").EnumerateArray().Select(ReadAtomic).ToList();
        var matrices = root.GetProperty("matrices").EnumerateArray().Select(ReadMatrix).ToList();
        return new Corpus(sets, cases, atomics, matrices);
    }

    private static OperandSet ReadSet(JsonElement set)
    {
        var bytes = int.Parse(set.GetProperty("width").GetString()!.AsSpan(1), CultureInfo.InvariantCulture) / 8;
        return new OperandSet(bytes, Numbers(set.GetProperty("values").GetString()!, bytes));
    }

    private static CorpusCase ReadCase(JsonElement item, Dictionary<string, OperandSet> sets)
    {
        var inputs = item.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()!).ToArray();
        var rows = inputs.Aggregate(1, (count, input) => count * sets[input].Values.Length);
        var d = item.GetProperty("d").GetString()!;
        var e = item.TryGetProperty("e", out var second) ? second.GetString()! : "";
        var (dBytes, eBytes) = (d.Length / rows / 2, e.Length / rows / 2);
        return new CorpusCase(
            item.GetProperty("name").GetString()!, inputs, item.GetProperty("block").GetInt32(), item.GetProperty("ptx").GetString()!, rows,
            dBytes, Numbers(d, dBytes), eBytes, eBytes == 0 ? [] : Numbers(e, eBytes));
    }

    private static MatrixCase ReadMatrix(JsonElement item)
    {
        var bytes = item.GetProperty("operand").GetString() == "f64" ? 8 : 4;
        return new MatrixCase(
            item.GetProperty("name").GetString()!, item.GetProperty("ptx").GetString()!, bytes,
            Numbers(item.GetProperty("inputs").GetString()!, bytes), Numbers(item.GetProperty("d").GetString()!, bytes));
    }

    private static AtomicCase ReadAtomic(JsonElement item) => new(
        item.GetProperty("per").GetString()!, Numbers(item.GetProperty("addends").GetString()!, 4), item.GetProperty("ptx").GetString()!,
        [.. item.GetProperty("sums").EnumerateObject().Select(sum => ulong.Parse(sum.Name, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);

    private static ulong[] Numbers(string digits, int bytes)
    {
        var numbers = new ulong[digits.Length / (2 * bytes)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ulong.Parse(digits.AsSpan(i * 2 * bytes, 2 * bytes), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return numbers;
    }
}
