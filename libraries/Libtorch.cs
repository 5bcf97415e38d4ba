// libtorch, the library of PyTorch, through its stable C interface (torch/csrc/inductor/aoti_torch/c/shim.h).

using System.Runtime.InteropServices;

namespace QuizKit.Libraries;

/// <summary>libtorch on the processor.</summary>
internal sealed partial class Libtorch : Library
{
    private readonly int _binary32 = Native.aoti_torch_dtype_float32();
    private readonly int _cpu = Native.aoti_torch_device_type_cpu();

    public Libtorch()
    {
        Operations = new Dictionary<string, Func<float[], float[], float>>
        {
            ["libtorch.sum"] = (a, _) => Last(Call("aten::sum", Tensor(a, a.Length))),
            ["libtorch.dot"] = (a, b) => Last(Call("aten::dot", Tensor(a, a.Length), Tensor(b, b.Length))),
            ["libtorch.matvec"] = (a, b) =>
                Last(Call("aten::mv", Tensor(Matrix(a), RowsOfMatrix, a.Length), Tensor(b, b.Length))),
            ["libtorch.matmul"] = (a, b) =>
                Last(Call("aten::mm", Tensor(Matrix(a), RowsOfMatrix, a.Length), Transposed(Matrix(b), RowsOfMatrix, b.Length))),
        };
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

    public override IReadOnlyDictionary<string, Func<float[], float[], float>> Operations { get; }

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
        // The C interface has no such function; the C++ one, at::set_num_threads(int), has this name on Linux and macOS.
        const string name = "_ZN2at15set_num_threadsEi";
        if (!NativeLibrary.TryLoad(Native.Library, typeof(Libtorch).Assembly, null, out var library)
            || !NativeLibrary.TryGetExport(library, name, out var function))
        {
            return "this libtorch does not export at::set_num_threads: it keeps its own number";
        }

        unsafe
        {
            ((delegate* unmanaged[Cdecl]<int, void>)function)(count);
        }

        return null;
    }

    private nint Tensor(float[] values, params long[] sizes)
    {
        var strides = new long[sizes.Length];
        var stride = 1L;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= sizes[i];
        }

        return Strided(values, sizes, strides);
    }

    /// <summary>The transposed of a matrix that is stored row by row: a view, as of <c>weight.t()</c>.</summary>
    private nint Transposed(float[] values, long rows, long columns) => Strided(values, [columns, rows], [1, columns]);

    private unsafe nint Strided(float[] values, long[] sizes, long[] strides)
    {
        // libtorch allocates the memory: its alignment is that of every tensor.
        nint tensor, data;
        fixed (long* size = sizes, stride = strides)
            Check(Native.aoti_torch_empty_strided(sizes.Length, size, stride, _binary32, _cpu, 0, &tensor), "empty_strided");
        Check(Native.aoti_torch_get_data_ptr(tensor, &data), "data_ptr");
        values.CopyTo(new Span<float>((void*)data, values.Length));
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

    private static float Last(nint tensor) => Read(tensor)[^1];

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
