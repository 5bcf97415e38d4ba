// The options of the environment.

using Xunit;

namespace QuizKit.Cuda.Driver.Tests;

public sealed class OptionTests
{
    [Fact]
    public void Without_a_variable_there_are_no_checks_and_no_seeds_and_products_are_contracted_as_by_an_assembler()
    {
        var options = Read();
        Assert.Equal((null, false, true, 0ul, null), (options.Seed, options.Checks, options.Contraction, options.Approximations, options.Report));
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
    [InlineData("QUIZKIT_CUDA_CHECKS", "yes", "'on' or 'off'")]
    [InlineData("QUIZKIT_CUDA_MULTIPROCESSORS", "0", "from 1 to 1024")]
    public void What_is_not_an_option_or_a_value_is_named_with_what_there_is(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static DriverOptions Read(params (string Name, string Value)[] variables) =>
        DriverOptions.Read(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
}
