// The compiler, which reads what an author types.

using QuizKit.Language.Tests;

namespace QuizKit.Fuzz;

internal sealed class MarkdownTarget : Target
{
    public override string Name => "markdown";

    public override IReadOnlyList<string> Instrumented => ["QuizKit.Language.dll", "Markdig.dll"];

    public override int MaximumLength => 1 << 11;

    public override IReadOnlyList<string> Pieces => MarkdownPieces.All;

    public override IEnumerable<string> Start() =>
        HostileMarkdown.Quizzes().Select(quiz => quiz.Quiz)
            .Concat(MarkdownPieces.All.Select(FrontEnd.QuizOf))
            .Where(input => input.Length <= MaximumLength);

    public override (bool Accepts, IReadOnlyList<string> Faults) Judge(string input) => Soundness.Judge(input);
}
