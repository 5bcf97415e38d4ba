// quizkit completion: what the tool offers, and that a shell completes with its script.

using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("", "check", "completion", "diff", "format", "import", "new", "preview")]
    [InlineData("pre", "preview")]
    [InlineData("check --w", "--warnings-as-errors", "--watch")]
    [InlineData("check --format ", "json", "sarif", "text")]
    [InlineData("completion z", "zsh")]
    [InlineData("import --from ", "anki", "gift", "h5p", "json", "markdown", "moodle", "qti")]
    public void The_tool_offers_what_may_follow(string line, params string[] expected)
    {
        var run = Workplace.Run($"[suggest:{line.Length.ToString(CultureInfo.InvariantCulture)}]", line);

        Assert.Equal(0, run.ExitCode);
        var offered = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Empty(expected.Except(offered));
        if (line.Length > 0) Assert.Equal(expected, offered);
    }

    [Fact]
    public async Task Bash_completes_with_the_script()
    {
        if (!File.Exists("/bin/bash")) return;
        var script = Workplace.Run("completion", "bash").Output;
        var tool = Path.Combine(AppContext.BaseDirectory, "QuizKit.Tool.dll");
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;

        await bash.StandardInput.WriteAsync(
            $"""
            quizkit() {"{"} dotnet '{tool}' "$@"; {"}"}
            {script}
            COMP_LINE='quizkit check --format s x'; COMP_POINT=24; COMP_WORDS=(quizkit check --format s x); COMP_CWORD=3
            _quizkit
            printf '%s\n' "$(complete -p quizkit)" "{"${COMPREPLY[@]}"}"

            """);
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync().WaitAsync(RunningTool.Limit);

        Assert.Equal("complete -o bashdefault -o default -F _quizkit quizkit\nsarif\n", output);
    }

    [Fact]
    public void Each_shell_has_a_script_and_another_one_is_an_error()
    {
        Assert.All(["bash", "zsh", "pwsh"], shell => Assert.Contains("[suggest:", Workplace.Run("completion", shell).Output, StringComparison.Ordinal));
        Assert.Equal(new ToolRun(2, "", "quizkit: SHELL: unknown value 'fish': it is one of bash, zsh, pwsh.\n"), Workplace.Run("completion", "fish"));
    }
}
