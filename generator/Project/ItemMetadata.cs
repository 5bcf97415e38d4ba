// What a project says about a quiz file by item metadata: the namespace and the class to generate.

using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QuizKit.Generator.Project;

/// <summary>Reads item metadata as the package's targets write it for the compiler: percent-encoded.</summary>
internal static class ItemMetadata
{
    // The generated class has members of these names, and C# lets no member have the name of its class.
    private static readonly string[] Members = ["Quiz", "Claims", "Checks"];

    /// <summary>The value of a metadata name of an additional file, or null where there is none.</summary>
    public static string? Read(AnalyzerConfigOptions options, string name)
    {
        if (!options.TryGetValue("build_metadata.AdditionalFiles." + name, out string? value)) return null;
        string decoded = Uri.UnescapeDataString(value).Trim();
        return decoded.Length > 0 ? decoded : null;
    }

    /// <summary>Whether a text can be a namespace: identifiers that are no keywords, joined by dots.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsIdentifier);

    /// <summary>Whether a text can be the name of a generated class.</summary>
    public static bool IsClassName(string text) => IsIdentifier(text) && !Members.Contains(text, StringComparer.Ordinal);

    private static bool IsIdentifier(string text) =>
        SyntaxFacts.IsValidIdentifier(text) && SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None;
}
