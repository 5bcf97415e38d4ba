// Every command line that makes no sense: one line on the error stream, nothing else, exit code 2, and no check run.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Reports.Formats;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class BadUsageTests
{
    [Theory]
    [InlineData("rnu", "unknown command 'rnu': did you mean 'run'?")]
    [InlineData("benchmark", "unknown command 'benchmark': `gpu-checks --help` shows them all.")]
    [InlineData("--qestion 3", "unknown option '--qestion': did you mean '--question'?")]
    [InlineData("run --sed=3", "unknown option '--sed': did you mean '--seed'?")]
    [InlineData("run --frobnicate", "unknown option '--frobnicate': `gpu-checks run --help` shows them all.")]
    [InlineData("-x", "unknown option '-x': `gpu-checks --help` shows them all.")]
    [InlineData("list xyz", "`list` does not take 'xyz'.")]
    [InlineData("list --question 2", "`list` does not take --question.")]
    [InlineData("--question 2 list", "`list` does not take --question.")]
    [InlineData("explain", "`explain` needs the id of a claim: `gpu-checks list` names them.")]
    [InlineData("explain total-multiply-adds another", "`explain` does not take 'another'.")]
    [InlineData("explain total-multiply-ads", "unknown claim 'total-multiply-ads': did you mean 'total-multiply-adds'?")]
    [InlineData("explain 1", "'1' is question 1, and a claim is needed: {claims}.")]
    [InlineData("--claim multiply-adds", "'multiply-adds' is question 1, and a claim is needed: {claims}.")]
    [InlineData("--claim nothing", "unknown claim 'nothing': `gpu-checks list` names them all.")]
    [InlineData("--claim @file", "unknown claim '@file': `gpu-checks list` names them all.")]
    [InlineData("--question 4", "unknown question '4': this quiz has the questions 1 to 3.")]
    [InlineData("--question 0", "unknown question '0': this quiz has the questions 1 to 3.")]
    [InlineData("--question multiply-ads", "unknown question 'multiply-ads': did you mean 'multiply-adds'?")]
    [InlineData("--question x", "unknown question 'x': this quiz has the questions 1 to 3.")]
    [InlineData("--scale fill", "unknown scale 'fill': did you mean 'full'?")]
    [InlineData("--scale 9", "unknown scale '9': it is one of quick, full, exhaustive.")]
    [InlineData("--format jsno", "unknown format 'jsno': did you mean 'json'?")]
    [InlineData("--format pdf", "unknown format 'pdf': it is one of {formats}, junit.")]
    [InlineData("list --format junit", "unknown format 'junit': it is one of {formats}.")]
    [InlineData("--format json list", "give --format after `list`, not before it.")]
    [InlineData("--output a.pdf", "the extension of 'a.pdf' does not name a format: use one of {extensions}, .xml, or give --format.")]
    [InlineData("--output a.json --output ./a.json", "--output names 'a.json' more than once.")]
    [InlineData("--output a.json --output a.md --format json", "--format is for one report, and --output names 2: omit it, the extensions give the formats.")]
    [InlineData("compare", "`compare` needs JSON reports: files, folders or patterns such as reports/*.json.")]
    [InlineData("compare a.json --format junit", "unknown format 'junit': it is one of {formats}.")]
    [InlineData("compare a.json --output a.xml", "the extension of 'a.xml' does not name a format: use one of {extensions}, or give --format.")]
    [InlineData("compare a.json --seed 3", "`compare` does not take --seed.")]
    [InlineData("list --format xml", "unknown format 'xml': it is one of {formats}.")]
    [InlineData("--seed -1", "--seed takes a whole number from 0 to 18446744073709551615, not '-1'.")]
    [InlineData("--seed 18446744073709551616", "--seed takes a whole number from 0 to 18446744073709551615, not '18446744073709551616'.")]
    [InlineData("--seed 1e3", "--seed takes a whole number from 0 to 18446744073709551615, not '1e3'.")]
    [InlineData("--shard 0/3", "--shard takes K/N such as 3/16: part K, from 1 to N, of at most 100000; not '0/3'.")]
    [InlineData("--shard 4/3", "--shard takes K/N such as 3/16: part K, from 1 to N, of at most 100000; not '4/3'.")]
    [InlineData("--shard 3", "--shard takes K/N such as 3/16: part K, from 1 to N, of at most 100000; not '3'.")]
    [InlineData("--shard 1/100001", "--shard takes K/N such as 3/16: part K, from 1 to N, of at most 100000; not '1/100001'.")]
    [InlineData("--lab --shard 1/2", "the laboratory is not split: give --lab without --shard, or run `gpu-checks lab` on one machine.")]
    [InlineData("merge", "`merge` needs JSON reports: files, folders or patterns such as shards/*.json.")]
    [InlineData("merge a.json --seed 3", "`merge` does not take --seed.")]
    [InlineData("--runs 0", "--runs takes a whole number from 1 to 1000000, not '0'.")]
    [InlineData("--runs 1000001", "--runs takes a whole number from 1 to 1000000, not '1000001'.")]
    [InlineData("--runs ten", "--runs takes a whole number from 1 to 1000000, not 'ten'.")]
    [InlineData("--runs", "--runs needs a value: --runs <N>.")]
    [InlineData("--seed=", "--seed needs a value: --seed <N>.")]
    [InlineData("--seed --runs 5", "--seed needs a value: --seed <N>.")]
    [InlineData("--question", "--question needs a value: --question <N|ID>.")]
    [InlineData("--question 1 --question", "--question needs a value: --question <N|ID>.")]
    [InlineData("--seed 1 --seed 2", "--seed is given more than once.")]
    [InlineData("--device gpu", "unknown device 'gpu': it is one of all, cpu, opencl, cuda-software, cuda.")]
    [InlineData("--device quantum", "unknown device 'quantum': it is one of all, cpu, opencl, cuda-software, cuda.")]
    [InlineData("compile --target sm_13", "unknown target 'sm_13': it is one of all, {targets}.")]
    [InlineData("--device cpu:1", "there is no device 'cpu:1' here: `gpu-checks devices` names those there are.")]
    [InlineData("--device opencl", "no OpenCL device can be used: none was found.")]
    [InlineData("--device cuda", "no CUDA device can be used: CUDA driver: libcuda.so.1 cannot be loaded. Install the NVIDIA driver.")]
    [InlineData("--device cuda-software", "no CUDA in software device can be used: not published. Run eng/cuda-software.sh once.")]
    [InlineData("--device cuda --device cuda-software", "cuda and cuda-software cannot be in one run, since a process loads one CUDA driver: run twice with a JSON report each, and merge them with `gpu-checks compare`.")]
    [InlineData("lab --device CUDA-Software --device cuda:1", "cuda and cuda-software cannot be in one run, since a process loads one CUDA driver: run twice with a JSON report each, and merge them with `gpu-checks compare`.")]
    [InlineData("--schedules 5", "--schedules: only cuda-software has schedules that can be chosen, and it is not among the devices: add --device cuda-software, or leave --schedules out.")]
    [InlineData("lab variation --schedules 5", "--schedules: only cuda-software has schedules that can be chosen, and it is not among the devices: add --device cuda-software, or leave --schedules out.")]
    [InlineData("explain total-multiply-adds --schedules 5", "--schedules: only cuda-software has schedules that can be chosen, and it is not among the devices: add --device cuda-software, or leave --schedules out.")]
    [InlineData("--schedules 0", "--schedules takes a whole number from 1 to 1000000, not '0'.")]
    public void It_is_said_in_one_line(string line, string expected)
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu).LeaveOut(FakeCatalog.NoCuda, FakeCatalog.NotPublished));

        var exitCode = tool.Run(line);

        expected = expected
            .Replace("{claims}", string.Join(", ", SampleQuiz.Quiz.Questions[0].Claims.Select(claim => claim.Id)), StringComparison.Ordinal)
            .Replace("{targets}", string.Join(", ", KernelBuilds.TargetNames), StringComparison.Ordinal)
            .Replace("{formats}", string.Join(", ", ReportFormat.Common.Select(format => format.Name)), StringComparison.Ordinal)
            .Replace("{extensions}", string.Join(", ", ReportFormat.Common.Select(format => format.Extensions[0])), StringComparison.Ordinal);
        Assert.Equal("gpu-checks: " + expected + "\n", tool.Error);
        Assert.Equal("", tool.Output);
        Assert.Equal((int)ExitStatus.BadUsage, exitCode);
        Assert.Empty(tool.Checks.Ran);
    }

    [Fact]
    public void The_variation_of_one_schedule_is_refused_with_the_way_to_repeat_one()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.CudaSoftware));

        Assert.Equal((int)ExitStatus.BadUsage, tool.Run("lab variation --device cuda-software --schedules 1"));
        Assert.Equal(
            "gpu-checks: --schedules 1: nothing varies in one schedule; the laboratory's `variation` needs 2 or more. " +
            "QUIZKIT_CUDA_SEED=N in the environment repeats one.\n",
            tool.Error);
    }

    [Fact]
    public void An_argument_of_several_lines_with_control_codes_is_still_one_harmless_line()
    {
        var tool = new Tool();

        var exitCode = tool.RunWords(["--claim", "two\nlines\u001b[2J"], () => tool.Catalog);

        Assert.Equal("gpu-checks: unknown claim 'two lines [2J': `gpu-checks list` names them all.\n", tool.Error);
        Assert.Equal((int)ExitStatus.BadUsage, exitCode);
    }

    [Fact]
    public void A_search_for_devices_that_breaks_is_one_line_and_exit_code_3()
    {
        var tool = new Tool();
        IDeviceCatalog Broken() => throw new System.DllNotFoundException("libOpenCL.so");

        var exitCode = tool.RunWords(["devices"], Broken);

        Assert.Equal("gpu-checks: the search for devices broke: DllNotFoundException: libOpenCL.so\n", tool.Error);
        Assert.Equal((int)ExitStatus.CheckBroke, exitCode);
    }
}
