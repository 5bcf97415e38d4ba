// Compiles kernels to PTX and to OpenCL C without a device.

using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using QuizKit.Devices.Arithmetic;

namespace QuizKit.Devices.Kernels;

internal sealed class KernelCompiler : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.UseExactArithmetic());

    public string Ptx(MethodInfo kernel, CudaTarget target)
    {
        using var backend = new PTXBackend(_context, target.Architecture, target.InstructionSet, null!);
        return ((PTXCompiledKernel)Compile(backend, kernel)).PTXAssembly;
    }

    /// <summary>Returns the OpenCL C of a kernel, for a device with the generic address space, maybe binary64, and no other extension.</summary>
    /// <exception cref="CapabilityNotSupportedException">The kernel needs binary64, and the device does not have it.</exception>
    public string OpenCLC(MethodInfo kernel, bool hasBinary64 = true)
    {
        // The constructor takes a flag for each capability, in an order of ILGPU's own.
        var constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        var capabilities = (CLCapabilityContext)constructor.Invoke(
            [.. constructor.GetParameters().Select(
                parameter => (object)(parameter.Name == "genericAddressSpace" || (parameter.Name == "float64" && hasBinary64)))]);
        using var backend = new CLBackend(_context, capabilities, CLDeviceVendor.Other, CLCVersion.CL30);
        return ((CLCompiledKernel)Compile(backend, kernel)).Source;
    }

    public void Dispose() => _context.Dispose();

    private static CompiledKernel Compile(Backend backend, MethodInfo kernel) =>
        backend.Compile(
            kernel.GetParameters()[0].ParameterType == typeof(Index1D)
                ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
                : EntryPointDescription.FromExplicitlyGroupedKernel(kernel),
            KernelSpecialization.Empty);
}
