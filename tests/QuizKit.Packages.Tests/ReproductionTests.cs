// One commit, checked out in two folders, becomes the same packages; and symbols lead to the sources at the remote.

using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>The package QuizKit, packed from two checkouts of a repository with a remote.</summary>
public sealed class TwoCheckouts(PackedPackages packages) : IAsyncLifetime
{
    private static readonly string[] Names = ["one", Path.Combine("a longer", "way", "two")];

    /// <summary>The commit of both.</summary>
    internal string Commit { get; private set; } = "";

    public async Task InitializeAsync()
    {
        foreach (var name in Names)
        {
            var folder = Folder(name);
            PackedPackages.CopyTree(PackedPackages.Repository, folder);
            Assert.False(Path.Exists(Path.Combine(folder, ".git")), "the copy belongs to another repository");
            await GitAsync(folder, "init", "--quiet", "--initial-branch=main");
            await GitAsync(folder, "remote", "add", "origin", "https://github.com/example/quizkit.git");
            await GitAsync(folder, "add", "--all");
            await GitAsync(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=One", "--date=2026-01-01T00:00:00Z");
            Commit = (await GitAsync(folder, "rev-parse", "HEAD")).Trim();
            (await Dotnet.RunAsync(folder, null, "pack", "runtime", "-c", "Release", "-o", Output(name), "-p:RunAnalyzers=false")).Succeeded();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>The files that one of the checkouts packed: the package and its symbols.</summary>
    internal string[] Packed(int checkout) => [.. Directory.GetFiles(Output(Names[checkout])).Order(StringComparer.Ordinal)];

    private string Folder(string name) => Path.Combine(packages.Root, "checkouts", name);

    private string Output(string name) => Path.Combine(packages.Root, "packed", name);

    // The time of the commit is part of it, and so are a machine's own settings for line ends.
    private static async Task<string> GitAsync(string folder, params string[] arguments) =>
        (await Dotnet.RunAsync("git", folder, null, ["-c", "safe.directory=*", "-c", "core.autocrlf=false", .. arguments], time: "2026-01-01T00:00:00Z")).Succeeded().Output;
}

[Collection(PackedPackagesTests.Name)]
public sealed class ReproductionTests(TwoCheckouts checkouts) : IClassFixture<TwoCheckouts>
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public void Two_checkouts_of_one_commit_pack_the_same_bytes()
    {
        (var one, var two) = (checkouts.Packed(0), checkouts.Packed(1));

        Assert.Equal(["QuizKit.0.1.0.nupkg", "QuizKit.0.1.0.snupkg"], one.Select(file => Path.GetFileName(file)!));
        foreach ((var a, var b) in one.Zip(two)) Assert.True(File.ReadAllBytes(a).AsSpan().SequenceEqual(File.ReadAllBytes(b)), $"{Path.GetFileName(a)} differs");
    }

    [Fact]
    public void Symbols_lead_each_source_file_to_its_address_at_the_commit()
    {
        using var package = ZipFile.OpenRead(checkouts.Packed(0).Single(file => file.EndsWith(".snupkg", StringComparison.Ordinal)));
        using var bytes = new MemoryStream();
        using (var pdb = package.GetEntry("lib/net10.0/QuizKit.pdb")!.Open()) pdb.CopyTo(bytes);
        bytes.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        var reader = provider.GetMetadataReader();

        var map = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value))).Single();
        string[] documents = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];

        Assert.Equal("{\"documents\":{\"/_/*\":\"https://raw.githubusercontent.com/example/quizkit/" + checkouts.Commit + "/*\"}}", map);
        Assert.Contains("/_/runtime/Quiz.cs", documents);
        Assert.All(documents, document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
    }
}
