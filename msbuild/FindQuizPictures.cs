// The MSBuild task that finds the pictures of quizzes.

using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using QuizKit.Language.Pictures;

namespace QuizKit.MSBuild;

/// <summary>
/// Finds the pictures that quizzes show and that lie below their folders: their sizes for the compiler, and the files for the build to copy.
/// </summary>
public sealed class FindQuizPictures : Microsoft.Build.Utilities.Task
{
    /// <summary>The quiz files. Their metadata <c>Link</c> says where in the project a file from elsewhere lies.</summary>
    [Required]
    public ITaskItem[] Quizzes { get; set; } = [];

    /// <summary>The folder of the project.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>What the address of each picture begins with, percent-encoded; empty for nothing.</summary>
    public string Root { get; set; } = "";

    /// <summary>The file for the compiler, with a row for each picture of each quiz; it is written where its content changes.</summary>
    [Required]
    public string Table { get; set; } = "";

    /// <summary>The files of the pictures; their metadata <c>QuizPath</c> is the path at which an app has them.</summary>
    [Output]
    public ITaskItem[] Pictures { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var rows = new List<PictureRow>();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var quiz in Quizzes)
        {
            var path = quiz.GetMetadata("FullPath");
            if (!File.Exists(path)) continue;
            var folder = Path.GetDirectoryName(path) ?? "";
            var served = ServedFolder(quiz, path);
            foreach (var picture in PictureFinder.PathsIn(TextOf(path)))
            {
                if (PictureFinder.Find(folder, picture, served + picture, Root) is not { } found) continue;
                rows.Add(new PictureRow(path, picture, found));
                files[found.Path] = Path.Combine(folder, picture);
            }
        }

        Pictures = [.. files.Select(file => new TaskItem(file.Value, new Dictionary<string, string> { ["QuizPath"] = file.Key }))];
        var table = PictureTable.Write(rows);
        if (File.Exists(Table) ? File.ReadAllText(Table) != table : table.Length > 0) File.WriteAllText(Table, table);
        return true;
    }

    // The compiler says what is wrong with a file that cannot be read.
    private static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // The folder of the quiz in the project, with slashes and one at the end; that of a quiz from elsewhere is the folder of its link.
    private string ServedFolder(ITaskItem quiz, string path)
    {
        var root = Path.GetFullPath(ProjectFolder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var place = path.StartsWith(root, StringComparison.Ordinal) ? path.Substring(root.Length) : quiz.GetMetadata("Link");
        var folder = (Path.GetDirectoryName(place) ?? "").Replace(Path.DirectorySeparatorChar, '/').Replace("../", "");
        return folder.Length > 0 ? folder + "/" : "";
    }
}
