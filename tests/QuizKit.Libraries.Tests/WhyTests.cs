// Why two models, or a model and a library, give other bits: ONNX Runtime in its own program.

using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace QuizKit.Libraries.Tests;

public sealed class WhyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("why").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_and_a_library_differ_by_the_order_of_additions()
    {
        Put("sum.onnx", new OnnxNode("ReduceSum") { Flags = new Dictionary<string, int> { ["keepdims"] = 0 } });

        var (exitCode, output) = Run("why", Path("sum.onnx"), "mathnet.sum", "--input", "n", "--format", "json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal(1, exitCode);
        Assert.Equal(["order"], Causes(json));
        Assert.Equal(2, json.RootElement.GetProperty("difference").GetProperty("orders").GetArrayLength());
    }

    [Fact]
    public void Two_models_differ_by_their_function()
    {
        Put("sigmoid.onnx", new OnnxNode("Sigmoid"));
        Put("tanh.onnx", new OnnxNode("Tanh"));

        var (exitCode, output) = Run("why", Path("sigmoid.onnx"), Path("tanh.onnx"), "--input", "n", "--format", "json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal(1, exitCode);
        Assert.Equal(["function"], Causes(json));
    }

    [Fact]
    public void A_file_that_is_no_model_is_one_line()
    {
        File.WriteAllText(Path("not.onnx"), "no model");

        var (exitCode, output) = Run("why", Path("not.onnx"), "dotnet.loop");

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"gpu-checks: ONNX Runtime does not take '{Path("not.onnx")}': ", output, StringComparison.Ordinal);
        Assert.Equal(1, output.Count(character => character == '\n'));
    }

    private static IEnumerable<string?> Causes(JsonDocument json) =>
        json.RootElement.GetProperty("difference").GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("cause").GetString());

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private void Put(string name, OnnxNode node) => File.WriteAllBytes(Path(name), new OnnxModel(node).ToBytes());

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    LibraryFixture.ProgramOf("gpu-checks", "gpu-checks.dll"), .. arguments, "--libraries", LibraryFixture.Program, "--device", "cpu",
                    "--python", "/no/such/python",
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Length > 0 ? output : errors.Result);
    }
}
