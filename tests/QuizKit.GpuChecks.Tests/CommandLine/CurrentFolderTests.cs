// What lies in the current folder under the name of a program is not run.

using System.Diagnostics;
using QuizKit.GpuChecks.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public sealed class CurrentFolderTests
{
    [Fact]
    public async Task A_python3_of_the_current_folder_is_not_run()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateTempSubdirectory("current-folder-");
        try
        {
            foreach (var name in (string[])["python3", "python", "dotnet", "ptxas"])
            {
                var file = Path.Combine(folder.FullName, name);
                File.WriteAllText(file, "#!/bin/sh\ntouch \"$0.ran\"\n");
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var word in (string[])[typeof(Terminal).Assembly.Location, "order", "numpy", "--length", "8"]) start.ArgumentList.Add(word);
            start.Environment["PATH"] = ".";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.Contains("no Python is installed (looked for python3 and python)", await errors, StringComparison.Ordinal);
            Assert.Empty(folder.GetFiles("*.ran"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
