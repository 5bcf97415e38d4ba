// How the addends of an array are distributed over the work items of a launch.

namespace QuizKit.Numerics.Gpu.Kernels;

/// <summary>A work partition: the addends of each work item.</summary>
internal interface IPartition
{
    /// <summary>The distance from one addend of a work item to its next.</summary>
    long Step { get; }

    /// <summary>Returns the index of a work item's first addend.</summary>
    long First(long item);

    /// <summary>Returns an index behind a work item's last addend.</summary>
    long End(long item);
}

/// <summary>A contiguous chunk for each work item: the access pattern that suits the caches of a CPU.</summary>
internal readonly struct Chunk(long length, long items) : IPartition
{
    private readonly long _length = length;
    private readonly long _chunk = (length + items - 1) / items;

    public long Step => 1;

    public long First(long item) => item * _chunk;

    public long End(long item)
    {
        var end = (item + 1) * _chunk;
        return end < _length ? end : _length;
    }
}

/// <summary>A grid stride: adjacent work items read adjacent addends, so that a GPU coalesces their loads.</summary>
internal readonly struct GridStride(long length, long items) : IPartition
{
    private readonly long _length = length;

    public long Step { get; } = items;

    public long First(long item) => item;

    public long End(long item) => _length;
}
