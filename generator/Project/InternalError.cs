// What an author sees where QuizKit itself is wrong: one diagnostic on the file, instead of a generator that the compiler gives up.

using Microsoft.CodeAnalysis;
using QuizKit.Language.Diagnostics;

namespace QuizKit.Generator.Project;

internal static class InternalError
{
    /// <summary>Whether an exception is a mistake of QuizKit, which costs one file and not the project.</summary>
    public static bool Covers(Exception exception) => exception is not (OperationCanceledException or OutOfMemoryException);

    public static Diagnostic On(string path, Exception exception) => Diagnostic.Create(
        Descriptors.Of(Definitions.InternalError),
        Location.Create(path, default, default),
        exception.GetType().FullName,
        exception.Message.Replace("\r", "").Replace('\n', ' '));
}
