// --help and --version, and what the help must not forget.

using System.Text.RegularExpressions;
using QuizKit.Reports.Formats;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--help --nonsense")]
    public void Help_names_the_commands_the_options_and_the_exit_codes(string line)
    {
        var tool = new Tool();

        var exitCode = tool.Run(line);

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.All(
            ["run ", "devices ", "list ", "explain <ID>", "--question <N|ID>", "--scale <quick|full|exhaustive>", "compare <REPORT>", $"--format <{string.Join('|', ReportFormat.Common.Select(format => format.Name))}|junit>", "130  stopped"],
            word => Assert.Contains(word, tool.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Version_is_one_line_and_nothing_runs()
    {
        var tool = new Tool();

        var exitCode = tool.Run("--version");

        Assert.Equal(0, exitCode);
        Assert.Matches(new Regex(@"^\d+\.\d+\.\d+[^+\n]*\n$"), tool.Output);
        Assert.Empty(tool.Checks.Ran);
    }
}
