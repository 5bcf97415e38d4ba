// Ratios of times that must not grow, each of two measurements in one run: 'dotnet run -c Release --project benchmarks -- guard'.

using System.Diagnostics;
using System.Globalization;
using Markdig;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.NeuralNetworks;

namespace QuizKit.Benchmarks;

/// <summary>A ratio and the most that it may be.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Bound">The most that the ratio may be.</param>
/// <param name="Measure">Measures it once.</param>
internal sealed record GuardedRatio(string Name, double Bound, Func<double> Measure);

internal static class Guard
{
    private const int WarmUpRounds = 10;

    private const int Rounds = 15;

    private const int Files = 10;

    // Another ratio is another line here.
    private static readonly GuardedRatio[] Ratios =
    [
        new("generator : Markdig to HTML", 30, () => InOneProcess(() =>
        {
            var texts = CompilerInput.Texts(Files);
            var driver = CompilerInput.Driver(CompilerInput.Files(texts));
            return (
                () => driver.RunGenerators(CompilerInput.Consumer),
                () => Array.ForEach(texts, text => Markdown.ToHtml(text, CompilerInput.Pipeline)));
        })),
        new("analyzer after generator : generator", 1, () => InOneProcess(() =>
        {
            var files = CompilerInput.Files(CompilerInput.Texts(Files));
            var driver = CompilerInput.Driver(files);

            // The baseline runs first, as in the compiler.
            return (() => CompilerInput.Analyze(files), () => driver.RunGenerators(CompilerInput.Consumer));
        })),

        // Ten times the text in one file; if the compiler were quadratic, ten.
        new("2,000 questions in one file : in ten", 3, () => InOneProcess(() =>
        {
            SourceText large = Questions(2000), small = Questions(200);
            return (() => Bind(large), () =>
            {
                for (var i = 0; i < 10; i++) Bind(small);
            });
        })),
        new("a graded number : a parsed one", 3, () => InOneProcess(() =>
        {
            const int Replies = 100_000;
            return (
                () =>
                {
                    for (var i = 0; i < Replies; i++) Chapter6Quiz.MultiplyAdds.Grade("136448");
                },
                () =>
                {
                    for (var i = 0; i < Replies; i++) double.Parse("136448", NumberStyles.Float, CultureInfo.InvariantCulture);
                });
        })),
        new("the first question of a process : its Markdown to HTML", 0.2, () =>
            Median(() => InAProcess("question") / InAProcess("markdig"))),
    ];

    /// <summary>Measures each ratio; returns 1 where one is exceeded.</summary>
    public static int Run(TextWriter output)
    {
        var isExceeded = false;
        foreach (var ratio in Ratios)
        {
            var measured = ratio.Measure();
            isExceeded |= measured > ratio.Bound;
            var verdict = measured > ratio.Bound ? "exceeded" : "kept";
            output.WriteLine(string.Format(
                CultureInfo.InvariantCulture, "{0}: {1:0.000}, at most {2:0.##}: {3}", ratio.Name, measured, ratio.Bound, verdict));
        }

        return isExceeded ? 1 : 0;
    }

    /// <summary>Does something for the first time in this process, and writes the seconds that it took.</summary>
    /// <param name="what"><c>question</c> or <c>markdig</c>.</param>
    /// <param name="output">Where the seconds go.</param>
    public static void WriteFirst(string what, TextWriter output)
    {
        var first = new FirstQuestion();
        var seconds = Time(what == "question" ? () => first.Question() : () => first.MarkdigToHtml());
        output.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
    }

    // The median of rounds in which the two follow each other, so that the noise of the machine hits both.
    private static double InOneProcess(Func<(Action Work, Action Baseline)> prepare)
    {
        for (var round = 0; round < WarmUpRounds; round++) Measure();
        return Median(Measure);

        // What the preparation does is not timed.
        double Measure()
        {
            (var work, var baseline) = prepare();
            GC.Collect();
            var baselineTime = Time(baseline);
            return Time(work) / baselineTime;
        }
    }

    private static double InAProcess(string what)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using var process = Process.Start(new ProcessStartInfo(host, [typeof(Guard).Assembly.Location, "first", what])
        {
            RedirectStandardOutput = true,
        })!;
        var seconds = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(seconds, CultureInfo.InvariantCulture);
    }

    private static double Median(Func<double> measure)
    {
        double[] values = [.. Enumerable.Range(0, Rounds).Select(_ => measure()).Order()];
        return values[Rounds / 2];
    }

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Bind(SourceText text) => QuizBinder.Bind(text, new DiagnosticBag(), Cancellation.Never);

    private static SourceText Questions(int count) => new("---\nid: a\nlanguage: en\ncoverage: complete\n---\n# A\n\n" + string.Concat(
        Enumerable.Range(1, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"## Question {i}\n<!-- quiz: id=q-{i} -->\n\nWhat?\n\n### Answer\n\n<!-- claim: a-{i} -->\nOne two three.<!-- /claim --> Four $x$ `y`.\n\n"))));
}
