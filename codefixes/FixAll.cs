// All problems of one kind at once. Editors have a way for that in C# files only, so the analyzer is asked here.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator;
using QuizKit.Generator.Project;
using QuizKit.Language.Editing;
using QuizKit.Language.Text;

namespace QuizKit.CodeFixes;

internal static class FixAll
{
    public static Task<Solution> InFileAsync(TextDocument document, string id, CancellationToken cancellation)
    {
        var path = PathOf(document);
        return FixAsync(document.Project, id, FindAsync, cancellation);

        async Task<IEnumerable<Diagnostic>> FindAsync(Project project)
        {
            if (project.AnalyzerOptions.AdditionalFiles.FirstOrDefault(file => file.Path == path) is not { } file) return [];
            var result = await Analyzed(project).GetAnalysisResultAsync(file, cancellation).ConfigureAwait(false);
            return result.GetAllDiagnostics();
        }
    }

    public static Task<Solution> InProjectAsync(Project project, string id, CancellationToken cancellation)
    {
        return FixAsync(project, id, FindAsync, cancellation);

        async Task<IEnumerable<Diagnostic>> FindAsync(Project current) =>
            await Analyzed(current).GetAnalyzerDiagnosticsAsync(cancellation).ConfigureAwait(false);
    }

    // One edit may show the next problem, as in questions that all have the number 1: so again, until nothing is left, or nothing new.
    private static async Task<Solution> FixAsync(
        Project project, string id, Func<Project, Task<IEnumerable<Diagnostic>>> findAsync, CancellationToken cancellation)
    {
        HashSet<(string Path, TextEdit Edit)> made = [];
        while (true)
        {
            var found = await findAsync(project).ConfigureAwait(false);
            List<(string Path, TextEdit Edit)> edits = [.. found.Where(diagnostic => diagnostic.Id == id).SelectMany(EditsOf)];
            if (edits.Count == 0 || !edits.Exists(made.Add)) return project.Solution;
            made.UnionWith(edits);
            project = await EditAsync(project, edits, cancellation).ConfigureAwait(false);
        }
    }

    // Quizzes do not depend on the C# of their project.
    private static CompilationWithAnalyzers Analyzed(Project project) => CSharpCompilation.Create(project.AssemblyName)
        .WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new QuizAnalyzer()), project.AnalyzerOptions);

    private static IEnumerable<(string Path, TextEdit Edit)> EditsOf(Diagnostic diagnostic)
    {
        if (ProblemFix.Of(diagnostic) is { } edit) yield return (diagnostic.Location.GetLineSpan().Path, edit);
    }

    private static async Task<Project> EditAsync(
        Project project, IEnumerable<(string Path, TextEdit Edit)> edits, CancellationToken cancellation)
    {
        var solution = project.Solution;
        foreach (var file in edits.GroupBy(edit => edit.Path))
        {
            if (project.AdditionalDocuments.FirstOrDefault(document => PathOf(document) == file.Key) is not { } document) continue;
            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            var changes = Fixes.Disjoint(file.Select(edit => edit.Edit)).Select(edit => edit.ToChange());
            solution = solution.WithAdditionalDocumentText(document.Id, text.WithChanges(changes));
        }

        return solution.GetProject(project.Id)!;
    }

    private static string PathOf(TextDocument document) => document.FilePath ?? document.Name;
}
