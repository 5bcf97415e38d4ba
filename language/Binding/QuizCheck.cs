// Everything that one quiz file can be told without its project: what the compiler and the command line report.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

internal static class QuizCheck
{
    /// <summary>Binds a file, follows its links and applies its suppressions.</summary>
    /// <param name="source">The text of the file.</param>
    /// <param name="path">The path from whose folder relative links start.</param>
    /// <param name="exists">Whether there is a file or a folder of a path.</param>
    /// <param name="diagnostics">Takes what is wrong; problems of the project may be reported before.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="translation">What the file translates, or null.</param>
    public static BoundQuiz Run(
        SourceText source,
        string path,
        Func<string, bool> exists,
        DiagnosticBag diagnostics,
        Cancellation cancellation,
        Translation? translation = null)
    {
        var quiz = QuizBinder.Bind(source, diagnostics, cancellation, translation);
        Complete(quiz, path, exists, diagnostics, cancellation);
        return quiz;
    }

    /// <summary>Follows the links of a bound file and applies its suppressions.</summary>
    /// <param name="quiz">The file; the words of its sections do not matter.</param>
    /// <param name="path">The path from whose folder relative links start.</param>
    /// <param name="exists">Whether there is a file or a folder of a path.</param>
    /// <param name="diagnostics">Has what is wrong in the file, and takes the rest.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Complete(
        BoundQuiz quiz, string path, Func<string, bool> exists, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        if (quiz.Syntax is null) return;
        LinkCheck.Check(quiz.Syntax, path, exists, diagnostics, cancellation);
        Suppressions.Apply(quiz.Syntax, diagnostics, cancellation);
    }
}
