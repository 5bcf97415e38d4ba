// The shape of a launch.

namespace QuizKit.Cuda.Emulator;

/// <summary>Three extents, or a place in them.</summary>
/// <param name="X">The first, which varies fastest.</param>
/// <param name="Y">The second.</param>
/// <param name="Z">The third.</param>
public readonly record struct Dimension3(int X, int Y = 1, int Z = 1)
{
    /// <summary>The number of places.</summary>
    public long Count => (long)X * Y * Z;

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y}, {Z})";

    internal Dimension3 At(long index) => new((int)(index % X), (int)(index / X % Y), (int)(index / X / Y));
}

/// <summary>How many blocks of how many threads run a kernel.</summary>
/// <param name="Grid">The blocks.</param>
/// <param name="Block">The threads of a block.</param>
/// <param name="SharedBytes">The dynamic shared memory of a block, in bytes.</param>
public readonly record struct LaunchConfiguration(Dimension3 Grid, Dimension3 Block, int SharedBytes = 0);
