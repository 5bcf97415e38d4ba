// A hint as it is sent.

namespace QuizKit.AspNetCore;

/// <summary>One of the hints of a question.</summary>
/// <param name="QuestionId">The id of the question.</param>
/// <param name="Number">Its place in the order to show them, from 1.</param>
/// <param name="Count">How many the question has.</param>
/// <param name="Text">What it says.</param>
internal sealed record ShownHint(string QuestionId, int Number, int Count, RichText Text);
