// The samples, copied to a folder outside the tree, restored from the packages, built and used.

using System.Xml.Linq;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class SampleTests(PackedPackages packages)
{
    [Fact]
    public void Every_sample_refers_to_the_version_that_the_tree_packs()
    {
        var version = XElement.Load(Path.Combine(PackedPackages.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;
        var projects = Directory.GetFiles(Path.Combine(PackedPackages.Repository, "samples"), "*.csproj", SearchOption.AllDirectories);

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
        var sample = Consumer.OfSample(packages, "ConsoleQuiz");
        await sample.BuildAsync();

        var run = await sample.RunAsync("abc\n2,817 parameters\n70912\n", "architecture");

        string[] lines = [.. run.Succeeded().Lines];
        Assert.DoesNotContain('\u001B', run.Output);
        var asked = Array.IndexOf(lines, "How many parameters? abc");
        Assert.Equal(["'abc' is not a number. Write it like 1234.5.", "How many parameters? 2,817 parameters", "Correct."], lines[(asked + 1)..(asked + 4)]);
        var wrong = Array.IndexOf(lines, "How many multiply-adds? 70912");
        Assert.Equal("Incorrect, as the printed answer is: see the erratum.", lines[wrong + 1]);
        Assert.Contains("136,448", string.Join('\n', lines[Array.IndexOf(lines, "Erratum")..]), StringComparison.Ordinal);
        Assert.Contains("1 of 2 correct.", lines);

        // The answer comes after its reply, and the end of the input is the end of the quiz.
        Assert.True(Array.IndexOf(lines, "Answer") > asked);
        var nothing = await sample.RunAsync("", "architecture");
        Assert.DoesNotContain("704 + 2080", nothing.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("No reply was graded.", nothing.Lines);

        // In German, numbers are read as German writes them.
        var german = await sample.RunAsync("2.817\n136.448\n", "--language", "de-AT", "architecture");
        Assert.Contains("Kapitel 6: Quiz", german.Succeeded().Lines);
        Assert.Contains("2 of 2 correct.", german.Lines);

        // A session is saved after each step, with its hints and skips, and goes on where the input ended.
        var begun = await sample.RunAsync(">\n70912\n", "--session", "session.json", "architecture");
        Assert.Contains("0 of 1 correct.", begun.Succeeded().Lines);
        Assert.Contains("1 of 2 questions remain.", begun.Lines);
        var saved = await File.ReadAllTextAsync(Path.Combine(sample.Folder, "session.json"));
        var resumed = await sample.RunAsync("2817\n", "--session", "session.json");
        Assert.Contains("1 of 2 questions are done.", resumed.Succeeded().Lines);
        Assert.Contains("1 of 2 correct.", resumed.Lines);
        Assert.DoesNotContain(resumed.Lines, line => line.EndsWith("remain.", StringComparison.Ordinal));

        var shuffled = await sample.RunAsync(">\n", "--seed", "3", "--session", "shuffled.json");
        Assert.Contains("20 of 20 questions remain.", shuffled.Succeeded().Lines);
        Assert.Contains("\"seed\":3,", await File.ReadAllTextAsync(Path.Combine(sample.Folder, "shuffled.json")), StringComparison.Ordinal);

        // A file that was cut off is one line, and is left as it is.
        var cut = Path.Combine(sample.Folder, "cut.json");
        await File.WriteAllTextAsync(cut, saved[..40]);
        var refused = await sample.RunAsync("2817\n", "--session", "cut.json");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Equal("cut.json: The saved text ends in the middle, after 40 characters. Load a complete copy.", refused.Errors.Trim());
        Assert.Equal(saved[..40], await File.ReadAllTextAsync(cut));

        // A tag that is none is one line with the remedy.
        var wrongTag = await sample.RunAsync("", "architektur");
        Assert.Equal((2, ""), (wrongTag.ExitCode, wrongTag.Output));
        Assert.Matches("^Give no tag, or one of these: activation, architecture, .*\\.\r?\n$", wrongTag.Errors);
    }

    [Fact]
    public async Task The_library_for_NET_Standard_hands_its_own_and_our_questions_to_a_program()
    {
        var library = Consumer.OfSample(packages, "NetStandardLibrary");
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
        var run = await program.RunAsync("");

        Assert.True(File.Exists(Path.Combine(library.Folder, "warm-up.quiz.md")));
        Assert.Equal(
            "he-factor-of-two, xavier-or-he, sigmoid-to-relu\nalgebra, calculus\nslope-of-a-square\n.NETStandard,Version=v2.0\n", run.Succeeded().Output);
    }

    [Fact]
    public async Task The_static_page_is_one_well_formed_file_with_each_answer_behind_its_button_and_no_script()
    {
        var sample = Consumer.OfSample(packages, "StaticPage");
        await sample.BuildAsync();

        var run = await sample.RunAsync("", "page.html");

        Assert.Equal("page.html: 20 questions.\n", run.Succeeded().Output);
        var page = await File.ReadAllTextAsync(Path.Combine(sample.Folder, "page.html"));
        var root = XElement.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Equal("en", root.Attribute("lang")!.Value);
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "img");
        Assert.DoesNotContain(root.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        foreach (var question in Chapter6Quiz.Quiz.Questions)
        {
            var article = root.Descendants("article").Single(element => element.Attribute("id")!.Value == question.Id);
            var details = Assert.Single(article.Elements("details"));
            Assert.Null(details.Attribute("open"));
            Assert.Equal(question.Errata.Count, details.Elements("div").Count(div => div.Attribute("class")!.Value == "erratum"));
            Assert.Equal(question.Claims.Count, details.Descendants("li").Count(item => item.Elements("p").Any(p => p.Attribute("class")?.Value == "verdict")));

            // Each text is there once, as the quiz has it: the prompt before the button, the answer behind it.
            var prompt = page.IndexOf(question.Prompt.Html, StringComparison.Ordinal);
            var answer = page.IndexOf($"<div class=\"answer\">\n{question.Answer.Text.Html}\n</div>", StringComparison.Ordinal);
            Assert.True(prompt > 0 && page.IndexOf("<details>", prompt, StringComparison.Ordinal) < answer);
        }

        var companions = await sample.RunAsync("", "companions.html", Chapter6CompanionsQuiz.Quiz.Id);
        Assert.Equal("companions.html: 17 questions.\n", companions.Succeeded().Output);
        var terms = XElement.Parse((await File.ReadAllTextAsync(Path.Combine(sample.Folder, "companions.html"))).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal))
            .Descendants("dt").Count();
        var wrong = Chapter6CompanionsQuiz.Quiz.Questions.Sum(question => question switch
        {
            ChoiceQuestion choices => choices.Choices.Count(choice => choice.Feedback is not null),
            NumericQuestion numeric => numeric.Slips.Count,
            _ => 0,
        });
        Assert.True(wrong > 17);
        Assert.Equal(wrong, terms);

        var nowhere = await sample.RunAsync("", Path.Combine("no", "such", "folder.html"));
        Assert.Equal((1, 1), (nowhere.ExitCode, nowhere.Errors.Trim().Split('\n').Length));
        Assert.StartsWith("The page cannot be written.", nowhere.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exact_sums_in_SQLite_are_the_same_in_any_order_of_the_rows_and_over_several_databases()
    {
        var sample = Consumer.OfSample(packages, "SqliteSums");
        await sample.BuildAsync();

        var run = await sample.RunAsync("");

        string[] lines = [.. run.Succeeded().Lines.Where(line => line.Length > 0)];
        var sums = lines.SkipWhile(line => !line.StartsWith("row order", StringComparison.Ordinal)).Skip(1).Take(4)
            .Select(line => line[12..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var exact = Assert.Single(sums.Select(line => line[1]).Distinct());
        Assert.InRange(sums.Select(line => line[0]).Distinct().Count(), 2, 4);
        Assert.Equal(exact, Assert.Single(lines, line => line.StartsWith("exact_value(exact_merge(state)) ", StringComparison.Ordinal)).Split(' ')[^1]);
        Assert.NotEqual(exact, Assert.Single(lines, line => line.StartsWith("SUM of their SUMs ", StringComparison.Ordinal)).Split(' ')[^1]);
        Assert.Contains(lines, line => line.EndsWith(" the same bytes", StringComparison.Ordinal));
        Assert.Contains("they were cut off. Transfer all bytes that ToByteArray returned.", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exact_sums_over_processes_are_the_same_for_any_number_of_nodes()
    {
        var sample = Consumer.OfSample(packages, "AkkaSums");
        await sample.BuildAsync();

        var run = await sample.RunAsync("");

        string[] lines = [.. run.Succeeded().Lines.Where(line => line.Length > 0)];
        Assert.Contains(lines, line => line.StartsWith("2 nodes: processes 2, ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("4 nodes: processes 4, ", StringComparison.Ordinal));
        Assert.Matches(@"^results of rounded partial sums: [2-4]; of exact ones: 1$", lines[^1]);
    }

    [Fact]
    public async Task The_example_of_the_README_grades_as_it_says()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(PackedPackages.Repository, "README.md"));
        var consumer = new Consumer(packages, "Readme");
        consumer.Write("Readme.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit.NeuralNetworks" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("Program.cs", readme.Split("```csharp\n")[1].Split("```")[0]);
        await consumer.BuildAsync();

        foreach ((var reply, var expected) in new[]
        {
            ("136,448 multiply-adds", "Right."), ("1.36448e5", "Right."), ("70912", "So says the book, and it is wrong."),
            ("many", "'many' is not a number. Write it like 1234.5."), ("5", "It is 136,448 multiply-adds."),
        })
        {
            var run = await consumer.RunAsync(reply + "\n");
            Assert.Contains(expected, run.Succeeded().Lines);
        }
    }
}
