// Kernels with known results: divergence, loops, barriers, shared memory, shuffles, atomic instructions, calls, and the errors of a launch.

using QuizKit.Cuda.Emulator.Devices;
using QuizKit.Cuda.Emulator.Ptx;
using QuizKit.Cuda.Emulator.Scheduling;
using Xunit;

namespace QuizKit.Cuda.Emulator.Tests;

public sealed class ExecutionTests
{
    /// <summary>The tree of a block in shared memory, one sum per block.</summary>
    private const string BlockSum = """
            mul.wide.u32 %rd0, i, 4;
            add.u64 %rd0, a, %rd0;
            ld.global.u32 %r0, [%rd0];
            mov.u32 %r1, dynamic;
            mad.lo.u32 %r2, tid, 4, %r1;
            st.shared.u32 [%r2], %r0;
            bar.sync 0;
            shr.u32 %r3, ntid, 1;
        LOOP:
            setp.eq.u32 %p0, %r3, 0;
            @%p0 bra END;
            setp.ge.u32 %p1, tid, %r3;
            @%p1 bra NEXT;
            mad.lo.u32 %r4, %r3, 4, %r2;
            ld.shared.u32 %r5, [%r4];
            ld.shared.u32 %r6, [%r2];
            add.u32 %r6, %r6, %r5;
            st.shared.u32 [%r2], %r6;
        NEXT:
            bar.sync 0;
            shr.u32 %r3, %r3, 1;
            bra LOOP;
        END:
            setp.ne.u32 %p2, tid, 0;
            @%p2 ret;
            ld.shared.u32 %r7, [%r2];
            mul.wide.u32 %rd1, ctaid, 4;
            add.u64 %rd1, b, %rd1;
            st.global.u32 [%rd1], %r7;
            ret;
        """;

    private const string AtomicSum = """
            mul.wide.u32 %rd0, i, 4;
            add.u64 %rd0, a, %rd0;
            ld.global.f32 %f0, [%rd0];
            red.global.add.f32 [b], %f0;
            ret;
        """;

    private static uint[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (uint)((i * 2654435761L) & 0xFFFF))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tree_in_shared_memory_sums_each_block(bool isChecked)
    {
        var kernel = new TestKernel(BlockSum, new CudaDeviceOptions { Checks = isChecked });
        var numbers = Numbers(8 * 256);
        var sums = kernel.Allocate(new uint[8]);
        kernel.Launch(kernel.Allocate(numbers), sums, 0, 8, 256, 1024);
        Assert.Equal(numbers.Chunk(256).Select(chunk => (uint)chunk.Sum(x => x)), kernel.Read(sums, 8));
        Assert.Empty(kernel.Device.Findings);
    }

    [Fact]
    public void Shuffles_sum_a_warp()
    {
        var kernel = new TestKernel("""
                mul.wide.u32 %rd0, i, 4;
                add.u64 %rd0, a, %rd0;
                ld.global.u32 %r0, [%rd0];
                mov.u32 %r1, 16;
            LOOP:
                shfl.sync.bfly.b32 %r2, %r0, %r1, 31, 0xffffffff;
                add.u32 %r0, %r0, %r2;
                shr.u32 %r1, %r1, 1;
                setp.ne.u32 %p0, %r1, 0;
                @%p0 bra LOOP;
                add.u64 %rd1, b, %rd0;
                sub.u64 %rd1, %rd1, a;
                st.global.u32 [%rd1], %r0;
                ret;
            """);
        var numbers = Numbers(64);
        var sums = kernel.Allocate(new uint[64]);
        kernel.Launch(kernel.Allocate(numbers), sums, 0, 2, 32);
        Assert.Equal(numbers.Chunk(32).SelectMany(chunk => Enumerable.Repeat((uint)chunk.Sum(x => x), 32)), kernel.Read(sums, 64));
    }

