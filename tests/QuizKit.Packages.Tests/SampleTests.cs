// The samples, copied to a folder outside the tree, restored from the packages, built and used.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class SampleTests(PackedPackages packages)
{
    [Fact]
    public void Every_sample_refers_to_the_version_that_the_tree_packs()
    {
        string version = XElement.Load(Path.Combine(PackedPackages.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;
        string[] projects = Directory.GetFiles(Path.Combine(PackedPackages.Repository, "samples"), "*.csproj", SearchOption.AllDirectories);

        string[] versions =
        [
            .. projects.SelectMany(project => XElement.Load(project).Descendants("PackageReference"))
                .Where(reference => reference.Attribute("Include")!.Value.StartsWith("QuizKit", StringComparison.Ordinal))
                .Select(reference => reference.Attribute("Version")!.Value),
        ];

        Assert.NotEmpty(versions);
        Assert.All(versions, referred => Assert.Equal(version, referred));
    }

    [Fact]
    public async Task The_console_quiz_asks_again_grades_reveals_and_shows_errata_over_a_pipe()
    {
        Consumer sample = Consumer.OfSample(packages, "ConsoleQuiz");
        await sample.BuildAsync();

        CommandResult run = await sample.RunAsync("abc\n2,817 parameters\n70912\n", "architecture");

        string[] lines = [.. run.Succeeded().Lines];
        Assert.DoesNotContain('\u001B', run.Output);
        int asked = Array.IndexOf(lines, "How many parameters? abc");
        Assert.Equal(["'abc' is not a number. Write it like 1234.5.", "How many parameters? 2,817 parameters", "Correct."], lines[(asked + 1)..(asked + 4)]);
        int wrong = Array.IndexOf(lines, "How many multiply-adds? 70912");
        Assert.Equal("Incorrect, as the printed answer is: see the erratum.", lines[wrong + 1]);
        Assert.Contains("136,448", string.Join('\n', lines[Array.IndexOf(lines, "Erratum")..]), StringComparison.Ordinal);
        Assert.Contains("1 of 2 correct.", lines);

        // The answer comes after its reply, and the end of the input is the end of the quiz.
        Assert.True(Array.IndexOf(lines, "Answer") > asked);
        CommandResult nothing = await sample.RunAsync("", "architecture");
        Assert.DoesNotContain("704 + 2080", nothing.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("No reply was graded.", nothing.Lines);

        // A tag that is none is one line with the remedy.
        CommandResult wrongTag = await sample.RunAsync("", "architektur");
        Assert.Equal((2, ""), (wrongTag.ExitCode, wrongTag.Output));
        Assert.Matches("^Give no tag, or one of these: activation, architecture, .*\\.\r?\n$", wrongTag.Errors);
    }

    [Fact]
    public async Task The_library_for_NET_Standard_hands_its_own_and_our_questions_to_a_program()
    {
        Consumer library = Consumer.OfSample(packages, "NetStandardLibrary");
        var program = new Consumer(packages, "Classroom");
        program.Write("Classroom.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../NetStandardLibrary/NetStandardLibrary.csproj" />
              </ItemGroup>
            </Project>
            """);
        program.Write("none-of-the-librarys-business.quiz.md", "no quiz at all");
        program.Write("Program.cs", """
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using Lessons;

            Console.WriteLine(string.Join(", ", Course.Initialization.Select(question => question.Id)));
            Console.WriteLine(string.Join(", ", Course.WarmUp.Tags));
            Console.WriteLine(Course.FirstWrong(new Dictionary<string, string> { ["dot-product"] = "11.0", ["slope-of-a-square"] = "a" })?.Id);
            Console.WriteLine(typeof(Course).Assembly.GetCustomAttributesData().First(data => data.AttributeType.Name == "TargetFrameworkAttribute").ConstructorArguments[0].Value);
            """);

        await program.BuildAsync();
        CommandResult run = await program.RunAsync("");

        Assert.True(File.Exists(Path.Combine(library.Folder, "warm-up.quiz.md")));
        Assert.Equal(
            "he-factor-of-two, xavier-or-he, sigmoid-to-relu\nalgebra, calculus\nslope-of-a-square\n.NETStandard,Version=v2.0\n", run.Succeeded().Output);
    }
}
