// The real program with libraries, started once for all tests that ask it.

using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Libraries.Tests;

/// <summary>The program of the folder <c>libraries</c> and no Python.</summary>
public sealed class LibraryFixture : IDisposable
{
    private readonly LibraryServers _servers = Open(Program);

    public LibraryFixture() => Targets = LibraryTargets.Open(_servers);

    /// <summary>The program, built in the configuration of these tests.</summary>
    public static string Program { get; } = ProgramOf("libraries", "QuizKit.Libraries.dll");

    /// <summary>The operations of the libraries.</summary>
    internal LibraryTargets Targets { get; }

    /// <summary>A program of this checkout, built in the configuration of these tests.</summary>
    public static string ProgramOf(string project, string assembly)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, project, "bin", configuration, framework, assembly);
    }

    /// <summary>A program instead of it, or null for none, and no Python.</summary>
    internal static LibraryServers Open(string? program, TimeSpan? timeout = null) => new(
        LibraryServer.Python(["/no/such/python"], LibraryServer.Timeout), LibraryServer.DotNet(program, timeout ?? LibraryServer.Timeout));

    public void Dispose() => _servers.Dispose();
}

/// <summary>Names the collection of tests that share the program.</summary>
[CollectionDefinition(Name)]
public sealed class WithLibraries : ICollectionFixture<LibraryFixture>
{
    public const string Name = "libraries";
}
