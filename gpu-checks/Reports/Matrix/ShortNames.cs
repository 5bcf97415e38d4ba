// Short names that tell files apart: the file's own name, with as many of its folders before it as it takes.

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class ShortNames
{
    /// <summary>Returns a name for each file, without the extension, all different where the paths are.</summary>
    public static string[] Of(IReadOnlyList<string> files)
    {
        string[][] parts = [
            .. files.Select(file => Path.ChangeExtension(file, null).Split('/', '\\').Where(part => part is not ("" or ".")).ToArray())];
        var deepest = parts.Select(part => part.Length).DefaultIfEmpty(0).Max();
        for (var depth = 1; depth < deepest; depth++)
        {
            var names = Take(parts, depth);
            if (names.Distinct(StringComparer.Ordinal).Count() == names.Length) return names;
        }

        return Take(parts, deepest);
    }

    private static string[] Take(string[][] parts, int depth) => [.. parts.Select(part => string.Join('/', part.TakeLast(depth)))];
}
