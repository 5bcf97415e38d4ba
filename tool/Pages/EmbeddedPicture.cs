// Pictures in a page that is one file, and which files are pictures.

using QuizKit.Tool.Files;

namespace QuizKit.Tool.Pages;

internal static class EmbeddedPicture
{
    // 3 bytes of a picture are 4 characters of the page, twice where an answer is printed too.
    private const long MaximumLength = 16 << 20;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".apng"] = "image/apng",
        [".avif"] = "image/avif",
        [".bmp"] = "image/bmp",
        [".gif"] = "image/gif",
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".webp"] = "image/webp",
    };

    /// <summary>The media type of a picture by the end of its name; null for a file that is not one.</summary>
    public static string? TypeOf(string path) => Types.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>The path of a picture beside a quiz; null where an address names a server.</summary>
    /// <param name="folder">The folder of the quiz.</param>
    /// <param name="address">The address as the quiz has it.</param>
    public static string? PathOf(string folder, string address)
    {
        var name = address.Split('?', '#')[0];
        var namesServer = name.Contains(':', StringComparison.Ordinal) || name.StartsWith('/');
        return namesServer ? null : Path.Combine(folder, Uri.UnescapeDataString(name));
    }

    /// <summary>The contents of a picture as a <c>data:</c> address; the address itself where it names a server.</summary>
    /// <exception cref="ToolException">The file cannot be read, is not a picture, or has more than 16 MiB.</exception>
    public static string Of(string folder, string address)
    {
        if (PathOf(folder, address) is not { } path) return address;
        if (TypeOf(path) is not { } type)
            throw ToolException.Unreadable(path, $"it is not a picture that a page shows ({string.Join(", ", Types.Keys)}).");
        try
        {
            if (new FileInfo(path).Length > MaximumLength) throw ToolException.Unreadable(path, "a picture in a page has at most 16 MiB.");
            return $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}";
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            throw ToolException.Unreadable(path, exception.Message);
        }
    }
}
