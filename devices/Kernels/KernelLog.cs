// The one door through which kernels are loaded: it keeps them alive, remembers what a device was given, and lets a test put another kernel
// in its place.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;

namespace QuizKit.Devices.Kernels;

/// <summary>The kernels that an accelerator was given.</summary>
/// <remarks>
/// ILGPU itself remembers a kernel by a weak reference. One whose launcher nobody holds is released at the next garbage collection, be it in
/// the middle of its launch, where the driver then reads freed memory. So every launcher is held here for as long as the accelerator lives.
/// </remarks>
internal sealed class KernelLog
{
    private static readonly ConditionalWeakTable<Accelerator, KernelLog> Logs = [];

    private readonly Dictionary<MethodInfo, Delegate> _launchers = [];
    private readonly Dictionary<MethodInfo, KernelUse> _inspected = [];
    private readonly List<MethodInfo> _used = [];
    private readonly Dictionary<MethodInfo, MethodInfo> _substitutes = [];

    /// <summary>Whether <see cref="KernelUse.Code"/> is kept.</summary>
    public bool KeepsCode { get; set; }

    /// <summary>The log of an accelerator.</summary>
    /// <param name="accelerator">The accelerator.</param>
    public static KernelLog Of(Accelerator accelerator) => Logs.GetOrCreateValue(accelerator);

    /// <summary>Begins anew: the next check's kernels are wanted, not the last one's.</summary>
    public void Begin() => _used.Clear();

    /// <summary>The kernels loaded since <see cref="Begin"/>, in the order of their first load.</summary>
    public IReadOnlyList<KernelUse> Used => [.. _used.Select(method => _inspected[method])];

    /// <summary>Puts another kernel in a kernel's place until <see cref="Restore"/>: how a test finds out what a check would overlook.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="substitute">A kernel with the same parameters.</param>
    public void Substitute(MethodInfo kernel, MethodInfo substitute) => _substitutes[kernel] = substitute;

    /// <summary>Takes all substitutes away.</summary>
    public void Restore() => _substitutes.Clear();

    /// <summary>Loads a kernel and remembers what the device was given for it.</summary>
    /// <typeparam name="TKernel">The delegate of the kernel.</typeparam>
    /// <typeparam name="TLauncher">The delegate of what launches it.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="load">Loads it.</param>
    /// <returns>What launches it.</returns>
    public TLauncher Load<TKernel, TLauncher>(TKernel kernel, Func<TKernel, TLauncher> load)
        where TKernel : Delegate
        where TLauncher : Delegate
    {
        if (_substitutes.TryGetValue(kernel.Method, out MethodInfo? substitute)) kernel = substitute.CreateDelegate<TKernel>();
        if (!_launchers.TryGetValue(kernel.Method, out Delegate? held)) _launchers.Add(kernel.Method, held = load(kernel));
        var launcher = (TLauncher)held;
        if (!_inspected.ContainsKey(kernel.Method)) _inspected.Add(kernel.Method, Inspect(kernel.Method, launcher.GetCompiledKernel()));
        if (!_used.Contains(kernel.Method)) _used.Add(kernel.Method);
        return launcher;
    }

    private KernelUse Inspect(MethodInfo kernel, CompiledKernel compiled)
    {
        string? plain = KernelCatalog.PlainArithmeticOf(kernel);
        (string? language, string? code, CodeInspection? inspection) = compiled switch
        {
            PTXCompiledKernel ptx => ("ptx", ptx.PTXAssembly, PtxInspection.Of(ptx.PTXAssembly, plain is not null)),
            CLCompiledKernel cl => ("opencl-c", cl.Source, OpenCLInspection.Of(cl.Source, plain is not null)),
            _ => (default(string), default(string), default(CodeInspection)),
        };
        return new KernelUse(KernelCatalog.NameOf(kernel), language, plain, inspection?.FloatOperations.Count ?? 0, inspection?.Violations ?? [])
        {
            Code = KeepsCode ? code : null,
        };
    }
}
