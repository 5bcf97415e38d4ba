// Reports what is wrong in quiz files where the analyzer does not run, so that no build compiles a broken quiz in silence.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QuizKit.Generator.Project;

/// <summary>
/// The stand-in for <see cref="QuizAnalyzer"/> in a build with <c>RunAnalyzers=false</c> or the like: the compiler then skips every
/// analyzer, but runs every generator. The package's targets find that out and set the property <see cref="Property"/>.
/// </summary>
internal static class GeneratorReport
{
    public const string Property = "build_property.QuizKitReportFromGenerator";

    /// <summary>Adds the reports to a generator. Where analyzers run, it adds no output at all.</summary>
    public static void Register(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<AdditionalText> files,
        Action<string>? onFile)
    {
        // A provider of no value or one: without a value there is no output, so nothing is done and nothing is kept.
        IncrementalValuesProvider<(ImmutableArray<AdditionalText> Files, AnalyzerConfigOptionsProvider Options)> projects = files
            .Collect()
            .Combine(context.AnalyzerConfigOptionsProvider)
            .SelectMany((pair, _) => IsWanted(pair.Right.GlobalOptions)
                ? ImmutableArray.Create<(ImmutableArray<AdditionalText>, AnalyzerConfigOptionsProvider)>((pair.Left, pair.Right))
                : ImmutableArray<(ImmutableArray<AdditionalText>, AnalyzerConfigOptionsProvider)>.Empty);

        context.RegisterSourceOutput(projects, (output, project) =>
        {
            var quizzes = new QuizProject(project.Files, project.Options, onFile);
            foreach (var diagnostic in project.Files.SelectMany(file => quizzes.Check(file, output.CancellationToken)))
                output.ReportDiagnostic(diagnostic);
        });
    }

    private static bool IsWanted(AnalyzerConfigOptions globalOptions) =>
        globalOptions.TryGetValue(Property, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
