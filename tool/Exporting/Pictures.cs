// The pictures of a quiz: their bytes, and the names that they have in an export.

using System.Security.Cryptography;
using System.Text;
using QuizKit.Tool.Files;
using QuizKit.Tool.Pages;

namespace QuizKit.Tool.Exporting;

/// <summary>A picture.</summary>
/// <param name="Name">Its name in the export: ASCII letters, digits, hyphens, points.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Bytes">The file.</param>
internal sealed record Picture(string Name, string MediaType, byte[] Bytes);

/// <summary>Finds the pictures of a quiz in its folder.</summary>
internal sealed class Pictures(QuizSource source)
{
    private const long MaximumLength = 64L << 20;

    private readonly SortedDictionary<string, Picture> _byAddress = new(StringComparer.Ordinal);

    /// <summary>Every picture that was asked for, by name.</summary>
    public IReadOnlyList<Picture> All => InOrder(_byAddress.Values);

    /// <summary>Each picture once, by name.</summary>
    public static IReadOnlyList<Picture> InOrder(IEnumerable<Picture> pictures) =>
        [.. pictures.DistinctBy(picture => picture.Name).OrderBy(picture => picture.Name, StringComparer.Ordinal)];

    /// <summary>The picture at an address relative to the quiz.</summary>
    /// <exception cref="ToolException">There is no such file in the folder of the quiz.</exception>
    public Picture Find(string address)
    {
        if (_byAddress.TryGetValue(address, out var known)) return known;
        var file = Uri.UnescapeDataString(address.Split('?', '#')[0]);
        var picture = new Picture(NameOf(file), PictureFile.TypeOf(file) ?? "application/octet-stream", Read(file));
        _byAddress.Add(address, picture);
        return picture;
    }

    private byte[] Read(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(source.Path))!;
        var shown = $"{source.Path}: picture '{file}'";
        try
        {
            var path = Path.GetFullPath(Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar)));
            if (!IsIn(folder, path)) throw new ToolException($"{shown} is outside of the quiz's folder: move it beside the quiz.");
            if (!File.Exists(path)) throw new ToolException($"{shown} does not exist.");
            if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target && !IsIn(folder, target.FullName))
                throw new ToolException($"{shown} is a link to a file outside of the quiz's folder: copy the file beside the quiz.");
            if (new FileInfo(path).Length > MaximumLength) throw new ToolException($"{shown} has more than 64 MiB.");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            throw new ToolException($"{shown} cannot be read: {exception.Message}");
        }
    }

    private static bool IsIn(string folder, string path) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // The id of the quiz keeps the pictures of two quizzes apart; a path that is not plain is told from others by its digest.
    private string NameOf(string file)
    {
        var plain = string.Concat(file.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')).TrimStart('.', '-');
        var isPlain = plain == file && !plain.Any(char.IsAsciiLetterUpper);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)))[..8];
        return isPlain ? $"{source.Id}-{plain}" : $"{source.Id}-{digest}-{plain}";
    }
}
