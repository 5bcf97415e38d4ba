// Launches: their parameters in both forms, and what a driver refuses.

using Xunit;
using static QuizKit.Cuda.Driver.Tests.Cuda;

namespace QuizKit.Cuda.Driver.Tests;

public sealed unsafe class LaunchTests : InContext
{
    private const int InvalidValue = 1, InvalidHandle = 400;

    public static TheoryData<uint, uint, uint, uint, uint, uint> TooLarge => new()
    {
        { 0, 1, 1, 1, 1, 1 },
        { 1, 1, 1, 0, 1, 1 },
        { 1, 1, 1, 1025, 1, 1 },
        { 1, 1, 1, 1024, 2, 1 },
        { 1, 1, 1, 1, 1, 65 },
        { 1, 65536, 1, 1, 1, 1 },
        { 1, 1, 65536, 1, 1, 1 },
        { 1u << 31, 1, 1, 1, 1, 1 },
        { 1, 1, 1, 65536, 65536, 1 },
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void A_grid_or_block_that_is_empty_or_too_large_is_an_invalid_value(uint gx, uint gy, uint gz, uint bx, uint by, uint bz) =>
        Assert.Equal(InvalidValue, LaunchAdd(AddFunction(), 0, 1, 0, new Grid(gx, gy, gz), new Grid(bx, by, bz)));

    [Fact]
    public void Shared_memory_is_given_as_far_as_the_program_has_asked_for_it()
    {
        var function = AddFunction();
        Assert.Equal(0, LaunchAdd(function, 0, 1, 0, new(1), new(1), shared: 48 * 1024));
        Assert.Equal(InvalidValue, LaunchAdd(function, 0, 1, 0, new(1), new(1), shared: (48 * 1024) + 1));
        Assert.Equal(0, Call3("cuFuncSetAttribute", function, 8, 64 * 1024));
        Assert.Equal(0, LaunchAdd(function, 0, 1, 0, new(1), new(1), shared: 64 * 1024));
        Assert.Equal(InvalidValue, Call3("cuFuncSetAttribute", function, 8, 1 << 20));
    }

    [Fact]
    public void Parameters_are_neither_missing_nor_given_twice()
    {
        var function = AddFunction();
        ulong value = 0;
        var parameters = stackalloc void*[] { &value, &value, &value };
        var some = stackalloc void*[] { &value, null, &value };
        nuint size = 24;
        var buffer = stackalloc ulong[3];
        var extra = stackalloc void*[] { (void*)1, buffer, (void*)2, &size, null };
        var strange = stackalloc void*[] { (void*)7, buffer, null };

        Assert.Equal(InvalidValue, Launch(function, new(1), new(1)));
        Assert.Equal(InvalidValue, Launch(function, new(1), new(1), parameters: some));
        Assert.Equal(InvalidValue, Launch(function, new(1), new(1), parameters: parameters, extra: extra));
        Assert.Equal(InvalidValue, Launch(function, new(1), new(1), extra: strange));
        Assert.Equal(0, Launch(function, new(1), new(1), extra: extra));
        size = 23;
        Assert.Equal(InvalidValue, Launch(function, new(1), new(1), extra: extra));
    }

    [Fact]
    public void What_is_not_a_function_or_a_stream_is_an_invalid_handle()
    {
        Assert.Equal(InvalidHandle, Launch(0, new(1), new(1)));
        Assert.Equal(InvalidHandle, Launch(AddFunction(), new(1), new(1), stream: 0x7777));
    }

    [Fact]
    public void A_block_size_fills_a_multiprocessor()
    {
        int grid, block, blocks;
        var function = AddFunction();
        var find = (delegate* unmanaged<int*, int*, nint, nint, nuint, int, int>)Entry("cuOccupancyMaxPotentialBlockSize");
        Assert.Equal(0, find(&grid, &block, function, 0, 0, 0));
        Assert.Equal((1024, 2 * DriverState.Options.Multiprocessors), (block, grid));
        Assert.Equal(0, find(&grid, &block, function, 0, 0, 100));
        Assert.InRange(block, 1, 100);
        Assert.Equal(0, Call4("cuOccupancyMaxActiveBlocksPerMultiprocessor", (nint)(&blocks), function, 256, 48 * 1024));
        Assert.Equal(4, blocks);
    }
}
