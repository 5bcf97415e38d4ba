// The one entry point for snapshot tests: compares a text with the file that was accepted for it.

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace QuizKit.Snapshots;

/// <summary>
/// Compares a text with its accepted snapshot, in Verify's conventions: the snapshot lies beside the test's source as
/// <c>{TestClass}.{TestMethod}[_{parameters}].verified.{extension}</c>, and what a failing test got lies next to it as
/// <c>.received.</c>. Built with <c>-p:UseVerify=true</c>, Verify.Xunit does the comparing, over the same files.
/// </summary>
public static class Snapshot
{
    private static readonly ConcurrentDictionary<string, bool> Claimed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Fails the test unless <paramref name="text"/> equals its accepted snapshot.</summary>
    /// <remarks>
    /// Line endings do not count, nor does one line feed at the end of the snapshot, nor its byte order mark. All else does.
    /// The test class must be named like its source file.
    /// </remarks>
    /// <param name="text">What the test got; not empty, since an empty file stands for a snapshot not yet accepted.</param>
    /// <param name="extension">The snapshot's file name extension, without a dot, for example <c>txt</c> or <c>cs</c>.</param>
    /// <param name="parameters">
    /// What tells this call from others of the same test, such as a theory's argument; it becomes part of the file name.
    /// </param>
    /// <param name="sourceFile">The test's source file: the compiler's to give.</param>
    /// <param name="testMethod">The test's method: the compiler's to give.</param>
    /// <exception cref="SnapshotException">There is no snapshot yet, or it differs.</exception>
    /// <exception cref="ArgumentException">
    /// The text is empty or names a folder of this machine, a name cannot be part of a file name, or the extension is not that of a text.
    /// </exception>
    /// <exception cref="InvalidOperationException">An earlier call in this run used the same name, whatever its extension.</exception>
    public static void Verify(
        string text,
        string extension = "txt",
        string? parameters = null,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string testMethod = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        MachinePaths.ThrowIfIn(text);
        var files = SnapshotFiles.Of(TestSource.Locate(sourceFile), testMethod, parameters, extension);
        if (!Claimed.TryAdd(files.Stem, true))
            throw new InvalidOperationException($"{files.Name} was already compared in this run: give each call of a test its own parameters.");
#if USE_VERIFY
        VerifyXunitAdapter.Verify(text, files);
#else
        SnapshotComparison.Verify(text, files, DiffTool.Current);
#endif
    }
}
