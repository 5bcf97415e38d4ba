// Counts which formulas of ordinary Markdown files the compiler accepts, and what it refuses in the others: quizkit-formulas count.

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Formulas;

internal static partial class Count
{
    private static readonly string[] Extensions = [".md", ".markdown", ".qmd", ".rmd"];

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    // What is refused in one place; outside all formulas it is one that was not recognized.
    private sealed record Refusal(string File, int Formula, string Construct, string Example);

    private sealed record Row(string Construct, int Formulas, int OnlyReason, int Files, string File, string Example);

    private sealed record Report(int Files, int FilesWhole, int Formulas, int FormulasAccepted, IReadOnlyList<Row> Refused);

    /// <summary>Counts the files in some folders; writes a text, or JSON.</summary>
    /// <returns>0, or 2 where a folder is missing or has no formula.</returns>
    public static int Run(string[] arguments)
    {
        var isJson = arguments.Contains("--json");
        string[] folders = [.. arguments.Where(argument => argument != "--json")];
        if (folders.Length == 0 || folders.FirstOrDefault(folder => !Directory.Exists(folder)) is not null)
        {
            Console.Error.WriteLine("usage: quizkit-formulas count [--json] FOLDER...");
            return 2;
        }

        (var files, var formulas) = (0, 0);
        var refusals = new List<Refusal>();
        foreach (var folder in folders)
        {
            foreach (var path in FilesIn(folder))
            {
                (var count, var found) = Read(path, Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(folder))!, path));
                if (count == 0) continue;
                files++;
                formulas += count;
                refusals.AddRange(found);
            }
        }

        if (formulas == 0)
        {
            Console.Error.WriteLine("There is no formula in these folders.");
            return 2;
        }

        var report = Summarize(files, formulas, refusals);
        Console.WriteLine(isJson ? JsonSerializer.Serialize(report, Options) : TextOf(report));
        return 0;
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    // The formulas of a file, and what is refused in them: by the compiler, as if the file were the words of an answer.
    private static (int Count, List<Refusal> Refusals) Read(string path, string name)
    {
        var file = File.ReadAllText(path);
        var text = FrontMatter().Replace(file, "");
        var document = MarkdownParser.Parse(text, Cancellation.Never);
        List<TextSpan> formulas =
        [
            .. document.Descendants().Where(node => node is FormulaInline or FormulaBlock)
                .Select(node => node.Span.ToTextSpan()).OrderBy(span => span.Start),
        ];
        var diagnostics = new DiagnosticBag();
        ProseReader.ReadAlone(text, diagnostics, Cancellation.Never);

        var refusals = new List<Refusal>();
        var missed = 0;
        foreach (var problem in diagnostics.InTextOrder)
        {
            var isLimit = problem.Definition.Rule.Id == "QK0042";
            var isOfFormulas = problem.Definition.Rule.Id is "QK0022" or "QK0023" || problem.Definition == Definitions.PipeInTableFormula;
            if (!isOfFormulas && !isLimit) continue;
            var index = formulas.FindLastIndex(formula => formula.Start <= problem.Span.Start);
            var isInFormula = index >= 0 && problem.Span.Start < formulas[index].End;
            var place = isInFormula ? formulas[index] : LineOf(text, problem.Span.Start);
            refusals.Add(new Refusal(
                name,
                isInFormula ? index : -1 - missed++,
                ConstructOf(problem),
                text.Substring(place.Start, Math.Min(place.Length, 120))));
        }

        return (formulas.Count + missed, refusals);
    }

    private static string ConstructOf(QuizDiagnostic problem)
    {
        var definition = problem.Definition;
        if (definition == Definitions.TexCommandUnknown) return @"\" + problem.Arguments[0];
        if (definition == Definitions.EnvironmentUnknown) return $@"\begin{{{problem.Arguments[0]}}}";
        if (definition != Definitions.TexCharacterUnknown) return definition.Rule.Id + " " + definition.Format;
        var character = problem.Arguments[0];
        return string.Create(CultureInfo.InvariantCulture, $"{character} (U+{char.ConvertToUtf32(character, 0):X4})");
    }

    private static TextSpan LineOf(string text, int position)
    {
        var end = text.IndexOfAny(['\r', '\n'], position);
        return TextSpan.FromBounds(position, end < 0 ? text.Length : end);
    }

    private static Report Summarize(int files, int formulas, List<Refusal> refusals)
    {
        List<IGrouping<(string, int), Refusal>> refused = [.. refusals.GroupBy(refusal => (refusal.File, refusal.Formula))];
        var only = refused.Where(reasons => reasons.Select(reason => reason.Construct).Distinct().Count() == 1)
            .GroupBy(reasons => reasons.First().Construct).ToDictionary(group => group.Key, group => group.Count());
        var rows = refusals.GroupBy(refusal => refusal.Construct).Select(group => new Row(
            group.Key,
            group.Select(refusal => (refusal.File, refusal.Formula)).Distinct().Count(),
            only.GetValueOrDefault(group.Key),
            group.Select(refusal => refusal.File).Distinct().Count(),
            group.First().File,
            group.First().Example));
        return new Report(
            files,
            files - refusals.Select(refusal => refusal.File).Distinct().Count(),
            formulas,
            formulas - refused.Count,
            [.. rows.OrderByDescending(row => row.Formulas).ThenBy(row => row.Construct, StringComparer.Ordinal)]);
    }

    private static string TextOf(Report report)
    {
        var lines = new List<string>
        {
            Share("formulas accepted", report.FormulasAccepted, report.Formulas),
            Share("files accepted whole", report.FilesWhole, report.Files),
            "",
            "formulas  alone  files  what is refused",
        };
        foreach (var row in report.Refused)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Formulas,8}  {row.OnlyReason,5}  {row.Files,5}  {row.Construct}"));
            lines.Add($"                        {row.File}: {row.Example.ReplaceLineEndings(" ")}");
        }

        return string.Join("\n", lines);
    }

    private static string Share(string what, int part, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: {part:N0} of {all:N0} ({100.0 * part / all:0.00} %)");

    [GeneratedRegex(@"\A\uFEFF?---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*\r?\n", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatter();
}
