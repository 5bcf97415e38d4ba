// A question of another format, before it is written in ours.

namespace QuizKit.Tool.Importing;

/// <summary>What an author should know about an import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="IsError">Whether the question was left out.</param>
/// <param name="Message">What could not be held, and the way out.</param>
internal sealed record ImportNote(string Path, int Line, bool IsError, string Message);

internal sealed record ImportedChoice(int Line, List<SourceLine> Lines)
{
    public bool IsRight { get; set; }
}

/// <summary>The parts of a question, as lines of Markdown.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Number">The number that it has there, or null.</param>
internal sealed record ImportedQuestion(int Line, int? Number)
{
    public List<SourceLine> Prompt { get; } = [];

    public List<ImportedChoice> Choices { get; } = [];

    public List<SourceLine> Answer { get; } = [];

    public List<SourceLine> Explanation { get; } = [];

    public List<SourceLine> Hint { get; } = [];

    /// <summary>The slug that the source names, or null.</summary>
    public string? Id { get; set; }

    /// <summary>The slug of the heading above, or null.</summary>
    public string? Tag { get; set; }

    /// <summary>The keys of the comment besides id and tags, such as <c>kind=numeric value=5</c>.</summary>
    public string Keys { get; set; } = "";

    /// <summary>Why it cannot be imported, or null.</summary>
    public string? Refusal { get; set; }

    /// <summary>What its import changed or left out.</summary>
    public List<string> Notes { get; } = [];
}
