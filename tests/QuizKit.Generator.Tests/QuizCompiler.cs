// Runs the generator and the analyzer over quiz files held in memory, as the compiler would.

using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace QuizKit.Generator.Tests;

/// <summary>A file as the compiler sees it.</summary>
internal sealed class QuizText(string path, SourceText text) : AdditionalText
{
    public QuizText(string path, string text)
        : this(path, SourceText.From(text, Encoding.UTF8))
    {
    }

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => text;
}

/// <summary>A problem as a person reads it: the id, the place from 1, and the words.</summary>
internal sealed record Problem(string Id, string Path, int Line, int Column, string Marked, string Message);

internal static class QuizCompiler
{
    public const string ProjectDirectory = "/project/";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) == "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Quiz).Assembly.Location),
    ];

    /// <summary>A file in the project's folder.</summary>
    public static QuizText File(string name, string text) => new(ProjectDirectory + name, text);

    /// <summary>A compilation of a library with every warning an error, in the oldest C# that a consumer may use.</summary>
    public static CSharpCompilation Compilation(string source = "", LanguageVersion version = LanguageVersion.CSharp7_3)
    {
        var parse = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        return CSharpCompilation.Create(
            "Consumer",
            [CSharpSyntaxTree.ParseText(source, parse)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error));
    }

    /// <summary>The generator on some files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="version">The version of C#.</param>
    /// <param name="projectDirectory">The folder of the project.</param>
    /// <param name="generator">The generator; null for a new one.</param>
    /// <param name="restartsOnEdit">Whether a program that is watched starts again after an edit.</param>
    /// <param name="reloadsOnEdit">Whether a program that is watched gets the new questions after an edit.</param>
    /// <param name="tracksSteps">Whether the results name the steps that ran. The time for this grows with the square of the number of files.</param>
    public static GeneratorDriver Driver(
        IEnumerable<AdditionalText> files,
        LanguageVersion version = LanguageVersion.CSharp7_3,
        string projectDirectory = ProjectDirectory,
        QuizGenerator? generator = null,
        bool restartsOnEdit = false,
        bool reloadsOnEdit = false,
        bool tracksSteps = true) =>
        CSharpGeneratorDriver.Create(
            [(generator ?? new QuizGenerator()).AsSourceGenerator()],
            files,
            new CSharpParseOptions(version, DocumentationMode.Diagnose),
            new Options(projectDirectory, restartsOnEdit, reloadsOnEdit),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));

    /// <summary>The generated C# of one file.</summary>
    /// <remarks>Runs twice, with another C# file the second time, and fails unless that run takes every output from the cache.</remarks>
    public static string Generate(string name, string text)
    {
        var driver = Driver([File(name, text)]).RunGenerators(Compilation());
        var code = Assert.Single(driver.GetRunResult().GeneratedTrees).ToString();

        var second = driver.RunGenerators(Compilation("class Second { }")).GetRunResult().Results.Single();
        Assert.All(
            second.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        return code;
    }

    /// <summary>Compiles one file, and a consumer's own C# beside it, into a loaded assembly; fails on any warning.</summary>
    public static Assembly Load(string name, string text, string source = "") => Load([File(name, text)], source);

    /// <summary>Compiles files, and a consumer's own C# beside them, into a loaded assembly; fails on any warning.</summary>
    public static Assembly Load(IEnumerable<QuizText> files, string source = "") => Load(Driver(files), source);

    /// <summary>Compiles what a driver generates, and a consumer's own C# beside it, into a loaded assembly; fails on any warning.</summary>
    public static Assembly Load(GeneratorDriver driver, string source = "")
    {
        driver.RunGeneratorsAndUpdateCompilation(Compilation(source), out var output, out _);
        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    /// <summary>The quiz that one file compiles to.</summary>
    public static Quiz Load(string text)
    {
        var generated = Load("sample.quiz.md", text).GetType("Consumer.SampleQuiz", throwOnError: true)!;
        return (Quiz)generated.GetProperty("Quiz")!.GetValue(null)!;
    }

    /// <summary>Every error and warning that the analyzer reports, in the order of files and text.</summary>
    public static Task<IReadOnlyList<Problem>> AnalyzeAsync(params AdditionalText[] files) => AnalyzeAsync(DiagnosticSeverity.Warning, files);

    /// <summary>What the analyzer reports of a severity, or of a higher one, in the order of files and text.</summary>
    public static async Task<IReadOnlyList<Problem>> AnalyzeAsync(DiagnosticSeverity least, params AdditionalText[] files) =>
    [
        .. (await DiagnosticsAsync(files))
            .Where(diagnostic => diagnostic.Severity >= least)
            .OrderBy(diagnostic => Array.FindIndex(files, file => file.Path == diagnostic.Location.GetLineSpan().Path))
            .ThenBy(diagnostic => diagnostic.Location.GetLineSpan().Span.Start)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)
            .Select(diagnostic => ToProblem(diagnostic, files)),
    ];

    /// <summary>Every diagnostic that the analyzer reports.</summary>
    public static Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(params AdditionalText[] files) =>
        DiagnosticsAsync(new QuizAnalyzer(), files);

    /// <summary>Every diagnostic that an analyzer reports.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(QuizAnalyzer analyzer, params AdditionalText[] files)
    {
        var options = new AnalyzerOptions([.. files], new Options(ProjectDirectory));
        var compilation = Compilation();
        compilation = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        var analysis = compilation.WithAnalyzers([analyzer], options);
        var diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        var failure = diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "AD0001");
        Assert.True(failure is null, $"The analyzer failed: {failure}\n{files[0].GetText()}");
        return diagnostics;
    }

    private static Problem ToProblem(Diagnostic diagnostic, AdditionalText[] files)
    {
        var place = diagnostic.Location.GetLineSpan();
        var text = files.Single(file => file.Path == place.Path).GetText()!;
        return new Problem(
            diagnostic.Id,
            place.Path,
            place.StartLinePosition.Line + 1,
            place.StartLinePosition.Character + 1,
            text.ToString(text.Lines.GetTextSpan(place.Span)),
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    public sealed class Options(string projectDirectory, bool restartsOnEdit = false, bool reloadsOnEdit = false) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Global(projectDirectory, restartsOnEdit, reloadsOnEdit);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Metadata(Path.GetFileName(textFile.Path));

        // Some files have item metadata or a severity of their own in the .editorconfig, by their names.
        private sealed class Metadata(string fileName) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = (fileName, key) switch
                {
                    ("named-by-metadata.quiz.md", "build_metadata.AdditionalFiles.QuizNamespace") => "Given.Name",
                    ("named-by-metadata.quiz.md", "build_metadata.AdditionalFiles.QuizClassName") => "Chosen",
                    ("owned.de.quiz.md", "build_metadata.AdditionalFiles.QuizClassName") => "OwnedQuiz",
                    ("quiet.quiz.md", "quizkit_diagnostic.QK0033.severity") => "none",
                    ("strict.quiz.md", "quizkit_diagnostic.QK0033.severity") => "error",
                    ("quiet.quiz.md", "quizkit_diagnostic.QK0023.severity") => "none",
                    ("bad-metadata.quiz.md", "build_metadata.AdditionalFiles.QuizClassName") => "not a class",
                    _ => null,
                };
                return value is not null;
            }
        }

        private sealed class Global(string projectDirectory, bool restartsOnEdit, bool reloadsOnEdit) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = key switch
                {
                    "build_property.RootNamespace" => "Consumer",
                    "build_property.ProjectDir" => projectDirectory,
                    "build_property.QuizKitRestartsOnEdit" when restartsOnEdit => "true",
                    "build_property.QuizKitReloadsOnEdit" when reloadsOnEdit => "true",
                    _ => null,
                };
                return value is not null;
            }
        }
    }
}
