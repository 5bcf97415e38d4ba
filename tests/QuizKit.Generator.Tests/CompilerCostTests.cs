// What it costs to compile a quiz, counted and not timed: bytes allocated and bytes of C#, for each byte of the quiz.

using System.Text;
using Microsoft.CodeAnalysis;
using QuizKit.Generator.Project;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class CompilerCostTests
{
    // What was reached, 199 and 5.9, and 15 %.
    private const double MaximumAllocated = 229;
    private const double MaximumCode = 6.8;

    private static readonly string Chapter = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content", "chapter-6.quiz.md"));

    [Fact]
    public void Memory_is_in_proportion_to_the_quiz()
    {
        _ = Compile();

        var allocated = Allocated(() => Compile());

        Assert.InRange(allocated / (double)Encoding.UTF8.GetByteCount(Chapter), 1, MaximumAllocated);
    }

    [Fact]
    public void Code_is_in_proportion_to_the_quiz()
    {
        var code = Assert.Single(Compile().GetRunResult().GeneratedTrees).ToString();

        Assert.InRange(Encoding.UTF8.GetByteCount(code) / (double)Encoding.UTF8.GetByteCount(Chapter), 1, MaximumCode);
    }

    [Fact]
    public void What_the_generator_has_bound_the_analyzer_does_not_bind_again()
    {
        Check(NewFile(), CancellationToken.None);
        var bound = Allocated(() => Check(NewFile(), CancellationToken.None));
        var file = NewFile();
        _ = QuizCompiler.Driver([file]).RunGenerators(QuizCompiler.Compilation());

        var again = Allocated(() => Check(file, CancellationToken.None));

        Assert.True(again < bound / 10, $"{bound:N0} bytes alone, {again:N0} after the generator.");
    }

    [Fact]
    public void A_check_that_is_cancelled_leaves_nothing_behind()
    {
        var file = NewFile();

        Assert.ThrowsAny<OperationCanceledException>(() => Check(file, new CancellationToken(canceled: true)));

        Assert.DoesNotContain(Check(file, CancellationToken.None), problem => problem.Severity == DiagnosticSeverity.Error);
        var code = Assert.Single(QuizCompiler.Driver([file]).RunGenerators(QuizCompiler.Compilation()).GetRunResult().GeneratedTrees);
        Assert.Contains("20 questions, compiled from", code.ToString(), StringComparison.Ordinal);
    }

    private static QuizText NewFile() => QuizCompiler.File("chapter-6.quiz.md", Chapter);

    private static IReadOnlyList<Diagnostic> Check(QuizText file, CancellationToken cancellation) =>
        new QuizProject([file], new QuizCompiler.Options(QuizCompiler.ProjectDirectory), onFile: null).Check(file, cancellation);

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static GeneratorDriver Compile() =>
        QuizCompiler.Driver([NewFile()], tracksSteps: false).RunGenerators(QuizCompiler.Compilation());
}
