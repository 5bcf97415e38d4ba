// A question of another format, before it is written in ours.

namespace QuizKit.Tool.Importing;

/// <summary>What an author should know about an import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="IsError">Whether the question was left out.</param>
/// <param name="Message">What could not be held, and the way out.</param>
/// <param name="Unit">What is counted in place of lines, such as "note"; null for lines.</param>
internal sealed record ImportNote(string Path, int Line, bool IsError, string Message, string? Unit = null)
{
    public override string ToString() =>
        $"{Path}{(Unit is null ? $"({Line},1)" : $": {Unit} {Line}")}: {(IsError ? "error" : "warning")} IMPORT: {Message}";
}

internal sealed record ImportedChoice(int Line, List<SourceLine> Lines)
{
    public bool IsRight { get; set; }

    public List<SourceLine> Feedback { get; set; } = [];

    /// <summary>The slug of the mistake that leads to a wrong one, or null.</summary>
    public string? Misconception { get; set; }
}

/// <summary>A wrong number that a question knows.</summary>
/// <param name="Value">The number as a comment has it.</param>
/// <param name="Misconception">The slug of the mistake, or null.</param>
/// <param name="Feedback">What to say to it.</param>
internal sealed record ImportedSlip(string Value, string? Misconception, List<SourceLine> Feedback);

/// <summary>The parts of a question, as lines of Markdown.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Number">The number that it has there, or null.</param>
internal sealed record ImportedQuestion(int Line, int? Number)
{
    public List<SourceLine> Prompt { get; } = [];

    public List<ImportedChoice> Choices { get; } = [];

    public List<SourceLine> Answer { get; } = [];

    public List<SourceLine> Explanation { get; } = [];

    public List<List<SourceLine>> Hints { get; } = [[]];

    /// <summary>The first hint.</summary>
    public List<SourceLine> Hint => Hints[0];

    public List<ImportedSlip> Slips { get; } = [];

    /// <summary>The number that it has there, or null.</summary>
    public int? Number { get; set; } = Number;

    /// <summary>The words of the heading, or null.</summary>
    public string? Title { get; set; }

    /// <summary>Whether the editors of the quiz wrote the answer, and not its author.</summary>
    public bool IsByEditors { get; set; }

    /// <summary>Whether the lines are Markdown of a quiz already, because a reader of a format wrote them.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The file in a package that has it, or null.</summary>
    public string? Entry { get; init; }

    /// <summary>What <see cref="Line"/> counts in place of lines, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>The slug that the source names, or null.</summary>
    public string? Id { get; set; }

    /// <summary>Slugs, such as that of the heading above.</summary>
    public List<string> Tags { get; } = [];

    /// <summary>The keys of the comment besides id and tags, such as <c>kind=numeric value=5</c>.</summary>
    public string Keys { get; set; } = "";

    /// <summary>Other keys with the same meaning, for an answer that does not print the numbers of <see cref="Keys"/>.</summary>
    public List<string> OtherKeys { get; } = [];

    /// <summary>What the answer begins with where it does not print what the keys have otherwise, or null.</summary>
    public string? PrintedKey { get; set; }

    /// <summary>Why it cannot be imported, or null.</summary>
    public string? Refusal { get; set; }

    /// <summary>What its import changed or left out.</summary>
    public List<string> Notes { get; } = [];
}
