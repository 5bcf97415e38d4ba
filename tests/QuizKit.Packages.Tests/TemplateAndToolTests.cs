// The template and the tools, installed from the packages where nothing of this machine's own settings changes.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class TemplateAndToolTests(PackedPackages packages)
{
    [Fact]
    public async Task A_project_made_from_the_template_builds_and_asks_its_questions()
    {
        var consumer = new Consumer(packages, "template");
        var hive = Path.Combine(packages.Root, "hive");
        var package = Path.Combine(packages.Feed, $"QuizKit.Templates.{packages.Version}.nupkg");
        (await consumer.DotnetAsync("new", "install", package, "--debug:custom-hive", hive)).Succeeded();

        // A name that is no C# name: the template makes one of it.
        (await consumer.DotnetAsync("new", "quizkit", "--name", "my-quiz 2", "--skipRestore", "--debug:custom-hive", hive)).Succeeded();
        var run = await consumer.DotnetAsync("run", "--project", Path.Combine("my-quiz 2", "my-quiz 2.csproj"));

        Assert.Contains("Starter quiz", run.Succeeded().Lines);
        Assert.Contains("1. How many continents does the usual English school book count?", run.Lines);

        // The first thing anybody does: another quiz in place of the starter, and one line changed.
        var folder = Path.Combine(consumer.Folder, "my-quiz 2");
        File.Delete(Path.Combine(folder, "starter.quiz.md"));
        File.WriteAllText(
            Path.Combine(folder, "rivers.quiz.md"),
            "---\nid: rivers\nlanguage: en\n---\n# Rivers\n\n## Question: Is the Volga a river?\n\n- [x] yes\n- [ ] no\n");
        var program = Path.Combine(folder, "Program.cs");
        File.WriteAllText(program, File.ReadAllText(program).Replace("= StarterQuiz.", "= RiversQuiz.", StringComparison.Ordinal));
        var second = await consumer.DotnetAsync("run", "--project", Path.Combine("my-quiz 2", "my-quiz 2.csproj"));
        Assert.Contains("1. Is the Volga a river?", second.Succeeded().Lines);
    }

    [Fact]
    public async Task An_app_made_from_the_web_template_asks_its_questions_without_the_answers()
    {
        var consumer = new Consumer(packages, "web-template");
        var hive = Path.Combine(packages.Root, "web-hive");
        var package = Path.Combine(packages.Feed, $"QuizKit.Templates.{packages.Version}.nupkg");
        (await consumer.DotnetAsync("new", "install", package, "--debug:custom-hive", hive)).Succeeded();
        (await consumer.DotnetAsync("new", "quizkit-web", "--name", "My.Web", "--output", ".", "--skipRestore", "--debug:custom-hive", hive)).Succeeded();
        await consumer.BuildAsync();

        await using var server = await WebServer.StartAsync(consumer, "My.Web");
        var page = await server.Client.GetStringAsync("/");

        Assert.Contains("<h1 lang=\"en\" dir=\"ltr\">Starter quiz</h1>", page, StringComparison.Ordinal);
        Assert.Contains("How many continents does the usual English school book count?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("tilted", page, StringComparison.Ordinal);
        var style = Regex.Match(page, "href=\"(_content/QuizKit.Blazor/quizkit[^\"]*)\"").Groups[1].Value;
        Assert.Contains(".quizkit", await server.Client.GetStringAsync(style), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_installs_and_lists_its_claims()
    {
        var consumer = new Consumer(packages, "tool");
        (await consumer.DotnetAsync("tool", "install", "QuizKit.GpuChecks", "--version", packages.Version, "--tool-path", "tools")).Succeeded();

        var command = Path.Combine(consumer.Folder, "tools", OperatingSystem.IsWindows() ? "gpu-checks.exe" : "gpu-checks");
        var list = await Dotnet.RunAsync(command, consumer.Folder, packages.RestoredPackages, ["list"]);

        Assert.Contains("total-multiply-adds", list.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_for_authors_installs_and_checks_a_quiz_without_a_project()
    {
        var consumer = new Consumer(packages, "author");
        (await consumer.DotnetAsync("tool", "install", "QuizKit.Tool", "--version", packages.Version, "--tool-path", "tools")).Succeeded();
        const string Quiz = "---\nid: rivers\nlanguage: en\n---\n# Rivers\n\n## Question 1\n\nIs the Volga a river?\n\n- [x] yes\n- [ ] no\n";
        File.WriteAllText(Path.Combine(consumer.Folder, "right.quiz.md"), Quiz);
        File.WriteAllText(Path.Combine(consumer.Folder, "wrong.quiz.md"), Quiz.Replace("[x]", "[ ]", StringComparison.Ordinal));

        var command = Path.Combine(consumer.Folder, "tools", OperatingSystem.IsWindows() ? "quizkit.exe" : "quizkit");
        var right = await Dotnet.RunAsync(command, consumer.Folder, packages.RestoredPackages, ["check", "right.quiz.md"]);
        var wrong = await Dotnet.RunAsync(command, consumer.Folder, packages.RestoredPackages, ["check", "."]);

        right.Succeeded();
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("wrong.quiz.md(11,1): error QK0029: None of the choices is right.", wrong.Output, StringComparison.Ordinal);
    }
}
