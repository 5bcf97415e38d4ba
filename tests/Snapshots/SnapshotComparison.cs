// Compares a text with its accepted snapshot, and leaves what it got beside it when they differ.
#if !USE_VERIFY

using System.Globalization;
using System.Text;
using EmptyFiles;

namespace QuizKit.Snapshots;

/// <summary>This project's own comparison, used where Verify.Xunit is not. It accepts and refuses what Verify does.</summary>
internal static class SnapshotComparison
{
    /// <summary>The characters of a differing line that a message shows at most.</summary>
    private const int Window = 120;

    // Verify writes a byte order mark, and reads files with and without one.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    public static void Verify(string text, SnapshotFiles files, DiffTool diffTool)
    {
        // Verify's own list of texts, EmptyFiles: an extension outside it is that of a binary file.
        if (!FileExtensions.IsTextExtension(files.Extension))
            throw new ArgumentException($"'{files.Extension}' is not the extension of a text that Verify knows: {files.Name}", nameof(files));

        var received = WithLineFeeds(text);
        var verified = ReadVerified(files.Verified);
        var leftovers = files.FindLeftovers();
        if (verified is not null && AreEqual(verified, received))
        {
            File.Delete(files.Received);
            diffTool.Close(files);
            if (leftovers.Length > 0)
                throw new SnapshotException($"Snapshot {files.Name} is as accepted, but other extensions are left of it. {Remove(files, leftovers)}");
            return;
        }

        File.WriteAllText(files.Received, received, Encoding);
        var message = Describe(files, verified, received);
        if (leftovers.Length > 0)
            message += $"\nOther extensions are left of it. {Remove(files, leftovers)}";
        try
        {
            diffTool.Show(files);
        }
        catch (Exception problem)
        {
            // The mismatch is the news; that no window opened comes second.
            throw new SnapshotException($"{message}\nThe diff tool did not start: {problem.Message}", problem);
        }

        throw new SnapshotException(message);
    }

    private static string? ReadVerified(string path)
    {
        if (!File.Exists(path))
            return null;
        var text = WithLineFeeds(File.ReadAllText(path, Encoding));
        // Some diff tools need both files, so DiffEngine makes an empty one: nobody has accepted that.
        return text.Length == 0 ? null : text;
    }

    private static string WithLineFeeds(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    // An editor may have ended the file with a line feed that the text does not have.
    private static bool AreEqual(string verified, string received) =>
        string.Equals(verified, received, StringComparison.Ordinal)
        || (verified.Length == received.Length + 1 && verified[^1] == '\n' && verified.StartsWith(received, StringComparison.Ordinal));

    private static string Describe(SnapshotFiles files, string? verified, string received)
    {
        var message = new StringBuilder(verified is null
            ? $"Snapshot {files.Name} does not exist yet."
            : $"Snapshot {files.Name} differs at {FirstDifference(verified, received)}");
        message.Append(CultureInfo.InvariantCulture, $"\nTo accept, in {Relative(files.Directory)}:");
        message.Append(CultureInfo.InvariantCulture, $"\n  mv {Path.GetFileName(files.Received)} {files.Name}");
        return message.ToString();
    }

    private static string Remove(SnapshotFiles files, string[] leftovers) =>
        $"To remove them, in {Relative(files.Directory)}:\n  rm {string.Join(' ', leftovers)}";

    private static string FirstDifference(string verified, string received)
    {
        var old = verified.Split('\n');
        var now = received.Split('\n');
        var line = 0;
        while (line < old.Length && line < now.Length && old[line] == now[line])
            line++;
        var was = line < old.Length ? old[line] : null;
        var got = line < now.Length ? now[line] : null;
        var column = 0;
        while (column < was?.Length && column < got?.Length && was[column] == got[column])
            column++;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"line {line + 1}, column {column + 1}:\n  verified: {Excerpt(was, column)}\n  received: {Excerpt(got, column)}");
    }

    private static string Excerpt(string? line, int column)
    {
        if (line is null)
            return "(the text ends before this line)";
        var start = Math.Max(0, Math.Min(column - Window / 2, line.Length - Window));
        var end = Math.Min(line.Length, start + Window);
        var excerpt = new StringBuilder(start > 0 ? "…" : "").Append('\'');
        foreach (var c in line.AsSpan(start, end - start))
        {
            // What no eye can tell apart (a tab and a space, a no-break space, a zero-width joiner) is written by its code.
            if (char.IsControl(c) || (char.IsWhiteSpace(c) && c != ' ') || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
                excerpt.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                excerpt.Append(c);
        }

        return excerpt.Append('\'').Append(end < line.Length ? "…" : "").ToString();
    }

    private static string Relative(string directory) =>
        Path.GetRelativePath(TestSource.RepositoryDirectory, directory).Replace('\\', '/');
}
#endif
