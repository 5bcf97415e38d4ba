// Ids, and the C# names that they become.

using QuizKit.Language.Binding;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class NameTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("z", true)]
    [InlineData("az-09-z", true)]
    [InlineData("a1", true)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("0a", false)]
    [InlineData("9", false)]
    [InlineData("A", false)]
    [InlineData("aZ", false)]
    [InlineData("a_b", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a:b", false)]
    [InlineData("a`b", false)]
    [InlineData("a{b", false)]
    [InlineData("`a", false)]
    [InlineData("{a", false)]
    [InlineData("é", false)]
    [InlineData("a١", false)]
    public void A_slug_is_lower_case_ASCII_words_joined_by_single_hyphens(string text, bool isValid) =>
        Assert.Equal(isValid, Slug.IsValid(text));

    [Theory]
    [InlineData("multiply-adds", "MultiplyAdds")]
    [InlineData("a-1-b2c", "A1B2c")]
    [InlineData("run", "RunClaim")]
    [InlineData("to-string", "ToStringClaim")]
    [InlineData("t-context", "TContextClaim")]
    [InlineData("tcontext", "Tcontext")]
    [InlineData("runs", "Runs")]
    public void An_id_becomes_a_member_with_a_suffix_where_its_name_is_taken(string slug, string name) =>
        Assert.Equal(name, MemberName.FromSlug(slug, "Claim"));

    [Theory]
    [InlineData("", "_")]
    [InlineData("- .", "_")]
    [InlineData("2d", "_2d")]
    [InlineData("my file.v2", "MyFileV2")]
    [InlineData("a_b _c", "A_b_c")]
    [InlineData("éa Straße", "ÉaStraße")]
    [InlineData("a١½ⅷb", "A١B")]
    [InlineData("ABc dE", "ABcDE")]
    public void The_words_of_a_text_are_joined_to_an_identifier(string text, string name) => Assert.Equal(name, MemberName.Pascal(text));
}
