// The files that a command line means: each named file, the JSON files of a folder, or what a pattern matches.

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class ReportInputs
{
    /// <summary>Returns the files in the order named, those of a folder or a pattern in ordinal order, each once.</summary>
    /// <param name="names">Files, folders (searched to any depth for <c>*.json</c>), or patterns with <c>*</c> and <c>?</c> in their
    /// last part.</param>
    /// <param name="problems">Takes a line for each name that means nothing.</param>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> names, List<string> problems)
    {
        var files = new List<string>();
        foreach (var name in names)
        {
            try
            {
                List<string> found = [.. Find(name).Order(StringComparer.Ordinal)];
                if (found.Count == 0)
                    problems.Add($"'{name}': {(Directory.Exists(name) ? "the folder has no .json file in it" : "there is no such file")}.");
                files.AddRange(found);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problems.Add($"'{name}': {exception.Message}");
            }
        }

        return [.. files.DistinctBy(Path.GetFullPath)];
    }

    private static IEnumerable<string> Find(string name)
    {
        if (File.Exists(name)) return [name];
        if (Directory.Exists(name)) return Directory.EnumerateFiles(name, "*.json", SearchOption.AllDirectories);
        var pattern = Path.GetFileName(name);
        var folder = Path.GetDirectoryName(name) is { Length: > 0 } parent ? parent : ".";
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(folder)) return [];
        var matches = Directory.EnumerateFiles(folder, pattern);
        return folder == "." ? matches.Select(match => Path.GetFileName(match)!) : matches;
    }
}
