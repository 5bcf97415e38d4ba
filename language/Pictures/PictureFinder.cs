// The pictures of a quiz in the file system.

using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Markdown;
using QuizKit.Language.Model;
using QuizKit.Language.Text;

namespace QuizKit.Language.Pictures;

internal static class PictureFinder
{
    /// <summary>The paths of the pictures in a file, each once, as <see cref="PicturePath.Of"/> gives them.</summary>
    /// <param name="markdown">The text of the file, which may be wrong.</param>
    public static IEnumerable<string> PathsIn(string markdown) => !markdown.Contains("![")
        ? []
        : MarkdownParser.Parse(markdown, Cancellation.Never)
            .Descendants<LinkInline>()
            .Where(link => link.IsImage)
            .Select(link => PicturePath.Of(link.Url ?? ""))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    /// <summary>Finds a picture and reads its size; null where there is no such file.</summary>
    /// <param name="folder">The folder of the quiz.</param>
    /// <param name="path">The path from there, as <see cref="PicturePath.Of"/> gives it.</param>
    /// <param name="served">The path at which an app has it.</param>
    /// <param name="root">What the address begins with before that path, percent-encoded; empty for nothing.</param>
    public static PictureModel? Find(string folder, string path, string served, string root = "")
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0) return null;
        var file = Path.Combine(folder, path);
        if (!File.Exists(file)) return null;
        var size = SizeOf(file);
        return new PictureModel(served, root + AddressOf(served), size?.Width, size?.Height);
    }

    // A character that means something in an address is a name here.
    private static string AddressOf(string path) => string.Join("/", path.Split('/').Select(Uri.EscapeDataString));

    private static PictureSize? SizeOf(string file)
    {
        try
        {
            // A pipe has no length either, and whoever opens one waits for what is written into it.
            if (new FileInfo(file).Length == 0) return null;
            using var stream = File.OpenRead(file);
            return PictureSize.Read(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
