// What a build found out about the pictures of a project's quizzes, as a text for the compiler, which reads no pictures.

using System.Globalization;
using System.Text;
using QuizKit.Language.Model;

namespace QuizKit.Language.Pictures;

/// <summary>A picture of a quiz.</summary>
/// <param name="Quiz">The whole path of the quiz.</param>
/// <param name="Path">The path of the picture from the quiz's folder, as <see cref="PicturePath.Of"/> gives it.</param>
/// <param name="Picture">What is known of it.</param>
internal sealed record PictureRow(string Quiz, string Path, PictureModel Picture);

internal static class PictureTable
{
    /// <summary>How the name of the file ends.</summary>
    public const string Extension = ".quizkit.pictures.txt";

    /// <summary>The table as a text: a line for each row, its fields between tabs. A path with a tab or a line break is left out.</summary>
    public static string Write(IEnumerable<PictureRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var picture = row.Picture;
            string[] fields = [row.Quiz, row.Path, picture.Path, picture.Address, Show(picture.Width), Show(picture.Height)];
            if (fields.Any(field => field.IndexOfAny(['\t', '\n', '\r']) >= 0)) continue;
            text.Append(string.Join("\t", fields)).Append('\n');
        }

        return text.ToString();

        static string Show(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Reads what <see cref="Write"/> wrote; another line is left out.</summary>
    public static IEnumerable<PictureRow> Read(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var fields = line.TrimEnd('\r').Split('\t');
            if (fields.Length != 6) continue;
            var picture = new PictureModel(fields[2], fields[3], NumberOf(fields[4]), NumberOf(fields[5]));
            yield return new PictureRow(fields[0], fields[1], picture);
        }

        static int? NumberOf(string field) =>
            int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
