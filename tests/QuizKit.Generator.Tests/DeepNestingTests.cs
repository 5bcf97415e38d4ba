// What nests deep is an error at its place, and no depth overflows the stack of the compiler.

using Microsoft.CodeAnalysis;
using QuizKit.Generator.Project;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class DeepNestingTests
{
    // A quarter of the smallest stack that a compiler or an editor runs on.
    private const int Stack = 256 * 1024;

    public static TheoryData<string> Shapes => [.. Thorough.Cases(HostileShape.Nested, oneOf: 4).Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void However_deep_a_shape_nests_it_compiles_within_a_small_stack(string name)
    {
        var shape = HostileShape.Nested.Single(shape => shape.Name == name);
        foreach (var length in new[] { 100, 400, 1_500, 6_000, 100_000 }) Compile(shape.Quiz(length));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_shape_that_nests_too_deep_is_one_error_in_its_place(string name)
    {
        var quiz = HostileShape.Nested.Single(shape => shape.Name == name).Quiz(100_000);

        var problem = Assert.Single(Compile(quiz));

        Assert.Contains(problem.Id, (string[])["QK0022", "QK0042"]);
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.InRange(problem.Location.SourceSpan.Start, quiz.IndexOf("### Answer", StringComparison.Ordinal), quiz.Length);
    }

    [Theory]
    [InlineData("quotations", "> ", " a", 32)]
    [InlineData("lists", "- ", "a", 32)]
    [InlineData("pictures", "![", "a", 32, "](https://example.org)")]
    [InlineData("emphasis", "**", "a", 32, "**")]
    [InlineData("braces", "$", "x$", 100, "", "{", "}")]
    [InlineData("roots", "$", "x$", 100, "", @"\sqrt[2]{", "}")]
    [InlineData("binomials", "$", "x$", 100, "", @"\dbinom{n}{", "}")]
    public void What_nests_as_deep_as_the_limit_compiles_and_one_more_is_an_error(
        string what, string open, string words, int limit, string close = "", string inner = "", string innerClose = "")
    {
        string Nest(int depth) => inner.Length == 0
            ? HostileShape.Repeat(open, depth * open.Length) + words + string.Concat(Enumerable.Repeat(close, depth))
            : open + HostileShape.Repeat(inner, depth * inner.Length) + "x" + HostileShape.Repeat(innerClose, depth) + "$";

        // A picture in the description of another has no effect, which is a warning.
        var warnings = Compile(new HostileShape(what, Nest).Quiz(limit)).Select(problem => problem.Id);
        Assert.Equal(what == "pictures" ? ["QK0044"] : [], warnings);
        Assert.Contains($" {limit} ", Assert.Single(Compile(new HostileShape(what, Nest).Quiz(limit + 1))).GetMessage(null), StringComparison.Ordinal);
    }

    // Reports and generates on a thread with a small stack; an overflow would end the test run.
    private static IReadOnlyList<Diagnostic> Compile(string quiz)
    {
        var file = QuizCompiler.File("hostile.quiz.md", quiz);
        IReadOnlyList<Diagnostic> problems = [];
        var generated = 0;
        var thread = new Thread(
            () =>
            {
                problems = new QuizProject([file], new QuizCompiler.Options(QuizCompiler.ProjectDirectory), onFile: null)
                    .Check(file, CancellationToken.None);
                generated = QuizCompiler.Driver([file]).RunGenerators(QuizCompiler.Compilation()).GetRunResult().GeneratedTrees.Length;
            },
            Stack);
        thread.Start();
        thread.Join();
        Assert.Equal(1, generated);
        return problems;
    }
}
