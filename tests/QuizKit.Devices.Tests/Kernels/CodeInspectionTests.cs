// The inspection of generated code sees what breaks the rules: each rule is broken once.

using System.Buffers.Binary;
using System.Text;
using QuizKit.Devices.Kernels;
using Xunit;

namespace QuizKit.Devices.Tests.Kernels;

public sealed class CodeInspectionTests
{
    [Theory]
    [InlineData("mul.f32 %f1, %f2, %f3;", "mul.f32 does not say that it rounds once to nearest")]
    [InlineData("add.f64 %fd1, %fd2, %fd3;", "add.f64 does not say that it rounds once to nearest")]
    [InlineData("fma.rz.f32 %f1, %f2, %f3, %f4;", "fma.rz.f32 does not say that it rounds once to nearest")]
    [InlineData("mul.rn.ftz.f32 %f1, %f2, %f3;", "an instruction is .ftz")]
    [InlineData("ex2.approx.f32 %f1, %f2;", "an instruction is .approx")]
    [InlineData("div.full.f32 %f1, %f2, %f3;", "div.full.f32 does not say that it rounds once to nearest")]
    [InlineData("atom.global.add.f32 %f1, [%rd1], %f2;", "atom.global.add.f32 adds floats in no fixed order")]
    [InlineData("red.add.f32 [%rd1], %f2;", "red.add.f32 adds floats in no fixed order")]
    [InlineData("atom.add.noftz.bf16x2 %r1, [%rd1], %r2;", "atom.add.noftz.bf16x2 adds floats in no fixed order")]
    [InlineData("@%p1 add.f32 %f1, %f2, %f3;", "add.f32 does not say that it rounds once to nearest")]
    [InlineData("fma.f32x2 %rd1, %rd2, %rd3, %rd4;", "fma.f32x2 does not say that it rounds once to nearest")]
    [InlineData("mul.bf16x2 %r1, %r2, %r3;", "mul.bf16x2 does not say that it rounds once to nearest")]
    [InlineData("cvt.rz.f32.f64 %f1, %fd1;", "cvt.rz.f32.f64 does not round to nearest")]
    [InlineData("cvt.rm.f32.s64 %f1, %rd1;", "cvt.rm.f32.s64 does not round to nearest")]
    public void Ptx_that_does_not_round_exactly_once_is_a_violation(string instruction, string violation)
    {
        var ptx = $"\tmul.rn.f32 \t%f9, %f8, %f7;\n\t{instruction}\n";

        Assert.Contains(violation, PtxInspection.Of(ptx, isPlain: false).Violations);
        Assert.Empty(PtxInspection.Of(ptx, isPlain: true).Violations);
    }

    [Theory]
    [InlineData("mul.rn.f32 %f1, %f2, %f3;")]
    [InlineData("mul.lo.s32 %r1, %r2, %r3;")]
    [InlineData("cvt.rn.f32.s32 %f1, %r1;")]
    [InlineData("cvt.rzi.s32.f32 %r1, %f1;")]
    [InlineData("add.rn.f32x2 %rd1, %rd2, %rd3;")]
    [InlineData("atom.global.add.u32 %r1, [%rd1], %r2;")]
    public void Exact_operations_conversions_and_integers_are_none(string instruction) =>
        Assert.Empty(PtxInspection.Of("\t" + instruction + "\n", isPlain: false).Violations);

    [Theory]
    [InlineData("a = b * c;", "'b * c'")]
    [InlineData("a = (float)((float) b *  (float)c);", "'(float) b * (float)c'")]
    [InlineData("a = (float)((float) b /  (float)2.5f);", "'(float) b / (float)2.5f'")]
    [InlineData("a = 1.0f - b;", "'1.0f - b'")]
    [InlineData("a = n * b;", "'n * b'")]
    [InlineData("a = (float)n + 1;", "'(float)n + 1'")]
    [InlineData("a += b;", "'a += b'")]
    [InlineData("view[n] = view[n] + b;", "'view[n] + b'")]
    [InlineData("a = *view + b;", "'*view + b'")]
    [InlineData("a = pair.right - pair.right;", "'pair.right - pair.right'")]
    [InlineData("if (b * c < a) return;", "'b * c'")]
    [InlineData("a = n > 0 ? b : b - c;", "'b - c'")]
    [InlineData("a = 2 * (n > 0 ? 1 : b);", "'2 * (n > 0 ? 1 : b)'")]
    [InlineData("a = helper(b + c);", "'b + c'")]
    [InlineData("a = helper(b) * 2;", "'helper(b) * 2'")]
    [InlineData("d = (double)((double) d -  (double)d);", "'(double) d - (double)d'")]
    [InlineData("a++;", "'a++'")]
    public void OpenCL_arithmetic_of_floats_outside_of_a_block_is_a_violation(string statement, string violation) => Assert.Contains(
        violation + " stands outside of a block that switches contraction off",
        OpenCLInspection.Of(OpenCL(statement), isPlain: false).Violations);

