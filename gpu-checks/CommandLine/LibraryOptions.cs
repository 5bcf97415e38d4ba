// The libraries that a command line names, or those that are installed.

using System.CommandLine;
using QuizKit.Devices.Programs;
using QuizKit.Laboratory.Differences;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>The options of a command that asks libraries.</summary>
internal sealed class LibraryOptions
{
    private const string Project = "QuizKit.Libraries";

    private readonly Option<string> _python = OptionValues.Single(
        "--python", "PATH", "The Python whose NumPy and PyTorch are used. Default: python3, otherwise python (on Windows also py).");

    private readonly Option<string> _libraries = OptionValues.Single(
        "--libraries", "PATH", $"The program with libtorch and other libraries. Default: what `{LibraryHost.Setup}` built.");

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_python, _libraries];

    /// <summary>Opens the hosts of a run: a process each, started at the first question.</summary>
    /// <param name="parsed">The command line; null: what is installed.</param>
    /// <param name="isAsked">Whether the run is certain to ask: one that is named and cannot be asked is then an error at once.</param>
    /// <param name="cuda">The CUDA driver of devices in the process of functions.</param>
    /// <param name="timeout">How long an answer may take; null: the usual time.</param>
    /// <exception cref="UsageException">One that was named cannot be asked.</exception>
    public LibraryServers Open(
        ToolContext tool, ParseResult? parsed, bool isAsked, CudaDriver cuda = CudaDriver.Installed, TimeSpan? timeout = null)
    {
        var (python, libraries) = (parsed?.GetValue(_python), parsed?.GetValue(_libraries));
        if (libraries is not null && !File.Exists(libraries) && !Directory.Exists(libraries))
            throw new UsageException($"--libraries {libraries}: there is no such file. {LibraryHost.SetupHint}");
        if (Directory.Exists(libraries)) libraries = Path.Combine(libraries, Project + ".dll");
        var servers = new LibraryServers(
            LibraryServer.Python(python is null ? LibraryServer.Interpreters : [python], timeout ?? LibraryServer.Timeout),
            LibraryServer.DotNet(libraries ?? tool.FindLibraries(), timeout ?? LibraryServer.Timeout),
            LibraryServer.Functions(ThisProgram(cuda), timeout ?? LibraryServer.Timeout));
        if (!isAsked) return servers;
        if (python is not null) Require($"--python {python}", LibraryHost.Python);
        if (libraries is not null) Require($"--libraries {libraries}", LibraryHost.DotNet);
        return servers;

        void Require(string option, LibraryHost host)
        {
            try
            {
                new LibraryClient(servers, host, CancellationToken.None).Require(host.Libraries[0]);
            }
            catch (LibraryException exception)
            {
                servers.Dispose();
                throw new UsageException($"{option}: {exception.Message}");
            }
        }
    }

    /// <summary>Returns this program as the process of functions, also where a test runs its commands.</summary>
    private static LibraryProgram ThisProgram(CudaDriver cuda)
    {
        var assembly = typeof(LibraryOptions).Assembly;
        string[] arguments = [cuda.ToString(), FunctionSession.Command];
        var isProgram = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == assembly.GetName().Name;
        return isProgram || assembly.Location.Length == 0
            ? new LibraryProgram("gpu-checks", Environment.ProcessPath ?? "gpu-checks", arguments)
            : new LibraryProgram("gpu-checks", ProgramPath.Dotnet, ["exec", assembly.Location, .. arguments]);
    }

    /// <summary>Returns the program that <see cref="LibraryHost.Setup"/> built in the checkout of this program, or null.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var project = Path.Combine(folder.FullName, "libraries", Project + ".csproj");
            var program = Path.Combine(folder.FullName, "libraries", "bin", "Release", "net10.0", Project + ".dll");
            if (File.Exists(project)) return File.Exists(program) ? program : null;
        }

        return null;
    }
}
