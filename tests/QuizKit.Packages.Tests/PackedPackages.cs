// Packs the repository once for all tests of this project, and keeps a folder outside the tree for the consumers.

using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>The packages as one command makes them, in a version that no other run has.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("quizkit-packages-");

    /// <summary>The version of all the packages.</summary>
    public string Version { get; } = "0.1.0-test." + Guid.NewGuid().ToString("N");

    /// <summary>The folder of everything this run makes, outside the repository.</summary>
    public string Root => _root.FullName;

    /// <summary>The folder that holds the packages.</summary>
    public string Feed => Path.Combine(Root, "feed");

    /// <summary>The consumers' own package folder: what the machine has restored before does not help them.</summary>
    public string RestoredPackages => Path.Combine(Root, "restored");

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = Dotnet.Metadata("RepositoryDirectory");

    /// <summary>Packs a copy of the tree: a build of the tree itself may be running while tests run.</summary>
    public async Task InitializeAsync()
    {
        var copy = Path.Combine(Root, "tree");
        CopyTree(Repository, copy);
        Directory.CreateDirectory(Feed);
        await File.WriteAllTextAsync(Path.Combine(Root, "nuget.config"), """
            <configuration>
              <packageSources>
                <add key="packed" value="feed" />
              </packageSources>
            </configuration>
            """);

        // The build of the tree runs the analyzers; they change no package, and take half of the time.
        (await Dotnet.RunAsync(copy, null, "pack", "eng/packages.slnf", "-c", "Release", "-o", Feed, $"-p:Version={Version}", "-p:RunAnalyzers=false")).Succeeded();
    }

    public async Task DisposeAsync()
    {
        await Dotnet.StopCompilerAsync();
        _root.Delete(recursive: true);
    }

    internal ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    /// <summary>The files of a package, without the three that the packaging format itself adds.</summary>
    internal IReadOnlyList<string> Files(string id, string extension = "nupkg")
    {
        using var package = Open(id, extension);
        return
        [
            .. package.Entries.Select(entry => entry.FullName)
                .Where(name => name.Split('/')[0] is not ("_rels" or "package" or "[Content_Types].xml"))
                .Order(StringComparer.Ordinal),
        ];
    }

    internal string ReadText(string id, string file)
    {
        using var package = Open(id);
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The metadata element of a package's manifest, without its namespace.</summary>
    internal XElement Manifest(string id)
    {
        var manifest = XElement.Parse(ReadText(id, id + ".nuspec"));
        foreach (var element in manifest.DescendantsAndSelf()) element.Name = element.Name.LocalName;
        return manifest.Element("metadata")!;
    }

    internal static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            // In a worktree .git is a file that leads to the repository: git in the copy would act on it.
            if (Path.GetFileName(file) != ".git") File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            var name = Path.GetFileName(folder);
            if (name is "bin" or "obj" or "artifacts" or "node_modules" or "TestResults" or ".git" or ".vs") continue;
            CopyTree(folder, Path.Combine(to, name));
        }
    }
}

/// <summary>All tests here use the same packages, one after the other: each of them starts builds that want the whole machine.</summary>
[CollectionDefinition(Name)]
public sealed class PackedPackagesTests : ICollectionFixture<PackedPackages>
{
    public const string Name = "Packed packages";
}
