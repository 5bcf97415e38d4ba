// From the words of a command line to files: files, folders and patterns.

using System.Text;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Files;

internal static class FileSearch
{
    /// <summary>Stands for the standard input.</summary>
    public const string StandardInput = "-";

    private static readonly EnumerationOptions Entries = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    // What the package does not search either, see docs/packages.md.
    private static readonly string[] Skipped = ["bin", "obj", "node_modules"];

    /// <summary>Whether the search leaves out a folder of this name.</summary>
    public static bool Skips(string name) => name.StartsWith('.') || Skipped.Contains(name, StringComparer.Ordinal);

    /// <summary>The files that some paths stand for, each once, those of a folder or a pattern in ordinal order.</summary>
    /// <param name="paths">Files, folders, which are searched for quizzes, patterns with <c>*</c>, <c>?</c> and <c>**</c>, and "-".</param>
    /// <param name="extension">What the files of a folder end in.</param>
    /// <exception cref="ToolException">A path leads to no file.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths, string extension)
    {
        var found = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in FindOne(path, extension))
            {
                if (known.Add(file == StandardInput ? file : Path.GetFullPath(file))) found.Add(file);
            }
        }

        return found;
    }

    private static List<string> FindOne(string path, string extension)
    {
        try
        {
            if (path == StandardInput || File.Exists(path)) return [path];
            if (Directory.Exists(path))
            {
                var files = Below(path, file => file.EndsWith(extension, StringComparison.Ordinal));
                return files.Count > 0 ? files : throw ToolException.Unreadable(path, $"there is no *{extension} file in this folder.");
            }

            if (path.AsSpan().IndexOfAny('*', '?') < 0) throw ToolException.Unreadable(path, "there is no such file or folder.");
            var matches = Matching(path.Replace('\\', '/'));
            return matches.Count > 0 ? matches : throw ToolException.Unreadable(path, "no file matches this pattern.");
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            throw ToolException.Unreadable(path, exception.Message);
        }
    }

    private static List<string> Matching(string pattern)
    {
        var start = pattern.LastIndexOf('/', pattern.AsSpan().IndexOfAny('*', '?'));
        var folder = start < 0 ? "" : pattern[..(start + 1)];
        var regex = new StringBuilder("^");
        for (var i = start + 1; i < pattern.Length; i++)
        {
            if (string.CompareOrdinal(pattern, i, "**/", 0, 3) == 0)
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (string.CompareOrdinal(pattern, i, "**", 0, 2) == 0)
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        var expression = new Regex(regex.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Directory.Exists(folder.Length == 0 ? "." : folder)
            ? Below(folder, file => expression.IsMatch(file[folder.Length..].Replace('\\', '/')))
            : [];
    }

    // Links to folders are not followed: they may lead round in a circle.
    private static List<string> Below(string folder, Func<string, bool> isWanted)
    {
        var found = new List<string>();
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var next))
        {
            var here = new DirectoryInfo(next.Length == 0 ? "." : next);
            foreach (var entry in here.EnumerateFileSystemInfos("*", Entries))
            {
                var path = Path.Combine(next, entry.Name);
                if (entry is not DirectoryInfo inner)
                {
                    if (isWanted(path)) found.Add(path);
                }
                else if (!Skips(inner.Name) && inner.LinkTarget is null)
                {
                    folders.Push(path);
                }
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
