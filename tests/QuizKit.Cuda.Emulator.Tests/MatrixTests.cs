// Matrix instructions in a kernel: where the elements lie, saturation, lanes that are missing, and what is refused.

using QuizKit.Cuda.Emulator.Devices;
using QuizKit.Cuda.Emulator.Ptx;
using Xunit;

namespace QuizKit.Cuda.Emulator.Tests;

public sealed class MatrixTests
{
    /// <summary>The first two numbers of D of each lane.</summary>
    private static uint[] Run(string body, CudaDeviceOptions? options = null)
    {
        var kernel = new TestKernel($"""
            {body}
                mul.wide.u32 %rd0, tid, 8;
                add.u64 %rd0, b, %rd0;
                st.global.v2.b32 [%rd0], {"{%r0, %r1}"};
                ret;
            """, options);
        var results = kernel.Allocate(new uint[64]);
        kernel.Launch(0, results, 0, 1, 32);
        return kernel.Read(results, 64);
    }

    private const string Integers = "mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%r0, %r1, %r2, %r3}, {%r4, %r5, %r5, %r5}, {%r6, %r5}, ";

    [Fact]
    public void The_elements_lie_where_PTX_documents_them()
    {
        // Lane 5 has A of row 1 and columns 4 to 7, and its first one is 3; B is 2 where row 4 meets column 6: in lane 25.
        var d = Run($$"""
                mov.b32 %r5, 0;
                setp.eq.u32 %p0, tid, 5;
                selp.b32 %r4, 3, 0, %p0;
                setp.eq.u32 %p0, tid, 25;
                selp.b32 %r6, 2, 0, %p0;
                {{Integers}} {%r5, %r5, %r5, %r5};
            """);

        // Row 1 and column 6 of D are the first element of lane 7.
        Assert.Equal(6u, d[14]);
        Assert.Equal(1, d.Count(number => number != 0));
    }

    [Theory]
    [InlineData("", 0x80000000)]
    [InlineData(".satfinite", 0x7FFFFFFF)]
    public void A_sum_of_integers_wraps_or_saturates(string modifier, uint expected)
    {
        var d = Run($$"""
                mov.b32 %r5, 0;
                mov.b32 %r4, 1;
                mov.b32 %r6, 1;
                mov.b32 %r7, 0x7ffffffc;
                {{Integers.Replace(".col.", $".col{modifier}.")}} {%r7, %r7, %r7, %r7};
            """);
        Assert.All(d, number => Assert.Equal(expected, number));
    }

    [Fact]
    public void A_product_that_a_matrix_instruction_overwrites_is_not_fused_with_a_later_sum()
    {
        // (1 + 2^-12)^2 - 1 is 2^-11 + 2^-24 where it is fused. The instruction replaces the product with itself plus zeros.
        var d = Run("""
                mov.f32 %f0, 0f3F800800;
                mov.b32 %r5, 0;
                mul.f32 %f1, %f0, %f0;
                mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {_, %f1, _, _}, {%r5, %r5}, {%r5}, {%f1, %f1, %f1, %f1};
                add.f32 %f2, %f1, 0fBF800000;
                mov.b32 %r0, %f2;
                mov.b32 %r1, 0;
            """);
        Assert.Equal(BitConverter.SingleToUInt32Bits(1f / 2048), d[0]);
    }

    [Fact]
    public void A_matrix_instruction_without_all_lanes_is_found()
    {
        var kernel = new TestKernel(
            $$"""
                setp.lt.u32 %p0, tid, 8;
                @!%p0 bra SKIP;
                mov.b32 %r5, 0;
                {{Integers}} {%r5, %r5, %r5, %r5};
            SKIP:
                ret;
            """, new CudaDeviceOptions { Checks = true });
        kernel.Launch(0, 0, 0, 1, 32);
        var finding = Assert.Single(kernel.Device.Findings);
        Assert.Equal((FindingKind.InactiveLane, kernel.LineOf("mma.sync")), (finding.Kind, finding.Line));
        Assert.StartsWith("lane 8 does not execute the instruction", finding.Message);
    }

    [Theory]
    [InlineData("mma.sync.aligned.m16n8k64.row.col.s32.s8.s8.s32 {%r0, %r1, %r2, %r3}, {%r4, %r5, %r5, %r5}, {%r6, %r5}, {%r0, %r1, %r2, %r3};")]
    [InlineData("mma.sync.aligned.m16n8k8.row.col.f16.f16.f16.f16 {%r0, %r1}, {%r2, %r3}, {%r4}, {%r0, %r1};")]
    [InlineData("mma.sync.aligned.m16n8k8.row.col.satfinite.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r2, %r3}, {%r4}, {%f0, %f1, %f2, %f3};")]
    [InlineData("mma.sync.aligned.m16n8k8.row.row.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r2, %r3}, {%r4}, {%f0, %f1, %f2, %f3};")]
    public void A_shape_or_format_that_is_not_known_is_refused_with_its_line(string instruction)
    {
        var text = TestKernel.Ptx($"    {instruction}\n    ret;");
        var exception = Assert.Throws<PtxException>(() => new CudaDevice(new CudaDeviceOptions()).Load(text));
        Assert.Equal(text.Split('\n').ToList().FindIndex(line => line.Contains("mma.sync")) + 1, exception.Line);
        Assert.Contains("is not known here", exception.Message);
    }

    [Fact]
    public void A_matrix_with_the_wrong_number_of_registers_is_refused()
    {
        var text = TestKernel.Ptx("    mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r2}, {%r4}, {%f0, %f1, %f2, %f3};\n    ret;");
        var exception = Assert.Throws<PtxException>(() => new CudaDevice(new CudaDeviceOptions()).Load(text));
        Assert.Contains("the matrix A of 'mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32' takes 2 registers, not 1", exception.Message);
    }
}
