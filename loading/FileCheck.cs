// What the compiler says about one file, and what the file means.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Loading;

internal static class FileCheck
{
    public const string Extension = ".quiz.md";

    /// <summary>Finds what is wrong in a file, in the order of the text.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warningsAreErrors">Whether a warning counts as an error.</param>
    /// <exception cref="QuizFileException">The original of a translation cannot be read.</exception>
    public static IReadOnlyList<QuizProblem> Run(InputFile file, bool warningsAreErrors = false) => Run(file, warningsAreErrors, out _);

    /// <summary>Finds what is wrong in a file, and what it means: null where it has errors.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warningsAreErrors">Whether a warning counts as an error.</param>
    /// <param name="quiz">What it means.</param>
    /// <param name="exists">Whether there is a file or a folder of a path; null for the file system.</param>
    public static IReadOnlyList<QuizProblem> Run(
        InputFile file, bool warningsAreErrors, out BoundQuiz? quiz, Func<string, bool>? exists = null)
    {
        var diagnostics = new DiagnosticBag();
        quiz = null;
        try
        {
            var translation = TranslationOf(file, diagnostics);
            quiz = QuizCheck.Run(file.Text, file.Path, exists ?? Path.Exists, diagnostics, Cancellation.Never, translation);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or QuizFileException))
        {
            // As in a build: a mistake of QuizKit costs one file.
            var message = exception.Message.ReplaceLineEndings(" ");
            diagnostics.ReportAlone(Definitions.InternalError, default, exception.GetType().FullName!, message);
        }

        if (diagnostics.HasError) quiz = null;
        return [.. diagnostics.InTextOrder.Select(diagnostic => new QuizProblem(file.Path, file.Text, diagnostic, warningsAreErrors))];
    }

    /// <summary>What a file translates by its name, or null; the original is the file beside it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="diagnostics">Takes the report where there is no original.</param>
    /// <param name="originalAt">The quiz at a path and whether it has no errors, or null where there is none; null for the file system.</param>
    public static Translation? TranslationOf(
        InputFile file, DiagnosticBag diagnostics, Func<string, (BoundQuiz Quiz, bool IsRight)?>? originalAt = null)
    {
        if (NameOf(file.Path) is not { } name) return null;
        var path = name.Original + Extension;
        var isOfTranslation = LanguageTag.OfFile(name.Original) is not null;
        if (!isOfTranslation && (originalAt ?? OnDisk)(path) is var (original, isRight))
            return Translation.Of(original, isRight, name.Language);
        TranslationCheck.ReportWithoutOriginal(Path.GetFileName(path), name.Language, isOfTranslation, diagnostics);
        return Translation.Of(null, isRight: false, name.Language);
    }

    private static (BoundQuiz Quiz, bool IsRight)? OnDisk(string path)
    {
        if (!File.Exists(path)) return null;
        var diagnostics = new DiagnosticBag();
        return (QuizBinder.Bind(InputFile.Read(path).Text, diagnostics, Cancellation.Never), !diagnostics.HasError);
    }

    /// <summary>What a file translates by its name, without the extension, and its language; null for a quiz of its own.</summary>
    public static (string Original, string Language)? NameOf(string path) =>
        path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? LanguageTag.OfFile(path[..^Extension.Length].Replace('\\', '/'))
            : null;
}
