// Each kind of fault, planted in a kernel, is found where it is; a kernel without faults has no finding.

using QuizKit.Cuda.Emulator.Devices;
using Xunit;

namespace QuizKit.Cuda.Emulator.Tests;

public sealed class CheckingTests
{
    private static (TestKernel Kernel, ulong Words) Checked(string body, string declarations = "")
    {
        var kernel = new TestKernel(body, new CudaDeviceOptions { Checks = true }, declarations);
        return (kernel, kernel.Allocate(new uint[64]));
    }

    private static Finding Only(TestKernel kernel, FindingKind kind, string line)
    {
        var finding = Assert.Single(kernel.Device.Findings);
        Assert.Equal((kind, "test", kernel.LineOf(line)), (finding.Kind, finding.Kernel, finding.Line));
        return finding;
    }

    private const string Own = "    mad.lo.u32 %r1, tid, 4, 0;\n    mul.wide.u32 %rd0, tid, 4;\n    add.u64 %rd1, b, %rd0;\n";

    [Fact]
    public void An_access_out_of_bounds_names_thread_address_and_source_line()
    {
        var (kernel, words) = Checked(Own + "    .loc 1 42 5\n    st.global.u32 [%rd1+132], tid;\n    ret;");
        Assert.Throws<CudaException>(() => kernel.Launch(words, words, 0, 1, 32));
        var finding = Only(kernel, FindingKind.OutOfBounds, "st.global.u32");
        Assert.Equal("Kernels.cs:42", finding.Source);
        Assert.Equal(new Dimension3(31, 0, 0), finding.Thread);
        Assert.Equal(words + 256, finding.Address);
    }

    [Fact]
    public void A_misaligned_access_is_found()
    {
        var (kernel, words) = Checked("    ld.global.u32 %r0, [b+2];\n    ret;");
        Assert.Throws<CudaException>(() => kernel.Launch(words, words, 0, 1, 1));
        Only(kernel, FindingKind.Misaligned, "ld.global.u32");
    }

    [Fact]
    public void A_use_after_free_is_found()
    {
        var (kernel, words) = Checked("    ld.global.u32 %r0, [b];\n    ret;");
        kernel.Device.Memory.Free(words);
        Assert.Throws<CudaException>(() => kernel.Launch(0, words, 0, 1, 1));
        Only(kernel, FindingKind.UseAfterFree, "ld.global.u32");
    }

    [Theory]
    [InlineData("    ld.global.u32 %r0, [a];\n    ret;", "ld.global.u32", "")]
    [InlineData("    st.shared.u8 [0], %r0;\n    ld.shared.u32 %r0, [0];\n    ret;", "ld.shared.u32", "")]
    [InlineData("    mov.u64 %rd2, stack;\n    st.local.u32 [%rd2], 1;\n    ld.local.u32 %r0, [%rd2+4];\n    ret;", "ld.local.u32", ".local .align 8 .b8 stack[16];")]
    public void A_read_of_what_nothing_has_written_is_found(string body, string line, string declarations)
    {
        var (kernel, words) = Checked(body, declarations);
        kernel.Launch(kernel.Device.Memory.Allocate(4), words, 0, 1, 1, 64);
        Only(kernel, FindingKind.Uninitialized, line);
    }

    [Fact]
    public void A_copy_to_the_host_of_what_nothing_has_written_is_found_also_behind_a_copy_on_the_device()
    {
        var (kernel, words) = Checked("    st.global.u32 [b+4], tid;\n    ret;");
        var memory = kernel.Device.Memory;
        var (output, copy) = (memory.Allocate(12), memory.Allocate(12));
        kernel.Launch(words, output, 0, 1, 1);
        memory.Copy(copy, output, 12);
        var bytes = new byte[12];

        memory.Read(copy + 4, bytes.AsSpan(0, 4));
        Assert.Empty(kernel.Device.Findings);

        memory.Read(copy, bytes);
        memory.Read(copy + 4, bytes.AsSpan(0, 8));
        Assert.Equal(
            [(FindingKind.Uninitialized, copy), (FindingKind.Uninitialized, copy + 8)],
            kernel.Device.Findings.Select(finding => (finding.Kind, finding.Address)));
    }

