// All quiz files of a project, for the rules that concern more than one file.

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formatting;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using RoslynText = Microsoft.CodeAnalysis.Text.SourceText;

namespace QuizKit.Generator.Project;

internal sealed class QuizProject
{
    private readonly Lazy<QuizNames> _names;
    private readonly Lazy<ILookup<string, (AdditionalText File, TextSpan Span)>> _ids;
    private readonly ILookup<string, AdditionalText> _files;

    // The quizzes that have translations, by path: each is read once for all of them.
    private readonly ConcurrentDictionary<string, Lazy<Original>> _originals = new(StringComparer.Ordinal);
    private readonly AnalyzerConfigOptionsProvider _options;
    private readonly Action<string>? _onFile;

    public QuizProject(ImmutableArray<AdditionalText> files, AnalyzerConfigOptionsProvider options, Action<string>? onFile)
    {
        _options = options;
        _onFile = onFile;
        _names = new Lazy<QuizNames>(() => QuizNames.Of(files.Select(file => QuizPlace.Of(file, options)), options.GlobalOptions));
        _files = files.ToLookup(file => file.Path, StringComparer.Ordinal);
        _ids = new Lazy<ILookup<string, (AdditionalText File, TextSpan Span)>>(() =>
            IdsOf(files.Where(file => _names.Value.FindTranslation(file.Path) is null)));
    }

    /// <summary>A quiz that has translations.</summary>
    /// <param name="File">Its file.</param>
    /// <param name="Quiz">What it means.</param>
    /// <param name="HasError">Whether it is wrong, so that nothing is compared with it.</param>
    private sealed record Original(AdditionalText File, BoundQuiz Quiz, bool HasError)
    {
        public Location? PlaceOf(string? question) =>
            Quiz.Questions.FirstOrDefault(other => other.Id == question) is { Id: not null } found && File.GetText() is { } text
                ? File.At(text, found.Heading)
                : null;
    }

    /// <summary>Finds every problem of one file, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Check(AdditionalText file, CancellationToken cancellation)
    {
        try
        {
            return [.. ProblemsOf(file, cancellation)];
        }
        catch (Exception exception) when (InternalError.Covers(exception))
        {
            return [InternalError.On(file.Path, exception)];
        }
    }

    private IEnumerable<Diagnostic> ProblemsOf(AdditionalText file, CancellationToken cancellation)
    {
        _onFile?.Invoke(file.Path);
        if (file.GetText(cancellation) is not { } text) yield break;

        var looks = new Cancellation(cancellation);
        var name = _names.Value.FindTranslation(file.Path);
        var original = name?.Original is { } found ? OriginalAt(found.Path) : null;
        var translation = name is null
            ? null
            : Translation.Of(original?.Quiz, original is { HasError: false }, name.Language);
        var (quiz, diagnostics) = translation is null ? SharedBinding.Of(text, looks) : Bind(text, looks, translation);
        QuizCheck.Complete(quiz, file.Path, Exists, diagnostics, looks);
        if (name is null) CheckNames(file, diagnostics);
        else CheckPlace(name, diagnostics);
        if (!diagnostics.HasError)
        {
            if (name is null) QuizFormatter.ReportIds(text.ToSource(), quiz, diagnostics);
            else if (translation?.TitleFingerprint is { } title) QuizFormatter.ReportFingerprint(text.ToSource(), quiz, title, diagnostics);
        }

        foreach (var diagnostic in diagnostics.InTextOrder)
        {
            looks.Look();
            var descriptor = Descriptors.Of(diagnostic.Definition);
            if (SeverityOf(descriptor, file) is { } severity)
            {
                yield return Create(
                    descriptor,
                    severity,
                    file.At(text, diagnostic.Span),
                    original?.PlaceOf(diagnostic.OriginalQuestion),
                    ProblemFix.ToProperties(diagnostic.Fix),
                    diagnostic.Arguments);
            }
        }

        if (quiz.Id is { } id && FirstUse(id, file) is { } first) yield return DuplicateId(file, text, id, first);
    }

    private static (BoundQuiz Quiz, DiagnosticBag Diagnostics) Bind(RoslynText text, Cancellation looks, Translation translation)
    {
        var diagnostics = new DiagnosticBag();
        return (QuizBinder.Bind(text.ToSource(), diagnostics, looks, translation), diagnostics);
    }

    // The compiler applies dotnet_diagnostic keys of an .editorconfig to C# files only (dotnet/roslyn issue 31916), and does not
    // show them to analyzers either. So warnings have a key of their own; null means not to report.
    private DiagnosticSeverity? SeverityOf(DiagnosticDescriptor descriptor, AdditionalText file)
    {
        var severity = descriptor.DefaultSeverity;
        if (severity == DiagnosticSeverity.Error) return severity;
        if (!_options.GetOptions(file).TryGetValue($"quizkit_diagnostic.{descriptor.Id}.severity", out var wanted)) return severity;
        return wanted.ToLowerInvariant() switch
        {
            "none" => null,
            "silent" => DiagnosticSeverity.Hidden,
            "suggestion" => DiagnosticSeverity.Info,
            "warning" => DiagnosticSeverity.Warning,
            "error" => DiagnosticSeverity.Error,
            _ => severity,
        };
    }