    [Fact]
    public void Each_lane_leaves_nested_loops_after_its_own_number_of_rounds()
    {
        var kernel = new TestKernel("""
                mov.u32 %r0, 0;
                mov.u32 %r1, 0;
            OUTER:
                setp.ge.u32 %p0, %r1, tid;
                @%p0 bra DONE;
                mov.u32 %r2, 0;
            INNER:
                setp.gt.u32 %p1, %r2, %r1;
                @%p1 bra NEXT;
                add.u32 %r0, %r0, 1;
                add.u32 %r2, %r2, 1;
                bra INNER;
            NEXT:
                add.u32 %r1, %r1, 1;
                bra OUTER;
            DONE:
                activemask.b32 %r3;
                mul.wide.u32 %rd0, i, 4;
                add.u64 %rd1, a, %rd0;
                st.global.u32 [%rd1], %r0;
                add.u64 %rd1, b, %rd0;
                st.global.u32 [%rd1], %r3;
                ret;
            """);
        var (rounds, masks) = (kernel.Allocate(new uint[32]), kernel.Allocate(new uint[32]));
        kernel.Launch(rounds, masks, 0, 1, 32);
        Assert.Equal(Enumerable.Range(0, 32).Select(t => (uint)(t * (t + 1) / 2)), kernel.Read(rounds, 32));
        Assert.All(kernel.Read(masks, 32), mask => Assert.Equal(uint.MaxValue, mask));
    }

    [Fact]
    public void A_function_is_called_with_parameters_and_an_indexed_branch_takes_each_lane_to_its_own_target()
    {
        const string Text = """
            .version 7.8
            .target sm_80
            .address_size 64
            .func (.param .b32 result) twice(.param .b32 x)
            {
                .reg .b32 %r<3>;
                .reg .pred %p;
                ld.param.b32 %r0, [x];
                setp.gt.u32 %p, %r0, 100;
                @%p bra BIG;
                add.u32 %r1, %r0, %r0;
                st.param.b32 [result], %r1;
                ret;
            BIG:
                st.param.b32 [result], 1;
                ret;
            }
            .visible .entry test(.param .u64 pa)
            {
                .reg .b32 %r<8>;
                .reg .b64 %rd<4>;
                ld.param.u64 %rd0, [pa];
                mov.u32 %r0, %tid.x;
                mad.lo.u32 %r1, %r0, 5, 0;
                {
                    .param .b32 argument;
                    .param .b32 value;
                    st.param.b32 [argument], %r1;
                    call.uni (value), twice, (argument);
                    ld.param.b32 %r2, [value];
                }
                rem.u32 %r3, %r0, 3;
                TARGETS: .branchtargets ZERO, ONE, TWO;
                brx.idx %r3, TARGETS;
            ZERO:
                add.u32 %r2, %r2, 1000;
                bra STORE;
            ONE:
                add.u32 %r2, %r2, 2000;
                bra STORE;
            TWO:
                add.u32 %r2, %r2, 3000;
            STORE:
                mul.wide.u32 %rd1, %r0, 4;
                add.u64 %rd1, %rd0, %rd1;
                st.global.u32 [%rd1], %r2;
                ret;
            }
            """;
        var device = new CudaDevice(new CudaDeviceOptions());
        var results = device.Memory.Allocate(128);
        device.Launch(device.Load(Text).Kernel("test"), new LaunchConfiguration(new(1), new(32)), BitConverter.GetBytes(results));
        var expected = Enumerable.Range(0, 32).Select(t => (ulong)((5 * t > 100 ? 1 : 10 * t) + (1000 * ((t % 3) + 1))));
        Assert.Equal(expected, CorpusRun.Unpacked(device, results, 4, 32));
    }

    [Fact]
    public void Sums_of_integers_on_several_threads_lose_nothing()
    {
        var kernel = new TestKernel("    red.global.add.u32 [b], 1;\n    atom.global.add.u32 %r0, [b+4], 2;\n    ret;", new CudaDeviceOptions { Workers = 4 });
        var sums = kernel.Allocate(0, 0);
        kernel.Launch(0, sums, 0, 500, 100);
        Assert.Equal([50_000u, 100_000u], kernel.Read(sums, 2));
    }

    [Fact]
    public void The_orders_of_six_atomic_additions_give_exactly_the_sums_that_the_H200_showed()
    {
        foreach (var atomic in Corpus.H200.Atomics)
        {
            var (orders, sums) = new AtomicSums(atomic, 6).Enumerate();
            Assert.Equal(720, orders);
            Assert.Equal(atomic.Sums.Order(), sums);
        }
    }

