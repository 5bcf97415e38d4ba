// Reports what is wrong in quiz files. It is apart from the generator, so that an error which moves regenerates no code.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator.Project;

namespace QuizKit.Generator;

/// <summary>Reports every problem of every <c>*.quiz.md</c> additional file at its line and column.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuizAnalyzer : DiagnosticAnalyzer
{
    private readonly Action<string>? _onFile;

    /// <summary>Creates the analyzer.</summary>
    public QuizAnalyzer()
    {
    }

    /// <summary>Creates an analyzer that calls a test with the path of each file that it reads.</summary>
    internal QuizAnalyzer(Action<string> onFile) => _onFile = onFile;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var files = start.Options.AdditionalFiles.Where(QuizPlace.IsQuiz).ToImmutableArray();
            var project = new QuizProject(files, start.Options.AnalyzerConfigOptionsProvider, _onFile);
            start.RegisterAdditionalFileAction(action =>
            {
                if (!QuizPlace.IsQuiz(action.AdditionalFile)) return;
                foreach (var diagnostic in project.Check(action.AdditionalFile, action.CancellationToken))
                    action.ReportDiagnostic(diagnostic);
            });
        });
    }
}
