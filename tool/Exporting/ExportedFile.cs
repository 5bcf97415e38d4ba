// What an export gives.

namespace QuizKit.Tool.Exporting;

/// <summary>A file, and what it could not hold.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Notes">What it could not hold, in the order of the questions.</param>
internal sealed record ExportedFile(byte[] Bytes, IReadOnlyList<ExportNote> Notes);
