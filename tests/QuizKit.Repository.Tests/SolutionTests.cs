// The solution has every project of the repository, in the configurations that are used.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class SolutionTests
{
    /// <summary>Projects that are built from the packages, as a user builds them.</summary>
    private static readonly string[] NotInTheSolution = ["samples/", "templates/quizkit", "libraries/", "tests/QuizKit.Libraries.Tests/"];

    private static readonly string Solution = Checkout.Read("QuizKit.sln");

    [Fact]
    public void Every_project_is_in_the_solution_once() =>
        Assert.Equal(
            Checkout.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && IsInTheSolution(file)),
            Regex.Matches(Solution, @"""([^""]+\.csproj)""").Select(project => project.Groups[1].Value.Replace('\\', '/')).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_project_is_built_for_any_processor_and_no_other() =>
        Assert.Empty(Regex.Matches(Solution, @"(?m)^.*\|(?!Any CPU\b).*$").Select(line => line.Value.Trim()));

    [Fact]
    public void What_is_packed_is_every_package() =>
        Assert.Equal(
            Checkout.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && Checkout.Read(file).Contains("<IsPackable>true<", StringComparison.Ordinal)),
            Regex.Matches(Checkout.Read("eng/packages.slnf"), @"""([^""]+\.csproj)""").Select(project => project.Groups[1].Value.Replace(@"\\", "/")));

    private static bool IsInTheSolution(string project) =>
        project == "samples/WallCalendar/WallCalendar.csproj"
        || !NotInTheSolution.Any(folder => project.StartsWith(folder, StringComparison.Ordinal));
}
