// The texts of the product are plain technical English: they use none of the banned expressions.

using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class PlainEnglishTests
{
    /// <summary>What is not the project's own text: the quizzes, tests, generated reports, and the page that shows what not to write.</summary>
    private static readonly string[] NotProse = ["content/chapter-6.quiz.md", "tests/", "evidence/", "docs/style.md", "LICENSE"];

    private static readonly string[] Extensions =
        [".md", ".cs", ".sh", ".py", ".mjs", ".css", ".csproj", ".props", ".targets", ".yml", ".json"];

    [Fact]
    public void No_text_of_the_product_uses_a_banned_expression()
    {
        var found = string.Join('\n',
            from file in Checkout.Files
            where IsProse(file)
            from use in BannedExpressions.In(Checkout.Read(file))
            select $"{file}:{use.Line}: \"{use.Words}\": write {use.Instead}");

        Assert.True(found.Length == 0, found);
    }

    [Theory]
    [InlineData("// A rule that\n/// is\n/// no good.\n", 2, "is no good")]
    [InlineData("One.\nMend the sentence.\n", 2, "Mend")]
    [InlineData("It holds the tree against what was written.", 1, "holds the tree against")]
    [InlineData("Tests hold real reports to them.", 1, "hold real reports to")]
    [InlineData("Use it, else the other.", 1, ", else")]
    [InlineData("Every float32 is tried.", 1, "float32")]
    public void A_banned_expression_is_found_with_its_line(string text, int line, string words)
    {
        var use = Assert.Single(BannedExpressions.In(text));

        Assert.Equal((line, words), (use.Line, use.Words));
    }

    [Theory]
    [InlineData("There is no GPU, and it is no longer needed.")]
    [InlineData("if (a) b(); else c();")]
    [InlineData("The array holds values; compare it to another.")]
    [InlineData("numpy.float32 and `float32`")]
    [InlineData("Recommended amendment.")]
    public void Plain_English_and_code_pass(string text) =>
        Assert.Empty(BannedExpressions.In(text));

    private static bool IsProse(string file) =>
        (Extensions.Contains(Path.GetExtension(file)) || file == ".ci/run")
        && !file.EndsWith(".quiz.md", StringComparison.Ordinal)
        && !file.EndsWith("lock.json", StringComparison.Ordinal)
        && !file.EndsWith("package-lock.json", StringComparison.Ordinal)
        && !NotProse.Any(prefix => file.StartsWith(prefix, StringComparison.Ordinal));
}
