// What a project tells the generator through MSBuild: names by item metadata, and whether analyzers run at all.

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator.Project;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class ProjectOptionsTests
{
    private static readonly QuizText Good = QuizCompiler.File("good.quiz.md", Samples.FrontMatter + Samples.Question);

    [Theory]
    [InlineData("My.Quizzes", "Names", "namespace My.Quizzes", "class Names")]
    [InlineData("Gr%C3%B6%C3%9Fe", "%D0%9D", "namespace Größe", "class Н")]
    [InlineData("My%3BQuizzes", "not%20one", "namespace Consumer", "class GoodQuiz")]
    [InlineData("My.class", "int", "namespace Consumer", "class GoodQuiz")]
    [InlineData("", "Claims", "namespace Consumer", "class GoodQuiz")]
    [InlineData("", "Tags", "namespace Consumer", "class GoodQuiz")]
    public void Metadata_that_is_a_name_names_the_class_and_any_other_does_not(
        string quizNamespace, string className, string expectedNamespace, string expectedClass)
    {
        var result = Run(
            Good,
            ("build_metadata.AdditionalFiles.QuizNamespace", quizNamespace),
            ("build_metadata.AdditionalFiles.QuizClassName", className));

        string[] lines = [.. Assert.Single(result.GeneratedTrees).ToString().Split('\n').Select(line => line.Trim())];
        Assert.Contains(expectedNamespace, lines);
        Assert.Contains("public static partial " + expectedClass, lines);
    }

    [Theory]
    [InlineData("my-quiz_2", "my_quiz_2")]
    [InlineData("2048.new game", "_2048.new_game")]
    [InlineData("Shop.class", "Shop._class")]
    [InlineData("Größe..Наука.", "Größe.Наука")]
    public void A_root_namespace_that_is_no_CSharp_name_becomes_one(string rootNamespace, string expected)
    {
        var code = Assert.Single(Run(Good, ("build_property.RootNamespace", rootNamespace)).GeneratedTrees).ToString();

        Assert.Contains($"\nnamespace {expected}\n", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_analyzers_run_the_generator_reports_nothing()
    {
        Assert.Empty(Run(QuizCompiler.File("bad.quiz.md", "no quiz at all"), (GeneratorReport.Property, "false")).Diagnostics);
    }

    [Fact]
    public void Where_analyzers_are_off_the_generator_reports_what_they_would_have()
    {
        var text = Samples.FrontMatter + Samples.Question.Replace("This.", "It is $\\nonsense$.", StringComparison.Ordinal);
        var bad = QuizCompiler.File("bad.quiz.md", text);

        var diagnostic = Assert.Single(Run(bad, (GeneratorReport.Property, "true")).Diagnostics);

        Assert.Equal(("QK0023", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("/project/bad.quiz.md: (13,7)-(13,16)", diagnostic.Location.GetLineSpan().ToString());
    }

    private static GeneratorDriverRunResult Run(QuizText file, params (string Key, string Value)[] options) =>
        CSharpGeneratorDriver.Create([new QuizGenerator().AsSourceGenerator()], [file], CSharpParseOptions.Default, new Options(options))
            .RunGenerators(QuizCompiler.Compilation())
            .GetRunResult();

    private sealed class Options((string Key, string Value)[] given) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(
        [
            ("build_property.RootNamespace", "Consumer"), ("build_property.ProjectDir", QuizCompiler.ProjectDirectory), .. given,
        ]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(IEnumerable<(string Key, string Value)> values) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _values =
            values.GroupBy(pair => pair.Key).ToImmutableDictionary(group => group.Key, group => group.Last().Value);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
    }
}
