// A console program with quizzes of its own, as an app developer would write it: built, run, edited, broken.

using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>
/// One project for many cases, because each build takes seconds. Its quizzes have every kind of file name; another analyzer
/// with an older Markdig is beside QuizKit's; warnings are errors; its output folder is not the usual one.
/// </summary>
public sealed class ConsoleConsumer(PackedPackages packages) : IAsyncLifetime
{
    /// <summary>File names that have broken tools, and the class that each becomes without metadata.</summary>
    private static readonly (string File, string Class)[] OddNames =
    [
        ("with space", "WithSpaceQuiz"),
        ("semi;colon", "SemiColonQuiz"),
        ("hash#tag", "HashTagQuiz"),
        ("dots..twice", "DotsTwiceQuiz"),
        ("Größe наука", "GrößeНаукаQuiz"),
    ];

    private const string OtherAnalyzer = "Elsewhere.Markdown";

    internal string Version => packages.Version;

    internal CommandResult FirstRun { get; private set; } = null!;

    /// <summary>The versions of Markdig that the compiler had loaded when its generators had run.</summary>
    internal string[] LoadedMarkdigs { get; private set; } = [];

    internal CommandResult RunAfterEdit { get; private set; } = null!;

    internal CommandResult BrokenBuild { get; private set; } = null!;

    internal CommandResult BrokenBuildWithoutAnalyzers { get; private set; } = null!;

    internal Consumer Project { get; } = new(packages, "Console Shop");

