// Checks docs/diagnostics against the compiler. Each page shows, once or more: a wrong quiz (```markdown wrong), what the compiler
// reports (```text output), and the corrected quiz (```markdown right). Files that belong together stand one after the other, each
// with file=NAME in its info string; a file in another encoding says encoding=NAME.

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Project;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class DiagnosticPageTests
{
    private const string DefaultFile = "rivers.quiz.md";

    private static readonly string Folder = Path.Combine(FencedExamples.DocsFolder, "diagnostics");

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    /// <summary>No file is an example of an internal error.</summary>
    public static TheoryData<string> IdsWithExamples =>
        [.. Descriptors.All.Select(descriptor => descriptor.Id).Where(id => id != "QK0041")];

    [Fact]
    public void Every_diagnostic_has_a_page_and_every_page_a_diagnostic()
    {
        var pages = Directory.EnumerateFiles(Folder, "QK*.md").Select(path => Path.GetFileNameWithoutExtension(path)!);

        var targets = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "QuizKit.targets"));
        var ofTargets = Regex.Matches(targets, "Code=\"(QK[0-9]+)\"").Select(match => match.Groups[1].Value);
        Assert.Equal(
            Descriptors.All.Select(descriptor => descriptor.Id).Concat(ofTargets).Order(StringComparer.Ordinal),
            pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_index_lists_every_diagnostic_with_its_title_in_the_order_of_ids()
    {
        var index = FencedExamples.ReadPage("diagnostics/README.md");

        Assert.Equal(
            Descriptors.All.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |"),
            index.Split('\n').Where(line => line.StartsWith("| [QK", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_is_headed_by_the_id_and_the_title(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.All.Single(descriptor => descriptor.Id == id);

        var heading = Page(id).Split('\n')[0];

        Assert.Equal($"# {id}: {descriptor.Title}", heading);
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public async Task The_wrong_example_yields_this_diagnostic_alone_and_exactly_as_printed(string id)
    {
        foreach ((var wrong, var output, _) in Cases(id))
        {
            var problems = await QuizCompiler.AnalyzeAsync(LeastOf(id), wrong);

            Assert.All(problems, problem => Assert.Equal(id, problem.Id));
            Assert.Equal(string.Join('\n', problems.Select(problem => Show(problem, wrong))), output.TrimEnd('\n'));
            Assert.NotEmpty(problems);
        }
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public async Task The_right_example_compiles_without_a_diagnostic(string id)
    {
        foreach ((_, _, var right) in Cases(id))
            Assert.Empty(await QuizCompiler.AnalyzeAsync(LeastOf(id), right));
    }

    // Suggestions are beside the point on the other pages.
    private static DiagnosticSeverity LeastOf(string id)
    {
        var severity = Descriptors.All.Single(descriptor => descriptor.Id == id).DefaultSeverity;
        return severity < DiagnosticSeverity.Warning ? severity : DiagnosticSeverity.Warning;
    }

    private static string Page(string id)
    {
        Assert.True(
            File.Exists(Path.Combine(Folder, id + ".md")),
            $"{id} has no page: write docs/diagnostics/{id}.md, with an example, its output and its remedy.");
        return FencedExamples.ReadPage($"diagnostics/{id}.md");
    }

    // The examples come in groups: files that are wrong, what the compiler says, the same files put right.
    private static List<(QuizText[] Wrong, string Output, QuizText[] Right)> Cases(string id)
    {
        var queue = new Queue<FencedExample>(FencedExamples.In(Page(id)));
        var cases = new List<(QuizText[], string, QuizText[])>();
        while (queue.Count > 0)
        {
            var wrong = Take("markdown wrong");
            Assert.True(queue.Count > 0 && queue.Peek().Is("text output"), $"{id}: an example is not followed by its ```text output.");
            var output = queue.Dequeue().Text;
            cases.Add((wrong, output, Take("markdown right")));
        }

        Assert.NotEmpty(cases);
        return cases;

        QuizText[] Take(string info)
        {
            var files = new List<QuizText>();
            while (queue.Count > 0 && queue.Peek().Is(info)) files.Add(ToFile(queue.Dequeue()));
            var place = queue.Count > 0 ? $"before line {queue.Peek().Line}" : "at the end";
            Assert.True(files.Count > 0, $"{id}: a ```{info} is missing {place}.");
            return [.. files];
        }
    }

    private static QuizText ToFile(FencedExample example)
    {
        var path = QuizCompiler.ProjectDirectory + (example["file"] ?? DefaultFile);
        var encoding = Encoding.GetEncoding(example["encoding"] ?? "utf-8");
        return new QuizText(path, SourceText.From(example.Text, encoding));
    }

    // The line that a build prints, with the path relative to the project; then the marked line, underlined as in an editor.
    private static string Show(Problem problem, IEnumerable<QuizText> files)
    {
        var text = files.Single(file => file.Path == problem.Path).GetText();
        var line = text.Lines[problem.Line - 1].ToString();
        var marked = Regex.Match(problem.Marked, "^.*").Value;
        var descriptor = Descriptors.All.Single(descriptor => descriptor.Id == problem.Id);
        var severity = descriptor.DefaultSeverity.ToString().ToLowerInvariant();
        var path = problem.Path[QuizCompiler.ProjectDirectory.Length..];
        return $"{path}({problem.Line},{problem.Column}): {severity} {problem.Id}: {problem.Message}\n"
            + $"    {line}".TrimEnd() + "\n"
            + "    " + new string(' ', problem.Column - 1) + new string('^', Math.Max(1, marked.Length));
    }
}
