// Reports what is wrong in quiz files. It is apart from the generator, so that an error which moves regenerates no code.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator.Validation;

namespace QuizKit.Generator;

/// <summary>Reports every problem of every <c>*.quiz.md</c> additional file at its line and column.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuizAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(AnalyzeFile);
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        AdditionalText file = context.AdditionalFile;
        if (!QuizFile.IsQuiz(file) || file.GetText(context.CancellationToken) is not { } text) return;

        var diagnostics = new DiagnosticBag();
        QuizBinder.Bind(text, QuizFile.ClassNameOf(file.Path), diagnostics);
        foreach (QuizDiagnostic diagnostic in diagnostics.InTextOrder)
        {
            Location place = Location.Create(file.Path, diagnostic.Span, text.Lines.GetLinePositionSpan(diagnostic.Span));
            context.ReportDiagnostic(Diagnostic.Create(diagnostic.Descriptor, place, diagnostic.Arguments));
        }
    }
}
