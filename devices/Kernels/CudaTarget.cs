// The NVIDIA architectures that kernels are compiled for without a GPU.

using System.Globalization;
using ILGPU.Runtime.Cuda;

namespace QuizKit.Devices.Kernels;

/// <summary>An architecture and the PTX version that introduced it: an assembler that knows the architecture reads that version.</summary>
/// <remarks>
/// ILGPU 1.5.3 writes no later <c>.target</c> than sm_80 into the text. That does no harm: PTX for an older target is valid for every
/// newer one, and it is what a driver of a newer GPU is given too. The assembler is told the architecture itself.
/// </remarks>
/// <param name="InstructionSet">The first PTX version that knows it (PTX ISA, release notes).</param>
internal sealed record CudaTarget(CudaArchitecture Architecture, CudaInstructionSet InstructionSet)
{
    /// <summary>Volta to Blackwell: the architectures since independent thread scheduling that GPUs on the market have.</summary>
    public static IReadOnlyList<CudaTarget> All { get; } =
    [
        new(CudaArchitecture.SM_70, CudaInstructionSet.ISA_60),
        // PTX 6.3 introduced it, but ILGPU writes tanh.approx from it on, which is of 7.0.
        new(CudaArchitecture.SM_75, CudaInstructionSet.ISA_70),
        new(CudaArchitecture.SM_80, CudaInstructionSet.ISA_70),
        new(CudaArchitecture.SM_86, CudaInstructionSet.ISA_71),
        new(CudaArchitecture.SM_89, CudaInstructionSet.ISA_78),
        new(CudaArchitecture.SM_90, CudaInstructionSet.ISA_78),
        new(CudaArchitecture.SM_100, CudaInstructionSet.ISA_86),
        new(CudaArchitecture.SM_120, CudaInstructionSet.ISA_87),
    ];

    /// <summary>Its name in PTX and for <c>ptxas</c>: <c>sm_90</c>.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"sm_{(Architecture.Major * 10) + Architecture.Minor}");

    /// <summary>The PTX version: <c>7.8</c>.</summary>
    public string PtxVersion { get; } = string.Create(CultureInfo.InvariantCulture, $"{InstructionSet.Major}.{InstructionSet.Minor}");

    /// <summary>Finds a target by its name, in any case.</summary>
    public static CudaTarget? Find(string name) =>
        All.FirstOrDefault(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase));
}