    private static Diagnostic Create(
        DiagnosticDescriptor descriptor,
        DiagnosticSeverity severity,
        Location place,
        Location? original,
        ImmutableDictionary<string, string?> fix,
        string[] arguments)
    {
        Location[]? originals = original is null ? null : [original];
        return severity == descriptor.DefaultSeverity
            ? Diagnostic.Create(descriptor, place, originals, fix, arguments)
            : Diagnostic.Create(descriptor, place, severity, originals, fix, arguments);
    }

    // That it fails is reported on the original.
    private Original OriginalAt(string path) => _originals.GetOrAdd(path, key => new Lazy<Original>(() =>
    {
        var file = _files[key].First();
        try
        {
            if (file.GetText() is not { } text) return new Original(file, new BoundQuiz(QuizModel.Empty, null, null), HasError: true);
            var (quiz, diagnostics) = SharedBinding.Of(text, Cancellation.Never);
            return new Original(file, quiz, diagnostics.HasError);
        }
        catch (Exception exception) when (InternalError.Covers(exception))
        {
            return new Original(file, new BoundQuiz(QuizModel.Empty, null, null), HasError: true);
        }
    })).Value;

    private static void CheckPlace(TranslationName name, DiagnosticBag diagnostics)
    {
        if (name.Original is null)
            TranslationCheck.ReportWithoutOriginal(name.OriginalFileName, name.Language, name.IsOfTranslation, diagnostics);
        else if (name.FirstInThisLanguage is { } first)
            diagnostics.Report(Definitions.TranslationRepeated, default, Path.GetFileName(first), name.Language);
    }

    private void CheckNames(AdditionalText file, DiagnosticBag diagnostics)
    {
        var place = QuizPlace.Of(file, _options);
        if (place.NamespaceOverride is { } wanted && !ProjectProperties.IsNamespace(wanted))
            diagnostics.Report(Definitions.MetadataInvalid, default, "QuizNamespace", wanted, "namespace");
        if (place.ClassNameOverride is { } given && !ProjectProperties.IsClassName(given))
            diagnostics.Report(Definitions.MetadataInvalid, default, "QuizClassName", given, "class name");
        if (_names.Value.Find(file.Path) is not { } name) return;
        var target = name.Target;
        if (name.FirstWithThisClass is { } first)
            diagnostics.Report(Definitions.DuplicateClass, default, Path.GetFileName(first), target.FullName);
        else if (name.FileOfNamespace is { } other)
            diagnostics.Report(Definitions.ClassIsNamespace, default, target.FullName, Path.GetFileName(other));
        else if (target.Namespace.Split('.').Contains(target.ClassName, StringComparer.Ordinal))
            diagnostics.Report(Definitions.ClassLikeItsNamespace, default, target.ClassName, target.Namespace);
    }

    private (AdditionalText File, TextSpan Span)? FirstUse(Token id, AdditionalText file)
    {
        var first = _ids.Value[id.Text].FirstOrDefault();
        return first.File is null || first.File.Path == file.Path ? null : first;
    }

    private static Diagnostic DuplicateId(AdditionalText file, RoslynText text, Token id, (AdditionalText File, TextSpan Span) first)
    {
        var other = first.File.GetText()!;
        var (line, column) = other.ToSource().PlaceOf(first.Span.Start);
        return Diagnostic.Create(
            Descriptors.Of(Definitions.DuplicateQuizId),
            file.At(text, id.Span),
            [first.File.At(other, first.Span)],
            id.Text,
            Path.GetFileName(first.File.Path),
            line,
            column);
    }

    // Only the front matter is read here: a project of a thousand quizzes must not parse each of them a thousand times.
    private static ILookup<string, (AdditionalText File, TextSpan Span)> IdsOf(IEnumerable<AdditionalText> files)
    {
        var ids = new List<(string Id, AdditionalText File, TextSpan Span)>();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (IdOf(file) is { Text.Length: > 0 } id) ids.Add((id.Text, file, id.Span));
        }

        return ids.ToLookup(item => item.Id, item => (item.File, item.Span), StringComparer.Ordinal);
    }

    // A file that cannot be read reports that itself.
    private static Token? IdOf(AdditionalText file)
    {
        try
        {
            if (file.GetText() is not { } text) return null;
            var (attributes, _) = FrontMatterReader.Read(text.ToSource(), new DiagnosticBag());
            return attributes.FirstOrDefault(attribute => attribute.Key.Text == "id")?.Value;
        }
        catch (Exception exception) when (InternalError.Covers(exception))
        {
            return null;
        }
    }

    // Analyzers should not read the file system, so that they give the same result everywhere.
#pragma warning disable RS1035 // That a linked file is there decides about a warning, never about generated code.
    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
#pragma warning restore RS1035
}
