// Records the kernels that a device was given, and lets a test replace one of them.

using System.Reflection;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using QuizKit.Numerics.Gpu.Kernels;

namespace QuizKit.Devices.Kernels;

/// <summary>The kernels that an accelerator was given, also by the numerics library. Safe for use from several threads.</summary>
internal sealed class KernelLog : IKernelHook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MethodInfo, KernelUse> _inspected = [];
    private readonly List<MethodInfo> _used = [];
    private readonly Dictionary<MethodInfo, MethodInfo> _substitutes = [];

    /// <summary>Whether <see cref="KernelUse.Code"/> is kept.</summary>
    public bool KeepsCode { get; set; }

    /// <summary>The log of an accelerator, which records from the first call on.</summary>
    public static KernelLog Of(Accelerator accelerator)
    {
        var loader = KernelLoader.Of(accelerator);
        return (KernelLog)(loader.Hook ??= new KernelLog());
    }

    /// <summary>Forgets the kernels used so far: the next check begins.</summary>
    public void Begin()
    {
        lock (_lock) _used.Clear();
    }

    /// <summary>The kernels used since <see cref="Begin"/>, in the order of their first use.</summary>
    public IReadOnlyList<KernelUse> Used
    {
        get
        {
            lock (_lock) return [.. _used.Select(method => _inspected[method])];
        }
    }

    /// <summary>Replaces a kernel by one with the same parameters until <see cref="Restore"/>, to test a check.</summary>
    public void Substitute(MethodInfo kernel, MethodInfo substitute) => _substitutes[kernel] = substitute;

    public void Restore() => _substitutes.Clear();

    public MethodInfo Choose(MethodInfo kernel) => _substitutes.GetValueOrDefault(kernel, kernel);

    public void OnLoaded(MethodInfo kernel, CompiledKernel compiled)
    {
        // The probe is a property of the device. It runs once, before whichever check comes first.
        if (kernel.DeclaringType == typeof(ArithmeticProbe)) return;
        lock (_lock)
        {
            if (!_inspected.ContainsKey(kernel)) _inspected.Add(kernel, Inspect(kernel, compiled));
            if (!_used.Contains(kernel)) _used.Add(kernel);
        }
    }

    private KernelUse Inspect(MethodInfo kernel, CompiledKernel compiled)
    {
        var plain = KernelCatalog.PlainArithmeticOf(kernel);
        var (language, code, inspection) = compiled switch
        {
            PTXCompiledKernel ptx => ("ptx", ptx.PTXAssembly, PtxInspection.Of(ptx.PTXAssembly, plain is not null)),
            CLCompiledKernel cl => ("opencl-c", cl.Source, OpenCLInspection.Of(cl.Source, plain is not null)),
            _ => (default(string), default(string), default(CodeInspection)),
        };
        return new KernelUse(
            KernelCatalog.NameOf(kernel), language, plain, inspection?.FloatOperations.Count ?? 0, inspection?.Violations ?? [])
        {
            Code = KeepsCode ? code : null,
        };
    }
}
