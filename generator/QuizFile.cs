// A quiz file as the compiler hands it over, and the names that its path gives to the generated class.

using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuizKit.Generator.Emission;
using QuizKit.Generator.Validation;

namespace QuizKit.Generator;

internal static class QuizFile
{
    public const string Extension = ".quiz.md";

    public static bool IsQuiz(AdditionalText file) => file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Names the class and the namespace as the item metadata says, or else after the file, the project and the folder.</summary>
    public static EmissionTarget TargetOf(AdditionalText file, AnalyzerConfigOptionsProvider options)
    {
        EmissionTarget target = TargetOf(file.Path, options.GlobalOptions);
        AnalyzerConfigOptions metadata = options.GetOptions(file);
        if (QuizItemMetadata.Read(metadata, "QuizNamespace") is { } wanted && QuizItemMetadata.IsNamespace(wanted))
            target = target with { Namespace = wanted };
        if (QuizItemMetadata.Read(metadata, "QuizClassName") is { } given && QuizItemMetadata.IsClassName(given))
            target = target with { ClassName = given };
        return target;
    }

    /// <summary>Names the class after the file and the namespace after the project and the folder.</summary>
    public static EmissionTarget TargetOf(string path, AnalyzerConfigOptions globalOptions)
    {
        string[] parts = RelativePath(path, globalOptions).Split('/');
        string fileName = parts[parts.Length - 1];
        string className = ClassNameOf(path);

        var fullNamespace = new StringBuilder(QuizItemMetadata.RootNamespace(globalOptions));
        foreach (string folder in parts.Take(parts.Length - 1).Where(part => part is not (".." or "." or "")))
        {
            if (fullNamespace.Length > 0) fullNamespace.Append('.');
            fullNamespace.Append(MemberName.Pascal(folder));
        }

        return new EmissionTarget(fullNamespace.ToString(), className, fileName);
    }

    /// <summary>The class of a file: <c>chapter-6.quiz.md</c> gives <c>Chapter6Quiz</c>.</summary>
    public static string ClassNameOf(string path)
    {
        string fileName = Path.GetFileName(path.Replace('\\', '/'));
        return MemberName.Pascal(fileName.Substring(0, fileName.Length - Extension.Length)) + "Quiz";
    }

    // Relative to the project, so that the output does not depend on where it is checked out.
    private static string RelativePath(string path, AnalyzerConfigOptions globalOptions)
    {
        string normalized = path.Replace('\\', '/');
        if (!globalOptions.TryGetValue("build_property.ProjectDir", out string? projectDirectory)) return Path.GetFileName(normalized);
        string root = projectDirectory.Replace('\\', '/').TrimEnd('/') + "/";
        return normalized.StartsWith(root, StringComparison.Ordinal) ? normalized.Substring(root.Length) : Path.GetFileName(normalized);
    }
}
