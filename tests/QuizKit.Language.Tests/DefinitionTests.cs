// The definitions of the diagnostics: ids, messages, the help link and the list of rules for release tracking.

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class DefinitionTests
{
    private static readonly List<(string Name, DiagnosticDefinition Definition)> All =
    [
        .. typeof(Definitions).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(member => (member.Name, (DiagnosticDefinition)member.GetValue(null)!)),
    ];

    private static readonly string[] ReleaseFiles = ["AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md"];

    [Fact]
    public void Ids_are_unique_and_in_order_and_each_has_a_message()
    {
        var ids = Definitions.Rules.Select(rule => rule.Id).ToList();

        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids, All.Select(item => item.Definition.Rule.Id).Distinct());
    }

    [Fact]
    public void Every_message_has_words_of_its_own_and_takes_its_arguments_in_order()
    {
        foreach (var (name, definition) in All)
        {
            var placeholders = Regex.Matches(definition.Format.Replace("{{", "", StringComparison.Ordinal), @"\{([0-9]+)\}")
                .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().ToList();
            string[] arguments = [.. placeholders.Select(number => $"<argument {number}>")];

            var message = definition.Message(arguments);

            Assert.Equal(Enumerable.Range(0, placeholders.Count), placeholders.Order());
            Assert.All(arguments, argument => Assert.Contains(argument, message, StringComparison.Ordinal));
            var words = Regex.Replace(message, "<argument [0-9]+>", "");
            Assert.True(words.Count(char.IsLetter) > 10, $"{name} has no words: {definition.Format}");
            Assert.EndsWith(".", Regex.Replace(message, "<argument [0-9]+>$|write \\S*…[^.]*\\.$", "."), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_two_messages_of_a_rule_are_the_same()
    {
        Assert.Empty(All.GroupBy(item => item.Definition).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
    }

    [Fact]
    public void The_release_files_list_every_rule_with_its_severity_and_title()
    {
        var rows = ReleaseFiles
            .SelectMany(file => File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)))
            .Where(line => line.StartsWith("QK", StringComparison.Ordinal));

        Assert.Equal(
            Definitions.Rules.Select(rule => $"{rule.Id} | QuizKit | {SeverityOf(rule)} | {rule.Title}"), rows);

        static string SeverityOf(DiagnosticRule rule) => rule.Level == DiagnosticLevel.Suggestion ? "Info" : rule.Level.ToString();
    }

    [Theory]
    [InlineData("https://example.org/docs", "https://example.org/docs/diagnostics/QK0001.md")]
    [InlineData("https://example.org/docs/", "https://example.org/docs/diagnostics/QK0001.md")]
    [InlineData(null, null)]
    public void The_help_link_leads_to_the_page_where_the_documentation_is_published(string? documentationUrl, string? link)
    {
        Assert.Equal(link, DocumentationLink.Of("QK0001", documentationUrl));
    }
}
