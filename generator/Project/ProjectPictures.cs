// The pictures of a project's quizzes, which its build found.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using QuizKit.Language.Model;
using QuizKit.Language.Pictures;

namespace QuizKit.Generator.Project;

internal static class ProjectPictures
{
    public static bool IsTable(AdditionalText file) => file.Path.EndsWith(PictureTable.Extension, StringComparison.OrdinalIgnoreCase);

    public static EquatableArray<PictureRow> Read(AdditionalText table, CancellationToken cancellation) =>
        new([.. PictureTable.Read(table.GetText(cancellation)?.ToString() ?? "")]);

    /// <summary>Gives the pictures of a quiz their places and sizes; those that are in no table stay as they are.</summary>
    public static QuizModel? Place(QuizModel? quiz, string path, ImmutableArray<EquatableArray<PictureRow>> tables)
    {
        if (quiz is null || tables.All(table => table.Count == 0)) return quiz;
        var pictures = tables
            .SelectMany(table => table)
            .Where(row => row.Quiz == path)
            .GroupBy(row => row.Path, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => rows.First().Picture, StringComparer.Ordinal);
        return pictures.Count == 0 ? quiz : QuizPictures.Place(quiz, picture => pictures.TryGetValue(picture, out var it) ? it : null);
    }
}
