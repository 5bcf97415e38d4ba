// What a quiz file means, found out once for the generator and the analyzer: the compiler runs both, one after the other, on the same text.

using System.Runtime.CompilerServices;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using RoslynText = Microsoft.CodeAnalysis.Text.SourceText;

namespace QuizKit.Generator.Project;

/// <summary>
/// The bound file of each text that the compiler still holds. A text never changes, and nothing here keeps it in memory. A run that is
/// cancelled or fails leaves nothing behind. A translation is not among them: what it means depends on its original.
/// </summary>
internal sealed class SharedBinding
{
    private static readonly ConditionalWeakTable<RoslynText, SharedBinding> Bindings = new();

    private BoundQuiz? _quiz;
    private DiagnosticBag? _diagnostics;

    private SharedBinding()
    {
    }

    /// <summary>Binds a file that translates none, unless that was done before.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="cancellation">What ends the work early.</param>
    /// <returns>What the file means, and a copy of what is wrong in it, for the caller to add to.</returns>
    public static (BoundQuiz Quiz, DiagnosticBag Diagnostics) Of(RoslynText text, Cancellation cancellation)
    {
        var binding = Bindings.GetValue(text, static _ => new SharedBinding());
        lock (binding)
        {
            if (binding._quiz is not { } quiz)
            {
                var diagnostics = new DiagnosticBag();
                quiz = WithoutProse(QuizBinder.Bind(text.ToSource(), diagnostics, cancellation));
                (binding._quiz, binding._diagnostics) = (quiz, diagnostics);
            }

            return (quiz, binding._diagnostics!.Copy());
        }
    }

    // The parsed words are many times as large as the text, and nothing needs them any more.
    private static BoundQuiz WithoutProse(BoundQuiz quiz) => quiz.Syntax is not { } syntax
        ? quiz
        : quiz with
        {
            Syntax = syntax with
            {
                Title = syntax.Title is null ? null : syntax.Title with { Title = Passage.Empty, Introduction = ProseSyntax.Empty },
                Questions = [.. syntax.Questions.Select(WithoutProse)],
            },
        };

    private static QuestionSyntax WithoutProse(QuestionSyntax question) => question with
    {
        Title = null,
        Prompt = question.Prompt with { Prose = ProseSyntax.Empty },
        Hints = [],
        Answers = [],
        Explanations = [],
        Slips = [],
        Errata = [],
    };
}
