// The whole tool in a box: a command line goes in; an exit code and the two streams come out.

using System.Globalization;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.Running;
using Spectre.Console.Testing;

namespace QuizKit.GpuChecks.Tests.CommandLine;

internal sealed class Tool(FakeChecks? checks = null, FakeCatalog? catalog = null, int width = 80)
{
    private readonly TestConsole _output = new TestConsole().Width(width);
    private readonly TestConsole _error = new TestConsole().Width(width);

    public FakeChecks Checks { get; } = checks ?? new FakeChecks();

    public FakeCatalog Catalog { get; } = catalog ?? new FakeCatalog(FakeCatalog.Cpu);

    /// <summary>What does the laboratory's work; this process where it is null.</summary>
    public IExecutor<LabJob, LabReply>? Laboratory { get; init; }

    public string Output => _output.Output;

    public string Error => _error.Output;

    /// <summary>Runs a command line, its words separated by spaces.</summary>
    public int Run(string line, CancellationToken cancellation = default) => RunWords(line.Split(' '), () => Catalog, cancellation);

    public int RunWords(string[] words, Func<IDeviceCatalog> openCatalog, CancellationToken cancellation = default)
    {
        var terminal = new Terminal(_output, _output.Profile.Out.Writer, _error);
        return Application(SampleQuiz.Quiz, Checks, openCatalog, terminal, Laboratory).Run(words, cancellation);
    }

    /// <summary>The tool; its checks run in this process, and the laboratory too if nothing takes its place.</summary>
    public static GpuChecksApplication Application(
        Quiz quiz, IClaimChecks checks, Func<IDeviceCatalog> openCatalog, Terminal terminal, IExecutor<LabJob, LabReply>? laboratory = null) => new(
            quiz,
            checks,
            _ => openCatalog(),
            terminal,
            (catalog, _, libraries) => new CheckExecutor(quiz, checks, catalog, libraries),
            (catalog, _, libraries) => laboratory ?? new LabExecutor(catalog, libraries),
            () => null);

    /// <summary>Does something in a culture that writes numbers in its own way.</summary>
    public static T InCulture<T>(CultureInfo culture, Func<T> action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
