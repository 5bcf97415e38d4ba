// Finds snapshots left over from tests that were renamed or deleted, in this repository and in examples.

using Xunit;

namespace QuizKit.Snapshots.Tests;

public sealed class OrphansTests
{
    [Fact]
    public void Every_snapshot_in_this_repository_has_its_test() =>
        Assert.Empty(Orphans.Find(Path.Combine(TestSource.RepositoryDirectory, "tests")));

    [Fact]
    public void A_snapshot_without_its_class_or_its_method_is_an_orphan()
    {
        using var folder = new TemporaryFolder();
        folder.Write("QuizTests.cs", "public void Reads() { }\npublic async Task Writes_it(int x) { }\nvoid Helps() { }");
        folder.Write("QuizTests.Reads.verified.txt", "x");
        folder.Write("QuizTests.Reads_1.verified.g.cs", "x");
        folder.Write("QuizTests.Writes_it_1.verified.txt", "x");
        folder.Write("QuizTests.Write.verified.txt", "x");
        folder.Write("QuizTests.Helps.verified.txt", "x");
        folder.Write("sub/GoneTests.Reads.verified.txt", "x");
        folder.Write("odd.verified.txt", "x");
        folder.Write("bin/GoneTests.Reads.verified.txt", "x");

        Assert.Equal(
            ["QuizTests.Helps.verified.txt", "QuizTests.Write.verified.txt", "odd.verified.txt", "sub/GoneTests.Reads.verified.txt"],
            Orphans.Find(folder.Path));
    }
}
