// One process: mutates inputs, judges them, and keeps those that reach new branches of the instrumented assemblies.

using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using QuizKit.Language.Tests;

namespace QuizKit.Fuzz;

internal sealed class Worker(int seed, IReadOnlyList<string> start, MemoryMappedViewAccessor current)
{
    // A longer run over one input is a fault of its own.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly Branches _branches = new();
    private readonly Dictionary<string, Fault> _faults = [];
    private readonly List<string> _kept = [];
    private readonly List<string> _found = [];
    private readonly List<string> _compiling = [];
    private long _inputs;
    private long _compiled;
    private long _startedAt;

    /// <summary>
    /// Judges inputs for some seconds or, where the count is not 0, so many inputs; writes a <see cref="WorkerResult"/> into a folder.
    /// </summary>
    public static int Run(string folder, int seconds, int count, int seed)
    {
        const int room = sizeof(int) + (2 * sizeof(char) * Campaign.MaximumLength);
        using var file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, Campaign.CurrentInput), FileMode.Create, null, room);
        using var current = file.CreateViewAccessor();
        var corpus = JsonSerializer.Deserialize<List<string>>(File.ReadAllText(Path.Combine(folder, Campaign.Corpus)))!;
        var result = new Worker(seed, corpus, current).Look(seconds, count);
        File.WriteAllText(Path.Combine(folder, Campaign.Results), JsonSerializer.Serialize(result, Campaign.Json));
        return 0;
    }

    private WorkerResult Look(int seconds, int count)
    {
        var started = Stopwatch.GetTimestamp();
        new Thread(Watch) { IsBackground = true }.Start();

        // What a shorter input reaches as well is not needed.
        _kept.AddRange(start.OrderBy(input => input.Length).ThenBy(input => input, StringComparer.Ordinal).Where(Judge));
        List<string> corpus = [.. _kept];
        while (count > 0 ? _inputs < count : Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            // Most inputs have errors; every second one descends from one that compiles.
            var parents = _compiling.Count > 0 && _random.Next(2) == 0 ? _compiling : corpus;
            var input = Mutation.Of(_random, parents, corpus);
            if (!Judge(input)) continue;
            corpus.Add(input);
            _found.Add(input);
        }

        return new WorkerResult(_inputs, _compiled, _branches.Count, _kept, _found, [.. _faults.Values]);
    }

    // Whether the input reached a new branch.
    private bool Judge(string input)
    {
        var bytes = Encoding.Unicode.GetBytes(input);
        current.Write(0, bytes.Length);
        current.WriteArray(sizeof(int), bytes, 0, bytes.Length);
        _branches.Clear();
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        var (compiles, messages) = Soundness.Judge(input);
        Volatile.Write(ref _startedAt, 0);
        _inputs++;
        var isNew = _branches.Merge();
        if (compiles) _compiled++;
        if (compiles && isNew) _compiling.Add(input);
        foreach (var fault in messages.Select(message => new Fault(input, message)))
        {
            if (_faults.ContainsKey(fault.Kind)) continue;
            _faults.Add(fault.Kind, fault);
            var shortest = Shortest(fault);
            _faults[fault.Kind] = shortest;
        }

        return isNew;
    }

    // Leaves out parts as long as a fault of the same kind remains.
    private static Fault Shortest(Fault fault)
    {
        for (var size = fault.Input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= fault.Input.Length;)
            {
                var input = fault.Input.Remove(at, size);
                var same = Soundness.Judge(input).Faults.Select(message => new Fault(input, message))
                    .FirstOrDefault(other => other.Kind == fault.Kind);
                if (same is null) at += size;
                else fault = same;
            }
        }

        return fault;
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(1000);
            var started = Volatile.Read(ref _startedAt);
            if (started != 0 && Stopwatch.GetElapsedTime(started) > Longest) Environment.FailFast($"an input took longer than {Longest}");
        }
    }

    /// <summary>The map of branches that the instrumented assemblies count in: as in AFL, one byte for each pair of places.</summary>
    private sealed unsafe class Branches
    {
        private const int Size = 1 << 16;

        private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(Size);
        private readonly byte[] _seen = new byte[Size];

        public Branches()
        {
            SharpFuzz.Common.Trace.SharedMem = _counts;
        }

        /// <summary>The number of classes that were seen.</summary>
        public int Count => _seen.Sum(seen => System.Numerics.BitOperations.PopCount(seen));

        public void Clear()
        {
            SharpFuzz.Common.Trace.PrevLocation = 0;
            new Span<byte>(_counts, Size).Clear();
        }

        /// <summary>Notes what was counted, and returns whether any class of counts is new.</summary>
        public bool Merge()
        {
            var isNew = false;
            var counts = new Span<byte>(_counts, Size);
            for (var i = counts.IndexOfAnyExcept((byte)0); i >= 0 && i < Size;)
            {
                // Classes 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more.
                var count = counts[i];
                var bit = count < 4 ? count - 1 : Math.Min(7, System.Numerics.BitOperations.Log2(count) + 1);
                if ((_seen[i] & (1 << bit)) == 0)
                {
                    _seen[i] |= (byte)(1 << bit);
                    isNew = true;
                }

                var next = counts[(i + 1)..].IndexOfAnyExcept((byte)0);
                i = next < 0 ? Size : i + 1 + next;
            }

            return isNew;
        }
    }
}
