// The light bulb: the edits that the compiler is certain of, as every other editor gets them.

using System.Text.Json;
using System.Text.Json.Nodes;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Editing;
using QuizKit.Language.Text;

namespace QuizKit.Tool.LanguageServer;

/// <param name="workspace">The files.</param>
/// <param name="editOf">Edits of files as the protocol has them.</param>
/// <param name="canResolve">Whether the editor asks for the edit of an action when the action is chosen.</param>
internal sealed class CodeActions(
    Workspace workspace, Func<IReadOnlyDictionary<QuizFile, IReadOnlyList<TextEdit>>, JsonObject> editOf, bool canResolve)
{
    public const string QuickFix = "quickfix";
    public const string FixAll = "source.fixAll.quizkit";

    /// <summary>The actions for the problems that touch a range.</summary>
    /// <param name="file">The file.</param>
    /// <param name="range">The range.</param>
    /// <param name="only">The kinds that the editor asks for, or nothing for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    public JsonNode In(QuizFile file, TextSpan range, IReadOnlyList<string> only, CancellationToken cancellation)
    {
        var actions = new JsonArray();
        var fixable = workspace.Check(file, cancellation).Problems.Where(problem => problem.Fix is not null).ToList();
        if (IsWanted(QuickFix))
        {
            List<QuizDiagnostic> here =
                [.. fixable.Where(problem => problem.Span.Start <= range.End && problem.Span.End >= range.Start)];
            foreach (var problem in here)
            {
                var fix = problem.Fix!.Value;
                var action = Action(Fixes.TitleOf(fix, file.Source.ToString()), QuickFix, problem);
                action["edit"] = EditOf(file, [fix]);
                action["isPreferred"] = true;
            }

            foreach (var problem in here.DistinctBy(problem => problem.Definition.Rule))
                AddAll($"Fix all '{problem.Definition.Rule.Id}' in this file", QuickFix, problem, problem.Definition.Rule.Id);
        }

        // Whoever asks for this kind by name makes it at each save: suggestions, which are a matter of taste, are not among it.
        if (only.Count > 0 && IsWanted(FixAll) && fixable.Exists(IsProblem)) AddAll("Fix all problems of this quiz", FixAll, null, null);
        return actions;

        bool IsWanted(string kind) =>
            only.Count == 0 || only.Any(wanted => kind == wanted || kind.StartsWith(wanted + ".", StringComparison.Ordinal));

        JsonObject Action(string title, string kind, QuizDiagnostic? problem)
        {
            var action = new JsonObject { ["title"] = title, ["kind"] = kind };
            if (problem is not null) action["diagnostics"] = new JsonArray(Published.Diagnostic(file, problem, null));
            actions.Add(action);
            return action;
        }

        void AddAll(string title, string kind, QuizDiagnostic? problem, string? id)
        {
            var action = Action(title, kind, problem);
            if (canResolve) action["data"] = new JsonObject { ["uri"] = file.Uri, ["id"] = id };
            else action["edit"] = EditOf(file, AllEdits(file, id, cancellation));
        }
    }

    /// <summary>Adds its edit to an action that was chosen.</summary>
    /// <exception cref="RpcException">It is none of this server's, or its file was closed.</exception>
    public JsonNode Resolve(JsonElement action, CancellationToken cancellation)
    {
        var file = workspace.Find(action.Text("data", "uri"))
            ?? throw new RpcException(RpcException.InvalidParameters, "The file of this action is not open.");
        var id = action.At("data", "id") is { ValueKind: JsonValueKind.String } given ? given.Text() : null;
        var resolved = JsonObject.Create(action)!;
        resolved["edit"] = EditOf(file, AllEdits(file, id, cancellation));
        return resolved;
    }

    private JsonObject EditOf(QuizFile file, IReadOnlyList<TextEdit> edits) =>
        editOf(new Dictionary<QuizFile, IReadOnlyList<TextEdit>> { [file] = edits });

    private static bool IsProblem(QuizDiagnostic problem) => problem.Definition.Rule.Level != DiagnosticLevel.Suggestion;

    // All rounds of edits of one id, or of all problems, as one edit of what lies between the first and the last difference.
    private IReadOnlyList<TextEdit> AllEdits(QuizFile file, string? id, CancellationToken cancellation)
    {
        var before = file.Source.ToString();
        var trial = file.Trial();
        var after = Fixes.MakeAll(before, problem => id is null ? IsProblem(problem) : problem.Definition.Rule.Id == id, text =>
        {
            trial.Replace(text);
            return workspace.Check(trial, cancellation).Problems;
        });
        if (before == after) return [];
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        return [new TextEdit(TextSpan.FromBounds(start, before.Length - end), after[start..^end])];
    }
}

/// <summary>Diagnostics as the protocol has them.</summary>
internal static class Published
{
    /// <param name="file">The file.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="original">Where the original of a translation stands, which the reader sees best beside it; null for none.</param>
    public static JsonObject Diagnostic(QuizFile file, QuizDiagnostic problem, JsonObject? original)
    {
        var rule = problem.Definition.Rule;
        var diagnostic = new JsonObject
        {
            ["range"] = file.RangeOf(problem.Span),
            ["severity"] = rule.Level switch { DiagnosticLevel.Error => 1, DiagnosticLevel.Warning => 2, _ => 4 },
            ["code"] = rule.Id,
            ["source"] = "quizkit",
            ["message"] = problem.Message,
        };
        if (rule.Page is { } page) diagnostic["codeDescription"] = new JsonObject { ["href"] = page };
        if (original is not null)
        {
            diagnostic["relatedInformation"] =
                new JsonArray(new JsonObject { ["location"] = original, ["message"] = "The question of the original." });
        }

        return diagnostic;
    }
}
