// Reads which layer uses which: by the usings and qualified names of C# files, and by the references of projects.

using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace QuizKit.Repository.Tests;

/// <summary>A place where one layer uses another.</summary>
internal sealed record Use(string File, int Line, string What, string From, string To)
{
    public override string ToString() => $"{File}({Line}): {From} uses {To}: {What}";
}

/// <summary>The code below a folder.</summary>
/// <param name="root">The root of the tree.</param>
/// <param name="layers">The layers, the foundation first.</param>
/// <param name="exempt">The folders that belong to no layer.</param>
internal sealed partial class SourceTree(string root, IReadOnlyList<Layer> layers, IReadOnlyList<string> exempt)
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true };

    /// <summary>Every file of C# that belongs to no layer.</summary>
    public IEnumerable<string> Homeless => Files("*.cs").Where(file => LayerOf(file) is null);

    /// <summary>Every use of a layer by another that does not come after it in the table.</summary>
    public IEnumerable<Use> Upward() => Uses().Where(use => PlaceOf(use.To) >= PlaceOf(use.From));

    /// <summary>Every use of a layer by another.</summary>
    public IEnumerable<Use> Uses() => UsesOfSources().Concat(UsesOfProjects());

    private IEnumerable<Use> UsesOfSources()
    {
        var sources = Files("*.cs").Select(file => (Path: file, Lines: CodeOf(file))).ToList();
        var owners = layers.Where(layer => layer.Namespace is not null).ToDictionary(layer => layer.Namespace!, layer => layer.Folder);
        var types = new Dictionary<string, List<(string Type, string Folder)>>();
        foreach (var (path, lines) in sources)
        {
            if (NamespaceOf(lines) is not { } space || LayerOf(path) is not { } layer) continue;
            owners.TryAdd(space, layer);
            if (!types.ContainsKey(space)) types[space] = [];
            types[space].AddRange(lines.SelectMany(line => Declaration().Matches(line)).Select(match => (match.Groups[1].Value, layer)));
        }

        foreach (var (path, lines) in sources.Where(source => LayerOf(source.Path) is not null))
        {
            var from = LayerOf(path)!;
            var around = Prefixes(NamespaceOf(lines) ?? "").Skip(1).Where(types.ContainsKey)
                .SelectMany(space => types[space]).Where(type => type.Folder != from).ToLookup(type => type.Type, type => type.Folder);
            for (var i = 0; i < lines.Length; i++)
            {
                // A name that is qualified in full, as in a using, and the types of the namespaces around, which need none.
                if (lines[i].StartsWith("namespace ", StringComparison.Ordinal)) continue;
                var qualified = Qualified().Matches(lines[i]).Select(match => (What: match.Value, To: OwnerOf(match.Value, owners)));
                var simple = Word().Matches(lines[i])
                    .SelectMany(match => around[match.Value].Select(to => (What: match.Value, To: (string?)to)));
                foreach (var (what, to) in qualified.Concat(simple).Where(use => use.To is not null && use.To != from))
                    yield return new Use(path, i + 1, what, from, to!);
            }
        }
    }

    // A project is all of its layers: what it references has to come before the first of them.
    private IEnumerable<Use> UsesOfProjects()
    {
        foreach (var project in Files("*.csproj"))
        {
            var folder = Path.GetDirectoryName(project)!.Replace('\\', '/');
            if (LayersIn(folder).FirstOrDefault() is not { } from) continue;
            var items = XDocument.Load(Path.Combine(root, project), LoadOptions.SetLineInfo).Descendants();
            foreach (var item in items.Where(item => item.Name.LocalName is "ProjectReference" or "Compile"))
            {
                // What is only built first is not used.
                if ((string?)item.Attribute("ReferenceOutputAssembly") == "false") continue;
                var includes = ((string?)item.Attribute("Include") ?? "").Split(';');
                foreach (var include in includes.Where(path => path.StartsWith("..", StringComparison.Ordinal)))
                {
                    var target = Relative(Path.GetFullPath(Path.Combine(root, folder, include)));
                    var isFile = item.Name.LocalName == "Compile";
                    var to = isFile ? LayerOf(target) : LayersIn(target[..target.LastIndexOf('/')]).LastOrDefault();
                    if (to is not null) yield return new Use(project, ((System.Xml.IXmlLineInfo)item).LineNumber, include, from, to);
                }
            }
        }
    }

    // Without those of a project that lies within it.
    private IEnumerable<string> LayersIn(string folder)
    {
        var inner = Files("*.csproj").Select(project => Path.GetDirectoryName(project)!.Replace('\\', '/'))
            .Where(other => other != folder && IsIn(other, folder)).ToList();
        return layers.Select(layer => layer.Folder).Where(layer => IsIn(layer, folder) && !inner.Any(other => IsIn(layer, other)));
    }

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private int PlaceOf(string folder) => layers.TakeWhile(layer => layer.Folder != folder).Count();

    private string? LayerOf(string path) => layers.Select(layer => layer.Folder)
        .Where(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)).MaxBy(folder => folder.Length);

    private string Relative(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(root, pattern, Everywhere)
        .Select(Relative)
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" || part[0] == '.') && !exempt.Contains(file.Split('/')[0]))
        .Order(StringComparer.Ordinal);

    private static string? OwnerOf(string name, Dictionary<string, string> owners) =>
        Prefixes(name).Select(prefix => owners.GetValueOrDefault(prefix)).FirstOrDefault(owner => owner is not null);

    private static string? NamespaceOf(string[] lines) => lines.Select(line => NamespaceLine().Match(line))
        .Where(match => match.Success).Select(match => match.Groups[1].Value).FirstOrDefault();

    // A.B.C, A.B, A.
    private static IEnumerable<string> Prefixes(string name)
    {
        for (; name.Length > 0; name = name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : "") yield return name;
    }

    // The lines without comments and without what string literals hold.
    private string[] CodeOf(string file) =>
    [
        .. File.ReadLines(Path.Combine(root, file))
            .Select(line => StringOrComment().Replace(line, match => match.Value[0] == '/' ? "" : "\"\"")),
    ];

    [GeneratedRegex(@"\$?@?""(?:\\.|[^""\\])*""|//.*")]
    private static partial Regex StringOrComment();

    [GeneratedRegex(@"^namespace (QuizKit[\w.]*)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum) (?!class\b|struct\b)(\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bQuizKit(?:\.\w+)*")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex Word();
}
