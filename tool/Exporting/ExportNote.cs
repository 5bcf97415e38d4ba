// What a format cannot hold, and what is written in its place.

namespace QuizKit.Tool.Exporting;

/// <summary>A note on a question.</summary>
/// <param name="QuestionId">The id of the question; null where it concerns the whole quiz.</param>
/// <param name="Message">What the format cannot hold, and what is written instead.</param>
internal sealed record ExportNote(string? QuestionId, string Message);
