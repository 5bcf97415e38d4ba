// One process: mutates inputs, judges them, and keeps those that reach new branches of the instrumented assemblies.

using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace QuizKit.Fuzz;

internal sealed class Worker(Target target, int seed, IReadOnlyList<string> start, MemoryMappedViewAccessor current)
{
    // A longer run over one input is a fault of its own: in time of the processor, since other programs may leave this one little of it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Random _random = new(seed);
    private readonly Branches _branches = new();
    private readonly Dictionary<string, Fault> _faults = [];
    private readonly List<string> _kept = [];
    private readonly List<string> _found = [];
    private readonly List<string> _accepted = [];
    private long _inputs;
    private long _acceptedCount;
    private long _startedAt;
    private long _usedBefore;

    /// <summary>
    /// Judges inputs for some seconds or, where the count is not 0, so many inputs; writes a <see cref="WorkerResult"/> into a folder.
    /// </summary>
    public static int Run(Target target, string folder, int seconds, int count, int seed)
    {
        var room = sizeof(int) + (2 * sizeof(char) * target.MaximumLength);
        using var file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, Campaign.CurrentInput), FileMode.Create, null, room);
        using var current = file.CreateViewAccessor();
        var corpus = JsonSerializer.Deserialize<List<string>>(File.ReadAllText(Path.Combine(folder, Campaign.Corpus)))!;
        var result = new Worker(target, seed, corpus, current).Look(seconds, count);
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
            // Most inputs have errors; every second one descends from one that was accepted.
            var parents = _accepted.Count > 0 && _random.Next(2) == 0 ? _accepted : corpus;
            var input = Mutation.Of(_random, target, parents, corpus);
            if (!Judge(input)) continue;
            corpus.Add(input);
            _found.Add(input);
        }

        return new WorkerResult(_inputs, _acceptedCount, _branches.Count, _kept, _found, [.. _faults.Values]);
    }

    // Whether the input reached a new branch.
    private bool Judge(string input)
    {
        var bytes = Encoding.Unicode.GetBytes(input);
        current.Write(0, bytes.Length);
        current.WriteArray(sizeof(int), bytes, 0, bytes.Length);
        Branches.Clear();
        Volatile.Write(ref _usedBefore, Environment.CpuUsage.TotalTime.Ticks);
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        var (accepts, messages) = target.Judge(input);
        Volatile.Write(ref _startedAt, 0);
        _inputs++;
        var isNew = _branches.Merge();
        if (accepts) _acceptedCount++;
        if (accepts && isNew) _accepted.Add(input);
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
    private Fault Shortest(Fault fault)
    {
        for (var size = fault.Input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= fault.Input.Length;)
            {
                var input = fault.Input.Remove(at, size);
                var same = target.Judge(input).Faults.Select(message => new Fault(input, message))
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
            var used = Environment.CpuUsage.TotalTime.Ticks - Volatile.Read(ref _usedBefore);
            if (started != 0 && (used > Longest.Ticks || Stopwatch.GetElapsedTime(started) > LongestWait))
                Environment.FailFast($"an input took longer than {Longest}");
        }
    }

    /// <summary>The map of branches that the instrumented assemblies count in: as in AFL, one byte for each pair of places.</summary>
    internal sealed unsafe class Branches
    {
        private const int Size = 1 << 16;

        private static readonly byte* Counts = (byte*)NativeMemory.AllocZeroed(Size);

        private readonly byte[] _seen = new byte[Size];

        // Before any instrumented code runs, such as the initializers of its types.
        [ModuleInitializer]
        internal static void Prepare() => SharpFuzz.Common.Trace.SharedMem = Counts;

        /// <summary>The number of classes that were seen.</summary>
        public int Count => _seen.Sum(seen => System.Numerics.BitOperations.PopCount(seen));

        public static void Clear()
        {
            SharpFuzz.Common.Trace.PrevLocation = 0;
            new Span<byte>(Counts, Size).Clear();
        }

        /// <summary>Notes what was counted, and returns whether any class of counts is new.</summary>
        public bool Merge()
        {
            var isNew = false;
            var counts = new Span<byte>(Counts, Size);
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
