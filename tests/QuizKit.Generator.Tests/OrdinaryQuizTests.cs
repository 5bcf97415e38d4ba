// A quiz of eight questions on statistics, written in the habits of an author who has not read the guide.

using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class OrdinaryQuizTests
{
    [Fact]
    public async Task Few_mistakes_are_left_to_correct()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "statistics.quiz.md");

        var problems = await QuizCompiler.AnalyzeAsync(new QuizText("/project/statistics.quiz.md", File.ReadAllText(path)));

        var text = string.Concat(problems.Select(problem => $"\n{problem.Line}: {problem.Id}: {problem.Message}"));
        Assert.True(problems.Count <= 3, text);
    }
}
