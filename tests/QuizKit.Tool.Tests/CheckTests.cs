// quizkit check: the diagnostics, their three formats, and the files that are found.

using System.Text;
using System.Text.Json;
using QuizKit.Language.Diagnostics;
using QuizKit.Tool.CommandLine;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class CheckTests : IDisposable
{
    private const string Right = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1: Why?\n\nWhy is it so?\n\n### Answer\n\nSo it is.\n";
    private const string Warned = "---\nid: b\nlanguage: en\n---\n# B\n\nSee [there](missing.png).\n";
    private const string Wrong = "---\nid: c\nlanguage: en\n---\n# C\n\n## Question 1: Why?\n\nWhy is $x it so?\n\n### Answers\n\nSo it is.\n";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void A_right_file_gives_no_line_and_exit_code_0()
    {
        var run = Workplace.Run("check", _here.Write("a.quiz.md", Right));

        Assert.Equal(new ToolRun(0, "", "1 file, 0 errors, 0 warnings.\n"), run);
    }

    [Fact]
    public void A_translation_is_compared_with_the_file_beside_it_and_formatted()
    {
        const string German = "---\nid: a\nlanguage: de\n---\n# A\n\n## Question 1: Warum?\n<!--quiz: id=why -->\n\nWarum ist es so?\n\n### Answer\n\nEs ist so.\n";
        var original = _here.Write("a.quiz.md", Right);
        var path = _here.Write("a.de.quiz.md", German);

        var run = Workplace.Run("check", path, original);
        var fingerprint = run.Output.Split("original=")[1][..8];
        var line = Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
        Assert.StartsWith($"{path}(8,14): warning QK0059: ", line, StringComparison.Ordinal);
        _here.Write("a.de.quiz.md", German.Replace("id=why", $"id=why original={fingerprint}", StringComparison.Ordinal));

        Assert.Equal(new ToolRun(0, "", "2 files, 0 errors, 0 warnings.\n"), Workplace.Run("check", path, original));
        Assert.Equal(new ToolRun(0, $"{path}: changed: 1 comment.\n", ""), Workplace.Run("format", path));
        Assert.Contains($"<!-- quiz: id=why original={fingerprint} -->", File.ReadAllText(path), StringComparison.Ordinal);
        File.Delete(original);
        Assert.Contains(" error QK0056: ", Workplace.Run("check", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_error_is_a_line_that_MSBuild_reads()
    {
        var path = _here.Write("c.quiz.md", Wrong);

        var run = Workplace.Run("check", path);

        Assert.Equal(1, run.ExitCode);
        string[] expected =
        [
            $"{path}(9,8): error QK0022: {Definitions.DollarUnbalanced.Format}",
            $"{path}(11,1): error QK0007: ",
        ];
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(expected.Length, lines.Length);
        Assert.Equal(expected[0], lines[0]);
        Assert.StartsWith(expected[1], lines[1], StringComparison.Ordinal);
        Assert.Equal("1 file, 2 errors, 0 warnings.\n", run.Error);
    }

    [Fact]
    public void A_warning_is_an_error_only_on_request()
    {
        var path = _here.Write("b.quiz.md", Warned);

        var lenient = Workplace.Run("check", path);
        var strict = Workplace.Run("check", path, "--warnings-as-errors");

        Assert.Equal(0, lenient.ExitCode);
        Assert.StartsWith($"{path}(7,5): warning QK0033: ", lenient.Output, StringComparison.Ordinal);
        Assert.Equal(1, strict.ExitCode);
        Assert.StartsWith($"{path}(7,5): error QK0033: ", strict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_beside_the_quiz_is_found_from_its_folder()
    {
        _here.Write("missing.png", "");

        Assert.Equal("", Workplace.Run("check", _here.Write("b.quiz.md", Warned)).Output);
    }

    [Fact]
    public void A_folder_is_searched_without_what_a_build_skips()
    {
        foreach (var name in new[] { "z.quiz.md", "deep/er/a.quiz.md", "obj/x.quiz.md", "bin/x.quiz.md", ".git/x.quiz.md", "node_modules/x.quiz.md", "a.md" })
            _here.Write(name, Wrong);

        var run = Workplace.Run("check", _here.Folder, "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetProperty("files").GetInt32());
        var paths = json.RootElement.GetProperty("diagnostics").EnumerateArray().Select(item => item.GetProperty("path").GetString()).Distinct();
        Assert.Equal([_here.PathOf("deep/er/a.quiz.md"), _here.PathOf("z.quiz.md")], paths);
    }

    [Theory]
    [InlineData("*.quiz.md", 1)]
    [InlineData("**/*.quiz.md", 3)]
    [InlineData("*/b?.quiz.md", 1)]
    [InlineData("deep/**", 2)]
    public void A_pattern_finds_files_where_the_shell_does_not(string pattern, int expected)
    {
        foreach (var name in new[] { "a.quiz.md", "deep/b1.quiz.md", "deep/er/c.quiz.md" }) _here.Write(name, Right);

        var run = Workplace.Run("check", _here.PathOf(pattern));

        Assert.Equal((0, expected == 1 ? "1 file" : $"{expected} files"), (run.ExitCode, run.Error.Split(',')[0]));
    }

    [Fact]
    public void A_file_that_is_named_twice_is_checked_once()
    {
        var path = _here.Write("a.quiz.md", Right);

        Assert.StartsWith("1 file,", Workplace.Run("check", path, path, _here.Folder).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_files_are_reported_in_their_order()
    {
        for (var i = 0; i < 2000; i++) _here.Write($"{i:d4}.quiz.md", i % 2 == 0 ? Right : Warned);

        var run = Workplace.Run("check", _here.Folder);

        var paths = run.Output.TrimEnd('\n').Split('\n').Select(line => line[..line.IndexOf('(', StringComparison.Ordinal)]).ToList();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => _here.PathOf($"{(2 * i) + 1:d4}.quiz.md")), paths);
        Assert.Equal("2000 files, 0 errors, 1000 warnings.\n", run.Error);
    }

    [Fact]
    public void A_person_sees_how_far_the_check_of_many_files_is_and_a_pipe_does_not()
    {
        for (var i = 0; i < 300; i++) _here.Write($"{i:d4}.quiz.md", Right);
        using var error = new StringWriter { NewLine = "\n" };

        new QuizKitApplication(() => Stream.Null, TextWriter.Null, error, isTerminal: true).Run(["check", _here.Folder]);

        var lines = error.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(102, lines.Length);
        Assert.Equal(["3 of 300 files", "300 of 300 files", "                ", "300 files, 0 errors, 0 warnings.\n"], [lines[0], .. lines[^3..]]);
        Assert.Equal("300 files, 0 errors, 0 warnings.\n", Workplace.Run("check", _here.Folder).Error);
    }

    [Fact]
    public void The_standard_input_has_the_path_that_is_given()
    {
        _here.Write("missing.png", "");
        var input = Encoding.UTF8.GetBytes(Warned);

        Assert.StartsWith("stdin(7,5): warning QK0033", Workplace.RunOn(input, "check", "-").Output, StringComparison.Ordinal);
        Assert.Equal("", Workplace.RunOn(input, "check", "-", "--stdin-path", _here.PathOf("b.quiz.md")).Output);
    }

    [Fact]
    public void A_byte_order_mark_counts_for_no_column_and_another_encoding_is_an_error()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Right)];
        var latin = Encoding.Latin1.GetBytes(Right.Replace("Why", "Where\u00e9", StringComparison.Ordinal));
        byte[] wide = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Right)];

        Assert.Equal("", Workplace.Run("check", _here.Write("a.quiz.md", marked)).Output);
        Assert.Contains("(7,21): error QK0002: ", Workplace.Run("check", _here.Write("b.quiz.md", latin)).Output, StringComparison.Ordinal);
        Assert.Contains("(1,1): error QK0002: ", Workplace.Run("check", _here.Write("c.quiz.md", wide)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_file_a_huge_one_and_an_empty_one_are_errors_of_the_file()
    {
        var binary = new byte[100_000];
        new Random(6).NextBytes(binary);

        Assert.Contains(": error QK", Workplace.Run("check", _here.Write("a.quiz.md", binary)).Output, StringComparison.Ordinal);
        Assert.Contains("(1,1): error QK0042: ", Workplace.Run("check", _here.Write("b.quiz.md", new string('a', 10_000_000))).Output, StringComparison.Ordinal);
        Assert.Contains("(1,1): error QK0001: ", Workplace.Run("check", _here.Write("c.quiz.md", "")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sarif_names_each_rule_once_and_each_place_relative_to_the_run()
    {
        _here.Write("with space/b.quiz.md", Warned);
        var path = _here.Write("c.quiz.md", Wrong);

        var run = Workplace.Run("check", _here.Folder, "--format", "sarif");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        var only = json.RootElement.GetProperty("runs").EnumerateArray().Single();
        var driver = only.GetProperty("tool").GetProperty("driver");
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal("quizkit", driver.GetProperty("name").GetString());
        Assert.Equal(["QK0007", "QK0022", "QK0033"], rules.Select(rule => rule.GetProperty("id").GetString()));
        Assert.Equal(["error", "error", "warning"], rules.Select(rule => rule.GetProperty("defaultConfiguration").GetProperty("level").GetString()));
        Assert.All(rules, rule => Assert.Contains(
            $"docs/diagnostics/{rule.GetProperty("id").GetString()}.md", rule.GetProperty("help").GetProperty("text").GetString()!, StringComparison.Ordinal));
        var results = only.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.Equal(
            result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        var place = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(new Uri(path).AbsoluteUri, place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.EndsWith(
            "/with%20space/b.quiz.md",
            results[2].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString(),
            StringComparison.Ordinal);
        Assert.Equal((9, 8, 9, 9), (Number("startLine"), Number("startColumn"), Number("endLine"), Number("endColumn")));

        int Number(string name) => place.GetProperty("region").GetProperty(name).GetInt32();
    }

    [Fact]
    public void The_result_goes_to_a_file_on_request()
    {
        var output = _here.PathOf("result.txt");

        var run = Workplace.Run("check", _here.Write("c.quiz.md", Wrong), "--output", output);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("QK0022", File.ReadAllText(output), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_here.Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("quizkit: `quizkit check` needs quiz files, folders", "check")]
    [InlineData("quizkit: cannot read 'nowhere.quiz.md': there is no such file or folder.", "check", "nowhere.quiz.md")]
    [InlineData("quizkit: cannot read 'nowhere/*.md': no file matches this pattern.", "check", "nowhere/*.md")]
    [InlineData("quizkit: --format: unknown value 'xml': it is one of text, json, sarif.", "check", "-", "--format", "xml")]
    [InlineData("quizkit: unknown option '--formt': did you mean '--format'?", "check", "-", "--formt", "json")]
    [InlineData("quizkit: --format needs a value: --format <text|json|sarif>.", "check", "-", "--format")]
    [InlineData("quizkit: --format is given more than once.", "check", "-", "--format", "json", "--format", "text")]
    [InlineData("quizkit: unknown command 'chek': did you mean 'check'?", "chek")]
    public void Bad_usage_is_one_line_and_exit_code_2(string expected, params string[] args)
    {
        var run = Workplace.Run(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public void A_folder_without_quizzes_is_exit_code_2()
    {
        var run = Workplace.Run("check", _here.Folder);

        Assert.Equal((2, $"quizkit: cannot read '{_here.Folder}': there is no *.quiz.md file in this folder.\n"), (run.ExitCode, run.Error));
    }
}
