// The names that a project's quiz files give to their generated classes: one table for all files, so that no two get the same.

using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator.Emission;
using QuizKit.Language.Binding;
using QuizKit.Language.Model;

namespace QuizKit.Generator.Project;

/// <summary>What a file's place and its item metadata say about its name.</summary>
/// <param name="Path">The path as the compiler has it.</param>
/// <param name="RelativePath">The path from the project's folder, with slashes; it does not depend on where the project lies.</param>
/// <param name="NamespaceOverride">The item metadata <c>QuizNamespace</c>, or null.</param>
/// <param name="ClassNameOverride">The item metadata <c>QuizClassName</c>, or null.</param>
internal sealed record QuizPlace(string Path, string RelativePath, string? NamespaceOverride, string? ClassNameOverride)
{
    public const string Extension = ".quiz.md";

    public static bool IsQuiz(AdditionalText file) => file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    public static QuizPlace Of(AdditionalText file, AnalyzerConfigOptionsProvider options)
    {
        var metadata = options.GetOptions(file);
        return new QuizPlace(
            file.Path,
            RelativePathOf(file.Path, options.GlobalOptions),
            ProjectProperties.Read(metadata, "QuizNamespace"),
            ProjectProperties.Read(metadata, "QuizClassName"));
    }

    // From the project's folder, with '..' for each step out of it: the same on every machine and in every checkout.
    private static string RelativePathOf(string path, AnalyzerConfigOptions globalOptions)
    {
        var parts = path.Replace('\\', '/').Split('/');
        if (!globalOptions.TryGetValue("build_property.ProjectDir", out var directory)) return parts[parts.Length - 1];
        var root = directory.Replace('\\', '/').TrimEnd('/').Split('/');
        var common = 0;
        while (common < root.Length && common < parts.Length - 1 && root[common] == parts[common]) common++;
        return common == 0
            ? parts[parts.Length - 1]
            : string.Join("/", Enumerable.Repeat("..", root.Length - common).Concat(parts.Skip(common)));
    }
}

/// <summary>The names of one file's output.</summary>
/// <param name="Path">The quiz file.</param>
/// <param name="Target">The class to generate.</param>
/// <param name="HintName">The name of the generated file, unique in the project.</param>
/// <param name="FirstWithThisClass">The file that has this class already, or null where this one has it.</param>
/// <param name="FileOfNamespace">A file whose classes are in a namespace of the same name as this class, or null.</param>
internal sealed record QuizName(
    string Path, EmissionTarget Target, string HintName, string? FirstWithThisClass, string? FileOfNamespace)
{
    /// <summary>Whether the class can be compiled: no other class or namespace has its name.</summary>
    public bool IsFree => FirstWithThisClass is null && FileOfNamespace is null;
}

/// <summary>The names of all quiz files of a project.</summary>
internal sealed record QuizNames(EquatableArray<QuizName> Items)
{
    public static QuizNames Of(IEnumerable<QuizPlace> places, AnalyzerConfigOptions globalOptions)
    {
        var rootNamespace = ProjectProperties.RootNamespace(globalOptions);
        var firstByClass = new Dictionary<string, string>(StringComparer.Ordinal);
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<QuizName>();

        // In the order of the paths, so that the order in which the build lists the files does not show.
        List<(QuizPlace Place, EmissionTarget Target)> targets =
        [
            .. places.OrderBy(place => place.RelativePath, StringComparer.Ordinal).Select(place => (place, TargetOf(place, rootNamespace))),
        ];
        var fileOfNamespace = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((var place, var target) in targets)
        {
            // A namespace and those around it, up to one that is known already.
            var name = target.Namespace;
            while (name.Length > 0 && !fileOfNamespace.ContainsKey(name))
            {
                fileOfNamespace.Add(name, place.Path);
                name = name.Substring(0, Math.Max(0, name.LastIndexOf('.')));
            }
        }

        foreach ((var place, var target) in targets)
        {
            var fullName = target.FullName;
            var first = firstByClass.TryGetValue(fullName, out var path) ? path : null;
            if (first is null) firstByClass.Add(fullName, place.Path);
            var other = fileOfNamespace.TryGetValue(fullName, out var file) ? file : null;
            names.Add(new QuizName(place.Path, target, UniqueHint(target, hints), first, other));
        }

        return new QuizNames(names.ToEquatableArray());
    }

    public QuizName? Find(string path) => Items.FirstOrDefault(name => name.Path == path);

    private static EmissionTarget TargetOf(QuizPlace place, string rootNamespace)
    {
        var parts = place.RelativePath.Split('/');
        var fileName = parts[parts.Length - 1];
        var className = place.ClassNameOverride is { } given && ProjectProperties.IsClassName(given) ? given : ClassNameOf(fileName);
        if (place.NamespaceOverride is { } wanted && ProjectProperties.IsNamespace(wanted))
            return new EmissionTarget(wanted, className, fileName);

        var fullNamespace = new StringBuilder(rootNamespace);
        foreach (var folder in parts.Take(parts.Length - 1).Where(part => part is not (".." or "." or "")))
        {
            if (fullNamespace.Length > 0) fullNamespace.Append('.');
            fullNamespace.Append(MemberName.Pascal(folder));
        }

        return new EmissionTarget(fullNamespace.ToString(), className, fileName);
    }

    /// <summary>The class of a file: <c>chapter-6.quiz.md</c> gives <c>Chapter6Quiz</c>.</summary>
    private static string ClassNameOf(string fileName) =>
        MemberName.Pascal(fileName.Substring(0, fileName.Length - QuizPlace.Extension.Length)) + "Quiz";

    // Hint names are compared without case, and two classes may differ in case alone.
    private static string UniqueHint(EmissionTarget target, HashSet<string> hints)
    {
        var hint = target.FullName;
        for (var number = 2; !hints.Add(hint); number++) hint = target.FullName + "." + number.ToString(CultureInfo.InvariantCulture);
        return hint + ".g.cs";
    }
}
