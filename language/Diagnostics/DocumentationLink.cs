// The help link of a diagnostic: its page in the project's documentation.

using System.Reflection;

namespace QuizKit.Language.Diagnostics;

internal static class DocumentationLink
{
    // The build knows where the documentation is published (the property DocumentationUrl), and the sources do not.
    private static readonly string? Base = typeof(DocumentationLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "DocumentationUrl")?.Value;

    public static string? Of(string id) => Of(id, Base);

    public static string? Of(string id, string? documentationUrl) =>
        string.IsNullOrEmpty(documentationUrl)
            ? null
            : new Uri(new Uri(documentationUrl!.TrimEnd('/') + "/"), $"diagnostics/{id}.md").ToString();
}
