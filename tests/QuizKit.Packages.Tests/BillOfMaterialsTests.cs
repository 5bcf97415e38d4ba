// The bill of materials in each package: valid, complete and true.

using System.Security.Cryptography;
using System.Text.Json;
using CycloneDX;
using CycloneDX.Json;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class BillOfMaterialsTests(PackedPackages packages)
{
    private const string Bill = "_manifest/cyclonedx/bom.json";

    public static TheoryData<string> PackageIds => PackageContentTests.PackageIds;

    [Theory]
    [MemberData(nameof(PackageIds))]
    public void Each_bill_is_valid_by_the_schema_of_CycloneDX(string id)
    {
        var result = Validator.Validate(packages.ReadText(id, Bill), SpecificationVersion.v1_6);

        Assert.True(result.Valid, string.Join('\n', result.Messages));
    }

    [Fact]
    public void The_schema_refuses_a_bill_with_a_type_that_does_not_exist()
    {
        var bill = packages.ReadText("QuizKit", Bill).Replace("\"file\"", "\"scroll\"", StringComparison.Ordinal);

        Assert.False(Validator.Validate(bill, SpecificationVersion.v1_6).Valid);
    }

    [Theory]
    [MemberData(nameof(PackageIds))]
    public void Each_bill_has_every_file_of_its_package_with_its_checksum(string id)
    {
        using var package = packages.Open(id);
        using var bill = Read(id);
        var component = bill.RootElement.GetProperty("metadata").GetProperty("component");
        var listed = bill.RootElement.GetProperty("components").EnumerateArray().Prepend(component).SelectMany(Files)
            .ToDictionary(file => Text(file, "name"), file => Text(file.GetProperty("hashes")[0], "content"));

        Assert.Equal((id, packages.Version), (Text(component, "name"), Text(component, "version")));
        Assert.Equal(packages.Files(id).Except([Bill, id + ".nuspec"]), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(listed, file =>
        {
            using var content = package.GetEntry(file.Key)!.Open();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Value);
        });
    }

    [Theory]
    [MemberData(nameof(PackageIds))]
    public void Each_bill_has_the_dependencies_of_its_package_and_nothing_that_only_builds_it(string id)
    {
        using var bill = Read(id);
        var components = Components(bill).ToDictionary(component => Text(component, "name"));

        Assert.All(packages.Manifest(id).Descendants("dependency"), dependency =>
            Assert.Equal(dependency.Attribute("version")!.Value, Text(components[dependency.Attribute("id")!.Value], "version")));
        Assert.DoesNotContain(components.Keys, name =>
            name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal) || name.StartsWith("Roslynator.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_bill_of_QuizKit_has_the_Markdig_that_the_generator_runs_on()
    {
        using var bill = Read("QuizKit");

        var markdig = Components(bill).Single(component => Text(component, "name") == "Markdig");

        Assert.Equal("pkg:nuget/Markdig@" + Text(markdig, "version"), Text(markdig, "purl"));
        Assert.Equal("BSD-2-Clause", Text(markdig.GetProperty("licenses")[0].GetProperty("license"), "id"));
        Assert.Equal("SHA-512", Text(markdig.GetProperty("hashes")[0], "alg"));
        Assert.Equal(["tools/generator/Markdig.dll"], Files(markdig).Select(file => Text(file, "name")));
    }

    [Theory]
    [InlineData("QuizKit", "Markdig QuizKit.CodeFixes QuizKit.Generator QuizKit.Language QuizKit.MSBuild")]
    [InlineData("QuizKit.AspNetCore", "Microsoft.AspNetCore.App QuizKit")]
    [InlineData("QuizKit.Cuda.Emulator", "")]
    [InlineData("QuizKit.Loading", "Markdig QuizKit QuizKit.Language")]
    [InlineData("QuizKit.NeuralNetworks", "QuizKit")]
    [InlineData("QuizKit.Numerics", "System.Buffers System.Memory System.Numerics.Vectors System.Runtime.CompilerServices.Unsafe")]
    [InlineData("QuizKit.Numerics.Gpu", "ILGPU QuizKit.Numerics")]
    [InlineData("QuizKit.Templates", "")]
    [InlineData("QuizKit.Tool", "AngleSharp Google.Protobuf Markdig QuizKit QuizKit.Language QuizKit.Loading System.CommandLine ZstdSharp.Port")]
    public void A_bill_names_what_the_package_needs_and_carries(string id, string names)
    {
        using var bill = Read(id);

        Assert.Equal(names, string.Join(' ', Components(bill).Select(component => Text(component, "name"))));
    }

    [Fact]
    public void The_bill_of_the_harness_has_the_text_of_a_licence_that_has_no_identifier()
    {
        using var bill = Read("QuizKit.GpuChecks");

        var licence = Components(bill).Single(component => Text(component, "name") == "ILGPU").GetProperty("licenses")[0].GetProperty("license");

        Assert.Equal("LICENSE.txt", Text(licence, "name"));
        Assert.Contains("ILGPU Project", Text(licence.GetProperty("text"), "content"), StringComparison.Ordinal);
    }

    private JsonDocument Read(string id) => JsonDocument.Parse(packages.ReadText(id, Bill));

    private static List<JsonElement> Components(JsonDocument bill) => [.. bill.RootElement.GetProperty("components").EnumerateArray()];

    private static IEnumerable<JsonElement> Files(JsonElement component) =>
        component.TryGetProperty("components", out var files) ? files.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
