// Ratios of times that must not grow, each of two measurements in one run: 'dotnet run -c Release --project benchmarks -- guard'.

using System.Diagnostics;
using System.Globalization;
using Markdig;

namespace QuizKit.Benchmarks;

/// <summary>A ratio and the most that it may be.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Bound">The most that the ratio may be.</param>
/// <param name="Prepare">Makes the two pieces of work of a round; what this does is not timed.</param>
internal sealed record GuardedRatio(string Name, double Bound, Func<(Action Work, Action Baseline)> Prepare);

internal static class Guard
{
    private const int WarmUpRounds = 10;

    private const int Rounds = 15;

    private const int Files = 10;

    // Another ratio is another line here.
    private static readonly GuardedRatio[] Ratios =
    [
        new("generator : Markdig to HTML", 60, () =>
        {
            var texts = CompilerInput.Texts(Files);
            var driver = CompilerInput.Driver(CompilerInput.Files(texts));
            return (
                () => driver.RunGenerators(CompilerInput.Consumer),
                () => Array.ForEach(texts, text => Markdown.ToHtml(text, CompilerInput.Pipeline)));
        }),
        new("analyzer after generator : generator", 1, () =>
        {
            var files = CompilerInput.Files(CompilerInput.Texts(Files));
            var driver = CompilerInput.Driver(files);

            // The baseline runs first, as in the compiler.
            return (() => CompilerInput.Analyze(files), () => driver.RunGenerators(CompilerInput.Consumer));
        }),
    ];

    /// <summary>Measures each ratio; returns 1 where one is exceeded.</summary>
    public static int Run(TextWriter output)
    {
        var isExceeded = false;
        foreach (var ratio in Ratios)
        {
            var measured = Measure(ratio);
            isExceeded |= measured > ratio.Bound;
            var verdict = measured > ratio.Bound ? "exceeded" : "kept";
            output.WriteLine(string.Format(
                CultureInfo.InvariantCulture, "{0}: {1:0.00}, at most {2:0.##}: {3}", ratio.Name, measured, ratio.Bound, verdict));
        }

        return isExceeded ? 1 : 0;
    }

    // The median of rounds in which the two follow each other, so that the noise of the machine hits both.
    private static double Measure(GuardedRatio ratio)
    {
        var ratios = new List<double>();
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            (var work, var baseline) = ratio.Prepare();
            GC.Collect();
            var baselineTime = Time(baseline);
            var workTime = Time(work);
            if (round >= WarmUpRounds) ratios.Add(workTime / baselineTime);
        }

        ratios.Sort();
        return ratios[ratios.Count / 2];
    }

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
