// A formatted file: its new text, and the proof that it means what it meant.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formatting;
using QuizKit.Language.Text;
using QuizKit.Loading;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Formatting;

/// <summary>What formatting does to a file.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Edits">What is changed; none where the file is formatted already.</param>
internal sealed record FileFormat(string Text, IReadOnlyList<FormatEdit> Edits)
{
    /// <summary>What is changed, in words.</summary>
    public string Summary
    {
        get
        {
            var parts = Edits.CountBy(edit => edit.Kind).OrderBy(count => count.Key).Select(count =>
                $"{count.Value} {count.Key.ToString().ToLowerInvariant()}{(count.Value == 1 ? "" : "s")}");
            return string.Join(", ", parts);
        }
    }

    /// <summary>Formats a file; null where it has errors.</summary>
    /// <param name="file">The file.</param>
    /// <param name="originalAt">Where the original of a translation is found: see <see cref="FileCheck.TranslationOf"/>.</param>
    /// <exception cref="ToolException">The formatted file would mean something else, which is a mistake of this tool.</exception>
    public static FileFormat? Of(InputFile file, Func<string, (BoundQuiz Quiz, bool IsRight)?>? originalAt = null)
    {
        var before = Bind(file, file.Text, originalAt);
        if (before is null) return null;
        var edits = QuizFormatter.Format(file.Text, before);
        var edited = new EditedText(file.Text.ToString());
        if (edits.Count > 0) edited.Apply(edits.Select(edit => edit.Edit));
        var after = Bind(file, new SourceText(edited.Text), originalAt);
        return after?.Model.Equals(before.Model) == true
            ? new FileFormat(edited.Text, edits)
            : throw ToolException.Unwritable(file.Path, "formatting would change its meaning. Report this as an issue.");
    }

    private static BoundQuiz? Bind(
        InputFile file, SourceText source, Func<string, (BoundQuiz Quiz, bool IsRight)?>? originalAt)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            var translation = FileCheck.TranslationOf(file, diagnostics, originalAt);
            var quiz = QuizBinder.Bind(source, diagnostics, Cancellation.Never, translation);
            return diagnostics.HasError ? null : quiz;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or QuizFileException))
        {
            // A mistake of QuizKit, which the check of the file reports as QK0041.
            return null;
        }
    }
}
