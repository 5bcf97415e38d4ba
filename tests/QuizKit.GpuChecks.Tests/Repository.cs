// Files of this repository that tests read.

using System.Reflection;

namespace QuizKit.GpuChecks.Tests;

internal static class Repository
{
    /// <summary>The path of a file of the repository on this machine.</summary>
    public static string PathOf(string file) => Path.Combine(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryDirectory").Value!, file);
}
