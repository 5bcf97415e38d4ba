// Quizzes for the benchmarks of the compiler, and what runs the compiler over them.

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Markdig;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator;

namespace QuizKit.Benchmarks;

internal static class CompilerInput
{
    public static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().Build();

    public static readonly CSharpCompilation Consumer = CSharpCompilation.Create("Consumer");

    /// <summary>Quizzes of twenty questions, each with words of its own.</summary>
    public static string[] Texts(int files) => [.. Enumerable.Range(1, files).Select(Text)];

    public static ImmutableArray<AdditionalText> Files(IEnumerable<string> texts) =>
        [.. texts.Select((text, index) => new QuizFile($"/project/quiz-{index}.quiz.md", text))];

    public static GeneratorDriver Driver(ImmutableArray<AdditionalText> files) =>
        CSharpGeneratorDriver.Create([new QuizGenerator().AsSourceGenerator()], files, CSharpParseOptions.Default, new ProjectOptions());

    /// <summary>Runs the analyzer over all files, and returns how many problems it finds.</summary>
    public static int Analyze(ImmutableArray<AdditionalText> files) => Consumer
        .WithAnalyzers([new QuizAnalyzer()], new AnalyzerOptions(files, new ProjectOptions()))
        .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().Length;

    public static AdditionalText Edited(AdditionalText file) =>
        new QuizFile(file.Path, file.GetText()!.ToString().Replace("What is", "What, then, is", StringComparison.Ordinal));

    private static string Text(int quiz)
    {
        var questions = Enumerable.Range(1, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $$"""

            ## Question {{number}}
            <!-- quiz: id=question-{{number}} kind=numeric value={{number}} tags=weights -->

            What is the weight $w_{{number}}$ of quiz {{quiz}}, if the *others* are as in `weights[{{number}}]`?

            ### Answer

            {{string.Join("\n\n", Enumerable.Range(1, 8).Select(layer => Layer(quiz, number, layer)))}}

            - The first layer has $n = {{number}}$.
            - The others have `none`.

            The weight<!-- claim: weight-{{number}} values={{number}} --> is ${{number}}$.<!-- /claim -->

            """));
        return string.Create(CultureInfo.InvariantCulture, $"""
            ---
            id: quiz-{quiz}
            language: en
            ---
            # Quiz {quiz}

            A few words before the questions.
            {string.Concat(questions)}
            """);
    }

    private static string Layer(int quiz, int number, int layer) => string.Create(CultureInfo.InvariantCulture, $$"""
        Layer {{layer}} adds $\frac{{{layer}}}{{{number}}} + x_{{layer}}^2$ to the sum, and **nothing** else of quiz {{quiz}}.
        Its bias is the one that [the book](https://example.com/{{layer}}) gives for layers of this kind.
        """);

    private sealed class QuizFile(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class ProjectOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Properties : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = key switch
                {
                    "build_property.RootNamespace" => "Consumer",
                    "build_property.ProjectDir" => "/project/",
                    _ => null,
                };
                return value is not null;
            }
        }
    }
}
