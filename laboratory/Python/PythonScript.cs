// Runs an embedded Python script in an installed Python, and never waits for ever.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using static System.FormattableString;

namespace QuizKit.Laboratory.Python;

/// <summary>What became of a script: its last line of output, or why there is none.</summary>
/// <param name="Output">The last line that the script wrote, or null.</param>
/// <param name="Problem">Why there is no output, or null.</param>
internal sealed record PythonResult(string? Output, string? Problem);

/// <summary>Runs scripts.</summary>
internal static class PythonScript
{
    /// <summary>Importing PyTorch takes seconds from a cold disk; longer than this it hangs.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The beginning of every script.</summary>
    private const string Prelude = "python_answer.py";

    /// <summary>Runs an embedded script in the first of the interpreters that is installed.</summary>
    /// <param name="resource">The name of the script's resource; <c>python_answer.py</c> goes before it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="interpreters">The interpreters to try, in this order.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellation">Ends it sooner.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static PythonResult Run(
        string resource, IReadOnlyList<string> arguments, IReadOnlyList<string> interpreters, TimeSpan timeout, CancellationToken cancellation)
    {
        if (PythonProcess.Start(interpreters, ["-", .. arguments]) is not { } python) return new PythonResult(null, PythonProcess.None(interpreters));
        using (python.Process) return Finish(python.Process, python.Interpreter, resource, timeout, cancellation);
    }

    private static PythonResult Finish(Process process, string interpreter, string resource, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            // Both streams are read while it runs, or a full pipe would stop it.
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            try
            {
                process.StandardInput.Write(TextOf(resource));
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading its script; its exit code says the rest.
            }

            Task.WhenAll(output, errors, process.WaitForExitAsync(deadline.Token)).GetAwaiter().GetResult();
            if (process.ExitCode != 0)
            {
                return new PythonResult(null, Invariant($"{interpreter} ended with exit code {process.ExitCode}: {LastLine(errors.Result) ?? "no message"}"));
            }

            return LastLine(output.Result) is { } line
                ? new PythonResult(line, null)
                : new PythonResult(null, $"{interpreter} printed nothing");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return new PythonResult(null, Invariant($"{interpreter} did not finish within {timeout.TotalSeconds:0.#} seconds"));
        }
    }

    private static string? LastLine(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? null : lines[^1];
    }

    /// <summary>Returns the whole text of an embedded script, for an interpreter's <c>-c</c>.</summary>
    /// <param name="resource">The name of the script's resource; <c>python_answer.py</c> goes before it.</param>
    public static string TextOf(string resource) => ReadResource(Prelude) + ReadResource(resource);

    private static string ReadResource(string name)
    {
        using var stream = typeof(PythonScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
