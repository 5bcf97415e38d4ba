// Finds a test's source file on this machine, also in builds whose source paths are not this machine's.

using System.Reflection;

namespace QuizKit.Snapshots;

/// <summary>Turns the source path that the compiler wrote down into a path of this machine.</summary>
internal static class TestSource
{
    // With ContinuousIntegrationBuild the compiler writes the repository's folder as this, so that builds are reproducible.
    private const string MappedRepository = "/_/";

    /// <summary>The repository's folder when this assembly was built.</summary>
    public static string RepositoryDirectory { get; } = typeof(TestSource).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == nameof(RepositoryDirectory)).Value!;

    /// <summary>Finds the source file of a test.</summary>
    /// <param name="compiledPath">The path as <c>[CallerFilePath]</c> gives it.</param>
    /// <exception cref="InvalidOperationException">The file's folder is not there.</exception>
    public static string Locate(string compiledPath) => Locate(compiledPath, RepositoryDirectory);

    internal static string Locate(string compiledPath, string repositoryDirectory)
    {
        var path = compiledPath.StartsWith(MappedRepository, StringComparison.Ordinal)
            ? Path.GetFullPath(Path.Combine(repositoryDirectory, compiledPath[MappedRepository.Length..]))
            : compiledPath;
        if (!File.Exists(path))
            throw new InvalidOperationException($"The test's source {compiledPath} is not at {path}: snapshots lie beside it. Build the tests again where they now are.");
        return path;
    }
}
