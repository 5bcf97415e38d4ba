// Launches: their parameters in both forms, and what a driver refuses.

using QuizKit.Cuda.Emulator;
using Xunit;
using static QuizKit.Cuda.Driver.Tests.Cuda;

namespace QuizKit.Cuda.Driver.Tests;

public sealed unsafe class LaunchTests : InContext
{
    private const int InvalidValue = 1, InvalidHandle = 400;

    /// <summary>Each thread adds the square of its number, so that the order of the additions matters.</summary>
    private const string AtomicSumText = """
        .version 7.0
        .target sm_80
        .address_size 64

        .visible .entry sum(.param .u64 result)
        {
            .reg .b32 i, n, t;
            .reg .f32 v, w;
            .reg .b64 a;
            mov.u32 i, %ctaid.x;
            mov.u32 n, %ntid.x;
            mov.u32 t, %tid.x;
            mad.lo.s32 i, i, n, t;
            cvt.rn.f32.u32 v, i;
            mul.rn.f32 v, v, v;
            mul.rn.f32 v, v, v;
            ld.param.u64 a, [result];
            atom.global.add.f32 w, [a], v;
            ret;
        }
        """;

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
    public void A_program_chooses_the_schedule_of_its_next_launches_by_a_seed()
    {
        Assert.Equal(0, LoadData(AtomicSumText, out var module));
        Assert.Equal(0, GetFunction(module, "sum", out var function));
        var sum = Made("cuMemAlloc_v2", 4);

        var sums = Enumerable.Range(1, 20).Select(seed => InSchedule((ulong)seed)).ToList();

        Assert.Equal(sums, Enumerable.Range(1, 20).Select(seed => InSchedule((ulong)seed)));
        Assert.True(sums.Distinct().Count() > 1, "every schedule gave the same sum");
        Assert.Equal(0, Call1(CudaEmulator.SeedFunction, 0));
        Assert.Null(DriverState.Software.ScheduleSeed);

        float InSchedule(ulong seed)
        {
            float result = 0;
            var address = sum;
            var parameters = stackalloc void*[] { &address };
            Assert.Equal(0, Call1(CudaEmulator.SeedFunction, (nint)(&seed)));
            Assert.Equal(0, Call3("cuMemcpyHtoD_v2", sum, (nint)(&result), 4));
            Assert.Equal(0, Launch(function, new(6), new(64), parameters: parameters));
            Assert.Equal(0, Call3("cuMemcpyDtoH_v2", (nint)(&result), sum, 4));
            return result;
        }
    }

    [Fact]
    public void The_seed_of_the_environment_is_that_of_every_launch_until_a_program_chooses()
    {
        var options = DriverOptions.Read([new(CudaEmulator.SeedVariable, "17")]);

        Assert.Equal(17ul, new Software(options).ScheduleSeed);
        Assert.Null(new Software(options with { Seed = null }).ScheduleSeed);
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
    public void Both_forms_of_parameters_reach_the_kernel()
    {
        var function = AddFunction();
        var data = (ulong)Made("cuMemAlloc_v2", 4 * 100);
        Call3("cuMemsetD32_v2", (nint)data, 5, 100);
        Assert.Equal(0, LaunchAdd(function, data, 30, 90, new(4), new(32)));

        // The second parameter ends in a gap of four bytes.
        var buffer = stackalloc ulong[] { data, 400, 80 };
        nuint size = 24;
        var extra = stackalloc void*[] { (void*)2, &size, (void*)1, buffer, null };
        Assert.Equal(0, Launch(function, new(4), new(32), extra: extra));

        Assert.Equal(
            [.. Enumerable.Repeat(435, 80), .. Enumerable.Repeat(35, 10), .. Enumerable.Repeat(5, 10)], Read(data, 100));
    }

    [Fact]
    public void A_kernel_that_leaves_its_memory_ends_the_context_and_not_the_process()
    {
        const int IllegalAddress = 700;
        var function = AddFunction();
        var data = (ulong)Made("cuMemAlloc_v2", 64);

        Assert.Equal(IllegalAddress, LaunchAdd(function, data, 1, 1 << 20, new(1 << 10), new(1 << 10)));
        Assert.Equal(IllegalAddress, Call0("cuCtxSynchronize"));
        Assert.Equal(IllegalAddress, Call1("cuMemFree_v2", (nint)data));
        Assert.Contains("\"kind\":\"IllegalAddress\",\"kernel\":\"add\"", File.ReadAllText(Report), StringComparison.Ordinal);

        Renew();
        data = (ulong)Made("cuMemAlloc_v2", 64);
        Call3("cuMemsetD32_v2", (nint)data, 5, 16);
        Assert.Equal(0, LaunchAdd(AddFunction(), data, 1, 16, new(1), new(16)));
        Assert.Equal(Enumerable.Repeat(6, 16), Read(data, 16));
    }

    [Fact]
    public void A_kernel_that_never_ends_is_stopped()
    {
        const int LaunchTimeout = 702;
        var text = ".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry spin()\n{\nAGAIN:\n    bra AGAIN;\n}\n";
        Assert.Equal(0, LoadData(text, out var module));
        Assert.Equal(0, GetFunction(module, "spin", out var function));
        Assert.Equal(LaunchTimeout, Launch(function, new(1), new(32)));
        Assert.Equal(LaunchTimeout, Call0("cuCtxSynchronize"));
        Renew();
    }

    [Fact]
    public void What_is_not_a_function_or_a_stream_is_an_invalid_handle()
    {
        Assert.Equal(InvalidHandle, Launch(0, new(1), new(1)));
        Assert.Equal(InvalidHandle, Launch(AddFunction(), new(1), new(1), stream: 0x7777));
    }

    private static int[] Read(ulong address, int count)
    {
        var numbers = new int[count];
        fixed (int* at = numbers) Assert.Equal(0, Call3("cuMemcpyDtoH_v2", (nint)at, (nint)address, 4 * count));
        return numbers;
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
