// The tool: from a command line to an exit code. Its streams are injected, so that tests can substitute them.

using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using QuizKit.Loading;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.CommandLine;

internal sealed class QuizKitApplication(Func<Stream> openInput, TextWriter output, TextWriter error, bool isTerminal = false)
{
    private const string Description =
        """
        Checks, shows, formats, compares, imports and exports quizzes in Markdown (*.quiz.md), without a project.

        Exit codes:
          0    no error was found
          1    errors were found, a file would change, a question was not imported, or two quizzes differ
          2    bad usage, or a file cannot be read or written
          130  stopped with Ctrl-C
        """;

    private static readonly ParserConfiguration Configuration = new()
    {
        // Neither '-xyz' nor '@file' means anything here, so neither may hide a typo.
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>The version of the package.</summary>
    public static string Version { get; } = typeof(QuizKitApplication).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <param name="args">The command line.</param>
    /// <param name="cancellation">Stops the work between two files.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> args, CancellationToken cancellation = default)
    {
        try
        {
            var root = CreateRoot(new ToolContext(openInput, output, error, cancellation, isTerminal));
            var parsed = root.Parse(args, Configuration);
            var suggests = parsed.GetResult(root.Directives.OfType<SuggestDirective>().Single()) is not null;
            if (parsed.Action is not HelpAction && !suggests) CommandLineErrors.ThrowFirst(parsed, root);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception) when (exception is ToolException or QuizFileException)
        {
            error.WriteLine("quizkit: " + exception.Message);
            return ExitCode.Unusable;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Stopped;
        }
    }

    private static RootCommand CreateRoot(ToolContext tool)
    {
        var root = new RootCommand(Description)
        {
            new CheckCommand(tool),
            new FormatCommand(tool),
            new ImportCommand(tool),
            new ExportCommand(tool),
            new PreviewCommand(tool),
            new DiffCommand(tool),
            new NewCommand(tool),
            new LanguageServerCommand(tool),
            new CompletionCommand(tool),
        };

        // A path may begin with a slash, and completion offers each name.
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var alias in help.Aliases.Where(alias => alias != "-h").ToList()) help.Aliases.Remove(alias);
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        return root;
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return ExitCode.Success;
        }
    }
}