    [Fact]
    public void The_page_has_the_table_of_all_atomic_sums()
    {
        var rows = new List<string>();
        for (var addends = 2; addends <= 6; addends++)
        {
            var orders = 0L;
            SortedSet<ulong>? possible = null;
            string shown = "", seeds = "";
            foreach (var atomic in Corpus.H200.Atomics)
            {
                var sum = new AtomicSums(atomic, addends);
                (orders, var sums) = sum.Enumerate();

                // What may happen does not depend on who adds: blocks, warps or lanes.
                possible ??= sums;
                Assert.Equal(possible, sums);
                shown += addends == 6 ? $" {atomic.Sums.Length} |" : " – |";
                seeds += $" {sum.SeedsUntil(possible)} |";
            }

            rows.Add($"| {addends} | {orders} | {possible!.Count} |{shown}{seeds}");
        }

        var table = string.Join('\n', rows);
        Assert.True(File.ReadAllText(Path.Combine(Corpus.Repository, "docs", "cuda.md")).Contains(table, StringComparison.Ordinal), $"The table is\n{table}");
    }

    /// <summary>The atomic sum of the first of a case's addends.</summary>
    private sealed class AtomicSums
    {
        private readonly CudaDevice _device = new(new CudaDeviceOptions());
        private readonly PtxKernel _kernel;
        private readonly LaunchConfiguration _configuration;
        private readonly ulong _addends, _sum;

        public AtomicSums(AtomicCase atomic, int addends)
        {
            _kernel = _device.Load(atomic.Ptx).Kernel("kernel");
            _addends = _device.Memory.Allocate(24);
            _device.Memory.Write(_addends, CorpusRun.Packed(atomic.Addends, 4));
            _sum = _device.Memory.Allocate(4);
            _configuration = atomic.Per switch
            {
                "blocks" => new(new(addends), new(1)),
                "warps" => new(new(1), new(32 * addends)),
                _ => new(new(1), new(addends)),
            };
        }

        /// <summary>The number of orders, and the sums of all of them.</summary>
        public (long Orders, SortedSet<ulong> Sums) Enumerate()
        {
            var explorer = new ScheduleExplorer();
            var sums = new SortedSet<ulong>();
            while (explorer.Next()) sums.Add(Sum(explorer.Schedule));
            return (explorer.Count, sums);
        }

        /// <summary>The first seed, from 1 on, with which all of these sums have been seen, and no other.</summary>
        public ulong SeedsUntil(SortedSet<ulong> sums)
        {
            var seen = new HashSet<ulong>();
            for (var seed = 1ul; seed <= 10_000; seed++)
            {
                seen.Add(Sum(Schedule.FromSeed(seed)));
                Assert.True(sums.IsSupersetOf(seen), $"seed {seed} gave a sum that no order gives");
                if (seen.Count == sums.Count) return seed;
            }

            throw new InvalidOperationException($"10,000 schedules showed {seen.Count} of {sums.Count} sums.");
        }

        private ulong Sum(Schedule schedule)
        {
            _device.Memory.Fill(_sum, 0, 4);
            _device.Launch(_kernel, _configuration, CorpusRun.Parameters([_addends, 0, 0, _sum, 0], 0), schedule);
            return CorpusRun.Unpacked(_device, _sum, 4, 1)[0];
        }
    }

    [Fact]
    public void A_seed_gives_the_same_bits_again_and_seeds_give_different_ones()
    {
        var kernel = new TestKernel(AtomicSum);
        var numbers = kernel.Allocate([.. Enumerable.Range(0, 4096).Select(i => BitConverter.SingleToUInt32Bits(MathF.Sin(i) * 1e3f))]);
        uint Sum(ulong seed)
        {
            var sum = kernel.Allocate(0u);
            kernel.Launch(numbers, sum, 0, 32, 128, 0, Schedule.FromSeed(seed));
            return kernel.Read(sum, 1)[0];
        }

        var first = Enumerable.Range(1, 10).Select(seed => Sum((ulong)seed)).ToList();
        Assert.Equal(first, Enumerable.Range(1, 10).Select(seed => Sum((ulong)seed)));
        Assert.True(first.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(true, 0x33800000u)]
    [InlineData(false, 0u)]
    public void A_product_and_a_sum_are_fused_by_option(bool contracts, uint expected)
    {
        // (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, which only one rounding keeps.
        var kernel = new TestKernel("""
                mul.f32 %f1, 0f3F800800, 0f3F800800;
                sub.f32 %f2, %f1, 0f3F801000;
                st.global.f32 [b], %f2;
                ret;
            """, new CudaDeviceOptions { Contracts = contracts });
        var result = kernel.Allocate(1u);
        kernel.Launch(0, result, 0, 1, 1);
        Assert.Equal(expected, kernel.Read(result, 1)[0]);
    }

    [Fact]
    public void A_profile_counts_instructions_and_lanes()
    {
        var kernel = new TestKernel("    setp.lt.u32 %p0, tid, 8;\n    @%p0 st.global.u32 [b], tid;\n    ret;", new CudaDeviceOptions { Profiles = true });
        kernel.Launch(0, kernel.Allocate(0u), 0, 2, 64);
        var store = kernel.Device.Profile!.Lines.Single(line => line.Opcode == "st.global.u32");
        Assert.Equal((4, 16), (store.Warps, store.Lanes));
        Assert.Equal(kernel.Device.Instructions, kernel.Device.Profile.Instructions);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 4)]
    [InlineData(8, 8)]
    [InlineData(36, 32)]
    public void A_profile_counts_the_sectors_of_memory_that_a_warp_touches(int stride, int sectors)
    {
        var kernel = new TestKernel(
            $"    mul.wide.u32 %rd0, tid, {stride};\n    add.u64 %rd1, b, %rd0;\n    ld.global.u32 %r0, [%rd1];\n    ret;",
            new CudaDeviceOptions { Profiles = true });
        kernel.Launch(0, kernel.Device.Memory.Allocate(4096), 0, 3, 32);
        Assert.Equal(3 * sectors, kernel.Device.Profile!.Lines.Single(line => line.Opcode == "ld.global.u32").Transactions);
        Assert.Equal(3 * sectors, kernel.Device.Profile.Transactions);
    }

