// What a quiz file translates: rivers.de.quiz.md, the rivers.quiz.md beside it.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Checking;

internal static class TranslatedFile
{
    private const string Extension = ".quiz.md";

    /// <summary>Reads the original of a file that is a translation by its name; null for a quiz of its own.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="diagnostics">Takes what is wrong with the name.</param>
    /// <exception cref="ToolException">The original cannot be read.</exception>
    public static Translation? OriginalOf(string path, DiagnosticBag diagnostics)
    {
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)) return null;
        if (LanguageTag.Translated(name[..^Extension.Length]) is not var (stem, language)) return null;
        var original = Path.Combine(Path.GetDirectoryName(path) ?? "", stem + Extension);
        var exists = File.Exists(original);
        if (exists && LanguageTag.Translated(stem) is var (first, _))
        {
            diagnostics.Report(Definitions.TranslationOfTranslation, default, stem + Extension, $"{first}.{language}{Extension}");
            exists = false;
        }
        else if (!exists)
        {
            var other = $"{stem}-{name[(stem.Length + 1)..]}";
            diagnostics.Report(Definitions.TranslationOriginalMissing, default, language, stem + Extension, other);
        }

        if (!exists) return Translation.Alone(language);
        var problems = new DiagnosticBag();
        var quiz = QuizBinder.Bind(InputFile.Read(original).Text, problems, Cancellation.Never);
        return Translation.Of(quiz, problems.HasError, language);
    }
}
