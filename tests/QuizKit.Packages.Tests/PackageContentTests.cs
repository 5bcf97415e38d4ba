// What lies in each package, and nothing else.

using System.Text;
using System.Xml.Linq;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class PackageContentTests(PackedPackages packages)
{
    private static readonly string[] Ids =
        [
            "QuizKit", "QuizKit.AspNetCore", "QuizKit.Blazor", "QuizKit.Cuda.Emulator", "QuizKit.GpuChecks", "QuizKit.Loading", "QuizKit.NeuralNetworks",
            "QuizKit.Numerics", "QuizKit.Numerics.Gpu", "QuizKit.Templates", "QuizKit.Tool",
        ];

    public static TheoryData<string> PackageIds => [.. Ids];

    [Fact]
    public void One_command_packs_every_package_and_the_symbols_of_the_libraries()
    {
        var packed = Directory.EnumerateFiles(packages.Feed, "QuizKit*").Select(file => Path.GetFileName(file)!);

        string[] expected =
        [
            .. Ids.Select(id => $"{id}.{packages.Version}.nupkg"),
            .. Ids.Except(["QuizKit.GpuChecks", "QuizKit.Templates", "QuizKit.Tool"]).Select(id => $"{id}.{packages.Version}.snupkg"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), packed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void QuizKit_carries_its_types_its_generator_and_what_finds_the_quizzes()
    {
        Assert.Equal(
            [
                "QuizKit.nuspec", "README.md", "THIRD-PARTY-NOTICES.txt",
                "_manifest/cyclonedx/bom.json", "build/QuizKit.targets", "buildTransitive/QuizKit.props", "buildTransitive/QuizKit.targets", "icon.png",
                "lib/net10.0/QuizKit.dll", "lib/net10.0/QuizKit.xml", "lib/netstandard2.0/QuizKit.dll", "lib/netstandard2.0/QuizKit.xml",
                "tools/generator/Markdig.dll", "tools/generator/QuizKit.CodeFixes.dll", "tools/generator/QuizKit.Generator.dll",
                "tools/generator/QuizKit.Language.dll", "tools/generator/QuizKit.MSBuild.dll",
            ],
            packages.Files("QuizKit"));
        Assert.Equal(["QuizKit.nuspec", "lib/net10.0/QuizKit.pdb", "lib/netstandard2.0/QuizKit.pdb"], packages.Files("QuizKit", "snupkg"));
    }

    [Fact]
    public void QuizKit_depends_on_nothing()
    {
        var dependencies = packages.Manifest("QuizKit").Element("dependencies")!;

        var frameworks = dependencies.Elements("group").Select(group => group.Attribute("targetFramework")!.Value);
        Assert.Equal([".NETStandard2.0", "net10.0"], frameworks.Order(StringComparer.Ordinal));
        Assert.Empty(dependencies.Descendants("dependency"));
    }

    [Fact]
    public void QuizKit_NeuralNetworks_carries_its_types_alone()
    {
        Assert.Equal(
            [
                "QuizKit.NeuralNetworks.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "icon.png",
                "lib/net10.0/QuizKit.NeuralNetworks.dll", "lib/net10.0/QuizKit.NeuralNetworks.xml",
                "lib/netstandard2.0/QuizKit.NeuralNetworks.dll", "lib/netstandard2.0/QuizKit.NeuralNetworks.xml",
            ],
            packages.Files("QuizKit.NeuralNetworks"));
    }

    [Fact]
    public void QuizKit_NeuralNetworks_depends_on_the_types_of_QuizKit_and_passes_no_build_asset_on()
    {
        List<XElement> dependencies = [.. packages.Manifest("QuizKit.NeuralNetworks").Descendants("dependency")];

        Assert.Equal(2, dependencies.Count);
        Assert.All(dependencies, dependency =>
        {
            Assert.Equal(("QuizKit", packages.Version), (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value));
            Assert.Equal(["Analyzers", "Build", "BuildTransitive"], dependency.Attribute("exclude")!.Value.Split(',').Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void QuizKit_Numerics_carries_its_types_and_needs_only_spans_and_only_on_NET_Standard()
    {
        Assert.Equal(
            [
                "QuizKit.Numerics.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "icon.png",
                "lib/net10.0/QuizKit.Numerics.dll", "lib/net10.0/QuizKit.Numerics.xml",
                "lib/net8.0/QuizKit.Numerics.dll", "lib/net8.0/QuizKit.Numerics.xml",
                "lib/netstandard2.0/QuizKit.Numerics.dll", "lib/netstandard2.0/QuizKit.Numerics.xml",
            ],
            packages.Files("QuizKit.Numerics"));
        var dependencies = packages.Manifest("QuizKit.Numerics").Descendants("group").ToDictionary(
            group => group.Attribute("targetFramework")!.Value,
            group => group.Elements("dependency").Select(dependency => dependency.Attribute("id")!.Value));
        Assert.Equal(["net10.0", "net8.0", ".NETStandard2.0"], dependencies.Keys);
        Assert.Empty(dependencies["net10.0"]);
        Assert.Empty(dependencies["net8.0"]);
        Assert.Equal(["System.Memory"], dependencies[".NETStandard2.0"]);
    }

    [Fact]
    public void QuizKit_Numerics_Gpu_carries_its_types_and_depends_on_ILGPU_and_the_sums_in_memory()
    {
        Assert.Equal(
            [
                "QuizKit.Numerics.Gpu.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "icon.png",
                "lib/net10.0/QuizKit.Numerics.Gpu.dll", "lib/net10.0/QuizKit.Numerics.Gpu.xml",
            ],
            packages.Files("QuizKit.Numerics.Gpu"));
        var dependencies = packages.Manifest("QuizKit.Numerics.Gpu").Descendants("dependency");
        Assert.Equal(["ILGPU", "QuizKit.Numerics"], dependencies.Select(dependency => dependency.Attribute("id")!.Value).Order());
    }

    [Fact]
    public void The_tool_carries_the_harness_its_libraries_and_their_licences()
    {
        const string Any = "tools/net10.0/any/";
        Assert.Equal(
            [
                "ILGPU-LICENSE-3RD-PARTY.txt", "ILGPU-LICENSE.txt", "QuizKit.GpuChecks.nuspec", "README.md", "THIRD-PARTY-NOTICES.txt",
                "_manifest/cyclonedx/bom.json", "icon.png",
                Any + "DotnetToolSettings.xml", Any + "ILGPU.Algorithms.dll", Any + "ILGPU.dll",
                Any + "QuizKit.Cuda.Emulator.dll", Any + "QuizKit.Cuda.Emulator.pdb",
                Any + "QuizKit.Devices.dll", Any + "QuizKit.Devices.pdb",
                Any + "QuizKit.Laboratory.dll", Any + "QuizKit.Laboratory.pdb",
                Any + "QuizKit.NeuralNetworks.dll", Any + "QuizKit.NeuralNetworks.pdb",
                Any + "QuizKit.Numerics.Gpu.dll", Any + "QuizKit.Numerics.Gpu.pdb",
                Any + "QuizKit.Numerics.dll", Any + "QuizKit.Numerics.pdb",
                Any + "QuizKit.Reports.dll", Any + "QuizKit.Reports.pdb",
                Any + "QuizKit.dll", Any + "QuizKit.pdb",
                Any + "Spectre.Console.Ansi.dll", Any + "Spectre.Console.dll", Any + "System.CommandLine.dll", Any + "System.Numerics.Tensors.dll",
                Any + "gpu-checks.deps.json", Any + "gpu-checks.dll", Any + "gpu-checks.pdb", Any + "gpu-checks.runtimeconfig.json",
            ],
            packages.Files("QuizKit.GpuChecks"));
        Assert.Equal("DotnetTool", packages.Manifest("QuizKit.GpuChecks").Descendants("packageType").Single().Attribute("name")!.Value);
    }

    [Fact]
    public void QuizKit_Loading_carries_the_quiz_language_and_depends_on_the_runtime_and_Markdig()
    {
        Assert.Equal(
            [
                "QuizKit.Loading.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "icon.png",
                "lib/net10.0/QuizKit.Language.dll", "lib/net10.0/QuizKit.Loading.dll", "lib/net10.0/QuizKit.Loading.xml",
            ],
            packages.Files("QuizKit.Loading"));
        var dependencies = packages.Manifest("QuizKit.Loading").Descendants("dependency").Select(dependency => dependency.Attribute("id")!.Value);
        Assert.Equal(["Markdig", "QuizKit"], dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void QuizKit_AspNetCore_carries_its_types_and_depends_on_those_of_QuizKit_and_on_ASP_NET_Core()
    {
        Assert.Equal(
            [
                "QuizKit.AspNetCore.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "icon.png",
                "lib/net10.0/QuizKit.AspNetCore.dll", "lib/net10.0/QuizKit.AspNetCore.xml",
            ],
            packages.Files("QuizKit.AspNetCore"));
        var manifest = packages.Manifest("QuizKit.AspNetCore");
        Assert.Equal(["QuizKit"], manifest.Descendants("dependency").Select(dependency => dependency.Attribute("id")!.Value));
        Assert.Equal(
            ["Microsoft.AspNetCore.App"], manifest.Descendants("frameworkReference").Select(reference => reference.Attribute("name")!.Value));
    }

    [Fact]
    public void QuizKit_Blazor_carries_its_components_and_their_style_sheet_and_works_without_the_shared_framework()
    {
        Assert.Equal(
            [
                "QuizKit.Blazor.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "build/Microsoft.AspNetCore.StaticWebAssetEndpoints.props",
                "build/Microsoft.AspNetCore.StaticWebAssets.props", "build/QuizKit.Blazor.props", "buildMultiTargeting/QuizKit.Blazor.props",
                "buildTransitive/QuizKit.Blazor.props", "icon.png", "lib/net10.0/QuizKit.Blazor.dll", "lib/net10.0/QuizKit.Blazor.xml",
                "staticwebassets/quizkit.css",
            ],
            packages.Files("QuizKit.Blazor"));
        var dependencies = packages.Manifest("QuizKit.Blazor").Descendants("dependency").Select(dependency => dependency.Attribute("id")!.Value);
        Assert.Equal(["Microsoft.AspNetCore.Components.Web", "QuizKit"], dependencies.Order(StringComparer.Ordinal));
        Assert.Empty(packages.Manifest("QuizKit.Blazor").Descendants("frameworkReference"));
    }

    [Fact]
    public void The_tool_for_authors_carries_the_quiz_language_and_what_that_needs()
    {
        const string Any = "tools/net10.0/any/";
        Assert.Equal(
            [
                "QuizKit.Tool.nuspec", "README.md", "THIRD-PARTY-NOTICES.txt", "_manifest/cyclonedx/bom.json", "icon.png",
                Any + "AngleSharp.dll",
                Any + "DotnetToolSettings.xml", Any + "Google.Protobuf.dll", Any + "Markdig.dll", Any + "QuizKit.Language.dll", Any + "QuizKit.Language.pdb",
                Any + "QuizKit.Loading.dll", Any + "QuizKit.Loading.pdb",
                Any + "QuizKit.Tool.deps.json", Any + "QuizKit.Tool.dll", Any + "QuizKit.Tool.pdb", Any + "QuizKit.Tool.runtimeconfig.json",
                Any + "QuizKit.dll", Any + "QuizKit.pdb", Any + "System.CommandLine.dll",
                Any + "ZstdSharp.dll",
            ],
            packages.Files("QuizKit.Tool"));
        Assert.Equal("DotnetTool", packages.Manifest("QuizKit.Tool").Descendants("packageType").Single().Attribute("name")!.Value);
    }

    [Fact]
    public void The_template_package_carries_projects_that_refer_to_the_packages_packed_with_it()
    {
        const string App = "content/quizkit/Company.QuizApp1.csproj";
        const string WebApp = "content/quizkit-web/Company.QuizWeb1.csproj";
        Assert.Equal(
            [
                "QuizKit.Templates.nuspec", "README.md", "_manifest/cyclonedx/bom.json", "content/quizkit-web/.template.config/template.json",
                WebApp, "content/quizkit-web/Components/App.razor",
                "content/quizkit-web/Components/Home.razor", "content/quizkit-web/Components/_Imports.razor", "content/quizkit-web/Program.cs",
                "content/quizkit-web/starter.quiz.md", "content/quizkit/.template.config/template.json",
                App, "content/quizkit/Program.cs", "content/quizkit/starter.quiz.md", "icon.png",
            ],
            packages.Files("QuizKit.Templates"));
        foreach (var (project, id) in new[] { (App, "QuizKit"), (WebApp, "QuizKit"), (WebApp, "QuizKit.Blazor") })
        {
            var reference = $"<PackageReference Include=\"{id}\" Version=\"{packages.Version}\" />";
            Assert.Contains(reference, packages.ReadText("QuizKit.Templates", project), StringComparison.Ordinal);
        }

        Assert.Equal("Template", packages.Manifest("QuizKit.Templates").Descendants("packageType").Single().Attribute("name")!.Value);
    }

    [Theory]
    [MemberData(nameof(PackageIds))]
    public void Each_package_says_what_it_is_under_which_licence_and_invents_no_address(string id)
    {
        var manifest = packages.Manifest(id);

        Assert.Equal("MIT", manifest.Element("license")!.Value);
        Assert.Equal("expression", manifest.Element("license")!.Attribute("type")!.Value);
        Assert.Equal(("README.md", "icon.png"), (manifest.Element("readme")!.Value, manifest.Element("icon")!.Value));
        Assert.EndsWith(".", manifest.Element("description")!.Value, StringComparison.Ordinal);
        Assert.NotEmpty(manifest.Element("tags")!.Value);
        Assert.Null(manifest.Element("projectUrl"));
        Assert.Null(manifest.Element("repository")?.Attribute("url"));
        Assert.StartsWith($"# {id}\n", packages.ReadText(id, "README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PackageIds))]
    public void No_package_tells_where_it_was_built(string id)
    {
        using var package = packages.Open(id);

        Assert.All(package.Entries, entry =>
        {
            using var bytes = new MemoryStream();
            using (var content = entry.Open()) content.CopyTo(bytes);
            Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(packages.Root)) < 0, $"{entry.FullName} holds the path of the build");
        });
    }

    [Fact]
    public void The_icon_is_a_small_square_PNG()
    {
        using var package = packages.Open("QuizKit");
        using var bytes = new MemoryStream();
        using (var content = package.GetEntry("icon.png")!.Open()) content.CopyTo(bytes);

        Assert.InRange(bytes.Length, 1, 20 * 1024);
        // The header of a PNG: its signature, the first chunk's length and name, then width and height in network order.
        Assert.Equal("\u0089PNG\r\n\u001A\n\0\0\0\rIHDR\0\0\0\u0080\0\0\0\u0080", Encoding.Latin1.GetString(bytes.ToArray(), 0, 24));
    }
}
