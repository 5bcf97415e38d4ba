// The page of faults names a test for each: one that exists.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class FaultPageTests
{
    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        List<string> named = [.. Names(Checkout.Read("docs/faults.md"), "`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})`").Distinct()];
        var tests = Checkout.Files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && Path.GetExtension(file) == ".cs")
            .SelectMany(file => Names(Checkout.Read(file), @"public (?:async )?(?:void|Task) (\w+)\("));

        Assert.Empty(named.Except(tests));
        Assert.True(named.Count >= 20);
    }

    private static IEnumerable<string> Names(string text, string pattern) =>
        Regex.Matches(text, pattern).Select(match => match.Groups[1].Value);
}
