// Checks the JSON schema of the front matter against what the compiler accepts.

using System.Text.Json;
using System.Text.RegularExpressions;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class FrontMatterSchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(FencedExamples.ReadPage("schema/quiz-front-matter.schema.json")).RootElement;

    [Fact]
    public async Task Its_properties_are_the_keys_that_the_compiler_accepts()
    {
        var ofQuiz = Assert.Single(await AnalyzeAsync("id: a\nlanguage: en\nunknown: x\n"));
        var ofTranslation = Assert.Single(await AnalyzeTranslationAsync("unknown: x\n"));

        static string[] Accepted(Problem problem) => Regex.Match(problem.Message, @"The keys are (.*)\.$").Groups[1].Value.Split(", ");
        Assert.Equal(Accepted(ofTranslation), Accepted(ofQuiz).Append("original"));
        Assert.Equal(Accepted(ofTranslation), Schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.False(Schema.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public async Task It_requires_no_key_because_a_translation_needs_none_and_says_of_the_one_that_a_quiz_needs()
    {
        var problem = Assert.Single(await AnalyzeAsync(""));

        Assert.Contains("needs 'language'", problem.Message, StringComparison.Ordinal);
        Assert.Empty(await AnalyzeTranslationAsync(""));
        Assert.False(Schema.TryGetProperty("required", out _));
        var description = Schema.GetProperty("properties").GetProperty("language").GetProperty("description").GetString()!;
        Assert.EndsWith("Every quiz but a translation has it.", description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "a")]
    [InlineData("id", "neural-networks-2")]
    [InlineData("id", "2-rivers")]
    [InlineData("id", "rivers-")]
    [InlineData("id", "two--hyphens")]
    [InlineData("id", "Rivers")]
    [InlineData("id", "fl\u00FCsse")]
    [InlineData("id", "\"quoted\"")]
    [InlineData("language", "en")]
    [InlineData("language", "pt-BR")]
    [InlineData("language", "zh-Hant-TW")]
    [InlineData("language", "e")]
    [InlineData("language", "en_GB")]
    [InlineData("language", "english please")]
    [InlineData("retired", "old")]
    [InlineData("retired", "old, older ,oldest")]
    [InlineData("retired", "old,")]
    [InlineData("retired", "old older")]
    [InlineData("retired", "[old, older]")]
    [InlineData("title", "A: b")]
    [InlineData("title", "")]
    [InlineData("author", "\"A. N. Other\"")]
    [InlineData("licence", "CC-BY-4.0")]
    [InlineData("license", "")]
    [InlineData("tags", "chance, means")]
    [InlineData("tags", "[chance, means]")]
    [InlineData("tags", "Chance")]
    [InlineData("tags", "chance,")]
    [InlineData("coverage", "complete")]
    [InlineData("coverage", "open")]
    [InlineData("coverage", "Complete")]
    [InlineData("coverage", "completely")]
    public async Task Its_patterns_accept_the_values_that_the_compiler_accepts(string key, string value)
    {
        var frontMatter = new Dictionary<string, string> { ["id"] = "a", ["language"] = "en", [key] = value };
        var problems = await AnalyzeAsync(string.Concat(frontMatter.Select(pair => $"{pair.Key}: {pair.Value}\n")));

        var matches = Regex.IsMatch(value, Schema.GetProperty("properties").GetProperty(key).GetProperty("pattern").GetString()!);

        Assert.Equal(problems.Count == 0, matches);
    }

    [Fact]
    public void Every_property_says_what_it_is_for_and_its_examples_match()
    {
        foreach (var property in Schema.GetProperty("properties").EnumerateObject().Select(property => property.Value))
        {
            Assert.NotEqual("", property.GetProperty("description").GetString());
            Assert.All(
                property.GetProperty("examples").EnumerateArray(),
                example => Assert.Matches(property.GetProperty("pattern").GetString()!, example.GetString()!));
        }
    }

    private static Task<IReadOnlyList<Problem>> AnalyzeTranslationAsync(string frontMatter) => QuizCompiler.AnalyzeAsync(
        QuizCompiler.File("a.quiz.md", "---\nid: a\nlanguage: en\n---\n# A\n"),
        QuizCompiler.File("a.de.quiz.md", $"---\n{frontMatter}---\n# A\n"));

    private static Task<IReadOnlyList<Problem>> AnalyzeAsync(string frontMatter) =>
        QuizCompiler.AnalyzeAsync(QuizCompiler.File("a.quiz.md", $"---\n{frontMatter}---\n# A\n"));
}
