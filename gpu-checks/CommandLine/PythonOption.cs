// --python: the interpreter that the command line names, or the installed one.

using System;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Python;

namespace QuizKit.GpuChecks.CommandLine;

internal static class PythonOption
{
    /// <summary>The time limit of one answer. Importing PyTorch takes seconds from a cold disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts the Python.</summary>
    /// <param name="given">The value of <c>--python</c>, or null to look for one.</param>
    /// <returns>The Python, or the reason why there is none in one line.</returns>
    /// <exception cref="UsageException">The named one cannot be used.</exception>
    public static (PythonTargets? Python, string? Note) Open(string? given)
    {
        try
        {
            return (PythonTargets.Start(given is null ? PythonProcess.Interpreters : [given], Patience), null);
        }
        catch (PythonException exception) when (given is null)
        {
            return (null, $"without NumPy and PyTorch: {exception.Message} `--python PATH` names another interpreter.");
        }
        catch (PythonException exception)
        {
            throw new UsageException($"--python {given}: {exception.Message}");
        }
    }
}
