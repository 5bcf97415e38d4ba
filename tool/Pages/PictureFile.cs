// Which files are pictures, and where those of a quiz are.

namespace QuizKit.Tool.Pages;

internal static class PictureFile
{
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

    /// <summary>Whether an address has no scheme: a relative one has no colon before its first slash (RFC 3986, 4.2).</summary>
    public static bool IsRelative(string address) => address.Split('/', '?', '#')[0].IndexOf(':') < 0;

    /// <summary>The path of a picture beside a quiz; null where an address names a server.</summary>
    /// <param name="folder">The folder of the quiz.</param>
    /// <param name="address">The address as the quiz has it.</param>
    public static string? PathOf(string folder, string address)
    {
        var name = address.Split('?', '#')[0];
        return !IsRelative(name) || name.StartsWith('/') ? null : Path.Combine(folder, Uri.UnescapeDataString(name));
    }
}
