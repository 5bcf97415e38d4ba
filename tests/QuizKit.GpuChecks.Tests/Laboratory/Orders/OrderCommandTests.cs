// The command line of `order`, and what it says when something is not there.

using System.Text.Json;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory.Orders;

public sealed class OrderCommandTests
{
    [Fact]
    public void A_named_target_is_shown_with_its_tree()
    {
        var tool = new Tool(width: 120);

        var exitCode = tool.Run("order dotnet.loop --length 12");

        Assert.Equal(0, exitCode);
        Assert.Contains("dotnet.loop", tool.Output, StringComparison.Ordinal);
        Assert.Contains("0 + 1 + … + 11, 12 addends in this order", tool.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("quizkit", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_has_a_rule_and_its_code()
    {
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        var tool = new Tool(width: 200);

        var exitCode = tool.Run($"order quizkit.numpy-order --map --max-length 2000 --device cpu --format json --emit {folder}");

        Assert.Equal(0, exitCode);
        using var report = JsonDocument.Parse(tool.Output);
        var target = Assert.Single(report.RootElement.GetProperty("rules").GetProperty("targets").EnumerateArray());
        Assert.Contains("blocks of at most 128", target.GetProperty("rule").GetString(), StringComparison.Ordinal);
        Assert.Equal(target.GetProperty("code").GetString(), File.ReadAllText(Path.Combine(folder, "QuizkitNumpyOrder.cs")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_map_without_a_rule_says_why()
    {
        var tool = new Tool(width: 200);

        var exitCode = tool.Run("order quizkit.exact --map --max-length 2000 --device cpu");

        Assert.Equal(1, exitCode);
        Assert.Contains("No rule. The results are not those of a tree", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--emit x", "--emit is for rules")]
    [InlineData("--max-length 5000", "--max-length is for rules")]
    [InlineData("--map --length 5", "--length is for one tree")]
    public void Options_of_one_tree_and_of_a_map_do_not_mix(string arguments, string message)
    {
        var tool = new Tool();

        Assert.Equal(2, tool.Run("order dotnet.loop " + arguments));
        Assert.Contains(message, tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_library_stands_for_all_that_is_in_it()
    {
        var tool = new Tool(width: 200);

        var exitCode = tool.Run("order quizkit --length 12 --format json");

        Assert.Equal(0, exitCode);
        using var report = JsonDocument.Parse(tool.Output);
        Assert.Equal(
            ["quizkit.numpy-order", "quizkit.fixed-tree", "quizkit.exact"],
            Targets(report).Select(target => target.GetProperty("target").GetString()));
        Assert.StartsWith("((", Targets(report).First().GetProperty("tree").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet.loop.binary64", "dotnet.loop.binary64")]
    [InlineData("dotnet.loop --precision binary16", "dotnet.loop.binary16")]
    [InlineData("dotnet.loop --precision all", "dotnet.loop dotnet.loop.binary64 dotnet.loop.binary16")]
    [InlineData("dotnet.loop --precision binary64 --precision binary32", "dotnet.loop dotnet.loop.binary64")]
    public void A_target_of_another_format_is_chosen_by_its_name_or_by_an_option(string arguments, string targets)
    {
        var tool = new Tool(width: 200);

        var exitCode = tool.Run($"order {arguments} --length 12 --device cpu --format json");

        Assert.Equal(0, exitCode);
        using var report = JsonDocument.Parse(tool.Output);
        Assert.Equal(targets.Split(' '), Targets(report).Select(target => target.GetProperty("target").GetString()));
    }

    [Fact]
    public void A_format_that_does_not_exist_is_one_line()
    {
        var tool = new Tool(width: 200);

        Assert.Equal(2, tool.Run("order dotnet --length 12 --precision binary23"));
        Assert.Contains("unknown --precision 'binary23'", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order nump.sum", "unknown target 'nump.sum'")]
    [InlineData("order dotnet.lop", "did you mean 'dotnet.loop'?")]
    [InlineData("order --length 1", "--length takes a whole number from 2 to 4096, not '1'.")]
    [InlineData("order --length 5000", "--length takes a whole number from 2 to 4096, not '5000'.")]
    [InlineData("order --length many", "--length takes a whole number from 2 to 4096, not 'many'.")]
    [InlineData("order --product 7x130", "--product takes MxKxN, such as 7x130x19, with M and N from 1 to 256 and K from 2 to 4096, not '7x130'.")]
    [InlineData("order --product 7x1x19", "not '7x1x19'.")]
    [InlineData("order --product 7x130x1000", "not '7x130x1000'.")]
    [InlineData("order --product 7x130x19 --length 12", "--length and --product: name one of the two.")]
    [InlineData("order dotnet --product 7x130x19", "--product: none of the chosen targets is a product of a library, such as numpy.matmul.")]
    [InlineData("order --python /no/such/python", "--python /no/such/python: no Python is installed")]
    public void What_cannot_be_asked_is_one_line_and_exit_code_2(string line, string message)
    {
        var tool = new Tool();

        var exitCode = tool.Run(line);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawings_go_into_the_folder_a_file_each()
    {
        var folder = Directory.CreateTempSubdirectory("orders").FullName;
        var tool = new Tool();
        try
        {
            var exitCode = tool.Run($"order cpu.sequential cpu.exact dotnet.loop --length 10 --svg {folder}/trees");

            Assert.Equal(0, exitCode);
            Assert.Equal(["cpu.sequential.svg", "dotnet.loop.svg"], Directory.GetFiles(Path.Combine(folder, "trees")).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("echo '{\"status\": \"ready\"}'; read line; echo '{\"status\":\"missing\",\"message\":\"No module named numpy\"}'; read line", "No module named numpy")]
    [InlineData("echo hello", "is not a Python that runs this tool's script. It wrote: hello")]
    [InlineData("echo oops >&2; exit 3", "ended with exit code 3: oops")]
    [InlineData("exec sleep 100", "did not answer within 0.5 seconds")]
    public void A_Python_that_cannot_be_asked_is_one_line(string script, string message)
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = new FakePython(script, windows: "");

        // One that sleeps is waited for in vain; the others need only be started.
        var timeout = TimeSpan.FromSeconds(script.Contains("sleep", StringComparison.Ordinal) ? 0.5 : 60);
        using var server = FakePython.Server(timeout, python.Path);
        var targets = LibraryTargets.Open(server);

        Assert.Empty(targets.All);
        Assert.Equal(LibraryHost.SetupHint, targets.Notes[1]);
        Assert.Contains(message, targets.Notes[0], StringComparison.Ordinal);
        Assert.DoesNotContain('\n', targets.Notes[0]);
    }

    [Fact]
    public void A_Python_that_breaks_on_the_way_costs_its_own_targets_only()
    {
        if (OperatingSystem.IsWindows()) return;
        var numpy = """{"status":"ok","version":"2.2","operations":["numpy.sum"]}""";
        using var python = FakePython.Answering(
            numpy, numpy, """{"status":"missing","message":"No module named torch"}""", """{"status":"error","message":"MemoryError: out of memory"}""");
        var tool = new Tool(width: 200);

        var exitCode = tool.Run($"order numpy.sum dotnet.loop --length 10 --python {python.Path}");

        Assert.Equal(3, exitCode);
        Assert.Contains("numpy.sum: ", tool.Error, StringComparison.Ordinal);
        Assert.Contains("MemoryError: out of memory", tool.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet.loop", tool.Output, StringComparison.Ordinal);
    }

    private static JsonElement.ArrayEnumerator Targets(JsonDocument report) => report.RootElement.GetProperty("orders").GetProperty("targets").EnumerateArray();
}
