// An editor with a C# project that has quizzes: it finds the problems, shows the light bulb and applies what is chosen.

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator;
using Xunit;

namespace QuizKit.CodeFixes.Tests;

internal sealed class Editor : IDisposable
{
    private const string Folder = "/project/";

    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _project;

    public Editor(params (string Name, string Text)[] files)
        : this(Encoding.UTF8, files)
    {
    }

    public Editor(Encoding encoding, params (string Name, string Text)[] files)
    {
        _project = _workspace.AddProject("Consumer", LanguageNames.CSharp).Id;
        var solution = _workspace.CurrentSolution;
        foreach ((var name, var text) in files)
        {
            var id = DocumentId.CreateNewId(_project);
            solution = solution.AddAdditionalDocument(id, name, SourceText.From(text, encoding), filePath: Folder + name);
        }

        Assert.True(_workspace.TryApplyChanges(solution));
    }

    private Project Project => _workspace.CurrentSolution.GetProject(_project)!;

    public void Dispose() => _workspace.Dispose();

    /// <summary>The text of a file, and its encoding.</summary>
    public SourceText Text(string name) => Document(name).GetTextAsync().Result;

    /// <summary>What the analyzer reports about a file, in the order of its text.</summary>
    public async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(string name)
    {
        var compilation = (await Project.GetCompilationAsync())!;
        var analysis = compilation.WithAnalyzers([new QuizAnalyzer()], Project.AnalyzerOptions);
        var diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        return
        [
            .. diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path == Folder + name)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }

    /// <summary>The actions that are offered at the first diagnostic of an id.</summary>
    public async Task<IReadOnlyList<CodeAction>> ActionsAsync(string name, string id)
    {
        var diagnostic = (await DiagnosticsAsync(name)).First(diagnostic => diagnostic.Id == id);
        List<CodeAction> actions = [];
        var context = new CodeFixContext(Document(name), diagnostic, (action, _) => actions.Add(action), default);
        await new QuizFixProvider().RegisterCodeFixesAsync(context);
        return actions;
    }

    /// <summary>Applies one of the actions at the first diagnostic of an id.</summary>
    public async Task ApplyAsync(string name, string id, string title)
    {
        var action = (await ActionsAsync(name, id)).Single(action => action.Title.StartsWith(title, StringComparison.Ordinal));
        var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(default)));
        operation.Apply(_workspace, default);
    }

    private TextDocument Document(string name) => Project.AdditionalDocuments.Single(document => document.Name == name);
}
