// A file that is written completely or not at all.

using System.Text;

namespace QuizKit.Tool.Files;

internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Replaces the contents of a file, or creates it: UTF-8, under a temporary name first.</summary>
    /// <exception cref="ToolException">It cannot be written; what was there is still there.</exception>
    public static void Write(string path, string text, bool hasByteOrderMark = false)
    {
        var bytes = Utf8.GetBytes(text);
        Write(path, hasByteOrderMark ? [.. Encoding.UTF8.Preamble, .. bytes] : bytes);
    }

    /// <summary>Replaces the contents of a file, or creates it, under a temporary name first.</summary>
    /// <exception cref="ToolException">It cannot be written; what was there is still there.</exception>
    public static void Write(string path, byte[] bytes)
    {
        string? temporary = null;
        try
        {
            // Renaming onto a link would replace the link, not the file that it stands for.
            var isLink = new FileInfo(path).LinkTarget is not null;
            var target = isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : Path.GetFullPath(path);
            if (Directory.Exists(target)) throw ToolException.Unwritable(path, "it is a folder.");
            if (!Directory.Exists(Path.GetDirectoryName(target))) throw ToolException.Unwritable(path, "its folder does not exist.");
            var exists = File.Exists(target);
            if (exists && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
                throw ToolException.Unwritable(path, "it is read-only.");
            temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            if (exists && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            if (temporary is null) throw ToolException.Unwritable(path, exception.Message);
            Remove(temporary);
            throw ToolException.Unwritable(path, exception.Message.Replace(temporary, path, StringComparison.Ordinal));
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            // A full or vanished disk: what made the writing fail is being reported already.
        }
    }
}
