// Which words in the name of a file are the tag of a language.

using QuizKit.Language.Binding;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE", "de")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("ZH-HANS", "zh-Hans")]
    [InlineData("zh-hant-tw", "zh-Hant-TW")]
    [InlineData("es-419", "es-419")]
    [InlineData("de-CH-1996", "de-CH-1996")]
    [InlineData("ca-ES-VALENCIA", "ca-ES-valencia")]
    [InlineData("sl-rozaj-biske", "sl-rozaj-biske")]
    [InlineData("gsw", "gsw")]
    [InlineData("fil-PH", "fil-PH")]
    public void The_tag_of_a_known_language_has_one_spelling(string written, string tag) =>
        Assert.Equal(tag, LanguageTag.Canonical(written));

    [Theory]
    [InlineData("")]
    [InlineData("v2")]
    [InlineData("1")]
    [InlineData("d")]
    [InlineData("xx")]
    [InlineData("new")]
    [InlineData("pdf")]
    [InlineData("draft")]
    [InlineData("de_DE")]
    [InlineData("de-")]
    [InlineData("de-1")]
    [InlineData("de-DE-")]
    [InlineData("de DE")]
    [InlineData(" de")]
    [InlineData("de\n")]
    [InlineData("dé")]
    [InlineData("\u212Ao")]
    [InlineData("de-DE-AT")]
    public void Other_words_are_none(string written) => Assert.Null(LanguageTag.Canonical(written));

    [Fact]
    public void Every_language_that_numbers_are_written_in_is_known()
    {
        var tags = System.Globalization.CultureInfo.GetCultures(System.Globalization.CultureTypes.NeutralCultures)
            .Select(culture => culture.Name).Where(name => name.Length == 2).ToList();

        Assert.All(tags, tag => Assert.Equal(tag, LanguageTag.Canonical(tag)));
        Assert.Equal("ru", LanguageTag.Canonical("RU"));
    }
}
