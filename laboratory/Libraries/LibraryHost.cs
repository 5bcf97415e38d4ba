// The programs that answer with the libraries under study.

namespace QuizKit.Laboratory.Libraries;

/// <summary>A library under study.</summary>
/// <param name="Id">Its name in requests, and the first part of the names of its operations.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="HasLayers">Whether it multiplies matrices, so that a network can run in it.</param>
internal sealed record LibraryName(string Id, string Name, bool HasLayers = true);

/// <summary>A program that answers with the libraries that it loads.</summary>
/// <param name="Id">Its name in requests.</param>
/// <param name="Name">Its name in messages, until it reports a better one.</param>
/// <param name="Kind">What it is, for a message about a program that is something else.</param>
/// <param name="Libraries">The libraries that it may have.</param>
internal sealed record LibraryHost(string Id, string Name, string Kind, IReadOnlyList<LibraryName> Libraries)
{
    /// <summary>An installed Python with the script of this project.</summary>
    public static LibraryHost Python { get; } = new(
        "python", "Python", "a Python that runs this tool's script", [new("numpy", "NumPy"), new("torch", "PyTorch")]);

    /// <summary>The program of the folder <c>libraries</c>.</summary>
    public static LibraryHost DotNet { get; } = new(
        "dotnet", "QuizKit.Libraries", "the program of the folder libraries",
        [
            new("libtorch", "libtorch"), new("onnxruntime", "ONNX Runtime"), new("mathnet", "Math.NET Numerics"),
            new("numsharp", "NumSharp"), new("duckdb", "DuckDB", HasLayers: false), new("sqlite", "SQLite", HasLayers: false),
        ]);

    /// <summary>This program, for functions of the user's.</summary>
    public static LibraryHost Functions { get; } = new("functions", "the process of functions", "this program", []);

    /// <summary>The command that builds <see cref="DotNet"/>.</summary>
    public const string Setup = "dotnet build libraries -c Release";

    /// <summary>What the command sets up, in a sentence.</summary>
    public static string SetupHint =>
        $"`{Setup}` sets up {string.Join(", ", DotNet.Libraries.Select(library => library.Name))} without Python.";
}
