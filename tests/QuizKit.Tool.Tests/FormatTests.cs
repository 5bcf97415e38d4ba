// quizkit format: what it writes, and the bytes that it leaves alone.

using System.Text;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class FormatTests : IDisposable
{
    private const string Before = "---\nlanguage: en\n---\n# Lakes\n\n## 1. Depth\n\nWhich is deepest?\n\n- [x] Baikal\n- [ ] none <!--choice:misconception=no-depth-->\n";
    private const string After = "---\nid: lakes\nlanguage: en\n---\n# Lakes\n\n## Question 1: Depth\n<!-- quiz: id=depth -->\n\nWhich is deepest?\n\n"
        + "- [x] Baikal\n- [ ] none <!-- choice: misconception=no-depth -->\n";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void A_file_is_changed_once_and_keeps_its_line_ends_and_its_byte_order_mark()
    {
        foreach (var lineEnd in new[] { "\n", "\r\n" })
        {
            foreach (var mark in new byte[][] { [], [.. Encoding.UTF8.Preamble] })
            {
                var path = _here.Write("a.quiz.md", [.. mark, .. Encoding.UTF8.GetBytes(Before.ReplaceLineEndings(lineEnd))]);

                var first = Workplace.Run("format", path);
                var second = Workplace.Run("format", path);

                Assert.Equal(new ToolRun(0, $"{path}: changed: 2 ids, 1 comment, 1 heading.\n", ""), first);
                Assert.Equal(new ToolRun(0, "", ""), second);
                Assert.Equal([.. mark, .. Encoding.UTF8.GetBytes(After.ReplaceLineEndings(lineEnd))], File.ReadAllBytes(path));
            }
        }

        Assert.Single(Directory.EnumerateFiles(_here.Folder));
    }

    [Fact]
    public void With_check_nothing_is_written_and_the_exit_code_says_so()
    {
        var path = _here.Write("a.quiz.md", Before);
        _here.Write("b.quiz.md", After.Replace("lakes", "more-lakes", StringComparison.Ordinal));

        var run = Workplace.Run("format", _here.Folder, "--check");

        Assert.Equal(new ToolRun(1, $"{path}: would change: 2 ids, 1 comment, 1 heading.\n", ""), run);
        Assert.Equal(Before, File.ReadAllText(path));
    }

    [Fact]
    public void A_file_with_errors_stays_and_its_errors_are_shown()
    {
        var text = Before.Replace("[x]", "[ ]", StringComparison.Ordinal);
        var path = _here.Write("a.quiz.md", text);

        var run = Workplace.Run("format", path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{path}(10,1): error QK0029: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("is unchanged: only a quiz without errors can be formatted.", run.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void The_standard_input_goes_to_the_standard_output() =>
        Assert.Equal(new ToolRun(0, After, ""), Workplace.RunOn(Encoding.UTF8.GetBytes(Before), "format", "-"));

    [Fact]
    public void A_link_to_a_file_stays_a_link_and_its_permissions_stay()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = _here.Write("deep/a.quiz.md", Before);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = _here.PathOf("link.quiz.md");
        File.CreateSymbolicLink(link, path);

        Assert.Equal(0, Workplace.Run("format", link).ExitCode);

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal((After, UnixFileMode.UserRead | UnixFileMode.UserWrite), (File.ReadAllText(path), File.GetUnixFileMode(path)));
    }
}
