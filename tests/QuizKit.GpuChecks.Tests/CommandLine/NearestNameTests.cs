// Which name someone probably meant.

using QuizKit.Language.Diagnostics;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class NearestNameTests
{
    [Theory]
    [InlineData("cuad", "cuda")]
    [InlineData("CUDA", "cuda")]
    [InlineData("devcies", "devices")]
    [InlineData("xor-not-seperable", "xor-not-separable")]
    [InlineData("html", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void A_name_is_offered_only_where_it_is_near_enough_to_be_meant(string given, string? expected) =>
        Assert.Equal(expected, NearestName.Find(given, ["cuda", "devices", "table", "xor-not-separable"], ignoreCase: true));

    [Fact]
    public void Of_two_names_equally_near_the_first_is_offered() =>
        Assert.Equal("relu-a", NearestName.Find("relu-c", ["relu-a", "relu-b"], ignoreCase: true));
}
