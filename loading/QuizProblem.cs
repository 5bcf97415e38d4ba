// An error or a warning in the text of a quiz.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Loading;

/// <summary>An error or a warning in a quiz file, as a build reports it.</summary>
public sealed class QuizProblem
{
    internal QuizProblem(string path, SourceText text, QuizDiagnostic diagnostic, bool warningsAreErrors)
    {
        Rule = diagnostic.Definition.Rule;
        Path = path;
        (Line, Column) = text.PlaceOf(diagnostic.Span.Start);
        (EndLine, EndColumn) = text.PlaceOf(diagnostic.Span.End);
        IsError = Rule.IsError || warningsAreErrors;
        Message = diagnostic.Message;
    }

    /// <summary>The path of the file, as it was given.</summary>
    public string Path { get; }

    /// <summary>The line of its first character, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of its first character in UTF-16 code units, from 1.</summary>
    public int Column { get; }

    /// <summary>The line of the end, from 1.</summary>
    public int EndLine { get; }

    /// <summary>The column behind its last character in UTF-16 code units, from 1.</summary>
    public int EndColumn { get; }

    /// <summary>The id of the diagnostic, such as <c>QK0001</c>.</summary>
    public string Id => Rule.Id;

    /// <summary>What diagnostics with this id are about.</summary>
    public string Title => Rule.Title;

    /// <summary>Whether there is no quiz because of it; a warning otherwise.</summary>
    public bool IsError { get; }

    /// <summary>What is wrong, and what to write instead.</summary>
    public string Message { get; }

    internal DiagnosticRule Rule { get; }

    /// <summary>Returns the problem in the form that MSBuild and editors read.</summary>
    public override string ToString() => $"{Path}({Line},{Column}): {(IsError ? "error" : "warning")} {Id}: {Message}";
}
