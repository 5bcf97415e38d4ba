// A failed search for devices: one line, exit code 3.

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>Ends the command with one line on the error stream and exit code 3.</summary>
/// <param name="line">The line, without the name of the tool.</param>
internal sealed class CatalogException(string line) : Exception(line);
