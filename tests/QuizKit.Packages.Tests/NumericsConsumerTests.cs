// A program that takes the library of sums from its package, and does what the package's README shows.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class NumericsConsumerTests(PackedPackages packages)
{
    [Fact]
    public async Task The_example_of_the_README_builds_without_a_warning_and_prints_what_it_says()
    {
        // given: the README's code, on the device that every machine has
        string readme = packages.ReadText("QuizKit.Numerics", "README.md");
        string example = readme.Split("```csharp\n")[1].Split("```")[0].Replace("preferCPU: false", "preferCPU: true", StringComparison.Ordinal);
        var project = new Consumer(packages, "Summing");
        project.Write("Summing.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit.Numerics" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("Program.cs", example);

        // when
        (await project.DotnetAsync("build")).Succeeded();
        CommandResult run = await project.DotnetAsync(Path.Combine(project.Folder, "bin", "Debug", "net10.0", "Summing.dll"));

        // then
        Assert.Equal(["3.5", "3.5", "(((0+1)+2)+3)"], run.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }
}
