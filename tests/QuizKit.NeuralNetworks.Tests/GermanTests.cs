// The chapter in German: complete, the same questions and claims, the same formulas, and replies as people write them in German.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.NeuralNetworks.Tests;

public sealed class GermanTests
{
    private static Quiz German => Chapter6Quiz.Quiz.In("de");

    public static TheoryData<string> Ids => [.. Chapter6Quiz.Quiz.Questions.Select(question => question.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_question_is_translated_and_is_otherwise_that_of_the_original(string id)
    {
        var (english, german) = (Chapter6Quiz.Quiz.FindQuestion(id)!, German.FindQuestion(id)!);

        Assert.Equal("de", german.Language);
        Assert.Equal((english.Number, english.Kind), (german.Number, german.Kind));
        Assert.Equal(english.Tags, german.Tags);
        Assert.Equal(english.Answer.Provenance, german.Answer.Provenance);
        Assert.Equal(
            english.Errata.Select(erratum => (erratum.Kind, string.Join(' ', erratum.CorrectedClaimIds))),
            german.Errata.Select(erratum => (erratum.Kind, string.Join(' ', erratum.CorrectedClaimIds))));
        Assert.All(german.Claims, claim => Assert.Same(Chapter6Quiz.Quiz.FindClaim(claim.Id), claim));
        Assert.Equal(english.Claims.Count, german.Claims.Count);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_part_has_the_formulas_and_the_numbers_of_the_original(string id)
    {
        var (english, german) = (Chapter6Quiz.Quiz.FindQuestion(id)!, German.FindQuestion(id)!);

        foreach (var (original, translated) in TextsOf(english).Zip(TextsOf(german)))
        {
            Assert.Equal(Symbols(original), Symbols(translated));
            Assert.Equal(Digits(original, "{,}"), Digits(translated, @"\,"));
        }
    }

    [Theory]
    [InlineData("trainable-parameters", "2817 Parameter")]
    [InlineData("trainable-parameters", "2.817")]
    [InlineData("multiply-adds", "136.448")]
    [InlineData("multiply-adds", "136448 Multiply-Add-Operationen")]
    [InlineData("backpropagation", "falsch")]
    public void Replies_are_read_in_German(string id, string reply) => Assert.True(German.FindQuestion(id)!.Grade(reply).IsCorrect);

    [Fact]
    public void Both_languages_are_named_and_the_companions_are_in_English_alone()
    {
        Assert.Equal("en de", string.Join(' ', Chapter6Quiz.Quiz.Languages));
        Assert.Same(Chapter6CompanionsQuiz.Quiz, Chapter6CompanionsQuiz.Quiz.In("de"));
        Assert.True(Chapter6Quiz.Quiz.In("de-AT").Find(Chapter6Quiz.MultiplyAdds).Grade("70.912").RepeatsPrintedError);
    }

    private static IEnumerable<string> TextsOf(Question question) =>
        new[] { question.Prompt, question.Answer.Text }.Concat(question.Errata.Select(erratum => erratum.Text)).Select(text => text.Markdown);

    // The commands and letters of formulas, in any order; a multiplication is written in two ways, and words are translated.
    private static IEnumerable<string> Symbols(string markdown) =>
        Regex.Matches(Regex.Replace(markdown, @"\\text\{[^}]*\}|\\times|\\cdot", ""), @"\$[^$]+\$")
            .SelectMany(formula => Regex.Matches(formula.Value, @"\\[a-zA-Z]+|[a-zA-Z]"))
            .Select(symbol => symbol.Value).Order(StringComparer.Ordinal);

    // The digits between marks, in any order: 0.25 and 0,25 alike. English has a comma between thousands, German a space or nothing.
    private static IEnumerable<string> Digits(string markdown, string thousands) =>
        Regex.Matches(markdown.Replace(thousands, "", StringComparison.Ordinal), "[0-9]+")
            .Select(digits => digits.Value).Order(StringComparer.Ordinal);
}
