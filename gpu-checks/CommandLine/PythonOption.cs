// The Python that a command line names, or the one that is installed.

using QuizKit.Laboratory.Python;

namespace QuizKit.GpuChecks.CommandLine;

internal static class PythonOption
{
    /// <summary>Opens the Python of a run: one process, started at the first question.</summary>
    /// <param name="given">The value of <c>--python</c>, or null to look for one.</param>
    /// <param name="isAsked">Whether the run is certain to ask it: one that is named and cannot be asked is then an error at once.</param>
    /// <exception cref="UsageException">The one that was named cannot be asked.</exception>
    public static PythonServer Open(string? given, bool isAsked)
    {
        var python = new PythonServer(given is null ? PythonServer.Interpreters : [given], PythonServer.Timeout);
        try
        {
            if (given is not null && isAsked) new PythonClient(python, CancellationToken.None).LoadNumpy();
            return python;
        }
        catch (PythonException exception)
        {
            python.Dispose();
            throw new UsageException($"--python {given}: {exception.Message}");
        }
    }
}
