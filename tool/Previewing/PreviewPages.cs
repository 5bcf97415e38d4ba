// The pages of the preview: a quiz below what is wrong with it, and the list of quizzes.

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QuizKit.Loading;
using QuizKit.Tool.Pages;

namespace QuizKit.Tool.Previewing;

/// <summary>What a reader has chosen.</summary>
/// <param name="Language">The language, or null for that of the original.</param>
/// <param name="Print">Nothing for the screen, "" for what is printed, "questions" for what is printed without answers.</param>
internal sealed record PreviewView(string? Language, string? Print)
{
    /// <summary>The query of the address.</summary>
    public string Query
    {
        get
        {
            string?[] parts =
            [
                Language is null ? null : "lang=" + Uri.EscapeDataString(Language),
                Print switch { null => null, "" => "print", _ => "print=" + Print },
            ];
            var query = string.Join('&', parts.Where(part => part is not null));
            return query.Length > 0 ? "?" + query : "";
        }
    }
}

/// <summary>Writes the pages.</summary>
internal static class PreviewPages
{
    // A line of a quiz may be a paragraph: so much of it is shown before and behind the place.
    private const int Around = 60;

    private static readonly string Script = Read("preview.js");
    private static readonly string Style = Read("preview.css");
    private static readonly string Hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <summary>What a browser may load into a page.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https: http:; connect-src 'self'; script-src 'sha256-{Hash}'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Writes the page of a quiz.</summary>
    /// <param name="quiz">The quiz.</param>
    /// <param name="address">The path of its address.</param>
    /// <param name="view">What the reader has chosen.</param>
    /// <param name="version">The version of the whole preview.</param>
    /// <param name="hasList">Whether there is a list of quizzes.</param>
    /// <param name="picture">From the address of a picture to one that changes with its file.</param>
    public static string OfQuiz(
        PreviewedQuiz quiz, string address, PreviewView view, string version, bool hasList, Func<string, string> picture)
    {
        var state = quiz.State;
        var first = state.Versions.Count > 0 ? state.Versions[0] : null;
        var shown = state.Versions.FirstOrDefault(other => other.Language == view.Language) ?? first;
        var bar = Bar(state, shown, view, address, hasList);
        var problems = Problems(state, shown);
        if (shown is null) return Page(Path.GetFileName(quiz.Path), version, bar + problems + "<main id=\"_questions\"></main>\n");
        var byQuestion = state.Problems
            .Where(placed => placed.Question is not null && IsOf(placed.Problem, shown, state))
            .ToLookup(placed => placed.Question, StringComparer.Ordinal);
        return QuizPage.Write(shown, new PageOptions
        {
            ShowsPrint = view.Print is not null,
            PrintedAnswers = view.Print is null or "" ? PrintedAnswers.AtEnd : PrintedAnswers.None,
            Picture = picture,
            Additions = new PageAdditions
            {
                Head = Head(version),
                Top = bar + problems,
                Question = id => byQuestion[id].Any() ? Box(byQuestion[id], null, "") : "",
            },
        });
    }

