// Finds accepted snapshots whose test is gone.

using System.Text.RegularExpressions;

namespace QuizKit.Snapshots;

/// <summary>Finds snapshots that no test compares any more: nothing else would ever notice them.</summary>
internal static partial class Orphans
{
    /// <summary>Lists the snapshots below a folder whose test is not in the source file beside them.</summary>
    /// <remarks>It looks for the method, not for its parameters: those are known only when the test runs.</remarks>
    /// <returns>Their paths relative to <paramref name="directory"/>, with slashes, in ordinal order.</returns>
    public static IReadOnlyList<string> Find(string directory) => Directory
        .EnumerateFiles(directory, "*.verified.*", SearchOption.AllDirectories)
        .Where(path => !HasTest(path))
        .Select(path => Path.GetRelativePath(directory, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal)
        .ToArray();

    private static bool HasTest(string verified)
    {
        var name = Path.GetFileName(verified);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var source = Path.Combine(Path.GetDirectoryName(verified)!, name[..dot] + ".cs");
        var end = name.LastIndexOf(".verified.", StringComparison.Ordinal);
        if (dot == end || !File.Exists(source))
            return false;
        var methodAndParameters = name[(dot + 1)..end];
        return MethodName().Matches(File.ReadAllText(source)).Any(match =>
            methodAndParameters == match.Value || methodAndParameters.StartsWith(match.Value + "_", StringComparison.Ordinal));
    }

    // A public method's declaration, near enough: its return type, its name, its parenthesis.
    [GeneratedRegex(@"(?<=\bpublic\s(?:async\s+)?[\w<>?]+\s+)\w+(?=\s*\()")]
    private static partial Regex MethodName();
}
