// libtorch, the library of PyTorch, through its stable C interface (torch/csrc/inductor/aoti_torch/c/shim.h).

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace QuizKit.Libraries;

/// <summary>libtorch on the processor.</summary>
internal sealed partial class Libtorch : Library
{
    private static readonly TensorFormat Binary32 = TensorFormat.Of<float>("", Native.aoti_torch_dtype_float32());

    private static readonly TensorFormat[] Formats =
    [
        Binary32,
        TensorFormat.Of<double>(".binary64", Native.aoti_torch_dtype_float64()),
        TensorFormat.Of<Half>(".binary16", Native.aoti_torch_dtype_float16()),
        new(
            ".bfloat16", Native.aoti_torch_dtype_bfloat16(), 2,
            (value, bytes) =>
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)),
            bytes => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16)),
    ];

    /// <summary>at::layer_norm(input, shape, weight, bias, ε, whether cuDNN may be used).</summary>
    private const string LayerNormExport =
        "_ZN2at25compositeimplicitautograd10layer_normERKNS_6TensorEN3c108ArrayRefIlEERKSt8optionalIS1_ESA_db";

    private readonly int _cpu = Native.aoti_torch_device_type_cpu();

    public Libtorch()
    {
        Products = new Dictionary<string, MatrixProduct>(Formats.SelectMany(ProductsOf));
        var rowOperations = Formats.ToDictionary<TensorFormat, string, Func<double[], double[]>>(
            format => $"libtorch.softmax{format.Suffix}",

            // What follows the tensor is the dimension, 0, and whether binary16 becomes binary32, false.
            format => row => Read(Call("aten::_softmax", Row(row, format)), format));
        if (ExportOf(LayerNormExport) is var layerNorm and not 0 && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            foreach (var format in Formats[..2])
                rowOperations.Add($"libtorch.layer-norm{format.Suffix}", row => LayerNorm(layerNorm, Row(row, format), row.Length, format));
        }

        RowOperations = rowOperations;
        Operations = new Dictionary<string, Func<double[], double[], double>>(Formats.SelectMany(OperationsOf));
    }

    public override string Version
    {
        get
        {
            // A byte each for the major, the minor and the patch version, from the top.
            var version = Native.aoti_torch_abi_version();
            return FormattableString.Invariant($"{version >> 56}.{(version >> 48) & 255}.{(version >> 40) & 255}");
        }
    }

    public override string? Blas => "built in";

    public override IReadOnlyDictionary<string, Func<double[], double[], double>> Operations { get; }

    public override IReadOnlyDictionary<string, MatrixProduct> Products { get; }

    public override IReadOnlyDictionary<string, Func<double[], double[]>> RowOperations { get; }

    // What torch.nn.functional.linear does with matrices and a bias: at::addmm(bias, input, weight.t()).
    public override unsafe float[] Linear(float[] a, float[] w, float[] b, int examples, int inputs, int outputs)
    {
        nint result = Tensor(new float[examples * outputs], examples, outputs), bias = Tensor(b, outputs);
        nint input = Tensor(a, examples, inputs), weight = Transposed(w, outputs, inputs);
        Check(Native.aoti_torch_addmm_out(result, bias, input, weight, 1, 1), "addmm");
        foreach (var tensor in new[] { bias, input, weight }) Check(Native.aoti_torch_delete_tensor_object(tensor), "delete");
        return Read(result);
    }

    public override float[] Relu(float[] z) => Read(Call("aten::relu", Tensor(z, z.Length)));

    public override float[] Sigmoid(float[] z) => Read(Call("aten::sigmoid", Tensor(z, z.Length)));

    public override string? SetThreads(int count)
    {
        var function = ExportOf("_ZN2at15set_num_threadsEi");
        if (function == 0) return "this libtorch does not export at::set_num_threads: it keeps its own number";
        unsafe
        {
            ((delegate* unmanaged[Cdecl]<int, void>)function)(count);
        }

        return null;
    }

    private IEnumerable<KeyValuePair<string, Func<double[], double[], double>>> OperationsOf(TensorFormat format)
    {
        return
        [
            Operation("sum", (a, _) => Read(Call("aten::sum", Row(a, format)), format)[^1]),
            Operation("dot", (a, b) => Read(Call("aten::dot", Row(a, format), Row(b, format)), format)[^1]),
            LastElement($"libtorch.matvec{format.Suffix}"),
            LastElement($"libtorch.matmul{format.Suffix}"),
            Operation("cumsum", (a, _) => Read(Call("aten::cumsum", Row(a, format)), format)[^1]),
        ];

        KeyValuePair<string, Func<double[], double[], double>> Operation(string name, Func<double[], double[], double> compute) =>
            new($"libtorch.{name}{format.Suffix}", compute);
    }

    private IEnumerable<KeyValuePair<string, MatrixProduct>> ProductsOf(TensorFormat format) =>
    [
        new($"libtorch.matvec{format.Suffix}", (a, w, length) => Read(Call("aten::mv", Rows(a, length, format), Row(w, format)), format)),
        new($"libtorch.matmul{format.Suffix}", (a, w, length) => Read(
            Call("aten::mm", Rows(a, length, format), Strided(w, format, [length, w.Length / length], [1, length])), format)),
    ];

    /// <summary>
    /// The address of a C++ function that the C interface lacks, by its name on Linux and macOS, or 0 where this libtorch does not export it.
    /// </summary>
    private static nint ExportOf(string name) =>
        NativeLibrary.TryLoad(Native.Library, typeof(Libtorch).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, name, out var function)
            ? function : 0;

    /// <summary>Normalizes a tensor, which is freed, without weights and biases.</summary>
    private static unsafe double[] LayerNorm(nint function, nint tensor, long length, TensorFormat format)
    {
        // A handle points to a tensor of C++, which is itself a pointer: the result is stored there. An optional of zeros has no value.
        var result = (nint*)NativeMemory.AllocZeroed((nuint)sizeof(nint));
        var none = stackalloc long[2];
        ((delegate* unmanaged[Cdecl]<nint*, nint, long*, long, long*, long*, double, byte, nint>)function)(
            result, tensor, &length, 1, none, none, 1e-5, 0);
        Check(Native.aoti_torch_delete_tensor_object(tensor), "delete");
        return Read((nint)result, format);
    }

    private nint Row(double[] values, TensorFormat format) => Strided(values, format, [values.Length], [1]);

    private nint Rows(double[] values, int length, TensorFormat format) =>
        Strided(values, format, [values.Length / length, length], [length, 1]);

    private nint Tensor(float[] values, params long[] sizes)
    {
        var strides = new long[sizes.Length];
        var stride = 1L;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= sizes[i];
        }

        var tensor = Empty(Binary32, sizes, strides, out var data);
        Copy(values, data);
        return tensor;
    }

    /// <summary>The transposed of a matrix that is stored row by row: a view, as of <c>weight.t()</c>.</summary>
    private nint Transposed(float[] values, long rows, long columns)
    {
        var tensor = Empty(Binary32, [columns, rows], [1, columns], out var data);
        Copy(values, data);
        return tensor;
    }

    private static unsafe void Copy(float[] values, nint data) => values.CopyTo(new Span<float>((void*)data, values.Length));

    private unsafe nint Strided(double[] values, TensorFormat format, long[] sizes, long[] strides)
    {
        var tensor = Empty(format, sizes, strides, out var data);
        var bytes = new Span<byte>((void*)data, format.Size * values.Length);
        for (var i = 0; i < values.Length; i++) format.Write(values[i], bytes[(format.Size * i)..]);
        return tensor;
    }

    private unsafe nint Empty(TensorFormat format, long[] sizes, long[] strides, out nint data)
    {
        // libtorch allocates the memory: its alignment is that of every tensor.
        nint tensor, numbers;
        fixed (long* size = sizes, stride = strides)
            Check(Native.aoti_torch_empty_strided(sizes.Length, size, stride, format.Type, _cpu, 0, &tensor), "empty_strided");
        Check(Native.aoti_torch_get_data_ptr(tensor, &numbers), "data_ptr");
        data = numbers;
        return tensor;
    }

    /// <summary>Calls an operator, which takes the tensors over; what follows them is null or false.</summary>
    private static unsafe nint Call(string name, params ReadOnlySpan<nint> tensors)
    {
        var stack = stackalloc ulong[4];
        for (var i = 0; i < 4; i++) stack[i] = i < tensors.Length ? (ulong)tensors[i] : 0;
        Check(Native.aoti_torch_call_dispatcher(name, "", stack), name);
        return (nint)stack[0];
    }

    /// <summary>The numbers of a contiguous tensor, which is freed.</summary>
    private static unsafe double[] Read(nint tensor, TensorFormat format)
    {
        long count;
        nint data;
        Check(Native.aoti_torch_get_numel(tensor, &count), "numel");
        Check(Native.aoti_torch_get_data_ptr(tensor, &data), "data_ptr");
        var numbers = new double[count];
        for (var i = 0; i < count; i++) numbers[i] = format.Read(new Span<byte>((byte*)data + (format.Size * i), format.Size));
        Check(Native.aoti_torch_delete_tensor_object(tensor), "delete");
        return numbers;
    }

    /// <summary>Copies the numbers of a contiguous tensor and frees it.</summary>
    private static unsafe float[] Read(nint tensor)
    {
        long count;
        nint data;
        Check(Native.aoti_torch_get_numel(tensor, &count), "numel");
        Check(Native.aoti_torch_get_data_ptr(tensor, &data), "data_ptr");
        var values = new Span<float>((void*)data, (int)count).ToArray();
        Check(Native.aoti_torch_delete_tensor_object(tensor), "delete");
        return values;
    }

    private static void Check(int error, string what)
    {
        if (error != 0) throw new InvalidOperationException($"libtorch's {what} failed.");
    }

    /// <summary>The C interface, with libtorch's own names. An error is a result other than 0, and its text goes to the error stream.</summary>
    private static unsafe partial class Native
    {
        public const string Library = "torch_cpu";

        [LibraryImport(Library)]
        public static partial int aoti_torch_dtype_float32();

        [LibraryImport(Library)]
        public static partial int aoti_torch_dtype_float64();

        [LibraryImport(Library)]
        public static partial int aoti_torch_dtype_float16();

        [LibraryImport(Library)]
        public static partial int aoti_torch_dtype_bfloat16();

        [LibraryImport(Library)]
        public static partial int aoti_torch_device_type_cpu();

        [LibraryImport(Library)]
        public static partial ulong aoti_torch_abi_version();

        [LibraryImport(Library)]
        public static partial int aoti_torch_empty_strided(
            long dimensions, long* sizes, long* strides, int type, int device, int deviceIndex, nint* result);

        [LibraryImport(Library)]
        public static partial int aoti_torch_get_data_ptr(nint tensor, nint* result);

        [LibraryImport(Library)]
        public static partial int aoti_torch_get_numel(nint tensor, long* result);

        [LibraryImport(Library)]
        public static partial int aoti_torch_delete_tensor_object(nint tensor);

        [LibraryImport(Library)]
        public static partial int aoti_torch_addmm_out(nint result, nint bias, nint a, nint b, float beta, float alpha);

        [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int aoti_torch_call_dispatcher(string name, string overload, ulong* stack);
    }
}
