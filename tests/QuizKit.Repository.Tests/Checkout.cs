// The files of this repository, as git lists them.

using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace QuizKit.Repository.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Its path on this machine.</summary>
    public static string Root { get; } = typeof(Checkout).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryDirectory").Value!;

    /// <summary>The tracked files and those that git does not ignore, as paths from the root with slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = List();

    /// <summary>The path of a file on this machine.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The text of a file, its lines ended by LF.</summary>
    public static string Read(string file) => File.ReadAllText(PathOf(file)).ReplaceLineEndings("\n");

    private static string[] List()
    {
        using var git = Process.Start(new ProcessStartInfo
        {
            FileName = "git",
            // A checkout may belong to another user, as in a container.
            ArgumentList = { "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard" },
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        })!;
        var names = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return
        [
            .. names.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Where(file => File.Exists(PathOf(file)))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
