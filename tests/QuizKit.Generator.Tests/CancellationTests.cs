// An editor cancels the generator on a text that has changed: it stops at the next look, and does little between two looks.

using QuizKit.Generator.Project;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class CancellationTests
{
    [Fact]
    public void A_generator_that_is_cancelled_stops_at_the_next_look()
    {
        var (all, emission) = (0, 0);
        var files = 0;
        Run(Samples.EveryKind, _ => emission = ++files == 2 ? all : emission, () => all++, CancellationToken.None);
        Assert.True(emission > 1_000 && all - emission > 200, $"{emission} looks before the code is written, {all} in all.");

        for (var last = 1; last <= all; last += 23)
        {
            using var source = new CancellationTokenSource();
            var looks = 0;

            Assert.ThrowsAny<OperationCanceledException>(() => Run(Samples.EveryKind, _ => { }, Look, source.Token));

            Assert.Equal(last, looks);

            void Look()
            {
                if (++looks == last) source.Cancel();
            }
        }
    }

    // The whole code is copied a few times, because calls nest in it; its parts are not made in one go.
    [Theory]
    [InlineData("A sentence is here. ", 10)]
    [InlineData("A sentence is here. ", 100)]
    [InlineData("A <!-- claim: c@ values=5 -->has 5.<!-- /claim -->\n\n", 10)]
    [InlineData("A.\n\n## Question 2\n<!-- quiz: id=q@ -->\n\nWhat?\n\n### Answer\n\n", 10)]
    public void Code_is_written_in_small_pieces(string part, int thousands)
    {
        var parts = Enumerable.Range(0, Thorough.Count(1_000) * thousands).Select(number => part.Replace("@", $"{number}", StringComparison.Ordinal));
        var quiz = Samples.FrontMatter + Samples.Question.Replace("This.", string.Concat(parts) + "B.", StringComparison.Ordinal);
        Run(Samples.EveryKind, _ => { }, () => { }, CancellationToken.None);
        var (last, longest) = (0L, 0L);
        var files = 0;

        var code = Run(quiz, _ => files++, Look, CancellationToken.None);

        Assert.InRange(longest / (double)code.Length, 0, 6);

        void Look()
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (files == 2 && last > 0) longest = Math.Max(longest, now - last);
            last = now;
        }
    }

    [Fact]
    public void The_check_of_a_file_is_cancelled()
    {
        var file = QuizCompiler.File("sample.quiz.md", Samples.EveryKind);
        var project = new QuizProject([file], new QuizCompiler.Options(QuizCompiler.ProjectDirectory), onFile: null);

        Assert.ThrowsAny<OperationCanceledException>(() => project.Check(file, new CancellationToken(canceled: true)));
    }

    private static string Run(string quiz, Action<string> onFile, Action onLook, CancellationToken cancellation)
    {
        var driver = QuizCompiler.Driver([QuizCompiler.File("sample.quiz.md", quiz)], generator: new QuizGenerator(onFile, onLook));
        return driver.RunGenerators(QuizCompiler.Compilation(), cancellation).GetRunResult().GeneratedTrees.Single().ToString();
    }
}
