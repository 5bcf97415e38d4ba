// What C# makes of ^i and i..j. Spans take neither: the compiler calls their Length and Slice.

#pragma warning disable IDE0130 // The compiler looks for these types by their full names.
namespace System;
#pragma warning restore IDE0130

internal readonly struct Index(int value, bool isFromEnd = false)
{
    public int GetOffset(int length) => isFromEnd ? length - value : value;

    public static implicit operator Index(int value) => new(value);
}

internal readonly struct Range(Index start, Index end)
{
    public Index Start { get; } = start;

    public Index End { get; } = end;
}
