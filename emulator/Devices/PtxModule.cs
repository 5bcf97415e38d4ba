// What a PTX text becomes on a device.

using QuizKit.Cuda.Emulator.Execution;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Devices;

/// <summary>A loaded PTX text.</summary>
public sealed class PtxModule
{
    private readonly CudaDevice _device;

    private PtxModule(CudaDevice device, Dictionary<string, PtxKernel> kernels, Dictionary<string, (ulong, long)> variables)
    {
        _device = device;
        Kernels = kernels;
        Variables = variables;
    }

    /// <summary>The kernels by name.</summary>
    public IReadOnlyDictionary<string, PtxKernel> Kernels { get; }

    /// <summary>The global and constant variables by name: where they lie, and their size in bytes.</summary>
    public IReadOnlyDictionary<string, (ulong Address, long Bytes)> Variables { get; }

    /// <summary>The kernel of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="CudaException">There is none.</exception>
    public PtxKernel Kernel(string name) =>
        Kernels.TryGetValue(name, out var kernel)
            ? kernel
            : throw new CudaException(CudaError.NotFound, $"there is no kernel '{name}' in the module");

    /// <summary>Frees the variables of the module. Its kernels must not be launched any more.</summary>
    public void Unload()
    {
        foreach (var (address, _) in Variables.Values) _device.Memory.Free(address);
    }

    internal static PtxModule Load(CudaDevice device, string ptx)
    {
        var parser = PtxParser.Parse(ptx);
        var variables = new Dictionary<string, (ulong, long)>();
        try
        {
            foreach (var variable in parser.Variables)
            {
                if (variable.Space is not (PtxSpace.Global or PtxSpace.Const)) continue;
                if (variable.IsExternal) throw new PtxException(1, $"the variable '{variable.Name}' is not defined in the text");
                if (variable.Bytes == 0) continue;
                variable.Address = device.Memory.Allocate(variable.Bytes);
                variables[variable.Name] = (variable.Address, variable.Bytes);
                if (variable.Initial is { } initial) device.Memory.Write(variable.Address, initial);
                else device.Memory.Fill(variable.Address, 0, variable.Bytes);
            }

            var options = new DecoderOptions(
                device.Options.Contracts, device.Options.Checks || device.Options.Profiles, device.Options.UsesFastPaths);
            var kernels = new Dictionary<string, PtxKernel>();
            foreach (var function in parser.Functions.Values)
            {
                if (!function.IsEntry || !function.HasBody) continue;
                kernels.Add(function.Name, new PtxKernel(function, Decoder.Decode(function, parser.Functions, parser.Variables, options)));
            }

            return new PtxModule(device, kernels, variables);
        }
        catch
        {
            foreach (var (address, _) in variables.Values) device.Memory.Free(address);
            throw;
        }
    }
}

/// <summary>A parameter of a kernel.</summary>
/// <param name="Name">Its name in the PTX text.</param>
/// <param name="Offset">Where it lies among the bytes of the parameters.</param>
/// <param name="Bytes">Its size.</param>
public readonly record struct PtxParameter(string Name, int Offset, int Bytes);

/// <summary>A kernel.</summary>
public sealed record PtxKernel
{
    internal PtxKernel(PtxFunction function, CompiledKernel compiled)
    {
        Compiled = compiled;
        Name = function.Name;
        Parameters = [.. function.Parameters
            .Select(parameter => new PtxParameter(parameter.Name, (int)parameter.Address, parameter.Bytes))];
        ParameterBytes = ParameterLayout.Bytes(function);
        StaticSharedBytes = compiled.StaticSharedBytes;
        LocalBytes = compiled.LocalBytes;
        MaximumThreads = function.MaximumThreads;
    }

    /// <summary>The name of the entry.</summary>
    public string Name { get; }

    /// <summary>The parameters in their order.</summary>
    public IReadOnlyList<PtxParameter> Parameters { get; }

    /// <summary>The bytes of all parameters.</summary>
    public int ParameterBytes { get; }

    /// <summary>The shared memory that the kernel declares with a size, in bytes.</summary>
    public int StaticSharedBytes { get; }

    /// <summary>The local memory of a thread in bytes.</summary>
    public int LocalBytes { get; }

    /// <summary>The most threads of a block that the kernel allows; 0 without a limit.</summary>
    public int MaximumThreads { get; }

    internal CompiledKernel Compiled { get; }
}
