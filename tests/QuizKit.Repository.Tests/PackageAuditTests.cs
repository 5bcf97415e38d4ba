// What eng/packages.py makes of the answers of NuGet and npm.

using System.Diagnostics;
using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class PackageAuditTests : IDisposable
{
    private const string Clean = """{ "version": 1, "projects": [ { "path": "/tree/tool/QuizKit.Tool.csproj" }, { "path": "/tree/runtime/QuizKit.csproj" } ] }""";

    private const string Vulnerable = """
        {
          "version": 1,
          "parameters": "--vulnerable --include-transitive",
          "sources": [ "https://packages.example/v3/index.json" ],
          "projects": [
            {
              "path": "/tree/tool/QuizKit.Tool.csproj",
              "frameworks": [
                {
                  "framework": "net10.0",
                  "topLevelPackages": [
                    {
                      "id": "Newtonsoft.Json", "requestedVersion": "12.0.1", "resolvedVersion": "12.0.1",
                      "vulnerabilities": [ { "severity": "High", "advisoryurl": "https://github.com/advisories/GHSA-5crp-9r3c-p9vr" } ]
                    }
                  ],
                  "transitivePackages": [
                    {
                      "id": "System.Text.Json", "resolvedVersion": "8.0.0",
                      "vulnerabilities": [ { "severity": "High", "advisoryurl": "https://github.com/advisories/GHSA-hh2w-p6rv-4g7w" } ]
                    }
                  ]
                }
              ]
            }
          ]
        }
        """;

    private const string Deprecated = """
        {
          "version": 1,
          "projects": [
            {
              "path": "C:\\tree\\tests\\QuizKit.Tests\\QuizKit.Tests.csproj",
              "frameworks": [
                {
                  "framework": "net10.0",
                  "topLevelPackages": [
                    {
                      "id": "Old.Client", "requestedVersion": "2.0.4", "resolvedVersion": "2.0.4", "deprecationReasons": [ "Legacy" ],
                      "alternativePackage": { "id": "New.Client", "versionRange": ">= 0.0.0" }
                    }
                  ]
                }
              ]
            }
          ]
        }
        """;

    private const string Refused = """{ "version": 1, "problems": [ { "text": "Restore failed. Run `dotnet restore` for more details on the issue.", "level": "error" } ] }""";

    private const string CleanNpm = """{ "auditReportVersion": 2, "vulnerabilities": {}, "metadata": { "dependencies": { "total": 3 } } }""";

    private const string VulnerableNpm = """
        {
          "auditReportVersion": 2,
          "vulnerabilities": {
            "minimist": {
              "name": "minimist", "severity": "critical", "isDirect": true, "range": "<=0.2.3",
              "via": [ { "source": 1097678, "title": "Prototype Pollution in minimist", "url": "https://github.com/advisories/GHSA-xvch-5gv4-984h", "severity": "critical" } ]
            },
            "optimist": { "name": "optimist", "severity": "critical", "via": [ "minimist" ], "range": ">=0.6.0" }
          }
        }
        """;

    private const string RefusedNpm = """{ "message": "405 Method Not Allowed - POST https://packages.example/-/npm/v1/security/advisories/bulk", "statusCode": 405 }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quizkit-audit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PythonTheory]
    [InlineData(
        "vulnerable", Vulnerable, Vulnerable, 1,
        "vulnerable: QuizKit.Tool: Newtonsoft.Json 12.0.1: High, https://github.com/advisories/GHSA-5crp-9r3c-p9vr\n"
        + "vulnerable: QuizKit.Tool: System.Text.Json 8.0.0: High, https://github.com/advisories/GHSA-hh2w-p6rv-4g7w\n")]
    [InlineData("vulnerable", Clean, Vulnerable, 1, "vulnerable: QuizKit.Tool: Newtonsoft.Json 12.0.1: *")]
    [InlineData("vulnerable", Vulnerable, Clean, 0, "vulnerable: none in 2 projects\n")]
    [InlineData("vulnerable", Clean, Clean, 0, "vulnerable: not checked: the package source has no vulnerability data\n")]
    [InlineData("vulnerable", Refused, Clean, 0, "vulnerable: not checked: the package source has no vulnerability data (Restore failed.*)\n")]
    [InlineData("vulnerable", Vulnerable, Refused, 1, "vulnerable: no answer: Restore failed. Run `dotnet restore` for more details on the issue.\n")]
    [InlineData("vulnerable", Vulnerable, "error: NU1301: unreachable\n", 1, "vulnerable: no answer: error: NU1301: unreachable\n")]
    [InlineData("vulnerable", Vulnerable, """{ "version": 1 }""", 1, "vulnerable: no answer: no project is in it\n")]
    [InlineData("deprecated", Clean, Deprecated, 1, "deprecated: *QuizKit.Tests: Old.Client 2.0.4: Legacy; use New.Client\n")]
    [InlineData("deprecated", Deprecated, Clean, 0, "deprecated: none in 2 projects\n")]
    [InlineData("deprecated", Clean, Clean, 0, "deprecated: not checked: the package source has no deprecation data\n")]
    public void The_answer_of_NuGet_is_a_line_for_each_finding_or_says_that_nothing_was_checked(
        string kind, string probe, string report, int exitCode, string output) =>
        Check(exitCode, output, "nuget", kind, Write("probe", probe), Write("report", report));

    [PythonTheory]
    [InlineData(VulnerableNpm, VulnerableNpm, 1, "npm: eng/pages: minimist <=0.2.3: critical, https://github.com/advisories/GHSA-xvch-5gv4-984h\n")]
    [InlineData(VulnerableNpm, CleanNpm, 0, "npm: none in 1 lock files\n")]
    [InlineData(VulnerableNpm, RefusedNpm, 1, "npm: no answer: eng/pages: 405 Method Not Allowed*\n")]
    [InlineData(CleanNpm, CleanNpm, 0, "npm: not checked: the registry has no vulnerability data (it does not know of the probe)\n")]
    [InlineData(RefusedNpm, RefusedNpm, 0, "npm: not checked: the registry has no vulnerability data (405 Method Not Allowed*)\n")]
    public void The_answer_of_npm_is_a_line_for_each_finding_or_says_that_nothing_was_checked(
        string probe, string report, int exitCode, string output) =>
        Check(exitCode, output, "npm", Write("probe", probe), "eng/pages=" + Write("report", report));

    [PythonTheory]
    [InlineData("", "licences: a.package 1.0.0: no SPDX expression: not a licence that eng/packages.py allows\n*")]
    [InlineData("""<license type="expression">GPL-3.0-only</license>""", "licences: a.package 1.0.0: GPL-3.0-only: not a licence that eng/packages.py allows\n*")]
    [InlineData("""<license type="expression">MIT</license>""", "*licences: axe-core: no package needs this exception\n*")]
    public void A_licence_that_is_not_allowed_and_an_exception_that_nothing_needs_fail(string licence, string output)
    {
        var folder = _folder.CreateSubdirectory("packages/a.package/1.0.0").FullName;
        File.WriteAllText(Path.Combine(folder, "a.package.nuspec"), $"<package><metadata><id>A.Package</id>{licence}</metadata></package>");
        var lockFile = Write("lock", """{ "version": 2, "dependencies": { "net10.0": { "A.Package": { "type": "Direct", "resolved": "1.0.0" } } } }""");

        Check(1, output, "licences", Path.Combine(_folder.FullName, "packages"), lockFile);
    }

    [PythonFact]
    public void A_package_that_is_not_restored_is_not_called_allowed()
    {
        var lockFile = Write("lock", """{ "version": 2, "dependencies": { "net10.0": { "A.Package": { "type": "Direct", "resolved": "1.0.0" } } } }""");

        Check(1, "licences: *\nlicences: not checked: a.package 1.0.0 is not restored\n", "licences", _folder.FullName, lockFile);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name + ".json");
        File.WriteAllText(path, text);
        return path;
    }

    // A star in the expected output stands for any text.
    private static void Check(int exitCode, string output, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", [Checkout.PathOf("eng/packages.py"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = python.StandardError.ReadToEndAsync();
        var text = python.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        python.WaitForExit();

        Assert.Equal("", errors.Result);
        var pattern = "(?s)^" + string.Join(".*", output.Split('*').Select(System.Text.RegularExpressions.Regex.Escape)) + "$";
        Assert.Matches(pattern, text);
        Assert.Equal(exitCode, python.ExitCode);
    }
}

/// <summary>A test of a script in Python, skipped where there is none: the scripts themselves need it.</summary>
internal static class Python
{
    public static string? WhyNot { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, "python3")) || File.Exists(Path.Combine(folder, "python3.exe")))
            ? null
            : "there is no python3 in PATH";
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = Python.WhyNot;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Python.WhyNot;
}
