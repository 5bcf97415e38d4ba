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
    /// <summary>Finds what is wrong in a file, in the order of the text.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warningsAreErrors">Whether a warning counts as an error.</param>
    public static IReadOnlyList<Problem> Run(InputFile file, bool warningsAreErrors)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            var original = TranslatedFile.OriginalOf(file.Path, diagnostics);
            _ = QuizCheck.Run(file.Text, file.Path, Path.Exists, diagnostics, Cancellation.Never, original);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ToolException))
        {
            // As in a build: a mistake of QuizKit costs one file.
            var message = exception.Message.ReplaceLineEndings(" ");
            diagnostics.ReportAlone(Definitions.InternalError, default, exception.GetType().FullName!, message);
        }

        return [.. diagnostics.InTextOrder.Select(diagnostic => ToProblem(file, diagnostic, warningsAreErrors))];
    }

    private static Problem ToProblem(InputFile file, QuizDiagnostic diagnostic, bool warningsAreErrors)
    {
        var rule = diagnostic.Definition.Rule;
        var (line, column) = file.Text.PlaceOf(diagnostic.Span.Start);
        var (endLine, endColumn) = file.Text.PlaceOf(diagnostic.Span.End);
        return new Problem(file.Path, line, column, endLine, endColumn, rule, rule.IsError || warningsAreErrors, diagnostic.Message);
    }
}
