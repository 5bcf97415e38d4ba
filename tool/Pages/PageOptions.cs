// What a page is like, beside its quiz.

namespace QuizKit.Tool.Pages;

/// <summary>What a page prints below its questions.</summary>
internal enum PrintedAnswers
{
    /// <summary>All answers, from a new sheet on.</summary>
    AtEnd,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>The choices of <see cref="QuizPage.Write(Quiz, PageOptions?)"/>.</summary>
internal sealed record PageOptions
{
    /// <summary>What the page prints below its questions. Answers are folded on the screen.</summary>
    public PrintedAnswers PrintedAnswers { get; init; }

    /// <summary>Whether the screen shows what is printed.</summary>
    public bool ShowsPrint { get; init; }

    /// <summary>From the address of a picture, as the quiz has it, to that in the page.</summary>
    public Func<string, string> Picture { get; init; } = address => address;

    /// <summary>What a preview adds.</summary>
    public PageAdditions Additions { get; init; } = new();
}

/// <summary>HTML that another part of the tool adds to a page.</summary>
internal sealed record PageAdditions
{
    /// <summary>Elements for the head. With them, the page has no policy of its own: the server sends one.</summary>
    public string? Head { get; init; }

    /// <summary>Elements above the title.</summary>
    public string Top { get; init; } = "";

    /// <summary>Elements above the heading of a question, which is named by its id.</summary>
    public Func<string, string> Question { get; init; } = _ => "";
}
