// Reports what is wrong in quiz files. It is apart from the generator, so that an error which moves regenerates no code.

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
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
        context.RegisterAdditionalFileAction(action =>
        {
            foreach (Diagnostic diagnostic in Check(action.AdditionalFile, action.Options.AnalyzerConfigOptionsProvider, action.CancellationToken))
                action.ReportDiagnostic(diagnostic);
        });
    }

    /// <summary>Finds every problem of one file, in the order of the text.</summary>
    internal static IEnumerable<Diagnostic> Check(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        if (!QuizFile.IsQuiz(file) || file.GetText(cancellation) is not { } text) yield break;

        var diagnostics = new DiagnosticBag();
        QuizBinder.Bind(text, QuizFile.TargetOf(file, options).ClassName, diagnostics);
        AnalyzerConfigOptions metadata = options.GetOptions(file);
        if (QuizItemMetadata.Read(metadata, "QuizNamespace") is { } wanted && !QuizItemMetadata.IsNamespace(wanted))
            diagnostics.Report(Descriptors.InvalidMetadata, default, "QuizNamespace", wanted, "namespace");
        if (QuizItemMetadata.Read(metadata, "QuizClassName") is { } given && !QuizItemMetadata.IsClassName(given))
            diagnostics.Report(Descriptors.InvalidMetadata, default, "QuizClassName", given, "name of a class");
        foreach (QuizDiagnostic diagnostic in diagnostics.InTextOrder)
        {
            Location place = Location.Create(file.Path, diagnostic.Span, text.Lines.GetLinePositionSpan(diagnostic.Span));
            yield return Diagnostic.Create(diagnostic.Descriptor, place, diagnostic.Arguments);
        }
    }
}
