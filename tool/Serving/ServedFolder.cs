// A folder whose files are served, and nothing outside of it: not by its path, and not by links.

namespace QuizKit.Tool.Serving;

/// <summary>A folder.</summary>
/// <param name="path">Its path.</param>
internal sealed class ServedFolder(string path)
{
    // As many as Linux follows.
    private const int MaximumLinks = 40;

    private readonly string _root = Path.TrimEndingDirectorySeparator(RealPath(Path.GetFullPath(path)) ?? Path.GetFullPath(path));

    /// <summary>The file that some names lead to; null where there is none in this folder.</summary>
    /// <param name="segments">Names, from this folder down: none of them is <c>..</c> or contains a separator.</param>
    public string? Find(IEnumerable<string> segments)
    {
        try
        {
            var real = RealPath(Path.Combine([_root, .. segments]));
            return real is not null && real.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(real)
                ? real
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // The path without links; null where links lead round in a circle.
    private static string? RealPath(string full)
    {
        var links = 0;
        var real = Path.GetPathRoot(full)!;
        var names = new Stack<string>(NamesBehind(full, real));
        while (names.TryPop(out var name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaximumLinks) return null;
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (var part in NamesBehind(target, Path.IsPathRooted(target) ? real : "")) names.Push(part);
        }

        return real;
    }

    // From the last to the first, as a stack wants them.
    private static IEnumerable<string> NamesBehind(string path, string root) =>
        path[root.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            .Where(name => name is not ("" or "."))
            .Reverse();
}
