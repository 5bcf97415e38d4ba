// The command line of `why` with functions of this assembly, and what it says when one of them does not fit.

using System.Text.Json;
using QuizKit.GpuChecks.Tests.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class WhyCommandTests
{
    private static readonly string Assembly = typeof(WhyCommandTests).Assembly.Location;

    [Theory]
    [InlineData("Forward", "Backward", "order", "")]
    [InlineData("Dot", "FusedDot", "fusion", "")]
    [InlineData("Forward", "InDouble", "format", "")]
    [InlineData("Forward", "Rounded", "format", "")]
    [InlineData("Sigmoid", "SigmoidByTanh", "function", "")]
    [InlineData("Rows", "RowsInPairs", "batch", "--rows 5 --n 20")]
    [InlineData("Forward", "Shuffled", "nondeterminism", "")]
    [InlineData("Dot", "Product", "order", "--input 1x8 --input 8x1")]
    public void The_cause_is_named(string first, string second, string cause, string options)
    {
        var report = Read($"why {Name(first)} {Name(second)} {options}", exitCode: 1);

        Assert.Equal([cause], report.GetProperty("causes").EnumerateArray().Select(found => found.GetProperty("cause").GetString()));
    }

    [Fact]
    public void A_sum_on_a_device_is_called_in_the_process_of_functions()
    {
        var report = Read($"why {Name("Forward")} cpu.split-k", exitCode: 1);

        Assert.Equal(("order", "cpu.split-k"), (report.GetProperty("causes")[0].GetProperty("cause").GetString(), report.GetProperty("second").GetString()));
    }

    [Fact]
    public void The_witness_is_small_and_shows_the_difference()
    {
        var report = Read($"why {Name("Forward")} dotnet.vector-sum --n 40", exitCode: 1);

        var witness = report.GetProperty("causes")[0].GetProperty("witness");
        var values = witness.GetProperty("inputs")[0].GetProperty("values").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        Assert.Equal(Forward(values), witness.GetProperty("first").GetDouble());
        Assert.NotEqual(Forward(values), witness.GetProperty("second").GetDouble());
        Assert.InRange(values.Count(value => value != 0), 2, 4);
        Assert.Equal(2, report.GetProperty("orders").GetArrayLength());
    }

    [Fact]
    public void Functions_that_agree_are_said_to_with_the_chance_of_being_wrong()
    {
        var tool = new Tool(width: 400);

        var exitCode = tool.Run($"why {Name("Forward")} dotnet.loop");

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.Matches(@"agree on [\d,]+ random inputs; a difference on 1 of [\d,]+ such inputs would be missed with a chance of 1 %", tool.Output);
    }

    [Fact]
    public void Sizes_that_a_function_refuses_are_left_out_and_named()
    {
        var report = Read($"why {Name("Forward")} {Name("BackwardOfEven")} --n 20", exitCode: 1);

        Assert.Contains("size 1, 3, 5, 7, 9, 15, 17", report.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("an even number, please", report.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("order", report.GetProperty("causes")[0].GetProperty("cause").GetString());
    }

    [Theory]
    [InlineData("why dotnet.loop", 2, "`why` compares two functions: gpu-checks why FUNCTION FUNCTION.")]
    [InlineData("why dotnet.loop dotnet.lop", 2, "unknown function 'dotnet.lop': did you mean 'dotnet.loop'?")]
    [InlineData("why dotnet.loop dotnet.tensor-dot", 2, "dotnet.loop takes 1 input and dotnet.tensor-dot 2: they have to take as many.")]
    [InlineData("why dotnet.loop dotnet.loop --input nxb", 2, "--input nxb: a shape is sizes or letters joined by x, such as n, 64 or bxn, with b first.")]
    [InlineData("why dotnet.loop dotnet.loop --input n --input n", 2, "--input is given 2 times, and dotnet.loop takes 1 input.")]
    [InlineData("why dotnet.loop none.dll:A.B", 2, "there is no file 'none.dll'.")]
    [InlineData("why dotnet.loop none.py:f", 2, "there is no file 'none.py'.")]
    [InlineData("why dotnet.loop none.onnx", 2, "there is no file 'none.onnx'.")]
    [InlineData("why dotnet.loop {assembly}:A.B", 2, "'{assembly}' has no public static method 'A.B': write Namespace.Type.Method.")]
    [InlineData("why dotnet.loop {this}.None", 2, "QuizKit.GpuChecks.Tests.Laboratory.WhyCommandTests of '{assembly}' has no public static method 'None'.")]
    [InlineData("why dotnet.loop {this}.OfText", 2, "'QuizKit.GpuChecks.Tests.Laboratory.WhyCommandTests.OfText' of '{assembly}' has other parameters or results")]
    [InlineData("why dotnet.loop {this}.Throws", 3, "QuizKit.GpuChecks.Tests.dll:QuizKit.GpuChecks.Tests.Laboratory.WhyCommandTests.Throws failed for inputs of 1: InvalidOperationException: not today")]
    [InlineData("why dotnet.loop {this}.Hangs --timeout 1", 3, "QuizKit.GpuChecks.Tests.dll:QuizKit.GpuChecks.Tests.Laboratory.WhyCommandTests.Hangs: gpu-checks did not answer within 1 seconds.")]
    [InlineData("why dotnet.loop {this}.EndsTheProcess", 3, "QuizKit.GpuChecks.Tests.dll:QuizKit.GpuChecks.Tests.Laboratory.WhyCommandTests.EndsTheProcess: gpu-checks ended with exit code 7")]
    [InlineData("why dotnet.loop {this}.Twice", 3, "dotnet.loop returns 1 number and QuizKit.GpuChecks.Tests.dll:QuizKit.GpuChecks.Tests.Laboratory.WhyCommandTests.Twice 2 for the same inputs")]
    public void What_does_not_fit_is_one_line(string line, int expected, string message)
    {
        string Fill(string text) => text.Replace("{this}", Name("")[..^1], StringComparison.Ordinal).Replace("{assembly}", Assembly, StringComparison.Ordinal);
        var tool = new Tool(width: 1000);

        var exitCode = tool.Run(Fill(line));

        Assert.StartsWith("gpu-checks: " + Fill(message), tool.Error, StringComparison.Ordinal);
        Assert.Equal(1, tool.Error.Count(character => character == '\n'));
        Assert.Equal((expected, ""), (exitCode, tool.Output));
    }

    public static float Forward(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values) sum += value;
        return sum;
    }

    public static float Backward(float[] values) => values.Reverse().Aggregate(0f, (sum, value) => sum + value);

    public static float BackwardOfEven(float[] values) =>
        values.Length % 2 == 0 ? Backward(values) : throw new ArgumentException("an even number, please");

    public static float InDouble(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return (float)sum;
    }

    public static Half Rounded(ReadOnlySpan<float> values) => (Half)Forward(values);

    public static float Shuffled(float[] values)
    {
        Random.Shared.Shuffle(values);
        return Forward(values);
    }

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public static float FusedDot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    public static double[] Product(float[,] a, float[,] b)
    {
        var sum = 0f;
        for (var i = a.GetLength(1) - 1; i >= 0; i--) sum += a[0, i] * b[i, 0];
        return [sum];
    }

    public static float[] Sigmoid(float[] values) => [.. values.Select(value => 1 / (1 + MathF.Exp(-value)))];

    public static float[] SigmoidByTanh(float[] values) => [.. values.Select(value => 0.5f + (0.5f * MathF.Tanh(value / 2)))];

    public static float[] Rows(float[,] values) => [.. Enumerable.Range(0, values.GetLength(0)).Select(row => Forward(RowOf(values, row)))];

    public static float[] RowsInPairs(float[,] values) =>
    [
        .. Enumerable.Range(0, values.GetLength(0)).Select(
            row => row < values.GetLength(0) / 2 * 2 ? Backward(RowOf(values, row)) : Forward(RowOf(values, row))),
    ];

    public static string OfText(string text) => text;

    public static float Throws(float[] values) => throw new InvalidOperationException("not today");

    public static float[] Twice(float[] values) => [values[0], values[0]];

    public static float Hangs(float[] values)
    {
        Thread.Sleep(Timeout.Infinite);
        return values[0];
    }

    public static float EndsTheProcess(float[] values)
    {
        Environment.Exit(7);
        return values[0];
    }

    private static float[] RowOf(float[,] values, int row) =>
        [.. Enumerable.Range(0, values.GetLength(1)).Select(column => values[row, column])];

    private static string Name(string function) => $"{Assembly}:{typeof(WhyCommandTests).FullName}.{function}";

    private static JsonElement Read(string line, int exitCode)
    {
        var tool = new Tool();
        Assert.Equal((exitCode, ""), (tool.Run(line.TrimEnd() + " --format json"), tool.Error));
        return JsonDocument.Parse(tool.Output).RootElement.GetProperty("difference");
    }
}
