// What NuGet resolved for a project: its packages and projects, and who needs whom, in all frameworks together.

using System.Text.Json;

namespace QuizKit.Bom;

internal sealed class RestoredProject
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _packagesOfAssemblies = new(StringComparer.OrdinalIgnoreCase);

    private RestoredProject(IReadOnlyList<string> packageFolders, IReadOnlyList<string> direct, IReadOnlyList<string> frameworks) =>
        (PackageFolders, Direct, Frameworks) = (packageFolders, direct, frameworks);

    /// <summary>The folders with unpacked packages.</summary>
    public IReadOnlyList<string> PackageFolders { get; }

    /// <summary>The packages and projects that it passes on to a consumer; not those of its own build (PrivateAssets="all").</summary>
    public IReadOnlyList<string> Direct { get; }

    /// <summary>The shared frameworks that it passes on.</summary>
    public IReadOnlyList<string> Frameworks { get; }

    /// <summary>Reads project.assets.json.</summary>
    public static RestoredProject Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = json.RootElement;
        SortedSet<string> direct = new(StringComparer.OrdinalIgnoreCase), frameworks = new(StringComparer.OrdinalIgnoreCase);
        foreach (var framework in root.GetProperty("project").GetProperty("frameworks").EnumerateObject())
        {
            direct.UnionWith(PassedOn(framework.Value, "dependencies", "suppressParent"));
            frameworks.UnionWith(PassedOn(framework.Value, "frameworkReferences", "privateAssets"));
        }

        foreach (var framework in root.GetProperty("project").GetProperty("restore").GetProperty("frameworks").EnumerateObject())
        {
            // Paths; the names of the projects are those of their files.
            direct.UnionWith(PassedOn(framework.Value, "projectReferences", "privateAssets").Select(Path.GetFileNameWithoutExtension)!);
        }

        var project = new RestoredProject([.. Members(root, "packageFolders").Select(folder => folder.Name)], [.. direct], [.. frameworks]);
        foreach (var library in root.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()))
        {
            var (id, version) = library.Name.Split('/') is [var first, var second]
                ? (first, second)
                : throw new InvalidDataException(library.Name);
            if (!project._nodes.TryGetValue(id, out var node))
            {
                var isProject = library.Value.GetProperty("type").GetString() == "project";
                project._nodes.Add(id, node = new Node(id, version, isProject, new(StringComparer.OrdinalIgnoreCase)));
            }

            node.Needs.UnionWith(Members(library.Value, "dependencies").Select(dependency => dependency.Name));
            if (node.IsProject) continue;
            foreach (var assembly in Members(library.Value, "runtime"))
                project._packagesOfAssemblies.TryAdd(Path.GetFileName(assembly.Name), id);
        }

        return project;
    }

    /// <summary>The package or project of a name, or null if it is not part of this one.</summary>
    public Node? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>The package that an assembly is from, or null. Its name need not be that of the package.</summary>
    public string? PackageOf(string assembly) => _packagesOfAssemblies.GetValueOrDefault(assembly);

    // The references of a kind, except those that a consumer does not get.
    private static IEnumerable<string> PassedOn(JsonElement framework, string kind, string privacy) =>
        from reference in Members(framework, kind)
        let assets = reference.Value.TryGetProperty(privacy, out var value) ? value.GetString() : null
        where !"all".Equals(assets, StringComparison.OrdinalIgnoreCase)
        select reference.Name;

    private static JsonElement.ObjectEnumerator Members(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.EnumerateObject() : default;

    /// <summary>A package or a project.</summary>
    internal sealed record Node(string Id, string Version, bool IsProject, SortedSet<string> Needs);
}
