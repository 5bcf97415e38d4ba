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
    internal const string PicturesStep = "QuizPictures";
    internal const string TranslationsStep = "TranslationModels";
    internal const string PackingStep = "TextPacking";
    internal const string OutputsStep = "QuizOutputs";
    internal const string TranslationOutputsStep = "TranslationOutputs";

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

        var named = files.Combine(names).Select((pair, _) => (File: pair.Left, Translation: pair.Right.FindTranslation(pair.Left.Path)));

        var models = named
            .Where(file => file.Translation is null)
            .Select((file, cancellation) => (file.File.Path, Model: ModelOf(file.File, null, cancellation)))
            .WithTrackingName(ModelsStep);

        // Each translation with the meaning of its original: an edit of either does both of them again, and nothing else.
        var translations = named
            .Where(file => file.Translation is { IsUsed: true })
            .Combine(models.Collect())
            .Select((pair, _) => (
                pair.Left.File,
                Name: pair.Left.Translation!,
                Original: pair.Right.FirstOrDefault(model => model.Path == pair.Left.Translation!.Original!.Path).Model ?? QuizModel.Empty))
            .Select((file, cancellation) => (
                file.Name,
                file.Original,
                Model: ModelOf(file.File, new Translation(file.Original, file.Name.Language, Fingerprints: null), cancellation)))
            .WithTrackingName(TranslationsStep);

        // What the build found out about pictures goes in last: a picture that changes binds nothing again.
        var pictures = context.AdditionalTextsProvider
            .Where(ProjectPictures.IsTable)
            .Select((table, cancellation) => ProjectPictures.Read(table, cancellation))
            .Collect();
        var placed = models
            .Combine(pictures)
            .Select((pair, _) => (pair.Left.Path, Model: ProjectPictures.Place(pair.Left.Model, pair.Left.Path, pair.Right)))
            .WithTrackingName(PicturesStep);
        var placedTranslations = translations
            .Combine(pictures)
            .Select((pair, _) => pair.Left with { Model = ProjectPictures.Place(pair.Left.Model, pair.Left.Name.Path, pair.Right) });

        // Whether the project holds more text than string literals can: one bit, which an edit hardly ever turns.
        var packsTexts = placed
            .Select((pair, _) => pair.Model?.TextLength() ?? 0)
            .Collect()
            .Combine(placedTranslations.Select((translation, _) => translation.Model?.TextLength() ?? 0).Collect())
            .Select((lengths, _) => lengths.Left.Concat(lengths.Right).Sum(length => (long)length) >= TextTable.PackedFrom)
            .WithTrackingName(PackingStep);

        var editEffect = context.AnalyzerConfigOptionsProvider.Select((options, _) => Edition.EffectIn(options.GlobalOptions));

        IncrementalValuesProvider<(QuizName? Name, QuizModel? Model, bool PacksTexts, EditEffect Effect)> outputs = placed
            .Combine(names)
            .Combine(packsTexts.Combine(editEffect))
            .Select((pair, _) => (pair.Left.Right.Find(pair.Left.Left.Path), pair.Left.Left.Model, pair.Right.Left, pair.Right.Right))
            .WithTrackingName(OutputsStep);

        context.RegisterSourceOutput(outputs, (output, quiz) =>
        {
            // Of two files with one class the first keeps it, and a namespace keeps its name; the analyzer reports the other file.
            if (quiz.Name is not { IsFree: true } name || quiz.Model is null) return;
            AddSource(
                output,
                name.Path,
                name.HintName,
                cancellation => QuizEmitter.Emit(quiz.Model, name.Target, name.Languages, quiz.PacksTexts, cancellation),
                (code, cancellation) => quiz.Effect switch
                {
                    EditEffect.Restart => Edition.Emit(code, name.Target, "", cancellation),
                    EditEffect.Reload => QuizEmitter.EmitReload(quiz.Model, name.Target, name.Languages, cancellation),
                    _ => null,
                });
        });

        var translationOutputs = placedTranslations
            .Combine(packsTexts.Combine(editEffect))
            .Select((pair, _) => (
                pair.Left.Name, pair.Left.Original, pair.Left.Model, PacksTexts: pair.Right.Left, Effect: pair.Right.Right))
            .WithTrackingName(TranslationOutputsStep);

        context.RegisterSourceOutput(translationOutputs, (output, quiz) =>
        {
            var name = quiz.Name;
            var target = name.Original!.Target with { FileName = Path.GetFileName(name.Path) };
            var model = quiz.Model ?? QuizModel.Empty;
            AddSource(
                output,
                name.Path,
                name.HintName,
                cancellation => QuizEmitter.EmitTranslation(quiz.Original, model, name.Language, target, quiz.PacksTexts, cancellation),
                (code, cancellation) => quiz.Effect switch
                {
                    EditEffect.Restart => Edition.Emit(code, target, name.Language, cancellation),
                    EditEffect.Reload => QuizEmitter.EmitTranslationReload(quiz.Original, model, name.Language, target, cancellation),
                    _ => null,
                });
        });

        GeneratorReport.Register(context, files, _onFile);
    }

    // The second file, of what is emitted into the first, is for 'dotnet watch'; null for none.
    private void AddSource(
        SourceProductionContext output,
        string path,
        string hintName,
        Func<Cancellation, string> emit,
        Func<string, Cancellation, string?> emitEdition)
    {
        try
        {
            _onFile?.Invoke(path);
            var cancellation = new Cancellation(output.CancellationToken, _onLook);
            var code = emit(cancellation);
            output.AddSource(hintName, ToSource(code));
            if (emitEdition(code, cancellation) is { } edition) output.AddSource(Edition.HintNameOf(hintName), ToSource(edition));
        }
        catch (Exception exception) when (InternalError.Covers(exception))
        {
            output.ReportDiagnostic(InternalError.On(path, exception));
        }
    }

    // The analyzer fails on the same file in the same way, and reports it.
    private QuizModel? ModelOf(AdditionalText file, Translation? translation, CancellationToken cancellation)
    {
        try
        {
            _onFile?.Invoke(file.Path);
            var text = file.GetText(cancellation);
            if (text is null) return null;
            var looks = new Cancellation(cancellation, _onLook);

            // A test that counts the looks wants them all.
            return translation is null && _onLook is null
                ? SharedBinding.Of(text, looks).Quiz.Model
                : QuizBinder.Bind(text.ToSource(), new DiagnosticBag(), looks, translation).Model;
        }
        catch (Exception exception) when (InternalError.Covers(exception))
        {
            return QuizModel.Empty;
        }
    }

    private static SourceText ToSource(string code) => SourceText.From(code, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
