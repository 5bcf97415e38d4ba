// What a project says about names: its root namespace, and the item metadata of a quiz file.

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QuizKit.Generator.Project;

/// <summary>Reads what the package's targets write for the compiler; item metadata is percent-encoded.</summary>
internal static class ProjectProperties
{
    // The generated class has members of these names, and C# lets no member have the name of its class.
    private static readonly string[] Members = ["Quiz", "Claims", "Checks", "Tags"];

    /// <summary>The value of a metadata name of an additional file, or null where there is none.</summary>
    public static string? Read(AnalyzerConfigOptions options, string name)
    {
        if (!options.TryGetValue("build_metadata.AdditionalFiles." + name, out var value)) return null;
        var decoded = Uri.UnescapeDataString(value).Trim();
        return decoded.Length > 0 ? decoded : null;
    }

    /// <summary>
    /// The project's root namespace as C# can write it, empty for none. A project named <c>my-quiz</c> has the root namespace
    /// <c>my-quiz</c>; the project templates of the SDK write <c>my_quiz</c> for it in C#, and so does this.
    /// </summary>
    public static string RootNamespace(AnalyzerConfigOptions globalOptions) =>
        globalOptions.TryGetValue("build_property.RootNamespace", out var name)
            ? string.Join(".", name.Split('.').Select(part => part.Trim()).Where(part => part.Length > 0).Select(ToIdentifier))
            : "";

    /// <summary>Whether a text can be a namespace: identifiers that are not keywords, joined by dots.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsIdentifier);

    /// <summary>Whether a text can be the name of a generated class.</summary>
    public static bool IsClassName(string text) =>
        IsIdentifier(text)
        && SyntaxFacts.GetContextualKeywordKind(text) == SyntaxKind.None
        && !Members.Contains(text, StringComparer.Ordinal);

    private static string ToIdentifier(string text)
    {
        var name = string.Concat(text.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_'));
        return IsIdentifier(name) ? name : "_" + name;
    }

    private static bool IsIdentifier(string text) =>
        SyntaxFacts.IsValidIdentifier(text) && SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None;
}
