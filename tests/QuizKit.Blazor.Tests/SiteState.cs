// What the pages of the test site show and what came of it.

using QuizKit.Sessions;

namespace QuizKit.Blazor.Tests;

internal sealed class SiteState
{
    public IReadOnlyList<Question> Questions { get; set; } = [];

    public QuizSession Session { get; set; } = TestQuestions.Session();

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public int Seed { get; set; }

    public bool MultipleTries { get; set; }

    public List<GradeResult> Replies { get; } = [];
}
