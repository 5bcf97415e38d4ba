// The first question that a program shows after its start, beside Markdig, which makes HTML of the same words at run time. Each measurement is
// the first call in a process of its own, with the time that the just-in-time compiler takes.

using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Markdig;
using QuizKit.NeuralNetworks;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
[SimpleJob(RunStrategy.ColdStart, launchCount: 10, warmupCount: 0, iterationCount: 1, invocationCount: 1)]
public class FirstQuestion
{
    private const string Words = "For a network with architecture [20, 256, 256, 256, 1], what is the total number of multiply-add "
        + "operations in the forward pass for a single example?";

    [Benchmark(Baseline = true)]
    public string MarkdigToHtml() => Markdown.ToHtml(Words, new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().Build());

    [Benchmark]
    public string Question() => Chapter6Quiz.MultiplyAdds.Prompt.Html;

    [Benchmark]
    public int EveryQuestion() => Chapter6Quiz.Quiz.Questions.Sum(question => question.Prompt.Html.Length);
}