    [Theory]
    [InlineData("a = fma(b, c, b);", "fma() is called outside of a block that switches contraction off")]
    [InlineData("a = native_exp(b);", "native_exp() is called outside of a block that switches contraction off")]
    [InlineData("a = mix(b, c, b);", "mix() is called outside of a block that switches contraction off")]
    [InlineData("a = convert_float_rtz(d);", "convert_float_rtz() does not round to nearest")]
    [InlineData("atomic_fetch_add((atomic_float*)view, b);", "atomic_fetch_add() adds floats in no fixed order")]
    [InlineData("{\n#pragma OPENCL FP_CONTRACT OFF\na = (b) * (c) + (b); }", "'x * x + x' is not one operation")]
    [InlineData("{\n#pragma OPENCL FP_CONTRACT OFF\na = (float)sqrt((double)(b)); }", "'(float)sqrt((double)x)' is not one operation")]
    [InlineData("a = pair.unknown;", "line 8 of the OpenCL C cannot be inspected: the type of '.unknown' is not known")]
    [InlineData("a = b @ c;", "line 8 of the OpenCL C cannot be inspected: ';' is missing before '@'")]
    public void OpenCL_C_that_may_contract_or_cannot_be_read_is_a_violation(string statement, string violation) =>
        Assert.Contains(violation, OpenCLInspection.Of(OpenCL(statement), isPlain: false).Violations);

    [Theory]
    [InlineData("n = (int)((int) n +  (int)1);")]
    [InlineData("n = pair.left * n;")]
    [InlineData("view = view + n;")]
    [InlineData("a = view[n + 1];")]
    [InlineData("a = (float)( - (float)b);")]
    [InlineData("a = fabs(b);")]
    [InlineData("n = b < c;")]
    [InlineData("n = (int)b * n;")]
    [InlineData("n = as_int (b) + 1;")]
    [InlineData("a = (float)(int) n;")]
    [InlineData("atomic_fetch_add((atomic_int*)view, n);")]
    [InlineData("next: ; if (n < 2)\n goto next;")]
    [InlineData("float list[4], other = 2.5f; list[n - 1] = other;")]
    public void OpenCL_C_without_arithmetic_of_floats_is_none(string statement) =>
        Assert.Empty(OpenCLInspection.Of(OpenCL(statement), isPlain: false).Violations);

    [Theory]
    [InlineData("(b) * (-1.5f)")]
    [InlineData("fma((b), (c), (2.5e-08f))")]
    [InlineData("(double)(d) / (double)(1)")]
    public void One_operation_in_its_block_is_none(string operation)
    {
        var inspection = OpenCLInspection.Of(OpenCL($"{{\n#pragma OPENCL FP_CONTRACT OFF\na = {operation}; }}"), isPlain: false);

        Assert.Empty(inspection.Violations);
        Assert.Single(inspection.FloatOperations);
    }

    private static string OpenCL(string statement) => $$"""
        typedef __generic float* type_1;
        struct type_2 { int left; float right; };
        float helper(float x) { return x; }
        // Generated by ILGPU
        #pragma OPENCL EXTENSION cl_khr_fp64 : enable
        kernel void Kernel(global float* view_0, int n, struct type_2 pair)
        { float a; float b; float c; double d; type_1 view; view = (type_1)view_0 + n;
        {{statement}}
        }
        """;

    [Fact]
    public void The_machine_code_of_each_function_is_taken_out_of_a_cubin()
    {
        var file = Cubin((".text.first", [1, 2, 3]), (".nv.info", [9]), (".text.second", [4]));

        var code = CubinFile.ReadCode(file);

        Assert.Equal(["first", "second"], code.Keys);
        Assert.Equal([1, 2, 3], code["first"]);
        Assert.Equal([4], code["second"]);
    }

    [Fact]
    public void What_is_no_cubin_is_refused() =>
        Assert.Throws<InvalidDataException>(() => CubinFile.ReadCode("no ELF file, but as long as the header of one would be, or longer"u8));

    /// <summary>An ELF file with these sections behind the null section and before their names.</summary>
    private static byte[] Cubin(params (string Name, byte[] Contents)[] sections)
    {
        var names = Encoding.ASCII.GetBytes("\0" + string.Concat(sections.Select(section => section.Name + "\0")));
        int dataSize = names.Length + sections.Sum(section => section.Contents.Length), table = 64 + dataSize;
        var file = new byte[table + ((sections.Length + 2) * 64)];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), (ulong)table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), (ushort)(sections.Length + 2));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(62), (ushort)(sections.Length + 1));
        int at = 64, nameAt = 1;
        void Add(int index, int name, byte[] contents)
        {
            contents.CopyTo(file, at);
            var header = file.AsSpan(table + (index * 64));
            BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)name);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)at);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)contents.Length);
            at += contents.Length;
        }

        for (var i = 0; i < sections.Length; i++)
        {
            Add(i + 1, nameAt, sections[i].Contents);
            nameAt += sections[i].Name.Length + 1;
        }

        Add(sections.Length + 1, 0, names);
        return file;
    }
}
