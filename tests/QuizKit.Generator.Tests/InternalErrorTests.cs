// A mistake of QuizKit itself: it costs the file that it happens in, is reported there, and leaves the other files alone.

using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Project;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class InternalErrorTests
{
    private static readonly QuizText Bad = QuizCompiler.File("bad.quiz.md", "---\nid: bad\nlanguage: en\n---\n# A\n\n" + Samples.Question);
    private static readonly QuizText Good = QuizCompiler.File("good.quiz.md", Samples.EveryKind);

    [Fact]
    public async Task An_exception_is_one_error_on_its_file_and_says_what_to_report()
    {
        var diagnostic = Assert.Single(await QuizCompiler.DiagnosticsAsync(new QuizAnalyzer(FailsAt(1)), Bad, Good));

        Assert.Equal("QK0041", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(("/project/bad.quiz.md", "(1,1)"), PlaceOf(diagnostic));
        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        Assert.Contains("System.InvalidOperationException: two lines of the reason", message, StringComparison.Ordinal);
        Assert.Contains("Report this message", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_files_are_compiled_and_the_class_of_the_file_stays()
    {
        var result = Run(FailsAt(1), Bad, Good);

        Assert.Empty(result.Diagnostics);
        Assert.Contains(result.GeneratedTrees, tree => tree.ToString().Contains("QuizKit.OpenQuestion OpenOne", StringComparison.Ordinal));
        Assert.Contains(result.GeneratedTrees, tree => tree.ToString().Contains("class BadQuiz", StringComparison.Ordinal));
    }

    [Fact]
    public void An_exception_while_code_is_written_is_one_error_on_its_file()
    {
        var result = Run(FailsAt(2), Bad, Good);

        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("QK0041", diagnostic.Id);
        Assert.Equal(("/project/bad.quiz.md", "(1,1)"), PlaceOf(diagnostic));
        Assert.Contains("class GoodQuiz", Assert.Single(result.GeneratedTrees).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_takes_no_other_along()
    {
        var unreadable = new Unreadable("/project/a.quiz.md");
        var project = new QuizProject([unreadable, Good], new QuizCompiler.Options(QuizCompiler.ProjectDirectory), onFile: null);

        Assert.Empty(project.Check(Good, CancellationToken.None));
        Assert.Contains("The disk is gone.", Assert.Single(project.Check(unreadable, CancellationToken.None)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(TaskCanceledException), false)]
    [InlineData(typeof(OutOfMemoryException), false)]
    [InlineData(typeof(IndexOutOfRangeException), true)]
    public void Cancellation_and_lack_of_memory_are_not_internal_errors(Type type, bool isCovered)
    {
        Assert.Equal(isCovered, InternalError.Covers((Exception)Activator.CreateInstance(type)!));
    }

    private static GeneratorDriverRunResult Run(Action<string> onFile, params QuizText[] files) =>
        QuizCompiler.Driver(files, generator: new QuizGenerator(onFile)).RunGenerators(QuizCompiler.Compilation()).GetRunResult();

    // Fails at the n-th call for the bad file.
    private static Action<string> FailsAt(int call)
    {
        var calls = 0;
        return path =>
        {
            if (path == Bad.Path && Interlocked.Increment(ref calls) == call)
                throw new InvalidOperationException("two lines\r\nof the reason");
        };
    }

    private static (string Path, string Place) PlaceOf(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        return (place.Path, $"({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})");
    }

    private sealed class Unreadable(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) =>
            throw new IOException("The disk is gone.");
    }
}
