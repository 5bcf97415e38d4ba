// The compiler of quizzes beside Markdig, which makes HTML of the same text: files that nobody has compiled yet, and an edit of one of them.

using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Markdig;
using Microsoft.CodeAnalysis;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Benchmarks;

[MemoryDiagnoser]
public class Compilation
{
    private string[] _texts = [];
    private ImmutableArray<AdditionalText> _files;
    private GeneratorDriver? _driver;
    private AdditionalText? _edited;

    [Params(20, 1000)]
    public int Files { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _texts = CompilerInput.Texts(Files);
        _files = CompilerInput.Files(_texts);
        _driver = CompilerInput.Driver(_files).RunGenerators(CompilerInput.Consumer);
        _edited = CompilerInput.Edited(_files[Files / 2]);
    }

    [Benchmark(Baseline = true)]
    public int MarkdigToHtml() => _texts.Sum(text => Markdown.ToHtml(text, CompilerInput.Pipeline).Length);

    [Benchmark]
    public int MarkdigParse() => _texts.Sum(text => Markdown.Parse(text, CompilerInput.Pipeline).Count);

    [Benchmark]
    public int Check() => _texts.Sum(text => QuizCheck.Run(
        new SourceText(text), "/project/a.quiz.md", _ => true, new DiagnosticBag(), Cancellation.Never).Model.Questions.Count);

    // A text that was compiled before is not bound again: each run gets texts of its own.
    [Benchmark]
    public int Generator() =>
        CompilerInput.Driver(CompilerInput.Files(_texts)).RunGenerators(CompilerInput.Consumer).GetRunResult().GeneratedTrees.Length;

    [Benchmark]
    public int Analyzer() => CompilerInput.Analyze(CompilerInput.Files(_texts));

    [Benchmark]
    public int AnalyzerAfterGenerator() => CompilerInput.Analyze(_files);

    // The edited text is bound at its first run only, so each run edits again.
    [Benchmark]
    public int EditOfOneFile() => _driver!
        .ReplaceAdditionalText(_files[Files / 2], CompilerInput.Edited(_edited!))
        .RunGenerators(CompilerInput.Consumer).GetRunResult().GeneratedTrees.Length;
}
