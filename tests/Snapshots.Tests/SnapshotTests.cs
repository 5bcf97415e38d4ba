// Tests of the entry point, with real snapshots of its own.

using Xunit;

namespace QuizKit.Snapshots.Tests;

public sealed class SnapshotTests
{
    // Passes only if the compiler's path of this file leads to it, with ContinuousIntegrationBuild and without.
    [Fact]
    public void A_snapshot_lies_beside_the_source_of_its_test() =>
        Snapshot.Verify("Beside SnapshotTests.cs, in UTF-8: γ_k = k·u/(1−k·u)\n");

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public void Parameters_tell_the_snapshots_of_a_theory_apart(string parameter) =>
        Snapshot.Verify($"the {parameter}\n", "md", parameter);

    [Fact]
    public void A_snapshot_compared_twice_in_one_run_is_refused()
    {
        Snapshot.Verify("once\n");

        var refusal = Assert.Throws<InvalidOperationException>(() => Snapshot.Verify("once\n"));

        Assert.Contains("already compared in this run", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_with_two_extensions_is_refused()
    {
        Snapshot.Verify("once\n");

        var refusal = Assert.Throws<InvalidOperationException>(() => Snapshot.Verify("once\n", "md"));

        Assert.Contains("already compared in this run", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> FoldersOfThisMachine => new(
        TestSource.RepositoryDirectory,
        AppContext.BaseDirectory,
        Environment.CurrentDirectory,
        Path.GetTempPath(),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "quiz.md"));

    [Theory]
    [MemberData(nameof(FoldersOfThisMachine))]
    public void A_text_that_names_a_folder_of_this_machine_is_refused(string folder)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Snapshot.Verify($"one\nwrote {folder}\n"));

        Assert.StartsWith("Line 2 of the text names ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_text_is_refused() =>
        Assert.Throws<ArgumentException>(() => Snapshot.Verify(""));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData(".hidden")]
    [InlineData("a\nb")]
    [InlineData(" ")]
    public void A_parameter_that_cannot_be_in_a_file_name_on_every_system_is_refused(string parameter) =>
        Assert.Throws<ArgumentException>(() => Snapshot.Verify("text", parameters: parameter));

    [Fact]
    public void A_path_mapped_by_a_reproducible_build_is_found_in_the_repository()
    {
        using var repository = new TemporaryFolder();
        var source = repository.Write(Path.Combine("tests", "A.cs"), "");

        Assert.Equal(source, TestSource.Locate("/_/tests/A.cs", repository.Path));
    }

    [Fact]
    public void A_source_that_is_not_there_is_said_to_be_missing()
    {
        using var repository = new TemporaryFolder();

        var failure = Assert.Throws<InvalidOperationException>(() => TestSource.Locate("/_/tests/Gone.cs", repository.Path));

        Assert.Contains("/_/tests/Gone.cs", failure.Message, StringComparison.Ordinal);
    }
}
