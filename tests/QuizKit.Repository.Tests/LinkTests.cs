// Every link between the pages of the repository leads somewhere.

using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class LinkTests
{
    [Fact]
    public void Every_link_in_a_page_leads_to_a_file_of_the_repository_and_to_a_heading_of_it()
    {
        var broken = string.Join('\n', Pages().SelectMany(page => BrokenLinks(page, Checkout.Read(page))));

        Assert.True(broken.Length == 0, broken);
    }

    [Theory]
    [InlineData("[a](missing.md)", "docs/page.md: missing.md")]
    [InlineData("![a](../README.md) [b](../README.md#no-such-heading)", "docs/page.md: ../README.md#no-such-heading")]
    [InlineData("[a](#no-such-heading)", "docs/page.md: #no-such-heading")]
    [InlineData("[a]: missing.md", "docs/page.md: missing.md")]
    [InlineData("# A `b` c\n\n[a](#a-b-c) `[b](in-code.md)` <https://example.org> [c](https://example.org/x.md) [d](../README.md)", null)]
    [InlineData("```md\n[a](in-a-fence.md)\n```\n", null)]
    public void A_broken_link_is_found(string text, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], BrokenLinks("docs/page.md", text));

    // A quiz may link to what its app serves.
    private static IEnumerable<string> Pages() => Checkout.Files.Where(file =>
        file.EndsWith(".md", StringComparison.Ordinal)
        && !file.EndsWith(".quiz.md", StringComparison.Ordinal)
        && !file.StartsWith("tests/", StringComparison.Ordinal));

    private static IEnumerable<string> BrokenLinks(string page, string text)
    {
        var markdown = new MarkdownPage(text);
        foreach (var target in markdown.Targets)
        {
            var parts = target.Split('#', 2);
            var path = parts[0].Length == 0
                ? page
                : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page)!, parts[0]))).Replace('\\', '/');
            var exists = parts[0].Length == 0 || File.Exists(Checkout.PathOf(path)) || Directory.Exists(Checkout.PathOf(path));
            var linked = parts[0].Length == 0 ? markdown : exists && parts.Length == 2 ? new MarkdownPage(Checkout.Read(path)) : null;
            if (!exists || (parts.Length == 2 && !linked!.Anchors.Contains(parts[1])))
                yield return $"{page}: {target}";
        }
    }
}
