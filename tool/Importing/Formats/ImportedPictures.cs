// The pictures of imported questions, which get safe names in a folder beside the quiz.

using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Tool.Pages;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Collects pictures.</summary>
/// <param name="folder">The name of the folder.</param>
internal sealed class ImportedPictures(string folder)
{
    private static readonly Regex ActiveSvg = new(
        @"<\s*(?:script|foreignObject|iframe|embed|object|!ENTITY|!DOCTYPE)|\son[a-z]+\s*=|javascript:",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the folder beside the quiz.</summary>
    public string Folder => folder;

    /// <summary>The files by their names in the folder.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Adds a picture.</summary>
    /// <param name="name">Its name in the source, of which letters, digits, points and hyphens stay.</param>
    /// <param name="bytes">The file.</param>
    /// <returns>Its address in the quiz; null where it is not a picture, or contains a script.</returns>
    public string? Add(string name, byte[] bytes)
    {
        var last = name.Split('/', '\\')[^1];
        var plain = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')).TrimStart('.', '-');
        if (PictureFile.TypeOf(plain) is not { } type || bytes.Length == 0) return null;
        if (type == "image/svg+xml" && ActiveSvg.IsMatch(Encoding.UTF8.GetString(bytes))) return null;
        var stem = Path.GetFileNameWithoutExtension(plain);
        if (stem.Length > 80) stem = stem[..80];
        if (stem.Trim('.').Length == 0) stem = "picture";
        var unique = stem + Path.GetExtension(plain);
        for (var i = 2; _files.TryGetValue(unique, out var other) && !other.AsSpan().SequenceEqual(bytes); i++)
            unique = FormattableString.Invariant($"{stem}-{i}{Path.GetExtension(plain)}");
        _files[unique] = bytes;
        return AddressOf(unique);
    }

    /// <summary>The address in the quiz of a file in the folder.</summary>
    public string AddressOf(string name) => $"{Uri.EscapeDataString(folder)}/{name}";

    /// <summary>Adds the picture of a data address; null where it is not one.</summary>
    public string? AddData(string address)
    {
        var match = Regex.Match(address, "^data:image/(?<type>[a-z+]+);base64,(?<data>[A-Za-z0-9+/=\\s]+)$", RegexOptions.CultureInvariant);
        if (!match.Success) return null;
        var bytes = new byte[match.Groups["data"].Length];
        if (!Convert.TryFromBase64String(match.Groups["data"].Value, bytes, out var length)) return null;
        var type = match.Groups["type"].Value;
        return Add("picture." + (type == "svg+xml" ? "svg" : type), bytes[..length]);
    }
}
