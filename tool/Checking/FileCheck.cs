// What the compiler reports about one file.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Checking;

/// <summary>A diagnostic with its place as editors count: lines and columns from 1, the end exclusive.</summary>
internal sealed record Problem(
    string Path, int Line, int Column, int EndLine, int EndColumn, DiagnosticRule Rule, bool IsError, string Message);

internal static class FileCheck
{
    private const string Extension = ".quiz.md";

    /// <summary>Finds what is wrong in a file, in the order of the text.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warningsAreErrors">Whether a warning counts as an error.</param>
    public static IReadOnlyList<Problem> Run(InputFile file, bool warningsAreErrors)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            var translation = TranslationOf(file, diagnostics);
            _ = QuizCheck.Run(file.Text, file.Path, Path.Exists, diagnostics, Cancellation.Never, translation);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ToolException))
        {
            // As in a build: a mistake of QuizKit costs one file.
            var message = exception.Message.ReplaceLineEndings(" ");
            diagnostics.ReportAlone(Definitions.InternalError, default, exception.GetType().FullName!, message);
        }

        return [.. diagnostics.InTextOrder.Select(diagnostic => ToProblem(file, diagnostic, warningsAreErrors))];
    }

    /// <summary>What a file translates by its name, or null; the original is the file beside it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="diagnostics">Takes the report where there is no original.</param>
    public static Translation? TranslationOf(InputFile file, DiagnosticBag diagnostics)
    {
        if (!file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)) return null;
        if (LanguageTag.OfFile(file.Path[..^Extension.Length].Replace('\\', '/')) is not { } name) return null;
        var path = name.Original + Extension;
        var isOfTranslation = LanguageTag.OfFile(name.Original) is not null;
        if (isOfTranslation || !File.Exists(path))
        {
            TranslationCheck.ReportWithoutOriginal(Path.GetFileName(path), name.Language, isOfTranslation, diagnostics);
            return Translation.Of(null, isRight: false, name.Language);
        }

        var ofOriginal = new DiagnosticBag();
        var original = QuizBinder.Bind(InputFile.Read(path).Text, ofOriginal, Cancellation.Never);
        return Translation.Of(original, !ofOriginal.HasError, name.Language);
    }

    private static Problem ToProblem(InputFile file, QuizDiagnostic diagnostic, bool warningsAreErrors)
    {
        var rule = diagnostic.Definition.Rule;
        var (line, column) = file.Text.PlaceOf(diagnostic.Span.Start);
        var (endLine, endColumn) = file.Text.PlaceOf(diagnostic.Span.End);
        return new Problem(file.Path, line, column, endLine, endColumn, rule, rule.IsError || warningsAreErrors, diagnostic.Message);
    }
}
