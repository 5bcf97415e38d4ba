// What is packed, as the targets of the pack say it.

namespace QuizKit.Bom;

/// <summary>A file of a package.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Path">Where it goes in the package, with slashes.</param>
internal sealed record PackedFile(string Source, string Path)
{
    /// <summary>Whether a folder, which ends in a separator, holds it.</summary>
    public bool IsIn(string folder) => Source.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A package that is being packed.</summary>
/// <param name="Id">The name of the package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its SPDX expression.</param>
/// <param name="AssemblyName">The name of its own assembly, without extension.</param>
/// <param name="IsTool">Whether it is a program that carries all of its dependencies.</param>
/// <param name="Assets">The file project.assets.json of its project.</param>
/// <param name="Files">Its files, in the order of their paths.</param>
internal sealed record PackRequest(
    string Id, string Version, string Licence, string AssemblyName, bool IsTool, string Assets, IReadOnlyList<PackedFile> Files)
{
    /// <summary>
    /// Reads a file with a line for each value: a key, a tab and the value; for a file its source, its path and the folders of a pattern.
    /// </summary>
    public static PackRequest Read(string path)
    {
        // MSBuild trims the items that are the lines: an empty value at the end has lost its tab.
        var lines = File.ReadLines(path).Select(line => line.Split('\t'))
            .ToLookup(fields => fields[0], fields => fields[1..].Concat(["", "", ""]).ToArray());
        string Value(string key) => lines[key].Single()[0];
        return new PackRequest(
            Value("id"), Value("version"), Value("licence"), Value("assembly"), Value("tool") == "true", Value("assets"),
            [
                .. lines["file"].Select(fields => new PackedFile(fields[0], PathInPackage(fields[0], fields[1], fields[2])))
                    .DistinctBy(file => file.Path).OrderBy(file => file.Path, StringComparer.Ordinal),
            ]);
    }

    // As NuGet reads it: a path with the extension of the file names the file, another one its folder.
    private static string PathInPackage(string source, string path, string folders)
    {
        path = path.Replace('\\', '/').Trim('/');
        var extension = Path.GetExtension(source);
        if (extension != "" && path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return path;
        folders = folders.Replace('\\', '/');
        return $"{path}/{folders}{Path.GetFileName(source)}".TrimStart('/');
    }
}
