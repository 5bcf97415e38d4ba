// The command line of `batch`, and what it says when something does not fit, is missing or ends.

using System.Text.Json;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.GpuChecks.Tests.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class BatchCommandTests
{
    private const string Small = " --max-m 20 --k 40 --max-k 50 --max-threads 2 --n 4 --price 0";

    [Fact]
    public void Bits_that_depend_on_no_size_are_exit_code_0()
    {
        var tool = new Tool(width: 120);

        var exitCode = tool.Run("batch cpu.invariant cpu.exact" + Small);

        Assert.Equal(0, exitCode);
        Assert.Contains("The bits of a row do not depend on the batch or length or number of threads in cpu.invariant, cpu.exact.",
            tool.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_that_depend_on_a_size_are_exit_code_1_with_the_rule()
    {
        var tool = new Tool();

        var exitCode = tool.Run("batch cpu.split-k --quantity batch --max-m 70 --k 40 --n 8 --price 16 --format json");

        var report = JsonDocument.Parse(tool.Output).RootElement;
        var quantity = report.GetProperty("batch").GetProperty("findings")[0].GetProperty("quantities")[0];
        Assert.Equal((1, 1), (exitCode, report.GetProperty("exitCode").GetInt32()));
        Assert.Equal("batch", quantity.GetProperty("quantity").GetString());
        Assert.Equal(
            ["m = 1–7", "m = 8–63", "m ≥ 64"], quantity.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("sizes").GetString()));
        Assert.Equal(16, report.GetProperty("batch").GetProperty("prices")[0].GetProperty("size").GetInt32());
    }

    [Fact]
    public void The_cure_is_timed_on_the_devices_of_the_targets_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        const string numpy = """{"status":"ok","version":"2.2","operations":["numpy.sum"]}""";
        using var python = FakePython.Answering(
            numpy, numpy, """{"status":"missing","message":"No module named torch"}""", """{"status":"ok","message":"it has none"}""",
            """{"status":"error","message":"MemoryError: out of memory"}""");
        var tool = new Tool();

        tool.Run($"batch numpy --quantity batch --max-m 5 --price 16 --format json --python {python.Path}");

        Assert.Empty(JsonDocument.Parse(tool.Output).RootElement.GetProperty("batch").GetProperty("prices").EnumerateArray());
    }

    [Fact]
    public void A_Python_that_ends_on_the_way_costs_its_own_targets_only()
    {
        if (OperatingSystem.IsWindows()) return;
        const string numpy = """{"status":"ok","version":"2.2","operations":["numpy.sum"]}""";
        using var python = FakePython.Answering(
            numpy, numpy, """{"status":"missing","message":"No module named torch"}""", """{"status":"ok","message":"it has none"}""",
            """{"status":"error","message":"MemoryError: out of memory"}""");
        var tool = new Tool(width: 200);

        var exitCode = tool.Run($"batch numpy cpu.invariant --quantity batch --max-m 5 --price 0 --python {python.Path}");

        Assert.Equal(3, exitCode);
        Assert.Contains("gpu-checks: numpy.linear: ", tool.Error, StringComparison.Ordinal);
        Assert.Contains("MemoryError: out of memory", tool.Error, StringComparison.Ordinal);
        Assert.Contains("do not depend on the batch in cpu.invariant", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch --op softmax", "unknown operation 'softmax': it is one of linear, sigmoid.")]
    [InlineData("batch --quantity rows", "unknown quantity 'rows': it is one of batch, length, threads.")]
    [InlineData("batch --max-m 0", "--max-m takes a whole number from 1 to 65536, not '0'.")]
    [InlineData("batch --k 300 --max-k 200", "--max-k takes a whole number from 300 to 65536, not '200'.")]
    [InlineData("batch --max-threads 0", "--max-threads takes a whole number from 1 to 1024, not '0'.")]
    [InlineData("batch --price 5000", "--price takes a whole number from 0 to 4096, not '5000'.")]
    [InlineData("batch --op sigmoid --n 4", "--n is for a matrix product: a sigmoid has as many results as a row has numbers, --k.")]
    [InlineData("batch --max-m 65536 --k 4096", "the largest matrices of --quantity batch do not fit: 65536 × 4096 and 4096 × 64. Each may have 67108864 numbers: choose smaller sizes.")]
    public void What_does_not_fit_is_one_line_and_exit_code_2(string line, string message)
    {
        var tool = new Tool(width: 300);

        var exitCode = tool.Run(line);

        Assert.Equal((2, "", $"gpu-checks: {message}\n"), (exitCode, tool.Output, tool.Error));
    }

    [Theory]
    [InlineData("batch cpu.invarient", "unknown target 'cpu.invarient': did you mean 'cpu.invariant'?")]
    [InlineData("batch libtorch", "libtorch: `dotnet build libraries -c Release` sets up libtorch, ")]
    public void A_target_that_is_not_there_is_the_last_line_and_exit_code_2(string line, string message)
    {
        var tool = new Tool(width: 300);

        var exitCode = tool.Run(line);

        Assert.Equal((2, ""), (exitCode, tool.Output));
        Assert.StartsWith("gpu-checks: " + message, tool.Error.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
    }
}