    // -------------------------------------------------------------------------------------------------------------------------- errors

    private static CudaException Fails(string body, int block = 32, long limit = 100_000, string declarations = "", int shared = 0)
    {
        var kernel = new TestKernel(body, new CudaDeviceOptions { InstructionLimit = limit }, declarations);
        var word = kernel.Allocate(0u);
        return Assert.Throws<CudaException>(() => kernel.Launch(word, word, 0, 2, block, shared));
    }

    [Fact]
    public void A_kernel_that_never_ends_is_stopped()
    {
        var error = Fails("LOOP:\n    bra LOOP;");
        Assert.Equal(CudaError.LaunchTimeout, error.Error);
        Assert.Contains("more than 100000 instructions", error.Message);
    }

    [Fact]
    public void A_barrier_that_some_threads_never_reach_is_an_error_and_not_a_hang()
    {
        var error = Fails("    setp.lt.u32 %p0, tid, 40;\n    @%p0 bar.sync 0;\nLOOP:\n    @!%p0 bra LOOP;\n    ret;", 64);
        Assert.Equal(CudaError.LaunchTimeout, error.Error);
        error = Fails("    bar.sync 1, 128;\n    ret;", 64);
        Assert.Equal(CudaError.LaunchTimeout, error.Error);
        Assert.Contains("barrier", error.Message);
    }

    [Theory]
    [InlineData("    st.global.u32 [b+4], 1;\n    ret;", CudaError.IllegalAddress)]
    [InlineData("    mov.u64 %rd0, 0;\n    ld.u32 %r0, [%rd0];\n    ret;", CudaError.IllegalAddress)]
    [InlineData("    mov.u64 %rd0, 0xffffffffffffffff;\n    st.u32 [%rd0], 1;\n    ret;", CudaError.IllegalAddress)]
    [InlineData("    st.global.u16 [b+1], %r0;\n    ret;", CudaError.MisalignedAddress)]
    [InlineData("    st.shared.u32 [64], 1;\n    ret;", CudaError.IllegalAddress)]
    [InlineData("    ld.local.u32 %r0, [16];\n    ret;", CudaError.IllegalAddress)]
    [InlineData("    atom.global.add.u32 %r0, [b+4096], 1;\n    ret;", CudaError.IllegalAddress)]
    [InlineData("    trap;\n    ret;", CudaError.LaunchFailed)]
    public void A_bad_access_is_the_error_of_the_driver_with_its_place(string body, CudaError expected)
    {
        var error = Fails(body, 32, 100_000, "", 64);
        Assert.Equal(expected, error.Error);
        Assert.Contains("kernel test, PTX line ", error.Message);
        Assert.Contains("thread (0, 0, 0)", error.Message);
    }

    [Theory]
    [InlineData(0, 32, 0, CudaError.InvalidValue)]
    [InlineData(1, 2048, 0, CudaError.InvalidValue)]
    [InlineData(1, 0, 0, CudaError.InvalidValue)]
    [InlineData(1, 32, 1 << 20, CudaError.InvalidValue)]
    [InlineData(1, 32, -1, CudaError.InvalidValue)]
    public void A_launch_that_is_not_possible_is_refused(int grid, int block, int shared, CudaError expected)
    {
        var kernel = new TestKernel("    ret;");
        Assert.Equal(expected, Assert.Throws<CudaException>(() => kernel.Launch(0, 0, 0, grid, block, shared)).Error);
    }