    /// <summary>Writes the list of quizzes.</summary>
    /// <param name="quizzes">The quizzes, and the paths of their addresses.</param>
    /// <param name="version">The version of the whole preview.</param>
    public static string OfList(IEnumerable<(PreviewedQuiz Quiz, string Address)> quizzes, string version)
    {
        var list = new StringBuilder();
        foreach ((var quiz, var address) in quizzes)
        {
            var state = quiz.State;
            var title = state.Versions is [var first, ..]
                ? $"<a href=\"{address}\"{Attributes(first)}>{Encode(first.DisplayTitle)}</a>"
                : $"<a href=\"{address}\">{Encode(Path.GetFileName(quiz.Path))}</a>";
            var languages = string.Concat(state.Versions.Skip(1).Select(other => ", " + other.Language));
            var about = Encode($"{quiz.Path}{languages}: {Summary(state)}");
            list.Append(CultureInfo.InvariantCulture, $"<li>{title}\n<p>{about}</p></li>\n");
        }

        const string Bar = "<aside class=\"_preview\" aria-label=\"Preview\"><p id=\"_connection\" role=\"status\"></p></aside>\n";
        return Page("Quizzes", version, $"{Bar}<main>\n<h1>Quizzes</h1>\n<ul class=\"_quizzes\">\n{list}</ul>\n</main>\n");
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PreviewPages).Assembly.GetManifestResourceStream("QuizKit.Tool.Previewing." + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Page(string title, string version, string body) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <style>
        {QuizPage.Style}</style>
        {Head(version)}</head>
        <body>
        {body}</body>
        </html>

        """.ReplaceLineEndings("\n");

    // No address of an icon would be a request for one.
    private static string Head(string version) =>
        $"<meta name=\"quizkit-version\" content=\"{version}\">\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{Style}</style>\n"
            + $"<script>{Script}</script>\n";

    // The words of the tool are English, whatever the language of the quiz.
    private static string Bar(PreviewState state, Quiz? shown, PreviewView view, string address, bool hasList)
    {
        var bar = new StringBuilder("<aside class=\"_preview\" aria-label=\"Preview\" lang=\"en\" dir=\"ltr\">\n");
        if (hasList) bar.Append("<a href=\"/\">All quizzes</a>\n");
        if (state.Versions.Count > 1)
        {
            foreach (var version in state.Versions)
                Link(version.Language, view with { Language = version.Language }, version == shown);
        }

        if (shown is not null)
        {
            Link("Screen", view with { Print = null }, view.Print is null);
            Link("Print", view with { Print = "" }, view.Print == "");
            Link("Print without answers", view with { Print = "questions" }, view.Print is not (null or ""));
        }

        bar.Append("<p id=\"_connection\" role=\"status\"></p>\n");
        var isRight = state.Failure is null && state.Problems.Count == 0;
        var summary = isRight ? "No problem" : $"<a class=\"_wrong\" href=\"#_problems\">{Summary(state)}</a>";
        return bar.Append(CultureInfo.InvariantCulture, $"<p class=\"_state\" role=\"status\">{summary}</p>\n</aside>\n").ToString();

        void Link(string words, PreviewView other, bool isHere) => bar.Append(
            CultureInfo.InvariantCulture,
            $"<a href=\"{address}{Encode(other.Query)}\"{(isHere ? " aria-current=\"true\"" : "")}>{Encode(words)}</a>\n");
    }

    private static string Problems(PreviewState state, Quiz? shown)
    {
        var last = state.IsCurrent || shown is null ? "" : "<p>Below stands the last version without errors.</p>\n";
        if (state.Failure is { } failure)
            return $"<section class=\"_problems\" id=\"_problems\" lang=\"en\" dir=\"ltr\">\n<p>{Encode(failure)}</p>\n{last}</section>\n";
        return state.Problems.Count == 0 ? "" : Box(state.Problems, "_problems", last);
    }

    private static string Box(IEnumerable<PlacedProblem> problems, string? id, string behind)
    {
        var list = new StringBuilder();
        var hasError = false;
        foreach (var placed in problems)
        {
            var problem = placed.Problem;
            hasError |= problem.IsError;
            var place = Encode($"{Path.GetFileName(problem.Path)}({problem.Line},{problem.Column})");
            if (id is not null && placed.Question is not null) place = $"<a href=\"#{placed.Question}\">{place}</a>";
            var rule = Encode(problem.Id);
            if (problem.Rule.Page is { } page) rule = $"<a href=\"{Encode(page)}\" rel=\"noreferrer\">{rule}</a>";
            var kind = problem.IsError ? "error" : "warning";
            list.Append(CultureInfo.InvariantCulture, $"<li>{place}: <strong>{kind} {rule}</strong>: {Encode(problem.Message)}");
            list.Append(Excerpt(placed)).Append("</li>\n");
        }

        var element = id is null ? "div" : "section";
        var attributes = id is null ? "" : $" id=\"{id}\" aria-label=\"Problems\"";
        var style = hasError ? "_problems" : "_problems _warnings";
        return $"<{element} class=\"{style}\"{attributes} lang=\"en\" dir=\"ltr\">\n<ul>\n{list}</ul>\n{behind}</{element}>\n";
    }

    private static string Excerpt(PlacedProblem placed)
    {
        (var problem, var line) = (placed.Problem, placed.Line);
        var start = Math.Min(problem.Column - 1, line.Length);
        var end = problem.EndLine > problem.Line ? line.Length : Math.Clamp(problem.EndColumn - 1, start, line.Length);
        if (end == start) end = Math.Min(start + 1, line.Length);
        if (end == start) return "";
        var first = Math.Max(0, start - Around);
        var last = Math.Min(line.Length, Math.Min(end, start + (2 * Around)) + Around);
        if (first > 0 && char.IsLowSurrogate(line[first])) first--;
        if (last < line.Length && char.IsLowSurrogate(line[last])) last++;
        end = Math.Min(end, last);
        return $"<pre>{(first > 0 ? "…" : "")}{Encode(line[first..start])}<mark>{Encode(line[start..end])}</mark>{Encode(line[end..last])}"
            + $"{(last < line.Length ? "…" : "")}</pre>";
    }

    // A problem of a translation stands on the page of its language.
    private static bool IsOf(QuizProblem problem, Quiz shown, PreviewState state) =>
        (FileCheck.NameOf(problem.Path)?.Language ?? state.Versions[0].Language) == shown.Language;

    private static string Summary(PreviewState state)
    {
        if (state.Failure is not null) return "A file cannot be read";
        var errors = state.Problems.Count(placed => placed.Problem.IsError);
        var warnings = state.Problems.Count - errors;
        string[] parts = [.. new[] { Count(errors, "error"), Count(warnings, "warning") }.Where(part => part.Length > 0)];
        return parts.Length == 0 ? "no problem" : string.Join(", ", parts);

        static string Count(int number, string name) => number switch { 0 => "", 1 => $"1 {name}", _ => $"{number} {name}s" };
    }

    private static string Attributes(Quiz quiz) => $" lang=\"{Encode(quiz.Language)}\" dir=\"{(quiz.IsRightToLeft ? "rtl" : "ltr")}\"";

    private static string Encode(string text) => QuizPage.Encode(text);
}
