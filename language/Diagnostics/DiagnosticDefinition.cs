// What a diagnostic is: a rule with an id and a page, and one or more messages.

using System.Globalization;

namespace QuizKit.Language.Diagnostics;

/// <summary>What one id stands for. Ids are stable: one that is no longer needed is retired, and never given another meaning.</summary>
/// <param name="Id">The id: <c>QK0001</c>.</param>
/// <param name="Title">The title of its page and of its entry in lists of rules.</param>
/// <param name="Level">What it does to a build.</param>
internal sealed record DiagnosticRule(string Id, string Title, DiagnosticLevel Level)
{
    public bool IsError => Level == DiagnosticLevel.Error;

    /// <summary>The address of its page in the documentation, or null where none is published.</summary>
    public string? Page => DocumentationLink.Of(Id);
}

internal enum DiagnosticLevel
{
    /// <summary>Nothing is wrong; editors offer something.</summary>
    Suggestion,

    /// <summary>Can be suppressed and configured.</summary>
    Warning,

    /// <summary>Ends the build.</summary>
    Error,
}

/// <summary>One message of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Format">The words, as a composite format string; where it has no placeholder, braces are not doubled.</param>
internal sealed record DiagnosticDefinition(DiagnosticRule Rule, string Format)
{
    public string Message(params string[] arguments) =>
        arguments.Length == 0 ? Format : string.Format(CultureInfo.InvariantCulture, Format, arguments);
}
