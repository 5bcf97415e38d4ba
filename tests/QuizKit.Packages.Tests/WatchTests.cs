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
    public async Task A_program_that_is_watched_starts_again_with_the_edited_quiz()
    {
        var project = new Consumer(packages, "Watched");
        project.Write("Watched.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("Program.cs", """
            System.Console.WriteLine("It asks: " + Watched.AQuiz.Quiz.Questions[0].Prompt.PlainText.Replace('\n', ' '));
            System.Threading.Thread.Sleep(-1);
            """);
        project.Write("a.quiz.md", Consumer.Quiz("a", "First?"));

        using var watch = new Process
        {
            StartInfo = Dotnet.In(project.Folder, packages.RestoredPackages, Dotnet.Host, "watch", "--non-interactive", "run"),
        };
        var lines = new LinesOf(watch);
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

        public LinesOf(Process process)
        {
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => _lines.Writer.TryComplete();
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        /// <summary>Reads on until each of some words has stood in a line, in any order. No change may be applied to the program as it runs.</summary>
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
                    Assert.DoesNotContain("changes applied", line, StringComparison.Ordinal);
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
