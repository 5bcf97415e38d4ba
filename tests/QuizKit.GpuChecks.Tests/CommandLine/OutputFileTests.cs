// --output: a file that appears whole or not at all, and whose place is tried before the first check.

using System.Text;
using System.Text.Json;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public sealed class OutputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-checks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_report_goes_to_the_file_and_the_screen_gets_the_summary()
    {
        var tool = new Tool();
        var file = Path.Combine(_folder, "out.json");

        var exitCode = tool.RunWords(["run", "--device", "cpu", "--question", "1", "--format", "json", "--output", file], () => tool.Catalog);

        Assert.Equal(0, exitCode);
        Assert.Equal("", tool.Output);
        Assert.Equal("2 checks: 2 as expected. Exit code 0: every verdict is as expected.\n", tool.Error);
        using var report = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.Equal(2, report.RootElement.GetProperty("outcomes").GetArrayLength());
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void The_file_is_UTF8_without_a_byte_order_mark_and_ends_in_a_line_feed()
    {
        var tool = new Tool();
        var file = Path.Combine(_folder, "out.json");

        tool.RunWords(["run", "--format", "json", "--output", file], () => tool.Catalog);

        var bytes = File.ReadAllBytes(file);
        Assert.Equal((byte)'{', bytes[0]);
        Assert.Equal("}\n"u8.ToArray(), bytes[^2..]);
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.Contains("Σ|ab|", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "out.html", true)]
    [InlineData("table", "out.MD", true)]
    [InlineData("json", "out.JSON", false)]
    [InlineData("json", "out.report", false)]
    public void A_file_whose_extension_names_another_format_is_noted(string format, string name, bool isNoted)
    {
        var tool = new Tool();
        var file = Path.Combine(_folder, name);

        tool.RunWords(["list", "--format", format, "--output", file], () => tool.Catalog);

        Assert.Equal(isNoted ? $"gpu-checks: note: '{file}' gets {format}, as --format says, which its extension does not.\n" : "", tool.Error);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void A_table_in_a_file_is_plain_text()
    {
        var tool = new Tool();
        var file = Path.Combine(_folder, "out.txt");

        tool.RunWords(["run", "--output", file], () => tool.Catalog);

        var text = File.ReadAllText(file);
        Assert.StartsWith("Chapter 6: Quiz\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Theory]
    [InlineData("out.json", "{")]
    [InlineData("out.md", "## ")]
    [InlineData("out.html", "<!DOCTYPE html>")]
    [InlineData("out.HTM", "<!DOCTYPE html>")]
    [InlineData("out.xml", "<?xml ")]
    [InlineData("out.txt", "Chapter 6")]
    [InlineData("out", "Chapter 6")]
    public void The_ending_of_the_file_says_its_form(string name, string start)
    {
        var tool = new Tool();

        var exitCode = tool.RunWords(["run", "--output", Path.Combine(_folder, name)], () => tool.Catalog);

        Assert.Equal(0, exitCode);
        Assert.StartsWith(start, File.ReadAllText(Path.Combine(_folder, name)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_run_writes_several_files()
    {
        var tool = new Tool();
        string json = Path.Combine(_folder, "out.json"), page = Path.Combine(_folder, "out.html");

        tool.RunWords(["run", "--output", json, "--output", page], () => tool.Catalog);

        Assert.Equal(5, tool.Checks.Ran.Count);
        Assert.StartsWith("{", File.ReadAllText(json), StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal([page, json], Directory.GetFileSystemEntries(_folder).Order());
    }

    [Fact]
    public void One_place_that_cannot_be_written_to_stops_the_run_before_its_start_and_leaves_nothing()
    {
        var tool = new Tool();

        var exitCode = tool.RunWords(
            ["run", "--output", Path.Combine(_folder, "out.json"), "--output", Path.Combine(_folder, "missing", "out.md")], () => tool.Catalog);

        Assert.Equal(2, exitCode);
        Assert.Empty(tool.Checks.Ran);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void An_older_report_stays_until_the_new_one_is_whole()
    {
        var file = Path.Combine(_folder, "out.json");
        File.WriteAllText(file, "older");
        var whileRunning = "";
        string[] filesWhileRunning = [];
        var tool = new Tool(new FakeChecks().Tell(SampleQuiz.Refuted, _ =>
        {
            whileRunning = File.ReadAllText(file);
            filesWhileRunning = Directory.GetFileSystemEntries(_folder);
            return Outcome.Unwritten();
        }));

        tool.RunWords(["run", "--format", "json", "--output", file], () => tool.Catalog);

        Assert.Equal("older", whileRunning);
        Assert.Equal([file], filesWhileRunning);
        Assert.StartsWith("{", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_file_can_no_longer_be_written_the_others_and_the_screen_have_the_results()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "removed"));
        string lost = Path.Combine(folder.FullName, "out.html"), kept = Path.Combine(_folder, "out.json");
        var tool = new Tool(new FakeChecks().Tell(SampleQuiz.Refuted, _ =>
        {
            folder.Delete();
            return Outcome.Unwritten();
        }));

        var exitCode = tool.RunWords(["run", "--device", "cpu", "--output", lost, "--output", kept], () => tool.Catalog);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"gpu-checks: cannot write '{lost}': ", tool.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", tool.Error, StringComparison.Ordinal);
        Assert.StartsWith("{", File.ReadAllText(kept), StringComparison.Ordinal);
        Assert.Contains(SampleQuiz.Refuted, tool.Output, StringComparison.Ordinal);
        Assert.Equal([kept], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_replaced_file_keeps_who_may_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(_folder, "out.json");
        File.WriteAllText(file, "older");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var tool = new Tool();

        tool.RunWords(["run", "--output", file], () => tool.Catalog);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Two_runs_into_one_file_at_once_leave_the_whole_report_of_one_and_nothing_beside_it()
    {
        var file = Path.Combine(_folder, "out.json");

        for (var round = 0; round < 10; round++)
        {
            Tool[] tools = [new(), new()];
            using var barrier = new Barrier(tools.Length);
            var exitCodes = new int[tools.Length];
            Thread[] threads = [.. tools.Select((tool, index) => new Thread(() =>
            {
                barrier.SignalAndWait();
                exitCodes[index] = tool.RunWords(["run", "--device", "cpu", "--seed", $"{index + 7}", "--output", file], () => tool.Catalog);
            }))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();

            Assert.All(exitCodes, exitCode => Assert.Equal(0, exitCode));
            using var report = JsonDocument.Parse(File.ReadAllBytes(file));
            Assert.InRange(report.RootElement.GetProperty("seed").GetInt32(), 7, 8);
            Assert.Equal([file], Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void A_run_that_dies_leaves_the_older_report_and_nothing_beside_it()
    {
        var file = Path.Combine(_folder, "out.json");
        File.WriteAllText(file, "older");
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu).FailToOpen(FakeCatalog.Cpu, new InsufficientMemoryException()));

        Assert.Throws<InsufficientMemoryException>(() => tool.RunWords(["run", "--format", "json", "--output", file], () => tool.Catalog));

        Assert.Equal("older", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_stopped_run_leaves_a_valid_report_marked_incomplete()
    {
        using var stop = new System.Threading.CancellationTokenSource();
        var file = Path.Combine(_folder, "out.json");
        var tool = new Tool(new FakeChecks().Tell(SampleQuiz.Refuted, _ =>
        {
            stop.Cancel();
            return Outcome.Unwritten();
        }));

        var exitCode = tool.RunWords(["run", "--format", "json", "--output", file], () => tool.Catalog, stop.Token);

        using var report = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.Equal(130, exitCode);
        Assert.False(report.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(1, report.RootElement.GetProperty("outcomes").GetArrayLength());
    }

    [Fact]
    public void A_link_goes_on_pointing_to_the_file_that_it_stands_for()
    {
        var file = Path.Combine(_folder, "real.json");
        var link = Path.Combine(_folder, "link.json");
        File.WriteAllText(file, "older");
        File.CreateSymbolicLink(link, file);
        var tool = new Tool();

        tool.RunWords(["run", "--format", "json", "--output", link], () => tool.Catalog);

        Assert.Equal(file, File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName);
        Assert.StartsWith("{", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_one_line_before_anything_runs() =>
        AssertRefused(Path.Combine(_folder, "missing", "out.json"), "its folder does not exist.");

    [Fact]
    public void A_folder_is_not_a_file() => AssertRefused(_folder, "it is a folder.");

    [Fact]
    public void A_read_only_file_is_not_replaced()
    {
        var file = Path.Combine(_folder, "out.json");
        File.WriteAllText(file, "older");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        try
        {
            AssertRefused(file, "it is read-only.");
        }
        finally
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
    }

    private static void AssertRefused(string path, string reason)
    {
        var tool = new Tool();

        var exitCode = tool.RunWords(["run", "--output", path], () => tool.Catalog);

        Assert.Equal(2, exitCode);
        Assert.Equal($"gpu-checks: cannot write '{path}': {reason}\n", tool.Error);
        Assert.Empty(tool.Checks.Ran);
    }
}
