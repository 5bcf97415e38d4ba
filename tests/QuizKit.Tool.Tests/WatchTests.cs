// quizkit check --watch: its rounds.

using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class WatchTests : IDisposable
{
    private const string Right = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1: Why?\n\nWhy is it so?\n\n### Answer\n\nSo it is.\n";
    private const string Wrong = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1: Why?\n\nWhy is $x it so?\n\n### Answer\n\nSo it is.\n";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void Each_round_checks_what_has_changed_and_ends_in_one_summary()
    {
        const int Count = 500;
        for (var i = 0; i < Count; i++) _here.Write($"deep/{i:d4}.quiz.md", Right);
        using var tool = new RunningTool("check", _here.Folder, "--watch");

        Assert.Equal("500 files checked. 500 files, 0 errors, 0 warnings.", tool.NextError());
        var path = _here.Write("deep/0007.quiz.md", Wrong);
        Assert.Equal("1 file checked. 500 files, 1 error, 0 warnings.", tool.NextError());
        Assert.StartsWith($"{path}(9,8): error QK0022: ", tool.NextLine(), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Equal("0 files checked. 499 files, 0 errors, 0 warnings.", tool.NextError());
        _here.Write("new/one.quiz.md", Right);
        Assert.Equal("1 file checked. 500 files, 0 errors, 0 warnings.", tool.NextError());
        Assert.Equal(130, tool.Stop());
    }

    [Fact]
    public void A_file_is_checked_again_when_a_picture_or_the_original_has_changed()
    {
        var link = _here.Write("link.quiz.md", Right.Replace("id: a", "id: b", StringComparison.Ordinal).Replace("so?", "so ![it](it.png)?", StringComparison.Ordinal));
        _here.Write("a.quiz.md", Right.Replace("Question 1: Why?", "Question 1\n<!-- quiz: id=why -->", StringComparison.Ordinal));
        _here.Write("a.de.quiz.md", "---\nlanguage: de\n---\n# Titel\n");
        using var tool = new RunningTool("check", _here.Folder, "--watch");

        Assert.Equal("3 files checked. 3 files, 0 errors, 2 warnings.", tool.NextError());
        _here.Write("it.png", "");
        Assert.Equal("1 file checked. 3 files, 0 errors, 1 warning.", tool.NextError());
        _here.Write("a.quiz.md", "---\nid: a\nlanguage: en\n---\n# A\n");
        Assert.Equal("2 files checked. 3 files, 0 errors, 0 warnings.", tool.NextError());
        File.Delete(_here.PathOf("it.png"));
        Assert.Equal("1 file checked. 3 files, 0 errors, 1 warning.", tool.NextError());
        Assert.Contains($"{link}(9,14): warning QK0033", tool.NextLine() + tool.NextLine() + tool.NextLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quizkit: --watch: the standard input does not change.", "-")]
    [InlineData("quizkit: --watch writes text to the standard output", "a.quiz.md", "--format", "json")]
    [InlineData("quizkit: --watch writes text to the standard output", "a.quiz.md", "--output", "b.txt")]
    [InlineData("quizkit: cannot read 'a.quiz.md': there is no such file or folder.", "a.quiz.md")]
    public void Bad_usage_is_one_line(string expected, params string[] args)
    {
        var run = Workplace.Run(["check", "--watch", .. args]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
    }
}
