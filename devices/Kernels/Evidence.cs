// How directly a result was observed.

namespace QuizKit.Devices.Kernels;

/// <summary>How directly the outcome was observed, the strongest evidence first.</summary>
internal enum Evidence
{
    /// <summary>A device executed code that was compiled for it, and its results were read back.</summary>
    ExecutedOnDevice,

    /// <summary>CUDA in software executed the PTX that was compiled for a GPU, instruction by instruction, on the processor.</summary>
    ExecutedInSoftware,

    /// <summary>ILGPU's CPU accelerator executed the .NET method: the numbers are real, but no device code was generated or run.</summary>
    ExecutedOnSimulator,

    /// <summary>Nothing was executed; the machine code that an assembler made was read.</summary>
    MachineCodeInspected,

    /// <summary>Nothing was executed; what ILGPU's compiler hands to a driver was read.</summary>
    CompilerOutputInspected,

    /// <summary>Another program on this machine computed it, such as an installed Python.</summary>
    ExternalProgram,

    /// <summary>Nothing was executed.</summary>
    None,
}
