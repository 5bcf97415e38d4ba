// Tells ILGPU's PTX and OpenCL backends which instruction each method of Exact32 is.

using System;
using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace QuizKit.GpuChecks.Arithmetic;

/// <summary>The code that the GPU backends put in place of the methods of <see cref="Exact32"/>.</summary>
internal static class ExactArithmetic
{
    /// <summary>Makes <see cref="Exact32"/> usable in the kernels of a context.</summary>
    /// <param name="builder">The builder of the context.</param>
    /// <returns>The same builder.</returns>
    public static Context.Builder UseExactArithmetic(this Context.Builder builder)
    {
        var manager = builder.GetIntrinsicManager();
        foreach (var (operation, handler) in new[]
        {
            (nameof(Exact32.Multiply), nameof(Ptx.Multiply)),
            (nameof(Exact32.Add), nameof(Ptx.Add)),
            (nameof(Exact32.Subtract), nameof(Ptx.Subtract)),
            (nameof(Exact32.Divide), nameof(Ptx.Divide)),
            (nameof(Exact32.FusedMultiplyAdd), nameof(Ptx.FusedMultiplyAdd)),
        })
        {
            var method = typeof(Exact32).GetMethod(operation, BindingFlags.Public | BindingFlags.Static)
                ?? throw new MissingMethodException(nameof(Exact32), operation);
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(Ptx), handler, IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new CLIntrinsic(typeof(OpenCLC), handler, IntrinsicImplementationMode.GenerateCode));
        }

        return builder;
    }

    /// <summary>
    /// One PTX instruction an operation. <c>.rn</c> is not decoration: only an instruction without it may be contracted
    /// (PTX ISA, "mul": "mul/add sequences with no rounding modifiers may be optimized to use fused-multiply-add").
    /// No <c>.ftz</c>: subnormals are kept.
    /// </summary>
    private static class Ptx
    {
        public static void Multiply(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "mul.rn.f32");

        public static void Add(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "add.rn.f32");

        public static void Subtract(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "sub.rn.f32");

        public static void Divide(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "div.rn.f32");

        public static void FusedMultiplyAdd(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
            Emit(generator, call, "fma.rn.f32");

        private static void Emit(PTXCodeGenerator generator, Value call, string instruction)
        {
            // Operands first: loading one may emit code of its own.
            var operands = new ILGPU.Backends.RegisterAllocator<PTXRegisterKind>.PrimitiveRegister[call.Nodes.Length];
            for (var i = 0; i < operands.Length; i++) operands[i] = generator.LoadPrimitive(call[i]);
            var result = generator.AllocateHardware(call);
            using var command = generator.BeginCommand(instruction);
            command.AppendArgument(result);
            foreach (var operand in operands) command.AppendArgument(operand);
        }
    }

    /// <summary>
    /// One statement an operation, in a block of its own that switches contraction off (OpenCL C 3.0, 6.15.2.4: the pragma
    /// is allowed at the start of a compound statement). A compiler that contracts across statements all the same is caught
    /// by <see cref="ArithmeticProbe"/>.
    /// </summary>
    private static class OpenCLC
    {
        public static void Multiply(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " * ", "");

        public static void Add(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " + ", "");

        public static void Subtract(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " - ", "");

        public static void Divide(CLBackend backend, CLCodeGenerator generator, Value call) =>
            Emit(generator, call, "(float)((double)", " / (double)", ")");

        public static void FusedMultiplyAdd(CLBackend backend, CLCodeGenerator generator, Value call) =>
            Emit(generator, call, "fma(", ", ", ")");

        private static void Emit(CLCodeGenerator generator, Value call, string open, string separator, string close)
        {
            var operands = new ILGPU.Backends.VariableAllocator.Variable[call.Nodes.Length];
            for (var i = 0; i < operands.Length; i++) operands[i] = generator.Load(call[i]);
            var result = generator.Allocate(call);

            // ILGPU declares a variable by assigning to it.
            using (var declaration = generator.BeginStatement(result)) declaration.AppendConstant(0f);

            using var block = generator.BeginStatement("{\n#pragma OPENCL FP_CONTRACT OFF\n");
            block.Append(result);
            block.AppendOperation(" = " + open);
            for (var i = 0; i < operands.Length; i++)
            {
                if (i > 0) block.AppendOperation(separator);
                // Parentheses: a negative constant behind a minus sign would read as a decrement.
                block.AppendOperation("(");
                block.Append(operands[i]);
                block.AppendOperation(")");
            }

            block.AppendOperation(close + "; }");
        }
    }
}
