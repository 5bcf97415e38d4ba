// Locks the generated C#: of a small quiz with every kind of question, and of the real one.

using QuizKit.Language.Tests;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class GeneratedCodeSnapshots
{
    [Fact]
    public void A_quiz_with_every_kind_of_question_compiles_to_the_accepted_code()
    {
        Snapshot.Verify(QuizCompiler.Generate("sample.quiz.md", Samples.EveryKind), "cs");
    }

    [Fact]
    public void The_chapter_compiles_to_the_accepted_code()
    {
        var chapter = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content", "chapter-6.quiz.md"));

        Snapshot.Verify(QuizCompiler.Generate("chapter-6.quiz.md", chapter), "cs");
    }
}
