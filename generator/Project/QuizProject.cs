// All quiz files of a project, for the rules that no file can be held to alone.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Syntax;
using QuizKit.Generator.Validation;

namespace QuizKit.Generator.Project;

internal sealed class QuizProject
{
    private readonly Lazy<QuizNames> _names;
    private readonly Lazy<ILookup<string, (AdditionalText File, TextSpan Span)>> _ids;
    private readonly AnalyzerConfigOptionsProvider _options;

    public QuizProject(ImmutableArray<AdditionalText> files, AnalyzerConfigOptionsProvider options)
    {
        _options = options;
        _names = new Lazy<QuizNames>(() => QuizNames.Of(files.Select(file => QuizPlace.Of(file, options)), options.GlobalOptions));
        _ids = new Lazy<ILookup<string, (AdditionalText File, TextSpan Span)>>(() => IdsOf(files));
    }

    /// <summary>Finds every problem of one file, in the order of the text.</summary>
    public IEnumerable<Diagnostic> Check(AdditionalText file, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } text) yield break;

        var diagnostics = new DiagnosticBag();
        BoundQuiz quiz = QuizBinder.Bind(text, diagnostics);
        CheckNames(file, diagnostics);
        if (quiz.Syntax is not null)
        {
            LinkCheck.Check(quiz.Syntax, file.Path, Exists, diagnostics);
            Suppressions.Apply(quiz.Syntax, text.Length, diagnostics);
        }

        foreach (QuizDiagnostic diagnostic in diagnostics.InTextOrder)
        {
            if (SeverityOf(diagnostic.Descriptor, file) is { } severity) yield return Create(diagnostic, severity, Place(file, text, diagnostic.Span));
        }

        if (quiz.Id is { } id && FirstUse(id, file) is { } first) yield return DuplicateId(file, text, id, first);
    }

    // The compiler applies dotnet_diagnostic keys of an .editorconfig to C# files only (dotnet/roslyn issue 31916), and does not
    // show them to analyzers either. So warnings have a key of their own; null means not to report.
    private DiagnosticSeverity? SeverityOf(DiagnosticDescriptor descriptor, AdditionalText file)
    {
        DiagnosticSeverity severity = descriptor.DefaultSeverity;
        if (severity == DiagnosticSeverity.Error) return severity;
        if (!_options.GetOptions(file).TryGetValue($"quizkit_diagnostic.{descriptor.Id}.severity", out string? wanted)) return severity;
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

    private static Diagnostic Create(QuizDiagnostic diagnostic, DiagnosticSeverity severity, Location place) => severity == diagnostic.Descriptor.DefaultSeverity
        ? Diagnostic.Create(diagnostic.Descriptor, place, diagnostic.Arguments)
        : Diagnostic.Create(diagnostic.Descriptor, place, severity, additionalLocations: null, properties: null, diagnostic.Arguments);

    private void CheckNames(AdditionalText file, DiagnosticBag diagnostics)
    {
        QuizPlace place = QuizPlace.Of(file, _options);
        if (place.NamespaceOverride is { } wanted && !ProjectProperties.IsNamespace(wanted))
            diagnostics.Report(Descriptors.InvalidMetadata, default, "QuizNamespace", wanted, "namespace");
        if (place.ClassNameOverride is { } given && !ProjectProperties.IsClassName(given))
            diagnostics.Report(Descriptors.InvalidMetadata, default, "QuizClassName", given, "name of a class");
        if (_names.Value.Find(file.Path) is { FirstWithThisClass: { } first } name)
            diagnostics.Report(Descriptors.DuplicateClass, default, Path.GetFileName(first), name.Target.FullName);
    }

    private (AdditionalText File, TextSpan Span)? FirstUse(Token id, AdditionalText file)
    {
        (AdditionalText File, TextSpan Span) first = _ids.Value[id.Text].FirstOrDefault();
        return first.File is null || first.File.Path == file.Path ? null : first;
    }

    private static Diagnostic DuplicateId(AdditionalText file, SourceText text, Token id, (AdditionalText File, TextSpan Span) first)
    {
        Location other = Place(first.File, first.File.GetText()!, first.Span);
        LinePosition start = other.GetLineSpan().StartLinePosition;
        return Diagnostic.Create(
            Descriptors.DuplicateQuizId,
            Place(file, text, id.Span),
            [other],
            id.Text,
            Path.GetFileName(first.File.Path),
            start.Line + 1,
            start.Character + 1);
    }

    // Only the front matter is read here: a project of a thousand quizzes must not parse each of them a thousand times.
    private static ILookup<string, (AdditionalText File, TextSpan Span)> IdsOf(ImmutableArray<AdditionalText> files)
    {
        var ids = new List<(string Id, AdditionalText File, TextSpan Span)>();
        foreach (AdditionalText file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (file.GetText() is not { Lines.Count: > 0 } text) continue;
            (IReadOnlyList<AttributeSyntax> attributes, _) = FrontMatterReader.Read(text, new DiagnosticBag());
            if (attributes.FirstOrDefault(attribute => attribute.Key.Text == "id")?.Value is { Text.Length: > 0 } id) ids.Add((id.Text, file, id.Span));
        }

        return ids.ToLookup(item => item.Id, item => (item.File, item.Span), StringComparer.Ordinal);
    }

    private static Location Place(AdditionalText file, SourceText text, TextSpan span) =>
        Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span));

    // Analyzers should not read the file system, so that they give the same result everywhere. That a linked file is there is a
    // fact about the file system and nothing else, and it only decides about a warning, never about generated code.
#pragma warning disable RS1035
    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
#pragma warning restore RS1035
}
