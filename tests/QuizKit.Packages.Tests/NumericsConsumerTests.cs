// Programs that take the libraries of sums from their packages, and do what the READMEs of the packages show.

using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class NumericsConsumerTests(PackedPackages packages)
{
    [Theory]
    [InlineData("QuizKit.Numerics", "net10.0", "3.5", "3.5", "(((0+1)+2)+3)")]
    [InlineData("QuizKit.Numerics", "net8.0", "3.5", "3.5", "(((0+1)+2)+3)")]
    [InlineData("QuizKit.Numerics.Gpu", "net10.0", "3.5", "3.5")]
    public async Task The_example_of_the_README_builds_without_a_warning_and_prints_what_it_says(
        string id, string framework, params string[] lines)
    {
        // given: the README's code, on the device that every machine has, with the C# of the framework and the runtime that runs the tests
        var readme = packages.ReadText(id, "README.md");
        var example = readme.Split("```csharp\n")[1].Split("```")[0].Replace("preferCPU: false", "preferCPU: true", StringComparison.Ordinal);
        var project = new Consumer(packages, $"Summing.{id}.{framework}");
        project.Write("Summing.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <RollForward>Major</RollForward>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{id}" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("Program.cs", example);

        // when
        (await project.DotnetAsync("build")).Succeeded();
        var run = await project.DotnetAsync(Path.Combine(project.Folder, "bin", "Debug", framework, "Summing.dll"));

        // then
        Assert.Equal(lines, run.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    public async Task A_library_in_CSharp_7_for_an_older_framework_builds_without_a_warning(string framework)
    {
        // given
        var project = new Consumer(packages, $"Older.{framework}");
        project.Write("Older.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <LangVersion>7.3</LangVersion>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit.Numerics" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("Sums.cs", """
            using System.Linq;
            using QuizKit.Numerics;

            public static class Sums
            {
                public static double[] Of(double[] values)
                {
                    var sum = new ExactAccumulator();
                    sum.AddRange(values);
                    var product = new double[1];
                    ExactMatrix.MultiplyVector(values, 1, values.Length, values, product);
                    return new[]
                    {
                        ExactSum.Sum(values), ExactSum.Sum(values.Where(value => value > 0)), ExactSum.Dot(values, values, Rounding.Up),
                        ExactSum.Norm(values), ExactSum.ParallelSum(values), ExactAccumulator.Read(sum.ToByteArray()).ToDouble(), product[0],
                    };
                }
            }
            """);

        // when
        (await project.DotnetAsync("build")).Succeeded();

        // then
        var assets = await File.ReadAllTextAsync(Path.Combine(project.Folder, "obj", "project.assets.json"));
        Assert.Contains("lib/netstandard2.0/QuizKit.Numerics.dll", assets, StringComparison.Ordinal);
    }
}
