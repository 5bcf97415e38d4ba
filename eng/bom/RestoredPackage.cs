// A package of another project in the folder of the machine: its exact name, its licence and its checksum.

using System.Xml.Linq;

namespace QuizKit.Bom;

/// <summary>A package as NuGet unpacked it.</summary>
/// <param name="Id">Its name, in the letters of its author.</param>
/// <param name="Version">Its version.</param>
/// <param name="Expression">The SPDX expression of its licence, or null if it declares none.</param>
/// <param name="LicenceName">The file or the address of the licence, where it has no expression.</param>
/// <param name="LicenceText">The text of that file, or null for an address.</param>
/// <param name="Sha512">The checksum of the archive (.nupkg), in hexadecimal digits.</param>
internal sealed record RestoredPackage(
    string Id, string Version, string? Expression, string? LicenceName, string? LicenceText, string Sha512)
{
    /// <summary>Reads the manifest and the checksum in a folder of unpacked packages.</summary>
    public static RestoredPackage Read(string packageFolder, string id, string version)
    {
        var (name, number) = (id.ToLowerInvariant(), version.ToLowerInvariant());
        var folder = Path.Combine(packageFolder, name, number);
        var manifest = XDocument.Load(Path.Combine(folder, name + ".nuspec")).Root!;
        var metadata = manifest.Elements().First(element => element.Name.LocalName == "metadata");
        XElement? Find(string element) => metadata.Elements().FirstOrDefault(child => child.Name.LocalName == element);

        var licence = Find("license");
        var isFile = licence?.Attribute("type")?.Value == "file";
        return new RestoredPackage(
            Find("id")!.Value,
            Find("version")!.Value,
            isFile ? null : licence?.Value,
            isFile ? licence!.Value : licence is null ? Find("licenseUrl")?.Value : null,
            isFile ? File.ReadAllText(Path.Combine(folder, licence!.Value)).ReplaceLineEndings("\n") : null,
            Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(Path.Combine(folder, $"{name}.{number}.nupkg.sha512")))));
    }
}
