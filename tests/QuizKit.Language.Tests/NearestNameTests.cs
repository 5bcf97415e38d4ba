// Which name someone probably meant.

using QuizKit.Language.Diagnostics;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("quiz", "quiz", 0)]
    [InlineData("qiuz", "quiz", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void The_distance_counts_insertions_deletions_substitutions_and_swaps(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Theory]
    [InlineData("qiuz", "quiz")]
    [InlineData("eratum", "erratum")]
    [InlineData("anwsers", "answer")]
    [InlineData("todo", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void A_name_is_found_only_where_it_is_near_enough_to_be_meant(string written, string? expected) =>
        Assert.Equal(expected, NearestName.Find(written, ["quiz", "answer", "erratum", "a"]));

    [Fact]
    public void Of_two_names_equally_near_the_first_in_order_is_found() =>
        Assert.Equal("relu-a", NearestName.Find("relu-c", ["relu-b", "relu-a"]));

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "kind")]
    public void Case_counts_unless_it_is_ignored(bool ignoreCase, string? expected) =>
        Assert.Equal(expected, NearestName.Find("KIND", ["kind"], ignoreCase));

    [Fact]
    public void A_text_too_long_to_be_a_name_is_not_compared()
    {
        var text = new string('x', 100_000);

        Assert.Null(NearestName.Find(text, Enumerable.Repeat(text + "y", 100)));
    }

    [Fact]
    public void A_suggestion_is_a_sentence_behind_another_one()
    {
        Assert.Equal(" Did you mean 'quiz'?", NearestName.Sentence(NearestName.Nearest("qiuz", ["quiz"])));
        Assert.Equal("", NearestName.Sentence(NearestName.Nearest("todo", ["quiz"])));
    }
}
