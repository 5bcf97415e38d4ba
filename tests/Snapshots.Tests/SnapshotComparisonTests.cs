// Tests of the comparison itself: what passes, what fails, and which files are left.

using Xunit;

namespace QuizKit.Snapshots.Tests;

public sealed class SnapshotComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SnapshotFiles Files => SnapshotFiles.Of(Path.Combine(_folder.Path, "QuizTests.cs"), "Reads", "x", "txt");

    public void Dispose() => _folder.Dispose();

    private void Verify(string text) => SnapshotComparison.Verify(text, Files, DiffTool.None);

    [Fact]
    public void A_missing_snapshot_fails_and_leaves_what_was_received()
    {
        var failure = Assert.Throws<SnapshotException>(() => Verify("one\ntwo\n"));

        Assert.Equal("one\ntwo\n", File.ReadAllText(Files.Received));
        Assert.False(File.Exists(Files.Verified));
        Assert.StartsWith("Snapshot QuizTests.Reads_x.verified.txt does not exist yet.", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("mv QuizTests.Reads_x.received.txt QuizTests.Reads_x.verified.txt", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_differing_snapshot_fails_and_names_the_first_line_that_differs()
    {
        File.WriteAllText(Files.Verified, "one\ntwo\nthree\n");

        var failure = Assert.Throws<SnapshotException>(() => Verify("one\ntoo\n3\n"));

        Assert.Contains("differs at line 2, column 2:\n  verified: 'two'\n  received: 'too'\n", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\ntoo\n3\n", File.ReadAllText(Files.Received));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Files.Verified));
    }

    [Fact]
    public void A_snapshot_that_goes_on_longer_differs_where_the_text_ends()
    {
        File.WriteAllText(Files.Verified, "one\ntwo");

        var failure = Assert.Throws<SnapshotException>(() => Verify("one"));

        Assert.Contains("line 2, column 1:\n  verified: 'two'\n  received: (the text ends", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_no_eye_sees_is_written_by_its_code()
    {
        File.WriteAllText(Files.Verified, "a b");

        var failure = Assert.Throws<SnapshotException>(() => Verify("a\u00A0b"));

        Assert.Contains("verified: 'a b'\n  received: 'a\\u00A0b'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_far_into_a_long_line_is_in_the_part_shown()
    {
        File.WriteAllText(Files.Verified, new string('a', 1000) + "Z" + new string('a', 1000));

        var failure = Assert.Throws<SnapshotException>(() => Verify(new string('a', 2001)));

        Assert.Contains("column 1001", failure.Message, StringComparison.Ordinal);
        Assert.Contains("aZa", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Length < 700, failure.Message);
    }

    [Fact]
    public void An_equal_text_passes_and_removes_what_an_earlier_failure_left()
    {
        File.WriteAllText(Files.Verified, "one\n");
        File.WriteAllText(Files.Received, "an earlier failure");

        Verify("one\n");

        Assert.False(File.Exists(Files.Received));
        Assert.Equal("one\n", File.ReadAllText(Files.Verified));
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("one\ntwo\n", "one\r\ntwo\r\n")]
    [InlineData("\uFEFFone\ntwo\n", "one\ntwo\n")]
    [InlineData("one\ntwo\n", "one\ntwo")]
    public void Line_endings_a_byte_order_mark_and_a_last_line_feed_do_not_count(string verified, string received)
    {
        File.WriteAllText(Files.Verified, verified);

        Verify(received);

        Assert.False(File.Exists(Files.Received));
    }

    [Theory]
    [InlineData("one\n\n", "one")]
    [InlineData("one", "one\n")]
    [InlineData("one", "One")]
    [InlineData("é", "e\u0301")]
    public void All_else_counts(string verified, string received)
    {
        File.WriteAllText(Files.Verified, verified);

        Assert.Throws<SnapshotException>(() => Verify(received));
    }

    [Fact]
    public void An_empty_file_that_a_diff_tool_needed_is_not_an_accepted_snapshot()
    {
        File.WriteAllText(Files.Verified, "");

        var failure = Assert.Throws<SnapshotException>(() => Verify("one"));

        Assert.Contains("does not exist yet", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_received_starts_with_a_byte_order_mark_as_Verify_writes_it()
    {
        Assert.Throws<SnapshotException>(() => Verify("é\r\n"));

        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF, 0xC3, 0xA9, 0x0A }, File.ReadAllBytes(Files.Received));
    }

    [Fact]
    public void An_accepted_file_with_another_extension_fails_the_test_that_no_longer_uses_it()
    {
        File.WriteAllText(Files.Verified, "one");
        File.WriteAllText(Path.Combine(_folder.Path, "QuizTests.Reads_x.verified.md"), "one");
        File.WriteAllText(Path.Combine(_folder.Path, "QuizTests.Reads_xy.verified.md"), "of another test");

        var failure = Assert.Throws<SnapshotException>(() => Verify("one"));

        Assert.EndsWith("\n  rm QuizTests.Reads_x.verified.md", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n  rm QuizTests.Reads_x.verified.md", Assert.Throws<SnapshotException>(() => Verify("two")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("quiz")]
    public void An_extension_that_Verify_does_not_know_as_a_text_is_refused(string extension)
    {
        var files = SnapshotFiles.Of(Path.Combine(_folder.Path, "QuizTests.cs"), "Reads", "x", extension);

        var refusal = Assert.Throws<ArgumentException>(() => SnapshotComparison.Verify("one", files, DiffTool.None));

        Assert.Contains($"'{extension}' is not the extension of a text", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }
}
