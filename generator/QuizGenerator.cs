// The incremental generator: quiz files in, C# out. It never looks at the compilation, so that typing C# costs nothing here.

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Emission;
using QuizKit.Generator.Project;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using Cancellation = QuizKit.Language.Text.Cancellation;

namespace QuizKit.Generator;

/// <summary>Compiles <c>*.quiz.md</c> additional files into C#. What is wrong in them is reported by <see cref="QuizAnalyzer"/>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class QuizGenerator : IIncrementalGenerator
{
    internal const string FilesStep = "QuizFiles";
    internal const string NamesStep = "QuizNames";
    internal const string ModelsStep = "QuizModels";
    internal const string PackingStep = "TextPacking";
    internal const string OutputsStep = "QuizOutputs";

    private readonly Action<string>? _onFile;
    private readonly Action? _onLook;

    /// <summary>Creates the generator.</summary>
    public QuizGenerator()
    {
    }

    /// <summary>
    /// Creates a generator that calls a test with the path of each file that it reads, and again before it writes its code; and at each look
    /// at the cancellation.
    /// </summary>
    internal QuizGenerator(Action<string> onFile, Action? onLook = null)
    {
        _onFile = onFile;
        _onLook = onLook;
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider.Where(QuizPlace.IsQuiz).WithTrackingName(FilesStep);

        // The index: the names of all files. It changes when a file comes, goes or moves, not when one is edited.
        var names = files
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, _) => QuizPlace.Of(pair.Left, pair.Right))
            .Collect()
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, _) => QuizNames.Of(pair.Left, pair.Right.GlobalOptions))
            .WithTrackingName(NamesStep);

        var models = files
            .Select((file, cancellation) => (file.Path, Model: ModelOf(file, cancellation)))
            .WithTrackingName(ModelsStep);

        // Whether the project holds more text than string literals can: one bit, which an edit hardly ever turns.
        var packsTexts = models
            .Select((pair, _) => pair.Model?.TextLength() ?? 0)
            .Collect()
            .Select((lengths, _) => lengths.Sum(length => (long)length) >= TextTable.PackedFrom)
            .WithTrackingName(PackingStep);

        var marksEditions = context.AnalyzerConfigOptionsProvider.Select((options, _) => Edition.IsWanted(options.GlobalOptions));

        IncrementalValuesProvider<(QuizName? Name, QuizModel? Model, bool PacksTexts, bool MarksEdition)> outputs = models
            .Combine(names)
            .Combine(packsTexts.Combine(marksEditions))
            .Select((pair, _) => (pair.Left.Right.Find(pair.Left.Left.Path), pair.Left.Left.Model, pair.Right.Left, pair.Right.Right))
            .WithTrackingName(OutputsStep);

        context.RegisterSourceOutput(outputs, (output, quiz) =>
        {
            // Of two files with one class the first keeps it, and a namespace keeps its name; the analyzer reports the other file.
            if (quiz.Name is not { IsFree: true } name || quiz.Model is null) return;
            try
            {
                _onFile?.Invoke(name.Path);
                var cancellation = new Cancellation(output.CancellationToken, _onLook);
                var code = QuizEmitter.Emit(quiz.Model, name.Target, quiz.PacksTexts, cancellation);
                output.AddSource(name.HintName, ToSource(code));
                if (quiz.MarksEdition) output.AddSource(Edition.HintNameOf(name), ToSource(Edition.Emit(code, name.Target, cancellation)));
            }
            catch (Exception exception) when (InternalError.Covers(exception))
            {
                output.ReportDiagnostic(InternalError.On(name.Path, exception));
            }
        });

        GeneratorReport.Register(context, files, _onFile);
    }

    // The analyzer fails on the same file in the same way, and reports it.
    private QuizModel? ModelOf(AdditionalText file, CancellationToken cancellation)
    {
        try
        {
            _onFile?.Invoke(file.Path);
            var text = file.GetText(cancellation);
            if (text is null) return null;
            return QuizBinder.Bind(text.ToSource(), new DiagnosticBag(), new Cancellation(cancellation, _onLook)).Model;
        }
        catch (Exception exception) when (InternalError.Covers(exception))
        {
            return QuizModel.Empty;
        }
    }

    private static SourceText ToSource(string code) => SourceText.From(code, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
