// The front end of the compiler as its tests and tools call it.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Text;

namespace QuizKit.Language.Tests;

internal static class FrontEnd
{
    private const string Above = "---\nid: body\nlanguage: en\n---\n# Title\n\n## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\n";

    /// <summary>A quiz whose only answer is a piece of Markdown.</summary>
    public static string QuizOf(string answer) => Above + answer + "\n";

    /// <summary>What a quiz file means, and what is wrong in it, in the order of the text; the checks of a whole project are not made.</summary>
    /// <param name="quiz">The text of the file.</param>
    /// <param name="hasLinkedFiles">Whether every file that it links to exists.</param>
    /// <param name="cancellation">What ends the work early; null for nothing.</param>
    /// <param name="translation">What the file translates, or null.</param>
    public static (QuizModel Model, IReadOnlyList<QuizDiagnostic> Problems) Compile(
        string quiz, bool hasLinkedFiles = true, Cancellation? cancellation = null, Translation? translation = null)
    {
        cancellation ??= Cancellation.Never;
        var diagnostics = new DiagnosticBag();
        var bound = QuizBinder.Bind(new SourceText(quiz), diagnostics, cancellation, translation);
        if (bound.Syntax is not null)
        {
            LinkCheck.Check(bound.Syntax, "/project/a.quiz.md", _ => hasLinkedFiles, diagnostics, cancellation);
            Suppressions.Apply(bound.Syntax, diagnostics, cancellation);
        }

        return (bound.Model, diagnostics.InTextOrder);
    }
}
