// The order in which warps, blocks and the lanes of an atomic instruction take their turns.

using QuizKit.Cuda.Emulator.Arithmetic;

namespace QuizKit.Cuda.Emulator.Scheduling;

/// <summary>Decides which warp goes next. The same decisions give the same bits.</summary>
public abstract class Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>The schedule of a seed: warps of up to 16 blocks alternate after random lengths, blocks and lanes in a random order.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>A schedule for one launch.</returns>
    public static Schedule FromSeed(ulong seed) => new SeededSchedule(seed);

    internal abstract bool StopsAtAtomics { get; }

    /// <summary>One of so many alternatives, from 0.</summary>
    internal abstract int Choose(int alternatives);

    internal abstract long Slice(long most);

    /// <summary>The order of the blocks; null for that of their numbers.</summary>
    internal abstract long[]? Order(long blocks);
}

internal sealed class SeededSchedule(ulong seed) : Schedule
{
    private ulong _state = seed;

    internal override bool StopsAtAtomics => false;

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Approximations.Mix(_state);
    }

    internal override int Choose(int alternatives) => (int)Math.BigMul(Next(), (ulong)alternatives, out _);

    internal override long Slice(long most) => 1 + (long)(Next() >> 58 << (int)(Next() >> 61));

    internal override long[]? Order(long blocks)
    {
        if (blocks > 1 << 22) return null;
        var order = new long[blocks];
        for (var i = 0; i < blocks; i++) order[i] = i;
        for (var i = (int)blocks - 1; i > 0; i--)
        {
            var other = Choose(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}

/// <summary>
/// Enumerates every order in which the warps of a launch, and the lanes of a warp, can execute their atomic instructions. What lies between
/// two atomic instructions of a warp is taken as one step: that loses no result of a kernel without data races. Up to 16 blocks are mixed.
/// </summary>
/// <example><code>
/// var explorer = new ScheduleExplorer();
/// while (explorer.Next())
/// {
///     device.Memory.Fill(sum, 0, 4);
///     device.Launch(kernel, configuration, parameters, explorer.Schedule);
///     // read the result
/// }
/// </code></example>
public sealed class ScheduleExplorer
{
    private readonly List<(int Chosen, int Alternatives)> _path = [];
    private int _depth;
    private bool _hasStarted;

    /// <summary>Creates an explorer that has not tried anything.</summary>
    public ScheduleExplorer() => Schedule = new ExploredSchedule(this);

    /// <summary>The schedule to launch with, after each <see cref="Next"/>.</summary>
    public Schedule Schedule { get; }

    /// <summary>How many schedules there have been.</summary>
    public long Count { get; private set; }

    /// <summary>Goes to the next schedule.</summary>
    /// <returns>False if all have been tried.</returns>
    public bool Next()
    {
        if (_hasStarted)
        {
            while (_path.Count > 0 && _path[^1].Chosen + 1 == _path[^1].Alternatives) _path.RemoveAt(_path.Count - 1);
            if (_path.Count == 0) return false;
            _path[^1] = (_path[^1].Chosen + 1, _path[^1].Alternatives);
        }

        _hasStarted = true;
        _depth = 0;
        Count++;
        return true;
    }

    private int Choose(int alternatives)
    {
        if (_depth == _path.Count) _path.Add((0, alternatives));
        if (_path[_depth].Alternatives != alternatives)
        {
            throw new InvalidOperationException(
                "The launch is not the same each time: give the kernel the same memory before each launch.");
        }

        return _path[_depth++].Chosen;
    }

    private sealed class ExploredSchedule(ScheduleExplorer explorer) : Schedule
    {
        internal override bool StopsAtAtomics => true;

        internal override int Choose(int alternatives) => explorer.Choose(alternatives);

        internal override long Slice(long most) => long.MaxValue;

        internal override long[]? Order(long blocks) => null;
    }
}
