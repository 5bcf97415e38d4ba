// The tool as it is started, with the real program and without a Python.

using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace QuizKit.Libraries.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libraries").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NumPy_and_PyTorch_are_compared_without_Python()
    {
        var report = Path.Combine(_folder, "report.json");

        var exitCode = Run(
            "run", "--claim", "numpy-pytorch-differ", "--device", "cpu", "--scale", "quick", "--python", "/no/such/python",
            "--libraries", LibraryFixture.Program, "--output", report);

        using var json = JsonDocument.Parse(File.ReadAllText(report));
        var result = json.RootElement.GetProperty("outcomes").EnumerateArray().Single();
        Assert.Equal(0, exitCode);
        Assert.Equal("confirmed", result.GetProperty("verdict").GetString());
        var finding = result.GetProperty("finding").GetString()!;
        Assert.StartsWith("NumPy's order on the reference BLAS and libtorch 2.", finding, StringComparison.Ordinal);
        Assert.Matches("ONNX Runtime [0-9.]+, with the whole network as one ONNX model, differs from libtorch in [1-9][0-9,]* outputs", finding);
    }

    [Fact]
    public void The_pair_is_explained_by_the_orders_of_the_libraries_bit_for_bit()
    {
        var report = Path.Combine(_folder, "lab.json");

        var exitCode = Run(
            "lab", "pair", "--device", "cpu", "--scale", "quick", "--libraries", LibraryFixture.Program, "--output", report);

        using var json = JsonDocument.Parse(File.ReadAllText(report));
        var pair = json.RootElement.GetProperty("laboratory").GetProperty("pair");
        Assert.Equal(0, exitCode);
        Assert.Contains(pair.GetProperty("sides").EnumerateArray(), side => side.GetProperty("id").GetString() == "libtorch");
        Assert.All(
            pair.GetProperty("imitations").EnumerateArray(),
            found => Assert.Equal(found.GetProperty("compared").GetInt64(), found.GetProperty("equal").GetInt64()));
    }

    private static int Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [LibraryFixture.ProgramOf("gpu-checks", "gpu-checks.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
            })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
