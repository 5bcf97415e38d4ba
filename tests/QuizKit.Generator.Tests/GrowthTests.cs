// A file twice as long takes about twice the memory, and becomes about twice the code: no author waits for a quadratic compiler.

using System.Globalization;
using QuizKit.Generator.Project;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class GrowthTests
{
    public static TheoryData<string> Shapes => [.. Thorough.Cases(HostileShape.Nested.Concat(HostileShape.Repeated), oneOf: 6).Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Memory_and_code_grow_in_proportion_to_the_file(string name)
    {
        var shape = HostileShape.Nested.Concat(HostileShape.Repeated).Single(shape => shape.Name == name);
        _ = Measure(shape.Quiz(100));

        var once = Measure(shape.Quiz(20_000));
        var twice = Measure(shape.Quiz(40_000));

        // Four would be quadratic; where a limit cuts the larger file off, less than two.
        Assert.True(twice.Allocated < 3 * once.Allocated, $"{once.Allocated:N0} bytes become {twice.Allocated:N0}.");
        Assert.True(twice.Code < 3 * once.Code, $"{once.Code:N0} characters of code become {twice.Code:N0}.");
        Assert.True(twice.Code < 150 * 40_000, $"{twice.Code:N0} characters of code are written for 40,000.");
    }

    [Fact]
    public void A_file_that_is_too_large_is_one_error_that_says_what_to_do()
    {
        var text = new HostileShape("words", length => HostileShape.Repeat("word ", length)).Quiz(4_000_000);

        var problem = Assert.Single(Check(text));

        Assert.Equal("QK0042", problem.Id);
        Assert.Contains("at most 4,000,000. Move some", problem.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static (long Allocated, long Code) Measure(string quiz)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Check(quiz);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var driver = QuizCompiler.Driver([QuizCompiler.File("hostile.quiz.md", quiz)]).RunGenerators(QuizCompiler.Compilation());
        return (allocated, driver.GetRunResult().GeneratedTrees.Single().Length);
    }

    private static IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> Check(string quiz)
    {
        var file = QuizCompiler.File("hostile.quiz.md", quiz);
        var project = new QuizProject([file], new QuizCompiler.Options(QuizCompiler.ProjectDirectory), onFile: null);
        return project.Check(file, CancellationToken.None);
    }
}
