// The exported functions as a program calls them: through pointers to unmanaged code.

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using QuizKit.Cuda.Driver.Exports;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace QuizKit.Cuda.Driver.Tests;

internal static unsafe class Cuda
{
    /// <summary>Where the device reports what its kernels do wrong.</summary>
    public static readonly string Report = Path.Combine(Path.GetTempPath(), $"quizkit-findings-{Environment.ProcessId}.jsonl");

    /// <summary>A kernel that adds a number to each element: three parameters, with a gap before the last.</summary>
    public const string AddText = """
        .version 7.0
        .target sm_80
        .address_size 64

        .visible .entry add(.param .u64 data, .param .u32 value, .param .u64 count)
        {
            .reg .pred p;
            .reg .b32 i, n, t, v, w;
            .reg .b64 a, c, k;
            mov.u32 i, %ctaid.x;
            mov.u32 n, %ntid.x;
            mov.u32 t, %tid.x;
            mad.lo.s32 i, i, n, t;
            cvt.u64.u32 k, i;
            ld.param.u64 c, [count];
            setp.ge.u64 p, k, c;
            @p bra END;
            ld.param.u64 a, [data];
            cvta.to.global.u64 a, a;
            mad.wide.u32 a, i, 4, a;
            ld.param.u32 w, [value];
            ld.global.u32 v, [a];
            add.u32 v, v, w;
            st.global.u32 [a], v;
        END:
            ret;
        }
        """;

    /// <summary>The exported functions by their names.</summary>
    public static readonly IReadOnlyDictionary<string, MethodInfo> Exports = typeof(Call).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(method => (Name: method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint, Method: method))
        .Where(export => export.Name is not null)
        .ToDictionary(export => export.Name!, export => export.Method, StringComparer.Ordinal);

    /// <summary>Sets the options that the device of this process has: they are read once.</summary>
    [ModuleInitializer]
    public static void SetOptions()
    {
        Environment.SetEnvironmentVariable("QUIZKIT_CUDA_MEMORY", "64");
        Environment.SetEnvironmentVariable("QUIZKIT_CUDA_INSTRUCTION_LIMIT", "1000000");
        Environment.SetEnvironmentVariable("QUIZKIT_CUDA_REPORT", Report);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(Report);
    }

    public static nint Entry(string name) => Exports[name].MethodHandle.GetFunctionPointer();

    public static int Init() => ((delegate* unmanaged<uint, int>)Entry("cuInit"))(0);

    public static int Call0(string name) => ((delegate* unmanaged<int>)Entry(name))();

    public static int Call1(string name, nint a) => ((delegate* unmanaged<nint, int>)Entry(name))(a);

    public static int Call2(string name, nint a, nint b) => ((delegate* unmanaged<nint, nint, int>)Entry(name))(a, b);

    public static int Call3(string name, nint a, nint b, nint c) => ((delegate* unmanaged<nint, nint, nint, int>)Entry(name))(a, b, c);

    public static int Call4(string name, nint a, nint b, nint c, nint d) =>
        ((delegate* unmanaged<nint, nint, nint, nint, int>)Entry(name))(a, b, c, d);

    /// <summary>A function that writes a handle, an address or a size through its first parameter.</summary>
    public static nint Made(string name, nint a = 0, nint b = 0)
    {
        nint made;
        Assert.Equal(0, Call3(name, (nint)(&made), a, b));
        return made;
    }

    public static int LoadData(string text, out nint module)
    {
        fixed (byte* bytes = (byte[])[.. Encoding.UTF8.GetBytes(text), 0])
        fixed (nint* made = &module) return Call2("cuModuleLoadData", (nint)made, (nint)bytes);
    }

    public static int GetFunction(nint module, string name, out nint function)
    {
        fixed (byte* bytes = (byte[])[.. Encoding.UTF8.GetBytes(name), 0])
        fixed (nint* made = &function) return Call3("cuModuleGetFunction", (nint)made, module, (nint)bytes);
    }

    public static int GetGlobal(nint module, string name, out nint address, out nint bytes)
    {
        fixed (byte* text = (byte[])[.. Encoding.UTF8.GetBytes(name), 0])
        fixed (nint* start = &address, size = &bytes) return Call4("cuModuleGetGlobal_v2", (nint)start, (nint)size, module, (nint)text);
    }

    /// <summary>The function of <see cref="AddText"/>.</summary>
    public static nint AddFunction()
    {
        Assert.Equal(0, LoadData(AddText, out var module));
        Assert.Equal(0, GetFunction(module, "add", out var function));
        return function;
    }

    public static int Launch(
        nint function, Grid grid, Grid block, uint shared = 0, nint stream = 0, void** parameters = null, void** extra = null) =>
        ((delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)Entry("cuLaunchKernel"))(
            function, grid.X, grid.Y, grid.Z, block.X, block.Y, block.Z, shared, stream, parameters, extra);

    /// <summary>Launches with a pointer to each parameter.</summary>
    public static int LaunchAdd(nint function, ulong data, uint value, ulong count, Grid grid, Grid block, uint shared = 0)
    {
        var parameters = stackalloc void*[] { &data, &value, &count };
        return Launch(function, grid, block, shared, parameters: parameters);
    }

    public static string Text(string name, int error)
    {
        nint text;
        Assert.Equal(0, Call2(name, error, (nint)(&text)));
        return Marshal.PtrToStringUTF8(text)!;
    }

    public readonly record struct Grid(uint X, uint Y = 1, uint Z = 1);
}

/// <summary>Makes a context current on the thread of each test, and ends it.</summary>
public abstract class InContext : IDisposable
{
    protected InContext()
    {
        Assert.Equal(0, Cuda.Init());
        Context = Cuda.Made("cuCtxCreate_v2");
    }

    protected nint Context { get; private set; }

    public void Dispose()
    {
        Assert.Equal(0, Cuda.Call1("cuCtxDestroy_v2", Context));
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes on in a new context: the old one has failed.</summary>
    protected void Renew()
    {
        Assert.Equal(0, Cuda.Call1("cuCtxDestroy_v2", Context));
        Context = Cuda.Made("cuCtxCreate_v2");
    }
}
