// What the assembly of the quiz language depends on.

using QuizKit.Language.Diagnostics;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class AssemblyTests
{
    [Fact]
    public void The_quiz_language_runs_without_Roslyn()
    {
        var references = typeof(Definitions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.Contains("Markdig", references);
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_of_it_is_public()
    {
        Assert.Empty(typeof(Definitions).Assembly.GetExportedTypes());
    }
}