    [Fact]
    public void A_race_in_shared_memory_is_found_and_a_barrier_removes_it()
    {
        const string Body = """
                mov.u32 %r1, dynamic;
                mad.lo.u32 %r2, tid, 4, %r1;
                st.shared.u32 [%r2], tid;
                //barrier
                xor.b32 %r3, tid, 32;
                mad.lo.u32 %r4, %r3, 4, %r1;
                ld.shared.u32 %r5, [%r4];
                ret;
            """;
        var (kernel, words) = Checked(Body);
        kernel.Launch(words, words, 0, 1, 64, 256);
        var race = kernel.Device.Findings.Single(finding => finding.Kind == FindingKind.Race && finding.Line == kernel.LineOf("ld.shared.u32"));
        Assert.Contains($"was written by thread (0, 0, 0) at PTX line {kernel.LineOf("st.shared.u32")}", race.Message);
        (kernel, words) = Checked(Body.Replace("//barrier", "bar.sync 0;"));
        kernel.Launch(words, words, 0, 1, 64, 256);
        Assert.Empty(kernel.Device.Findings);
    }

    [Fact]
    public void Two_blocks_that_write_the_same_word_race_and_atomic_additions_do_not()
    {
        var (kernel, words) = Checked("    setp.ne.u32 %p0, tid, 0;\n    @%p0 ret;\n    st.global.u32 [b], ctaid;\n    ret;");
        kernel.Launch(words, words, 0, 2, 32);
        var finding = Only(kernel, FindingKind.Race, "st.global.u32");
        Assert.Contains("of block (0, 0, 0)", finding.Message);
        Assert.Equal(new Dimension3(1, 0, 0), finding.Block);
        (kernel, words) = Checked("    red.global.add.u32 [b], ctaid;\n    ret;");
        kernel.Launch(words, words, 0, 2, 32);
        Assert.Empty(kernel.Device.Findings);
    }

    /// <summary>Every block writes a number; the last one to count itself reads all of them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fence_before_an_atomic_counter_orders_the_writes_of_the_blocks_that_it_counted(bool hasFence)
    {
        var (kernel, words) = Checked($"""
                mul.wide.u32 %rd0, ctaid, 4;
                add.u64 %rd1, a, %rd0;
                st.global.u32 [%rd1], ctaid;
                {(hasFence ? "membar.gl;" : "")}
                atom.global.add.u32 %r0, [b], 1;
                setp.ne.u32 %p0, %r0, 3;
                @%p0 ret;
                ld.global.u32 %r1, [a];
                ret;
            """);
        kernel.Launch(kernel.Allocate(new uint[4]), words, 0, 4, 1);
        if (hasFence) Assert.Empty(kernel.Device.Findings);
        else Only(kernel, FindingKind.Race, "ld.global.u32");
    }

    [Fact]
    public void A_barrier_in_a_branch_that_not_all_threads_take_is_found()
    {
        var (kernel, words) = Checked("    setp.lt.u32 %p0, tid, 8;\n    @!%p0 bra SKIP;\n    bar.sync 0;\nSKIP:\n    ret;");
        Assert.Equal(CudaError.LaunchTimeout, Assert.Throws<CudaException>(() => kernel.Launch(words, words, 0, 1, 32)).Error);
        Only(kernel, FindingKind.DivergentBarrier, "bar.sync");
    }

    [Fact]
    public void A_shuffle_from_a_lane_that_is_not_there_is_found()
    {
        var (kernel, words) = Checked(
            "    setp.lt.u32 %p0, tid, 8;\n    @!%p0 bra SKIP;\n    shfl.sync.down.b32 %r0, tid, 1, 31, 0xffffffff;\nSKIP:\n    ret;");
        kernel.Launch(words, words, 0, 1, 32);
        Only(kernel, FindingKind.InactiveLane, "shfl.sync");
    }
}
