// The files that the tests read, from where the build put them.

using System.Text;

namespace QuizKit.NeuralNetworks.Tests;

/// <summary>The quiz file and its source, copied beside the tests by the build.</summary>
internal static class Files
{
    /// <summary>The path of the text that the quiz was made from, as its author left it.</summary>
    public static string SourcePath { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "chapter-6-quiz.txt");

    /// <summary>The path of the quiz file.</summary>
    public static string QuizPath { get; } = Path.Combine(AppContext.BaseDirectory, "Content", "chapter-6.quiz.md");

    /// <summary>The path of the questions that go with it.</summary>
    public static string CompanionsPath { get; } = Path.Combine(AppContext.BaseDirectory, "Content", "chapter-6-companions.quiz.md");

    /// <summary>Returns the text of a file; a byte that is not UTF-8 is an error, not a replacement character.</summary>
    /// <param name="path">One of the paths above.</param>
    public static string Read(string path) =>
        File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
}
