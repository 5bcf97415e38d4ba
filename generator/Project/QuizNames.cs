// The names that a project's quiz files give to their generated classes: one table for all files, so that no two get the same.

using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator.Emission;
using QuizKit.Language.Binding;
using QuizKit.Language.Model;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Project;

/// <summary>What a file's place and its item metadata say about its name.</summary>
/// <param name="Path">The path as the compiler has it.</param>
/// <param name="RelativePath">The path from the project's folder, with slashes; it does not depend on where the project lies.</param>
/// <param name="NamespaceOverride">The item metadata <c>QuizNamespace</c>, or null.</param>
/// <param name="ClassNameOverride">The item metadata <c>QuizClassName</c>, or null.</param>
internal sealed record QuizPlace(string Path, string RelativePath, string? NamespaceOverride, string? ClassNameOverride)
{
    public const string Extension = ".quiz.md";

    /// <summary>
    /// What a file translates by its name, as the path of the original without the extension, and the language; null for a quiz of its own,
    /// as each file is that has the item metadata <c>QuizClassName</c>.
    /// </summary>
    public (string Original, string Language)? Translated =>
        ClassNameOverride is null ? LanguageTag.OfFile(Stem(Path)) : null;

    /// <summary>The path of a quiz without the extension, with slashes.</summary>
    public static string Stem(string path) => path.Substring(0, path.Length - Extension.Length).Replace('\\', '/');

    /// <summary>The last part of a path.</summary>
    public static string FileName(string path) => path.Substring(path.LastIndexOf('/') + 1);

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
/// <param name="Languages">The languages of its translations, in order.</param>
internal sealed record QuizName(
    string Path,
    EmissionTarget Target,
    string HintName,
    string? FirstWithThisClass,
    string? FileOfNamespace,
    EquatableArray<string> Languages)
{
    /// <summary>Whether the class can be compiled: no other class or namespace has its name.</summary>
    public bool IsFree => FirstWithThisClass is null && FileOfNamespace is null;
}

/// <summary>A file that is a translation by its name.</summary>
/// <param name="Path">The file.</param>
/// <param name="Language">Its language: <c>pt-BR</c>.</param>
/// <param name="OriginalFileName">The name of the file that it translates, whether that is there or not.</param>
/// <param name="Original">That file, or null where it is missing or a translation itself.</param>
/// <param name="IsOfTranslation">Whether it is a translation itself.</param>
/// <param name="FirstInThisLanguage">The file that has this language already, or null where this one has it.</param>
/// <param name="HintName">The name of the generated file, unique in the project.</param>
internal sealed record TranslationName(
    string Path,
    string Language,
    string OriginalFileName,
    QuizName? Original,
    bool IsOfTranslation,
    string? FirstInThisLanguage,
    string HintName)
{
    /// <summary>Whether it becomes a part of the class of its original.</summary>
    public bool IsUsed => Original is { IsFree: true } && FirstInThisLanguage is null;
}

/// <summary>The names of all quiz files of a project.</summary>
/// <param name="Items">Those of the quizzes.</param>
/// <param name="Translations">Those of the translations.</param>
internal sealed record QuizNames(EquatableArray<QuizName> Items, EquatableArray<TranslationName> Translations)
{
    private const int LongestHint = 100;

    public static QuizNames Of(IEnumerable<QuizPlace> places, AnalyzerConfigOptions globalOptions)
    {
        var rootNamespace = ProjectProperties.RootNamespace(globalOptions);
        var firstByClass = new Dictionary<string, string>(StringComparer.Ordinal);
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<QuizName>();
        var translated = places.ToLookup(place => place.Translated is not null);

        // In the order of the paths, so that the order in which the build lists the files does not show.
        List<(QuizPlace Place, EmissionTarget Target)> targets =
        [
            .. translated[false].OrderBy(place => place.RelativePath, StringComparer.Ordinal)
                .Select(place => (place, TargetOf(place, rootNamespace))),
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
            names.Add(new QuizName(
                place.Path, target, UniqueHint(target.FullName, hints), first, other, EquatableArray<string>.Empty));
        }

        var translations = TranslationsOf(translated[true], names, hints);
        var languages = translations.Where(translation => translation.IsUsed)
            .ToLookup(translation => translation.Original!.Path, translation => translation.Language, StringComparer.Ordinal);
        var complete = names.Select(name => name with
        {
            Languages = languages[name.Path].OrderBy(tag => tag, StringComparer.Ordinal).ToEquatableArray(),
        });
        return new QuizNames(complete.ToEquatableArray(), translations.ToEquatableArray());
    }

    public QuizName? Find(string path) => Items.FirstOrDefault(name => name.Path == path);

    public TranslationName? FindTranslation(string path) => Translations.FirstOrDefault(name => name.Path == path);

    private static List<TranslationName> TranslationsOf(
        IEnumerable<QuizPlace> places, IEnumerable<QuizName> names, HashSet<string> hints)
    {
        var originals = new Dictionary<string, QuizName>(StringComparer.Ordinal);
        foreach (var name in names) originals[QuizPlace.Stem(name.Path)] = name;
        List<QuizPlace> ordered = [.. places.OrderBy(place => place.RelativePath, StringComparer.Ordinal)];
        HashSet<string> stems = [.. ordered.Select(place => QuizPlace.Stem(place.Path))];
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var translations = new List<TranslationName>();
        foreach (var place in ordered)
        {
            (var stem, var language) = place.Translated!.Value;
            var original = originals.TryGetValue(stem, out var found) ? found : null;
            var key = stem + "/" + language;
            var other = first.TryGetValue(key, out var path) ? path : null;
            if (other is null) first.Add(key, place.Path);
            var hint = (original?.Target.FullName ?? QuizPlace.FileName(stem)) + "." + language;
            translations.Add(new TranslationName(
                place.Path,
                language,
                QuizPlace.FileName(stem) + QuizPlace.Extension,
                original,
                stems.Contains(stem),
                other,
                UniqueHint(hint, hints)));
        }

        return translations;
    }

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
    private static string UniqueHint(string name, HashSet<string> hints)
    {
        name = Shortened(name);
        var hint = name;
        for (var number = 2; !hints.Add(hint); number++) hint = name + "." + number.ToString(CultureInfo.InvariantCulture);
        return hint + ".g.cs";
    }

    // Where generated files are kept, each is a file with the name of its hint, for which most systems have 255 bytes and Windows 260
    // characters with all folders.
    private static string Shortened(string name)
    {
        var length = 0;
        var bytes = 0;
        while (length < name.Length && bytes <= LongestHint)
        {
            var step = char.IsHighSurrogate(name[length]) && length + 1 < name.Length ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(name.Substring(length, step));
            if (bytes <= LongestHint) length += step;
        }

        return length == name.Length ? name : $"{name.Substring(0, length)}-{Digest.Of(name)}";
    }
}
