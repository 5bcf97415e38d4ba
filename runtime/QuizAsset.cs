// A file that a quiz shows.

namespace QuizKit;

/// <summary>A picture that lies below the folder of its quiz, and that a build copies to where an app finds or serves it.</summary>
public sealed class QuizAsset
{
    /// <summary>Creates an asset; generated code calls this.</summary>
    /// <param name="path">The path below the app's folder, or below <c>wwwroot</c>, with slashes.</param>
    /// <param name="address">The address that <see cref="RichText.Html"/> has, percent-encoded.</param>
    /// <param name="width">The width in CSS pixels, or null where it is not known.</param>
    /// <param name="height">The height in CSS pixels, or null where it is not known.</param>
    public QuizAsset(string path, string address, int? width = null, int? height = null)
    {
        Path = path ?? throw new ArgumentNullException(nameof(path));
        Address = address ?? throw new ArgumentNullException(nameof(address));
        Width = width;
        Height = height;
    }

    /// <summary>
    /// The path with slashes, such as <c>pictures/map.png</c>: below the folder of the app's program, in a web app below <c>wwwroot</c>, and of a
    /// quiz that was loaded at run time below its own folder.
    /// </summary>
    public string Path { get; }

    /// <summary>The address that <see cref="RichText.Html"/> has, without a query, percent-encoded.</summary>
    public string Address { get; }

    /// <summary>The width in CSS pixels, which <see cref="RichText.Html"/> has too; null where the file does not say.</summary>
    public int? Width { get; }

    /// <summary>The height in CSS pixels, which <see cref="RichText.Html"/> has too; null where the file does not say.</summary>
    public int? Height { get; }

    /// <summary>Returns the path.</summary>
    public override string ToString() => Path;
}