    [Fact]
    public void A_missing_kernel_bad_frees_and_too_much_memory_are_errors()
    {
        var device = new CudaDevice(new CudaDeviceOptions { MemoryBytes = 1 << 20 });
        Assert.Equal(CudaError.NotFound, Assert.Throws<CudaException>(() => device.Load(TestKernel.Ptx("ret;")).Kernel("other")).Error);
        Assert.Equal(CudaError.OutOfMemory, Assert.Throws<CudaException>(() => device.Memory.Allocate(2 << 20)).Error);
        Assert.Equal(CudaError.InvalidValue, Assert.Throws<CudaException>(() => device.Memory.Free(4096)).Error);
        var address = device.Memory.Allocate(16);
        Assert.Equal(CudaError.InvalidValue, Assert.Throws<CudaException>(() => device.Memory.Fill(address, 0, 17)).Error);
        device.Memory.Free(address);
        Assert.Equal(1 << 20, device.Memory.FreeBytes);
    }

    [Fact]
    public void A_text_that_ends_anywhere_is_refused()
    {
        var text = TestKernel.Ptx(".pragma \"nothing\";\n.loc 1 2 3\n" + BlockSum).TrimEnd();
        var device = new CudaDevice(new CudaDeviceOptions());
        for (var length = 0; length < text.Length; length += 3)
        {
            // What comes before the kernel is a text of its own.
            var prefix = text[..length];
            if (prefix.Contains(".visible")) Assert.Throws<PtxException>(() => device.Load(prefix));
        }
    }

    [Theory]
    [InlineData('[')]
    [InlineData('!')]
    [InlineData('{')]
    public void A_text_that_is_nested_too_deep_is_refused(char bracket)
    {
        var text = TestKernel.Ptx("    mov.u32 %r0, " + new string(bracket, 100_000));
        Assert.Contains("nested", Assert.Throws<PtxException>(() => new CudaDevice(new CudaDeviceOptions()).Load(text)).Message);
        text = TestKernel.Ptx(new string('{', 100_000));
        Assert.Contains("nested", Assert.Throws<PtxException>(() => new CudaDevice(new CudaDeviceOptions()).Load(text)).Message);
    }

    [Theory]
    [InlineData("frobnicate.u32 %r0, %r1;", "'frobnicate.u32' is not known here")]
    [InlineData("add.weird.u32 %r0, %r1, 1;", "the modifier '.weird'")]
    [InlineData("add.u32 %r0, %r99, 1;", "'%r99' is neither")]
    [InlineData("add.u32 %r0, %rd0, 1;", "has 64 bits where the instruction takes 32")]
    [InlineData("add.u32 %r0, %r1;", "takes 3 operands, not 2")]
    [InlineData("bra NOWHERE;", "there is no label 'NOWHERE'")]
    [InlineData("add.u32 %r0, %r1, 1", "expected ','")]
    [InlineData("call nothing;", "there is no function 'nothing'")]
    [InlineData("ld.u32 %r0, [%r1", "expected ']'")]
    [InlineData("mov.u32 %r0, #;", "unexpected character '#'")]
    [InlineData("mov.u32 %r0, 0x12345678123456781;", "is not a valid number")]
    [InlineData("div.f32 %f0, %f1, %f2;", "'div.f32' is not known here")]
    [InlineData("fma.rn.f32 %f0, %f1, 2, %f2;", "write it as 0f or 0d")]
    [InlineData("add.u64 %rd0, %rd1, %tid.x;", "has 32 bits where the instruction takes 64")]
    [InlineData(".local .b8 large[600000]; mov.u64 %rd0, large;", "bytes of local memory")]
    [InlineData(".local .b8 huge[65536][65536][65536];", "is larger than 2 GiB")]
    public void A_text_with_a_mistake_is_refused_with_its_line(string line, string message)
    {
        var text = TestKernel.Ptx("    mov.u32 %r5, 1;\n    " + line + "\n    ret;");
        var expected = text.Split('\n').ToList().FindIndex(row => row.Contains(line)) + 1;
        var error = Assert.Throws<PtxException>(() => new CudaDevice(new CudaDeviceOptions()).Load(text));
        Assert.Contains(message, error.Message);
        Assert.InRange(error.Line, expected, expected + 1);
    }
}
