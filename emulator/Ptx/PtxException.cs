// What is wrong with a PTX text, with the line.

namespace QuizKit.Cuda.Emulator.Ptx;

/// <summary>A PTX text that cannot be loaded: malformed, or with an instruction that is not known here. A CUDA driver gives <see cref="CudaError.InvalidPtx"/>.</summary>
public sealed class PtxException : Exception
{
    /// <summary>Creates the error of a line.</summary>
    /// <param name="line">The line in the PTX text, from 1.</param>
    /// <param name="message">What is wrong there.</param>
    public PtxException(int line, string message)
        : base($"PTX line {line}: {message}") => Line = line;

    /// <summary>The line in the PTX text, from 1.</summary>
    public int Line { get; }
}
