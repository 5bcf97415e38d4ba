// Where the terminal can show less than the report has: no colours, no control sequences, ASCII, an old code page.

using System.Text;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public sealed class PlainTerminalTests
{
    [Fact]
    public void A_pipe_gets_no_control_sequence()
    {
        using var text = new StringWriter();

        Run(PlainConsole.On(text));

        Assert.Contains("✓ total-multiply-adds", text.ToString(), System.StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.ToString());
    }

    [Fact]
    public void Progress_leaves_no_trace_where_nobody_watches()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Run(PlainConsole.On(output), PlainConsole.On(error));

        Assert.Equal(DeviceSelection.OnlyCpuNote + "\n", error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_ASCII_terminal_gets_signs_that_it_can_show()
    {
        using var stream = new MemoryStream();
        using var writer = new StreamWriter(stream, Encoding.ASCII);

        Run(PlainConsole.On(writer));
        writer.Flush();

        var lines = Encoding.ASCII.GetString(stream.ToArray()).Split('\n');
        Assert.Contains(lines, line => line.StartsWith("+ total-multiply-adds", System.StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimEnd().EndsWith("...", System.StringComparison.Ordinal));
    }

    [Fact]
    public void Colour_is_a_help_and_never_the_message()
    {
        var coloured = new TestConsole().Width(140).Colors(ColorSystem.TrueColor).EmitAnsiSequences();
        var plain = new TestConsole().Width(140);

        Run(coloured);
        Run(plain);

        Assert.Contains('\u001b', coloured.Output);
        Assert.Equal(plain.Output, System.Text.RegularExpressions.Regex.Replace(coloured.Output, "\u001b\\[[0-9;]*m", ""));
    }

    private static void Run(IAnsiConsole output, IAnsiConsole? error = null)
    {
        var terminal = new Terminal(output, output.Profile.Out.Writer, error ?? new TestConsole());
        Tool.Application(SampleQuiz.Quiz, new FakeChecks(), () => new FakeCatalog(FakeCatalog.Cpu), terminal).Run(["run"]);
    }
}
