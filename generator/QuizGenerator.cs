// The incremental generator: quiz files in, C# out. It never looks at the compilation, so that typing C# costs nothing here.

using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Emission;
using QuizKit.Generator.Model;
using QuizKit.Generator.Validation;

namespace QuizKit.Generator;

/// <summary>Compiles <c>*.quiz.md</c> additional files into C#. What is wrong in them is reported by <see cref="QuizAnalyzer"/>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class QuizGenerator : IIncrementalGenerator
{
    internal const string FilesStep = "QuizFiles";
    internal const string ModelsStep = "QuizModels";
    internal const string TargetsStep = "QuizTargets";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<AdditionalText> files = context.AdditionalTextsProvider.Where(QuizFile.IsQuiz).WithTrackingName(FilesStep);

        // Apart from the models, so that a change of the project's properties parses nothing.
        IncrementalValuesProvider<(AdditionalText File, EmissionTarget Target)> named = files
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, _) => (pair.Left, QuizFile.TargetOf(pair.Left, pair.Right)))
            .WithTrackingName(TargetsStep);

        IncrementalValuesProvider<(EmissionTarget Target, QuizModel? Model)> targets = named
            .Select((quiz, cancellation) => (quiz.Target, Model: quiz.File.GetText(cancellation) is { } text ? Bind(quiz.Target.ClassName, text) : null))
            .WithTrackingName(ModelsStep);

        context.RegisterSourceOutput(targets, (output, quiz) =>
        {
            if (quiz.Model is null) return;
            string hintName = (quiz.Target.Namespace.Length > 0 ? quiz.Target.Namespace + "." : "") + quiz.Target.ClassName + ".g.cs";
            output.AddSource(hintName, SourceText.From(QuizEmitter.Emit(quiz.Model, quiz.Target), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        });

        GeneratorReport.Register(
            context, files, (all, options) => all.SelectMany(file => QuizAnalyzer.Check(file, options, default)));
    }

    private static QuizModel Bind(string className, SourceText text) => QuizBinder.Bind(text, className, new DiagnosticBag());
}
