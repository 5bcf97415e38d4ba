// A program under "dotnet watch", whose quiz is edited while it runs.

using System.Diagnostics;
using System.Threading.Channels;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class WatchTests(PackedPackages packages)
{
    // The limit is that of a hang: without the package's Watch items nothing more would come.
    [Fact(Timeout = 300_000)]
    public Task A_program_that_has_read_its_quiz_starts_again_with_the_edited_one() => WatchAsync(
        "Watched",
        "Microsoft.NET.Sdk",
        """
        System.Console.WriteLine("It asks: " + Watched.AQuiz.Quiz.Questions[0].Prompt.PlainText.Replace('\n', ' '));
        System.Threading.Thread.Sleep(-1);
        """,
        forbidden: "changes applied");

    [Fact(Timeout = 300_000)]
    public Task A_web_app_has_the_edited_quiz_and_goes_on() => WatchAsync(
        "Served",
        "Microsoft.NET.Sdk.Web",
        """
        string last = "";
        while (true)
        {
            string line = "It asks: " + Served.AQuiz.Quiz.Questions[0].Prompt.PlainText.Replace('\n', ' ');
            if (line != last) System.Console.WriteLine(line);
            last = line;
            System.Threading.Thread.Sleep(20);
        }
        """,
        forbidden: "Restart is needed");

    private async Task WatchAsync(string name, string sdk, string program, string forbidden)
    {
        var project = new Consumer(packages, name);
        project.Write(name + ".csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("Program.cs", program);
        project.Write("a.quiz.md", Consumer.Quiz("a", "First?"));

        using var watch = new Process
        {
            StartInfo = Dotnet.In(project.Folder, packages.RestoredPackages, Dotnet.Host, "watch", "--non-interactive", "run"),
        };
        var lines = new LinesOf(watch, forbidden);
        try
        {
            await lines.UntilAsync("It asks: Two lines: First?", "Waiting for changes");

            project.Write("a.quiz.md", Consumer.Quiz("a", "Second?"));

            await lines.UntilAsync("It asks: Two lines: Second?");
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The lines that a program writes to both of its streams while it goes on. Starts it.</summary>
    private sealed class LinesOf
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
        private readonly List<string> _seen = [];

        private readonly string _forbidden;

        public LinesOf(Process process, string forbidden)
        {
            _forbidden = forbidden;
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => _lines.Writer.TryComplete();
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        /// <summary>Reads on until each of some words has stood in a line, in any order, and none had what is forbidden.</summary>
        public async Task UntilAsync(params string[] words)
        {
            var missing = words.ToList();
            while (missing.Count > 0)
            {
                Assert.True(
                    await _lines.Reader.WaitToReadAsync(), $"The program ended before it said '{missing[0]}':\n{string.Join('\n', _seen)}");
                while (_lines.Reader.TryRead(out var line))
                {
                    _seen.Add(line);
                    Assert.DoesNotContain(_forbidden, line, StringComparison.Ordinal);
                    missing.RemoveAll(word => line.Contains(word, StringComparison.Ordinal));
                }
            }
        }

        private void Add(string? line)
        {
            if (line is not null) _lines.Writer.TryWrite(line);
        }
    }
}
