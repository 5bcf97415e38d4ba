// The options of the environment.

using Xunit;

namespace QuizKit.Cuda.Driver.Tests;

public sealed class OptionTests
{
    [Fact]
    public void Without_a_variable_there_are_no_checks_and_nothing_is_contracted()
    {
        var options = Read();
        Assert.Equal((0ul, false, false, false, null), (options.Seed, options.Checks, options.Contraction, options.Perturbation, options.Report));
    }

    [Fact]
    public void Each_variable_sets_its_option()
    {
        var options = Read(
            ("QUIZKIT_CUDA_SEED", "7"), ("QUIZKIT_CUDA_CHECKS", "on"), ("QUIZKIT_CUDA_MEMORY", "16"), ("QUIZKIT_CUDA_REPORT", "/tmp/r"),
            ("QUIZKIT_CUDA_SOFTWARE", "/lib/libcuda.so"), ("PATH", "/bin"));
        Assert.Equal((7ul, true, 16L << 20, "/tmp/r"), (options.Seed, options.Checks, options.MemoryBytes, options.Report));
    }

    [Theory]
    [InlineData("QUIZKIT_CUDA_SEDE", "7", "QUIZKIT_CUDA_SEED")]
    [InlineData("QUIZKIT_CUDA_SEED", "-1", "from 0 to 18446744073709551615")]
    [InlineData("QUIZKIT_CUDA_CHECKS", "yes", "'off' or 'on'")]
    [InlineData("QUIZKIT_CUDA_MULTIPROCESSORS", "0", "from 1 to 1024")]
    public void What_is_not_an_option_or_a_value_is_named_with_what_there_is(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static DriverOptions Read(params (string Name, string Value)[] variables) =>
        DriverOptions.Read(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
}
