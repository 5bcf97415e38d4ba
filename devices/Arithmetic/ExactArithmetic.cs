// Registers the instructions of Exact32 and Exact64 with ILGPU's PTX and OpenCL backends.

using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace QuizKit.Devices.Arithmetic;

/// <summary>The code that replaces the methods of <see cref="Exact32"/> and <see cref="Exact64"/>.</summary>
internal static class ExactArithmetic
{
    /// <summary>
    /// Makes <see cref="Exact32"/> and <see cref="Exact64"/> usable in the kernels of a context, and the device's own functions too:
    /// without ILGPU's algorithms a kernel that calls <c>MathF.Exp</c> does not compile for CUDA.
    /// </summary>
    public static Context.Builder UseExactArithmetic(this Context.Builder builder)
    {
        builder.EnableAlgorithms();
        var manager = builder.GetIntrinsicManager();
        foreach (var method in new[] { typeof(Exact32), typeof(Exact64) }.SelectMany(
            type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)))
        {
            // A method of Ptx and of OpenCLC has the name of the operation.
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(Ptx), method.Name, IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, OpenCLIntrinsic(method));
        }

        return builder;
    }

    /// <summary>One operation of OpenCL C, or a method of <see cref="Exact32InIntegers"/> where that need not round correctly.</summary>
    private static CLIntrinsic OpenCLIntrinsic(MethodInfo method) =>
        method.DeclaringType == typeof(Exact32) && typeof(Exact32InIntegers).GetMethod(method.Name) is not null
            ? new CLIntrinsic(typeof(Exact32InIntegers), method.Name, IntrinsicImplementationMode.Redirect)
            : new CLIntrinsic(typeof(OpenCLC), method.Name, IntrinsicImplementationMode.GenerateCode);

    private static bool IsBinary64(Value call) => call.BasicValueType == BasicValueType.Float64;

    /// <summary>
    /// One PTX instruction per operation. <c>.rn</c> is required: only an instruction without it may be contracted
    /// (PTX ISA, "mul": "mul/add sequences with no rounding modifiers may be optimized to use fused-multiply-add").
    /// No <c>.ftz</c>: subnormals are kept.
    /// </summary>
    private static class Ptx
    {
        public static void Multiply(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "mul.rn");

        public static void Add(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "add.rn");

        public static void Subtract(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "sub.rn");

        public static void Divide(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "div.rn");

        public static void SquareRoot(PTXBackend backend, PTXCodeGenerator generator, Value call) => Emit(generator, call, "sqrt.rn");

        public static void FusedMultiplyAdd(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
            Emit(generator, call, "fma.rn");

        private static void Emit(PTXCodeGenerator generator, Value call, string operation)
        {
            // Operands first: loading one may emit code of its own.
            var operands = new ILGPU.Backends.RegisterAllocator<PTXRegisterKind>.PrimitiveRegister[call.Nodes.Length];
            for (var i = 0; i < operands.Length; i++) operands[i] = generator.LoadPrimitive(call[i]);
            var result = generator.AllocateHardware(call);
            using var command = generator.BeginCommand(operation + (IsBinary64(call) ? ".f64" : ".f32"));
            command.AppendArgument(result);
            foreach (var operand in operands) command.AppendArgument(operand);
        }
    }

    /// <summary>
    /// One statement per operation, in a block of its own that switches contraction off (OpenCL C 3.0, 6.15.2.4: the pragma
    /// is allowed at the start of a compound statement). A compiler that contracts across statements nevertheless is detected
    /// by <c>ArithmeticProbe</c>.
    /// </summary>
    private static class OpenCLC
    {
        public static void Multiply(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " * ", "");

        public static void Add(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " + ", "");

        public static void Subtract(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " - ", "");

        /// <summary>Of binary64 alone, which rounds correctly (OpenCL C 3.0, 7.4).</summary>
        public static void Divide(CLBackend backend, CLCodeGenerator generator, Value call) => Emit(generator, call, "", " / ", "");

        public static void FusedMultiplyAdd(CLBackend backend, CLCodeGenerator generator, Value call) =>
            Emit(generator, call, "fma(", ", ", ")");

        private static void Emit(CLCodeGenerator generator, Value call, string open, string separator, string close)
        {
            var operands = new ILGPU.Backends.VariableAllocator.Variable[call.Nodes.Length];
            for (var i = 0; i < operands.Length; i++) operands[i] = generator.Load(call[i]);
            var result = generator.Allocate(call);

            // ILGPU declares a variable by assigning to it.
            using (var declaration = generator.BeginStatement(result))
            {
                if (IsBinary64(call)) declaration.AppendConstant(0.0);
                else declaration.AppendConstant(0f);
            }

            using var block = generator.BeginStatement("{\n#pragma OPENCL FP_CONTRACT OFF\n");
            block.Append(result);
            block.AppendOperation(" = " + open);
            for (var i = 0; i < operands.Length; i++)
            {
                if (i > 0) block.AppendOperation(separator);
                // Parentheses: a negative constant after a minus sign would be a decrement. ILGPU writes the binary64
                // constant 1.0 as the integer 1, hence the cast.
                block.AppendOperation(IsBinary64(call) ? "(double)(" : "(");
                block.Append(operands[i]);
                block.AppendOperation(")");
            }

            block.AppendOperation(close + "; }");
        }
    }
}
