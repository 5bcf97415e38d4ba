// The diagnostics of the quiz language as Roslyn takes them.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using QuizKit.Language.Diagnostics;

namespace QuizKit.Generator.Project;

internal static class Descriptors
{
    /// <summary>One for each id, as an analyzer declares them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        Definitions.Rules.Select(rule => Of(rule, rule.Title)).ToImmutableArray();

    /// <summary>The descriptor of one message: as that of its id in <see cref="All"/>, except for the words.</summary>
    public static DiagnosticDescriptor Of(DiagnosticDefinition definition) => Of(definition.Rule, definition.Format);

    // An error that someone turned off would compile a quiz with words or claims missing: errors cannot be configured.
    private static DiagnosticDescriptor Of(DiagnosticRule rule, string format) => new(
        rule.Id,
        rule.Title,
        format,
        "QuizKit",
        rule.Level switch
        {
            DiagnosticLevel.Error => DiagnosticSeverity.Error,
            DiagnosticLevel.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        helpLinkUri: rule.Page,
        customTags: rule.IsError ? [WellKnownDiagnosticTags.NotConfigurable] : []);
}
