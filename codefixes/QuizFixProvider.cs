// The light bulb of an editor in a quiz file: the edit that the analyzer found to be certain, for one problem or for all of its kind.

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using QuizKit.Generator.Project;
using QuizKit.Language.Editing;

namespace QuizKit.CodeFixes;

/// <summary>Offers to make the edits that cure diagnostics of <c>*.quiz.md</c> files.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp,
    Name = nameof(QuizFixProvider),
    DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)],
    DocumentExtensions = [".md"])]
[Shared]
public sealed class QuizFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        Descriptors.All.Select(descriptor => descriptor.Id).ToImmutableArray();

    /// <summary>None: editors ask it for C# files only. The actions for all problems of a kind take its place.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.TextDocument;
        var text = await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (ProblemFix.Of(diagnostic) is not { } edit) continue;
            var change = edit.ToChange();
            var id = diagnostic.Id;
            context.RegisterCodeFix(
                CodeAction.Create(
                    Fixes.TitleOf(edit, text.ToString()),
                    _ => Task.FromResult(document.Project.Solution.WithAdditionalDocumentText(document.Id, text.WithChanges(change))),
                    equivalenceKey: id),
                diagnostic);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Fix all '{id}' in this file",
                    cancellation => FixAll.InFileAsync(document, id, cancellation),
                    equivalenceKey: id + " in file"),
                diagnostic);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Fix all '{id}' in the quizzes of this project",
                    cancellation => FixAll.InProjectAsync(document.Project, id, cancellation),
                    equivalenceKey: id + " in project"),
                diagnostic);
        }
    }
}
