// Which name someone probably meant.

using QuizKit.GpuChecks.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("cuda", "cuda", 0)]
    [InlineData("cuad", "cuda", 1)]
    [InlineData("run", "runs", 1)]
    [InlineData("list", "lit", 1)]
    [InlineData("json", "jsan", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void The_distance_counts_insertions_deletions_substitutions_and_swaps(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Theory]
    [InlineData("cuad", "cuda")]
    [InlineData("CUDA", "cuda")]
    [InlineData("devcies", "devices")]
    [InlineData("xor-not-seperable", "xor-not-separable")]
    [InlineData("html", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void A_name_is_offered_only_where_it_is_near_enough_to_be_meant(string given, string? expected) =>
        Assert.Equal(expected, NearestName.Find(given, ["cuda", "devices", "table", "xor-not-separable"]));

    [Fact]
    public void Of_two_names_equally_near_the_first_is_offered() =>
        Assert.Equal("relu-a", NearestName.Find("relu-c", ["relu-a", "relu-b"]));
}
