// Several processes that look for faults in an instrumented copy of a reader, and what they found together.

using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SharpFuzz;
using static System.FormattableString;

namespace QuizKit.Fuzz;

internal static class Campaign
{
    /// <summary>The file in a worker's folder that holds the input it is at, for the case that it dies over it.</summary>
    public const string CurrentInput = "current";

    /// <summary>The files with what a worker begins with and what it has found.</summary>
    public const string Corpus = "corpus.json", Results = "results.json";

    public static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Looks for some seconds or, where the count is not 0, until each process has tried so many inputs.</summary>
    public static int Run(Target target, int seconds, int count, int jobs, int seed, FileInfo? corpus)
    {
        var clock = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("quizkit-fuzz-");
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            foreach (var assembly in target.Instrumented)
                _ = Fuzzer.Instrument(Path.Combine(folder.FullName, assembly), _ => true, Options.Value).ToList();

            string[] inputs = [.. (corpus is { Exists: true } ? Read(corpus) : target.Start()).Distinct(StringComparer.Ordinal)];
            List<Process> processes =
                [.. Enumerable.Range(0, jobs).Select(job => StartWorker(target, folder, inputs, seconds, count, seed + job))];
            List<WorkerResult> results = [.. processes.Select((process, job) => WaitFor(process, WorkerFolder(folder, seed + job)))];
            return Report(target, results, inputs, clock.Elapsed, corpus);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Compressed where the name ends in .gz.
    private static string[] Read(FileInfo corpus)
    {
        using var file = corpus.OpenRead();
        using Stream text = corpus.Extension == ".gz" ? new GZipStream(file, CompressionMode.Decompress) : file;
        return JsonSerializer.Deserialize<string[]>(text)!;
    }

    private static void Write(FileInfo corpus, IEnumerable<string> inputs)
    {
        using var file = corpus.Create();
        using Stream text = corpus.Extension == ".gz" ? new GZipStream(file, CompressionLevel.SmallestSize) : file;
        JsonSerializer.Serialize(text, inputs, Json);
    }

    private static string WorkerFolder(DirectoryInfo folder, int seed) =>
        Path.Combine(folder.FullName, seed.ToString(CultureInfo.InvariantCulture));

    private static Process StartWorker(Target target, DirectoryInfo folder, string[] inputs, int seconds, int count, int seed)
    {
        var own = Directory.CreateDirectory(WorkerFolder(folder, seed)).FullName;
        File.WriteAllText(Path.Combine(own, Corpus), JsonSerializer.Serialize(inputs, Json));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(folder.FullName, "quizkit-fuzz.dll"), "--worker", own, "--reader", target.Name,
                "--seconds", seconds.ToString(CultureInfo.InvariantCulture), "--count", count.ToString(CultureInfo.InvariantCulture),
                "--seed", seed.ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(start)!;
    }

    private static WorkerResult WaitFor(Process process, string folder)
    {
        process.WaitForExit();
        if (process.ExitCode == 0) return JsonSerializer.Deserialize<WorkerResult>(File.ReadAllText(Path.Combine(folder, Results)))!;

        // A stack overflow or a hang: the input is in the memory that both shared.
        var bytes = File.ReadAllBytes(Path.Combine(folder, CurrentInput));
        var input = Encoding.Unicode.GetString(bytes, sizeof(int), BitConverter.ToInt32(bytes));
        return new WorkerResult(0, 0, 0, [], [], [new Fault(input, $"the process died with exit code {process.ExitCode}")]);
    }

    private static int Report(Target target, List<WorkerResult> results, IReadOnlyList<string> start, TimeSpan time, FileInfo? corpus)
    {
        List<Fault> faults = [.. results.SelectMany(result => result.Faults).DistinctBy(fault => fault.Kind)];
        foreach (var fault in faults) Console.WriteLine($"{JsonSerializer.Serialize(fault.Input, Json)}\n  {fault.Message}\n");
        var count = results.Sum(result => result.Inputs);
        var (accepted, found) = (results.Sum(result => result.Accepted), results.Sum(result => result.Found.Count));
        Console.WriteLine(
            Invariant($"{target.Name}: {count} inputs in {time.TotalSeconds:F0} s, {count / time.TotalSeconds:F0} a second, ") +
            Invariant($"of which {accepted} accepted; ") +
            Invariant($"{results.Max(result => result.Branches)} classes of branches, {found} inputs that reached a new one; ") +
            Invariant($"{faults.Count} kinds of fault"));
        if (corpus is not null)
        {
            // Each process that ended had the same start, and keeps the same of it.
            var kept = results.Select(result => result.Kept).FirstOrDefault(kept => kept.Count > 0) ?? start;
            Write(corpus, kept.Concat(results.SelectMany(result => result.Found)).Distinct(StringComparer.Ordinal));
        }

        return faults.Count == 0 && count > 0 ? 0 : 1;
    }
}

/// <summary>What a worker has done.</summary>
/// <param name="Inputs">How many inputs it judged.</param>
/// <param name="Accepted">How many of them were accepted without an error.</param>
/// <param name="Branches">How many branches were reached, in classes of how often.</param>
/// <param name="Kept">The inputs of the start that reached a branch that no shorter one had.</param>
/// <param name="Found">The inputs that reached a branch that none before them had.</param>
/// <param name="Faults">An input for each kind of fault.</param>
internal sealed record WorkerResult(
    long Inputs, long Accepted, int Branches, IReadOnlyList<string> Kept, IReadOnlyList<string> Found, IReadOnlyList<Fault> Faults);

/// <summary>An input and what is wrong with its result.</summary>
internal sealed record Fault(string Input, string Message)
{
    /// <summary>The message without what differs from input to input.</summary>
    public string Kind => Message.Split(':', '\'')[0];
}
