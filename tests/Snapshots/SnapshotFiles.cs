// Where a snapshot lies and what it is called.

namespace QuizKit.Snapshots;

/// <summary>The two files of one snapshot.</summary>
internal sealed class SnapshotFiles
{
    // Those of Windows, on every system: a snapshot made on one must check out on the others.
    private const string Forbidden = "\"<>|:*?/\\";

    private SnapshotFiles(string sourceFile, string testClass, string testMethod, string? parameters, string extension)
    {
        SourceFile = sourceFile;
        TestClass = testClass;
        TestMethod = testMethod;
        Parameters = parameters;
        Extension = extension;
        Directory = Path.GetDirectoryName(sourceFile)!;
        var stem = parameters is null ? $"{testClass}.{testMethod}" : $"{testClass}.{testMethod}_{parameters}";
        Stem = Path.Combine(Directory, stem);
        Name = $"{stem}.verified.{extension}";
        Verified = Path.Combine(Directory, Name);
        Received = Path.Combine(Directory, $"{stem}.received.{extension}");
    }

    /// <summary>The test's source file, as a path of this machine.</summary>
    public string SourceFile { get; }

    public string TestClass { get; }

    public string TestMethod { get; }

    public string? Parameters { get; }

    /// <summary>The extension without its dot.</summary>
    public string Extension { get; }

    /// <summary>The folder of the test's source and of both files.</summary>
    public string Directory { get; }

    /// <summary>The path of both files up to <c>.verified.</c> or <c>.received.</c>.</summary>
    public string Stem { get; }

    /// <summary>The accepted file's name, without its folder.</summary>
    public string Name { get; }

    /// <summary>The path of the accepted text, which is under source control.</summary>
    public string Verified { get; }

    /// <summary>The path of the text that a failing test got, which is not.</summary>
    public string Received { get; }

    /// <summary>Names the files of one snapshot.</summary>
    /// <exception cref="ArgumentException">A part cannot be part of a file name on every system.</exception>
    public static SnapshotFiles Of(string sourceFile, string testMethod, string? parameters, string extension)
    {
        Check(testMethod, nameof(testMethod));
        Check(extension, nameof(extension));
        if (parameters is not null)
            Check(parameters, nameof(parameters));
        return new SnapshotFiles(sourceFile, Path.GetFileNameWithoutExtension(sourceFile), testMethod, parameters, extension);
    }

    /// <summary>The accepted files of the same stem with another extension: an earlier version of the test left them.</summary>
    /// <returns>Their names without the folder, in ordinal order.</returns>
    public string[] FindLeftovers() => System.IO.Directory
        .EnumerateFiles(Directory, $"{Path.GetFileName(Stem)}.verified.*")
        .Select(path => Path.GetFileName(path))
        .Where(name => !name.Equals(Name, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .ToArray();

    private static void Check(string part, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(part, name);
        if (part[0] == '.' || part.Any(c => char.IsControl(c) || Forbidden.Contains(c)))
            throw new ArgumentException($"'{part}' cannot be part of a snapshot's file name: no leading dot, no control character, none of {Forbidden}", name);
    }
}
