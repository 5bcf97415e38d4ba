// Keeps references one way: no layer uses one that stands below it in the table.

using System.Xml.Linq;
using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class LayerTests
{
    [Fact]
    public void No_layer_uses_one_below_it_in_the_table()
    {
        var upward = new SourceTree(Checkout.Root, Layers.All, Layers.Exempt).Upward().ToList();

        Assert.True(upward.Count == 0, string.Join("\n", upward));
    }

    [Fact]
    public void Every_file_of_code_belongs_to_a_layer()
    {
        Assert.Empty(new SourceTree(Checkout.Root, Layers.All, Layers.Exempt).Homeless);
    }

    [Fact]
    public void Every_layer_is_a_folder()
    {
        Assert.All(Layers.All, layer => Assert.True(Directory.Exists(Path.Combine(Checkout.Root, layer.Folder)), layer.Folder));
    }

    [Fact]
    public void The_quiz_language_does_not_know_the_compiler()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "language"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".csproj", StringComparison.Ordinal));

        Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public void A_project_opens_only_namespaces_of_other_projects_for_all_its_files()
    {
        // One of its own would hide a use that goes up.
        var own =
            from path in Checkout.Files.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            from use in XDocument.Load(Path.Combine(Checkout.Root, path)).Descendants("Using")
            let opened = (string?)use.Attribute("Include") ?? ""
            let project = Path.GetFileNameWithoutExtension(path)
            where opened == project || opened.StartsWith(project + ".", StringComparison.Ordinal)
            select $"{path}: {opened}";

        Assert.Empty(own);
    }

    [Theory]
    [InlineData("using Q.B;", null)]
    [InlineData("using QuizKit.B;", "a/A.cs(1): a uses b: QuizKit.B")]
    [InlineData("using static QuizKit.B.InB;", "a/A.cs(1): a uses b: QuizKit.B.InB")]
    [InlineData("using B = QuizKit.B.InB;", "a/A.cs(1): a uses b: QuizKit.B.InB")]
    [InlineData("global using QuizKit.B;", "a/A.cs(1): a uses b: QuizKit.B")]
    [InlineData("// using QuizKit.B;", null)]
    [InlineData("[assembly: X(\"QuizKit.B\")]", null)]
    [InlineData("[assembly: X(typeof(QuizKit.B.InB))]", "a/A.cs(1): a uses b: QuizKit.B.InB")]
    public void A_use_in_a_file_is_found_with_its_line(string line, string? expected)
    {
        var found = Upward(("a/A.cs", line + "\nnamespace QuizKit.A;\n"), ("b/B.cs", "namespace QuizKit.B;\nclass InB;\n"));

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    [Fact]
    public void A_type_of_a_namespace_around_is_found_without_a_using()
    {
        var found = Upward(
            ("a/A.cs", "namespace QuizKit.B.Inner;\nclass InA : InB;\n"),
            ("b/B.cs", "namespace QuizKit.B;\nclass InB;\nclass Other : InB;\n"));

        Assert.Equal(["a/A.cs(2): a uses b: InB"], found);
    }

    [Theory]
    [InlineData("<ProjectReference Include=\"../b/b.csproj\" />", "a/a.csproj(2): a uses b: ../b/b.csproj")]
    [InlineData("<Compile Include=\"../b/B.cs\" />", "a/a.csproj(2): a uses b: ../b/B.cs")]
    [InlineData("<ProjectReference Include=\"../b/b.csproj\" ReferenceOutputAssembly=\"false\" />", null)]
    public void A_reference_of_a_project_is_found_with_its_line(string item, string? expected)
    {
        var found = Upward(("a/a.csproj", $"<Project>\n{item}\n</Project>\n"), ("b/b.csproj", "<Project />\n"));

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    [Fact]
    public void A_use_of_the_row_above_is_allowed_and_is_seen()
    {
        (string, string)[] files = [("a/A.cs", "namespace QuizKit.A;\n"), ("b/B.cs", "using QuizKit.A;\nnamespace QuizKit.B;\n")];

        Assert.Empty(Upward(files));
        Assert.Equal(["b/B.cs(1): b uses a: QuizKit.A"], In(files, tree => tree.Uses().Select(use => use.ToString())));
    }

    // The repository has two layers, and a is the foundation.
    private static string[] Upward(params (string Path, string Text)[] files) =>
        In(files, tree => tree.Upward().Select(use => use.ToString()));

    private static string[] In((string Path, string Text)[] files, Func<SourceTree, System.Collections.Generic.IEnumerable<string>> read)
    {
        var root = Directory.CreateTempSubdirectory("quizkit-layers-").FullName;
        try
        {
            foreach (var (path, text) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
                File.WriteAllText(Path.Combine(root, path), text);
            }

            return [.. read(new SourceTree(root, [new Layer("a"), new Layer("b")], []))];
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
