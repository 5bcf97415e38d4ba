// How much a call allocates.

namespace QuizKit.Numerics.Tests;

internal static class Allocations
{
    /// <summary>Returns the bytes of ten calls that allocated least: the runtime allocates while it compiles, the code itself each time.</summary>
    public static long Of(Action call) => Enumerable.Range(0, 10).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
