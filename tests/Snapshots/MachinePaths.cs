// Refuses texts that name a folder of this machine: they would differ on the next one.

namespace QuizKit.Snapshots;

/// <summary>
/// The folders that Verify replaces in a text, such as <c>{TempPath}</c>. Both comparisons refuse them instead, so that a snapshot
/// reads the same with Verify and without it.
/// </summary>
internal static class MachinePaths
{
    private static readonly string[] Folders = Distinct(
        TestSource.RepositoryDirectory,
        AppContext.BaseDirectory,
        Environment.CurrentDirectory,
        Path.GetTempPath(),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Refuses a text that contains one of the folders, written with either slash.</summary>
    /// <exception cref="ArgumentException">The text contains one. The message names it and its line.</exception>
    public static void ThrowIfIn(string text)
    {
        foreach (var folder in Folders)
        {
            var found = text.IndexOf(folder, StringComparison.Ordinal);
            if (found < 0)
                continue;
            var line = text.AsSpan(0, found).Count('\n') + 1;
            throw new ArgumentException($"Line {line} of the text names {folder}, a folder of this machine: leave it out or replace it.", nameof(text));
        }
    }

    // The root alone is a part of every path, and so tells nothing.
    private static string[] Distinct(params IEnumerable<string> folders) => folders
        .Select(folder => folder.TrimEnd('/', '\\'))
        .Where(folder => folder.Length > 2)
        .SelectMany(folder => new[] { folder, folder.Replace('\\', '/') })
        .Distinct(StringComparer.Ordinal)
        .ToArray();
}
