// Every instruction of the corpus gives the bits that an NVIDIA H200 gave; an approximate one, a number within the documented error.

using System.Globalization;
using QuizKit.Cuda.Emulator.Devices;
using Xunit;
using Xunit.Abstractions;

namespace QuizKit.Cuda.Emulator.Tests;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>Texts whose results differ from the H200's where PTX leaves them open, with the number of such results and the reason.</summary>
    private static readonly Dictionary<string, (int Count, string Reason)> Open = new()
    {
        ["mul.rn.f64 add.f64"] = (8, "which of two NaNs a sum keeps depends on the order in which the assembler names its operands"),
        ["mul.f64 add.rn.f64"] = (8, "which of two NaNs a sum keeps depends on the order in which the assembler names its operands"),
        ["mul.rn.f64 add.rn.f64"] = (8, "which of two NaNs a sum keeps depends on the order in which the assembler names its operands"),
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_instruction_gives_the_bits_of_the_H200(bool usesFastPaths)
    {
        var corpus = Corpus.H200;
        var device = new CudaDevice(new CudaDeviceOptions { UsesFastPaths = usesFastPaths, Workers = 1 });
        var failures = new List<string>();
        var (exact, approximate, open) = (new Tally(), new Tally(), new Tally());
        foreach (var item in corpus.Cases)
        {
            var (d, e) = CorpusRun.Run(device, corpus, item);
            var isApproximate = item.Name.Contains(".approx") || item.Name.StartsWith("div.full", StringComparison.Ordinal);
            bool Agrees(int row) => isApproximate
                ? ApproximationBounds.Agree(item.Name, corpus.Operands(item, row), d[row], item.D[row])
                : d[row] == item.D[row] && (e.Length == 0 || e[row] == item.E[row]);
            var differing = Enumerable.Range(0, item.Rows).Where(row => !Agrees(row)).ToList();
            var expected = Open.TryGetValue(item.Name, out var reason) ? reason.Count : 0;
            var tally = expected > 0 ? open : isApproximate ? approximate : exact;
            tally.Texts++;
            tally.Results += item.Rows;
            tally.Equal += Enumerable.Range(0, item.Rows).Count(row => d[row] == item.D[row]);
            if (differing.Count == expected) continue;
            failures.Add($"{item.Name}: {differing.Count} of {item.Rows} results differ, {expected} are expected to");
            failures.AddRange(differing.Take(3).Select(row => $"  {Row(corpus.Operands(item, row))} -> {Row(Results(d, e, row))}, not {Row(Results(item.D, item.E, row))}"));
        }

        output.WriteLine($"exact instructions: {exact}");
        output.WriteLine($"approximate instructions, all within the documented error: {approximate}");
        output.WriteLine($"left open by PTX: {open}");
        foreach (var (name, (count, why)) in Open) output.WriteLine($"  {name}: {count} results differ: {why}");
        Assert.Empty(failures);
        Assert.Equal(1183, exact.Texts + approximate.Texts + open.Texts);
    }

    [Fact]
    public void Every_matrix_instruction_gives_the_bits_of_the_H200()
    {
        var device = new CudaDevice(new CudaDeviceOptions { Checks = true, Workers = 1 });
        var failures = new List<string>();
        var registers = 0;
        foreach (var item in Corpus.H200.Matrices)
        {
            var d = CorpusRun.Run(device, item);
            var differing = Enumerable.Range(0, d.Length).Where(i => d[i] != item.D[i]).ToList();
            registers += d.Length;
            output.WriteLine($"{item.Name}: {d.Length - differing.Count} of {d.Length} registers with the bits of the H200");
            if (differing.Count > 0) failures.Add($"{item.Name}: {differing.Count} of {d.Length} registers differ");
            failures.AddRange(differing.Take(3).Select(i => $"  register {i} is {d[i]:x}, not {item.D[i]:x}"));
        }

        Assert.Empty(failures);
        Assert.Equal((14, 66_560), (Corpus.H200.Matrices.Count, registers));
        Assert.Empty(device.Findings);
    }

    private static ulong[] Results(ulong[] d, ulong[] e, int row) => e.Length == 0 ? [d[row]] : [d[row], e[row]];

    private static string Row(ulong[] numbers) => string.Join(' ', numbers.Select(number => number.ToString("x", CultureInfo.InvariantCulture)));

    private sealed class Tally
    {
        public int Texts { get; set; }

        public long Results { get; set; }

        public long Equal { get; set; }

        public override string ToString() => $"{Texts} texts, {Equal} of {Results} results with the bits of the H200";
    }

    [Fact]
    public void Perturbed_approximations_stay_within_the_documented_error_and_repeat_by_seed()
    {
        var corpus = Corpus.H200;
        CudaDevice Device(ulong seed) => new(new CudaDeviceOptions { ApproximationSeed = seed, Workers = 1 });
        var (changed, total) = (0, 0);
        foreach (var item in corpus.Cases.Where(item => item.Name.Contains(".approx") && item.Name.Contains("f32-")))
        {
            var (rounded, _) = CorpusRun.Run(Device(0), corpus, item);
            var (d, _) = CorpusRun.Run(Device(7), corpus, item);
            var (again, _) = CorpusRun.Run(Device(7), corpus, item);
            Assert.Equal(d, again);
            for (var row = 0; row < item.Rows; row++)
            {
                Assert.True(
                    ApproximationBounds.Agree(item.Name, corpus.Operands(item, row), d[row], rounded[row]),
                    $"{item.Name} of {corpus.Operands(item, row)[0]:x}: {d[row]:x} and {rounded[row]:x}");
                if (d[row] != rounded[row]) changed++;
                total++;
            }
        }

        Assert.True(changed > total / 10, $"{changed} of {total} results changed");
    }
}
