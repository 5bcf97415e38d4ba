// The incremental generator: quiz files in, C# out. It never looks at the compilation, so that typing C# costs nothing here.

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

        IncrementalValuesProvider<(string Path, QuizModel? Model)> models = files
            .Select((file, cancellation) => (file.Path, Model: file.GetText(cancellation) is { } text ? Bind(file.Path, text) : null))
            .WithTrackingName(ModelsStep);

        IncrementalValuesProvider<(EmissionTarget Target, QuizModel? Model)> targets = models
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, _) => (QuizFile.TargetOf(pair.Left.Path, pair.Right.GlobalOptions), pair.Left.Model))
            .WithTrackingName(TargetsStep);

        context.RegisterSourceOutput(targets, (output, quiz) =>
        {
            if (quiz.Model is null) return;
            string hintName = (quiz.Target.Namespace.Length > 0 ? quiz.Target.Namespace + "." : "") + quiz.Target.ClassName + ".g.cs";
            output.AddSource(hintName, SourceText.From(QuizEmitter.Emit(quiz.Model, quiz.Target), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        });
    }

    private static QuizModel Bind(string path, SourceText text) =>
        QuizBinder.Bind(text, QuizFile.ClassNameOf(path), new DiagnosticBag());
}
