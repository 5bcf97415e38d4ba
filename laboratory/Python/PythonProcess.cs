// The installed Python, started.

using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;

namespace QuizKit.Laboratory.Python;

/// <summary>An interpreter that runs.</summary>
/// <param name="Process">The process; its three streams are pipes.</param>
/// <param name="Interpreter">Its name, as it was given.</param>
internal sealed record PythonProcess(Process Process, string Interpreter)
{
    /// <summary>The names that Python goes by.</summary>
    public static readonly IReadOnlyList<string> Interpreters = ["python3", "python"];

    /// <summary>Starts the first interpreter that is installed.</summary>
    /// <param name="interpreters">The interpreters to try, in this order.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The interpreter, or null where none is installed.</returns>
    public static PythonProcess? Start(IReadOnlyList<string> interpreters, IReadOnlyList<string> arguments)
    {
        foreach (string interpreter in interpreters)
        {
            try
            {
                if (Process.Start(StartInfo(interpreter, arguments)) is { } process) return new PythonProcess(process, interpreter);
            }
            catch (Win32Exception)
            {
                // Not installed, or not executable: the next name may be.
            }
        }

        return null;
    }

    /// <summary>Says in one line that none is installed.</summary>
    public static string None(IReadOnlyList<string> interpreters) => $"no Python is installed (looked for {string.Join(" and ", interpreters)})";

    private static ProcessStartInfo StartInfo(string interpreter, IReadOnlyList<string> arguments) => new(interpreter, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        CreateNoWindow = true,
    };
}