    public async Task InitializeAsync()
    {
        await PackOtherAnalyzerAsync();
        WriteProject();

        FirstRun = (await Project.DotnetAsync("run")).Succeeded();
        LoadedMarkdigs = await File.ReadAllLinesAsync(Path.Combine(Project.Folder, "loaded-markdigs.txt"));

        Project.Write("plain.quiz.md", Consumer.Quiz("plain", "prompt of plain, edited"));
        RunAfterEdit = await Project.DotnetAsync("run", "--no-restore");

        Project.Write("plain.quiz.md", Consumer.Quiz("plain", "a $\\nonsense$ prompt"));
        BrokenBuild = await Project.DotnetAsync("build", "--no-restore", "-p:WithBadMetadata=true");
        BrokenBuildWithoutAnalyzers = await Project.DotnetAsync("build", "--no-restore", "-p:RunAnalyzers=false");
        Project.Write("plain.quiz.md", Consumer.Quiz("plain", "prompt of plain"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private void WriteProject()
    {
        Project.Write("Console Shop.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RootNamespace>Shop</RootNamespace>
                <Nullable>enable</Nullable>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <IsAotCompatible>true</IsAotCompatible>
                <BaseOutputPath>out/</BaseOutputPath>
                <!-- In a compiler that serves no other build, what is loaded was loaded for this one. -->
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit" Version="{packages.Version}" />
                <PackageReference Include="{OtherAnalyzer}" Version="{packages.Version}" />
                {string.Concat(OddNames.Select(odd => $"""
                <QuizFile Update="given/{odd.File.Replace(";", "%3B", StringComparison.Ordinal)}.quiz.md" QuizNamespace="Given.Ünder" QuizClassName="My{odd.Class}" />

                """))}
                <QuizFile Include="../shelf/music/scales.quiz.md" QuizNamespace="Given.Away" />
                <QuizFile Update="plain.quiz.md" QuizNamespace="Cut;Here" QuizClassName="Quiz" Condition="'$(WithBadMetadata)' == 'true'" />
              </ItemGroup>
            </Project>
            """);

        Project.Write("plain.quiz.md", Consumer.Quiz("plain", "prompt of plain"));
        Project.Write("one/same.quiz.md", Consumer.Quiz("same-one", "prompt of same-one"));
        Project.Write("two/same.quiz.md", Consumer.Quiz("same-two", "prompt of same-two"));
        Project.Write("../shelf/music/scales.quiz.md", Consumer.Quiz("elsewhere", "prompt of elsewhere"));
        foreach ((var file, var className) in OddNames)
        {
            Project.Write($"odd/{file}.quiz.md", Consumer.Quiz("o" + Index(file), $"prompt of odd {className}"));
            Project.Write($"given/{file}.quiz.md", Consumer.Quiz("g" + Index(file), $"prompt of given {className}"));
        }

        // Were one of these compiled, the build would fail.
        foreach (var folder in new[] { "bin", "obj", "out", ".hidden" }) Project.Write(folder + "/copy/broken.quiz.md", "no quiz at all");

        string[] prompts =
        [
            "Shop.PlainQuiz", "Shop.One.SameQuiz", "Shop.Two.SameQuiz", "Given.Away.ScalesQuiz",
            .. OddNames.Select(odd => "Shop.Odd." + odd.Class),
            .. OddNames.Select(odd => "Given.Ünder.My" + odd.Class),
        ];
        Project.Write("Program.cs", $$"""
            System.Console.OutputEncoding = System.Text.Encoding.UTF8;
            {{string.Concat(prompts.Select(name => $"System.Console.WriteLine(\"{name}: \" + {name}.One.Prompt.UnicodeText.Replace('\\n', ' '));\n"))}}
            System.Console.WriteLine("Markdig of the other analyzer: " + Elsewhere.Report.Markdig);
            System.Console.WriteLine("HTML of the other analyzer: " + Elsewhere.Report.Html);
            """);
    }

    private static int Index(string file) => Array.FindIndex(OddNames, odd => odd.File == file);

    // A source generator that somebody else might have written: it renders Markdown with the Markdig 1.4.0 that it carries.
    private async Task PackOtherAnalyzerAsync()
    {
        var other = new Consumer(packages, OtherAnalyzer);
        other.Write(OtherAnalyzer + ".csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>netstandard2.0</TargetFramework>
                <Description>A generator with a Markdig of its own.</Description>
                <IncludeBuildOutput>false</IncludeBuildOutput>
                <SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
                <!-- No lib folder (NU5128), no extended analyzer rules (RS1036), no release tracking (RS2008): it only stands in for a stranger's. -->
                <NoWarn>$(NoWarn);NU5128;RS1036;RS2008</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="4.8.0" PrivateAssets="all" />
                <PackageReference Include="Markdig" Version="1.4.0" PrivateAssets="all" GeneratePathProperty="true" />
                <None Include="$(OutputPath)/$(AssemblyName).dll" Pack="true" PackagePath="analyzers/dotnet/cs" Visible="false" />
                <None Include="$(PkgMarkdig)/lib/netstandard2.0/Markdig.dll" Pack="true" PackagePath="analyzers/dotnet/cs" Visible="false" />
              </ItemGroup>
            </Project>
            """);
        other.Write("Generator.cs", """
            using System;
            using System.Collections.Immutable;
            using System.IO;
            using System.Linq;
            using Microsoft.CodeAnalysis;
            using Microsoft.CodeAnalysis.Diagnostics;

            [Generator(LanguageNames.CSharp)]
            public sealed class ReportGenerator : IIncrementalGenerator
            {
                public void Initialize(IncrementalGeneratorInitializationContext context)
                {
                    context.RegisterSourceOutput(context.CompilationProvider, (output, compilation) =>
                    {
                        string html = Markdig.Markdown.ToHtml("*other*").Trim();
                        string version = typeof(Markdig.Markdown).Assembly.GetName().Version.ToString(2);
                        string members = "public const string Html = \"" + html + "\", Markdig = \"" + version + "\";";
                        output.AddSource("Report.g.cs", "namespace Elsewhere { internal static class Report { " + members + " } }");
                    });
                }
            }

            // Analyzers run after all generators: this one writes down which Markdigs those have loaded.
            [DiagnosticAnalyzer(LanguageNames.CSharp)]
            public sealed class LoadedMarkdigs : DiagnosticAnalyzer
            {
                public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
                    ImmutableArray.Create(new DiagnosticDescriptor("EW0001", "Unused", "Unused", "Test", DiagnosticSeverity.Warning, true));

                public override void Initialize(AnalysisContext context)
                {
                    context.EnableConcurrentExecution();
                    context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
                    context.RegisterCompilationAction(action =>
                    {
                        var names = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName());
                        var versions = names.Where(name => name.Name == "Markdig").Select(name => name.Version.ToString(2));
                        action.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.ProjectDir", out string folder);
                        File.WriteAllLines(Path.Combine(folder, "loaded-markdigs.txt"), versions.OrderBy(version => version, StringComparer.Ordinal));
                    });
                }
            }
            """);

        // With the machine's package folder: this is not a consumer of QuizKit, and the compiler's packages are large.
        (await Dotnet.RunAsync(other.Folder, null, "pack", "-c", "Release", "-o", packages.Feed, $"-p:Version={packages.Version}")).Succeeded();
    }
}
