// The components of a package in the form of CycloneDX 1.6: the same bytes for the same package, without times and paths of the machine.

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QuizKit.Bom;

internal static class BillOfMaterials
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bill as JSON, ended by a line feed.</summary>
    public static string Of(PackRequest request)
    {
        var project = RestoredProject.Read(request.Assets);
        var main = new Component(request.Id, request.Version, request.IsTool ? "application" : "library", request.Licence, IsPackage: true);
        var components = new SortedDictionary<string, Component>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in project.Direct) AddWithNeeds(id);
        foreach (var framework in project.Frameworks)
            components.TryAdd(framework, new Component(framework, null, "framework", null, IsPackage: false));
        foreach (var file in request.Files) OwnerOf(file).Files.Add(file);
        var carried = components.Values.Where(component => component.Files.Count > 0).Select(component => component.Id);
        main.Needs.UnionWith([.. project.Direct, .. project.Frameworks, .. carried]);
        return Write(main, [.. components.Values]);

        void AddWithNeeds(string id)
        {
            if (components.ContainsKey(id) || project.Find(id) is not { } node) return;
            var component = node.IsProject
                ? new Component(node.Id, request.Version, "library", request.Licence, IsPackage: !request.IsTool)
                : OfPackage(RestoredPackage.Read(FolderOf(node.Id, node.Version), node.Id, node.Version));
            component.Needs.UnionWith(node.Needs);
            components.Add(id, component);
            foreach (var needed in node.Needs) AddWithNeeds(needed);
        }

        string FolderOf(string id, string version)
        {
            var package = Path.Combine(id.ToLowerInvariant(), version.ToLowerInvariant());
            return project.PackageFolders.First(folder => Directory.Exists(Path.Combine(folder, package)));
        }

        // A file out of a package belongs to it, an assembly of another project to that; any other file is the package's own.
        Component OwnerOf(PackedFile file)
        {
            if (project.PackageFolders.FirstOrDefault(file.IsIn) is { } packages)
            {
                var path = file.Source[packages.Length..].Split('/', '\\');
                if (!components.ContainsKey(path[0])) components.Add(path[0], OfPackage(RestoredPackage.Read(packages, path[0], path[1])));
                return components[path[0]];
            }

            var name = project.PackageOf(Path.GetFileName(file.Path)) ?? Path.GetFileNameWithoutExtension(file.Path);
            if (!file.Path.EndsWith(".dll", StringComparison.Ordinal) || name == request.AssemblyName) return main;
            if (!components.TryGetValue(name, out var component))
            {
                components.Add(name, component = new Component(name, request.Version, "library", request.Licence, IsPackage: false));
                component.Needs.UnionWith(project.Find(name)?.Needs ?? []);
            }

            return component;
        }
    }

    private static Component OfPackage(RestoredPackage package) =>
        new(package.Id, package.Version, "library", package.Expression, IsPackage: true) { Package = package };

    private static string Write(Component main, IReadOnlyList<Component> components)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WritePropertyName("component");
            Write(json, main);
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var component in components) Write(json, component);
            json.WriteEndArray();
            json.WriteStartArray("dependencies");
            foreach (var component in components.Prepend(main)) WriteNeeds(json, component, components);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Component component)
    {
        json.WriteStartObject();
        json.WriteString("type", component.Type);
        json.WriteString("bom-ref", component.Reference);
        json.WriteString("name", component.Id);
        if (component.Version is { } version) json.WriteString("version", version);
        if (component.Package is { } package) WriteHash(json, "SHA-512", package.Sha512);
        if (component.Licence is not null || component.Package?.LicenceName is not null) WriteLicence(json, component);
        if (component.IsPackage) json.WriteString("purl", component.Reference);
        if (component.Files.Count > 0)
        {
            json.WriteStartArray("components");
            foreach (var file in component.Files)
            {
                json.WriteStartObject();
                json.WriteString("type", "file");
                json.WriteString("name", file.Path);
                WriteHash(json, "SHA-256", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Source))));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteLicence(Utf8JsonWriter json, Component component)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        if (component.Licence is { } expression && expression.Contains(' ', StringComparison.Ordinal))
        {
            json.WriteString("expression", expression);
        }
        else
        {
            json.WriteStartObject("license");
            if (component.Licence is { } id) json.WriteString("id", id);
            else json.WriteString("name", component.Package!.LicenceName);
            if (component.Package?.LicenceText is { } text)
            {
                json.WriteStartObject("text");
                json.WriteString("contentType", "text/plain");
                json.WriteString("content", text);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteHash(Utf8JsonWriter json, string algorithm, string digits)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", digits);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteNeeds(Utf8JsonWriter json, Component component, IReadOnlyList<Component> components)
    {
        json.WriteStartObject();
        json.WriteString("ref", component.Reference);
        json.WriteStartArray("dependsOn");
        foreach (var needed in components.Where(other => component.Needs.Contains(other.Id))) json.WriteStringValue(needed.Reference);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A part of the package, or the package itself.</summary>
    /// <param name="Id">Its name.</param>
    /// <param name="Version">Its version; null for a shared framework.</param>
    /// <param name="Type">The word of CycloneDX.</param>
    /// <param name="Licence">The SPDX expression, or null.</param>
    /// <param name="IsPackage">Whether it is a package of its own, which has an address.</param>
    private sealed record Component(string Id, string? Version, string Type, string? Licence, bool IsPackage)
    {
        public RestoredPackage? Package { get; init; }

        public SortedSet<string> Needs { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<PackedFile> Files { get; } = [];

        public string Reference => Version is null ? Id : IsPackage ? $"pkg:nuget/{Id}@{Uri.EscapeDataString(Version)}" : $"{Id}@{Version}";
    }
}
