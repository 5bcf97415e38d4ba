// The table of formulas in the guide lists the TeX that a quiz may use.

using System.Text.RegularExpressions;
using QuizKit.Language.Formulas;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class FormulaTableTests
{
    [Fact]
    public void The_table_of_formulas_shows_each_symbol_beside_its_command()
    {
        foreach ((var texClass, var name) in new[]
        {
            (TexClass.Ordinary, "letters and signs"), (TexClass.Function, "functions"), (TexClass.LargeOperator, "large operators"),
            (TexClass.Binary, "binary operators"), (TexClass.Relation, "relations"), (TexClass.Opening, "opening delimiters"),
            (TexClass.Closing, "closing delimiters"), (TexClass.Punctuation, "punctuation"),
        })
        {
            var symbols = TexCommands.Symbols.Where(pair => pair.Value.Class == texClass).Select(pair => Show(pair.Key, pair.Value.Text));
            var expected = $"| {name} | {string.Join(", ", symbols).Replace("|", "\\|", StringComparison.Ordinal)} |";

            Assert.Contains(expected, FormulasSection().Split('\n'));
        }

        // A function such as log is shown by its own name.
        static string Show(string command, string text) =>
            command == text && char.IsAsciiLetter(text[0]) ? $"`\\{command}`" : $"`\\{command}` {text}";
    }

    [Fact]
    public void The_table_of_formulas_lists_every_command_and_no_other()
    {
        var rows = FormulasSection().Split('\n').Where(line => line.StartsWith('|'));

        var listed = rows.SelectMany(row => Regex.Matches(row.Replace(@"\|", "|", StringComparison.Ordinal), @"`\\([A-Za-z]+|[^A-Za-z`])")).Select(match => match.Groups[1].Value);

        Assert.Equal(TexCommands.All.Order(StringComparer.Ordinal), listed.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_guide_lists_every_environment_and_no_other()
    {
        var paragraph = FormulasSection().Split("\n\n").Single(text => text.Contains("The environments are", StringComparison.Ordinal));
        var listed = Regex.Matches(paragraph, "`([A-Za-z]+\\*?)`").Select(match => match.Groups[1].Value);

        Assert.Equal(TexCommands.Environments.Keys.Order(StringComparer.Ordinal), listed.Distinct().Order(StringComparer.Ordinal));
    }

    private static string FormulasSection() => FencedExamples.ReadPage("authoring.md").Split("\n## Formulas\n")[1].Split("\n## ")[0];
}
