// gpu-checks explain, list and devices: what they show.

using System;
using System.Text.Json;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class ShowCommandsTests
{
    [Fact]
    public void Explain_shows_the_words_the_erratum_and_every_measurement()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL));

        int exitCode = tool.Run("explain total-multiply-adds");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            total-multiply-adds  question 1 (multiply-adds), answer

                Total multiply-adds: 5,120 + 65,536 + 256 = 70,912.

            expected    refuted: the sentence is false as printed
            erratum     (wrong result) One 256×256 layer is left out. The total is 136,448.

            device      opencl: pthread [basic] (PoCL 6.0)
            verdict     ✓ refuted
            finding     The kernels counted 136,448 multiply-adds; the quiz prints 70,912.
                        As expected: the quiz is wrong here, see its erratum.
            method      Every kernel adds its own multiply-adds to a counter on the device.
            evidence    executed on the device, its results read back
            runs        1
            time        N ms

            multiply-adds of one forward pass
              measured  136,448 multiply-adds
              reference 70,912 multiply-adds
              bound     0 multiply-adds
              source    the answer as printed

            multiply-adds of one 256×256 layer
              measured  65,536 multiply-adds
              reference 65,536 multiply-adds
              bound     0 multiply-adds
              source    256·256

            """.ReplaceLineEndings("\n"),
            System.Text.RegularExpressions.Regex.Replace(tool.Output, @"\d+ ms", "N ms"));
    }

    [Fact]
    public void Explain_runs_on_the_device_that_speaks_best_for_the_machine()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL, FakeCatalog.Cuda, FakeCatalog.SecondCuda));

        tool.Run("explain total-multiply-adds");

        Assert.Equal(["total-multiply-adds on cuda"], tool.Checks.Ran);
    }

    [Fact]
    public void Explain_gives_the_reason_of_a_claim_that_no_program_can_check()
    {
        var tool = new Tool();

        int exitCode = tool.Run("explain minsky-papert-1969");

        Assert.Equal(0, exitCode);
        Assert.Contains("reason      history: cite it.\n", tool.Output, StringComparison.Ordinal);
        Assert.Empty(tool.Catalog.Opened);
    }

    [Fact]
    public void Explain_exits_like_a_run()
    {
        Assert.Equal(1, new Tool(new FakeChecks().Tell(SampleQuiz.Corrected, Verdict.Refuted)).Run("explain " + SampleQuiz.Corrected));
        Assert.Equal(3, new Tool(new FakeChecks().Tell(SampleQuiz.Corrected, Verdict.Error)).Run("explain " + SampleQuiz.Corrected));
    }

    [Fact]
    public void List_shows_every_claim_with_its_words_and_what_is_expected()
    {
        var tool = new Tool();

        int exitCode = tool.Run("list");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            Chapter 6: Quiz

            Question 1  For a network with architecture [20, 256, 256, 256, 1], how many …
              total-multiply-adds  refuted
                Total multiply-adds: 5,120 + 65,536 + 256 = 70,912.
              total-multiply-adds-corrected  confirmed
                The total is 136,448.

            Question 2  Is backpropagation a learning algorithm?
              backpropagation-only-computes-gradients  confirmed
                Backpropagation only computes gradients [of the loss].
              minsky-papert-1969  not executable: history: cite it.
                Minsky and Papert proved it in 1969.

            Question 3  Why do two implementations differ?
              parallel-reduction-varies  confirmed, or not observed
                The order of a parallel reduction may vary.
              differences-near-1e-7  qualified
                Typically O(1e−7) for float32.

            6 claims: 5 executable, 1 not. `gpu-checks explain ID` runs one and says how.

            """.ReplaceLineEndings("\n"),
            tool.Output);
    }

    [Fact]
    public void List_as_JSON_has_every_claim()
    {
        var tool = new Tool();

        tool.Run("list --format json");

        using JsonDocument list = JsonDocument.Parse(tool.Output);
        JsonElement claims = list.RootElement.GetProperty("claims");
        Assert.Equal(6, claims.GetArrayLength());
        Assert.Equal(70912, claims[0].GetProperty("values")[0].GetDouble());
        Assert.Equal("erratum", claims[1].GetProperty("origin").GetString());
        Assert.Equal("history: cite it.", claims[3].GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, claims[3].GetProperty("expected").ValueKind);
        Assert.True(claims[4].GetProperty("existential").GetBoolean());
    }

    [Fact]
    public void Devices_shows_what_was_found_and_what_was_left_out_with_its_remedy()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL).LeaveOut(FakeCatalog.NoCuda));

        int exitCode = tool.Run("devices");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            Devices
            cpu       CPU accelerator
                      platform  ILGPU 1.5.3
                      memory    16 GiB
                      computes  2 multiprocessors, 4 threads in step, float32 and float64
            opencl    pthread [basic]
                      platform  PoCL 6.0
                      memory    8 GiB
                      computes  2 multiprocessors, 1 thread in step, float32 and float64

            Left out
            cuda      CUDA driver
                      reason    libcuda.so.1 cannot be loaded.
                      remedy    Install the NVIDIA driver.

            """.ReplaceLineEndings("\n"),
            tool.Output);
    }

    [Fact]
    public void Devices_as_JSON_has_both()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu).LeaveOut(FakeCatalog.NoCuda));

        tool.Run("devices --format json");

        using JsonDocument report = JsonDocument.Parse(tool.Output);
        Assert.Equal("cpu", report.RootElement.GetProperty("devices")[0].GetProperty("id").GetString());
        Assert.Equal(16L << 30, report.RootElement.GetProperty("devices")[0].GetProperty("memoryBytes").GetInt64());
        Assert.Equal("Install the NVIDIA driver.", report.RootElement.GetProperty("leftOut")[0].GetProperty("remedy").GetString());
    }
}
