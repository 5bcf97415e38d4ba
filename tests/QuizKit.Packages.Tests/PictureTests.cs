// The pictures of quizzes in apps of different kinds: where a build puts them, and what the quiz says of them.

using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class PictureTests(PackedPackages packages)
{
    private const string Svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/>";

    private const string Show = """
        foreach (var asset in Shop.Deep.RiversQuiz.Quiz.Assets) Console.WriteLine($"{asset.Path} at {asset.Address}: {asset.Width} x {asset.Height}");
        Console.WriteLine(Shop.Deep.RiversQuiz.One.Prompt.Html);
        """;

    [Fact]
    public async Task A_console_app_has_the_pictures_of_its_quizzes_beside_its_program()
    {
        var app = Project("ConsolePictures", "Microsoft.NET.Sdk", "<OutputType>Exe</OutputType>");
        app.Write("Program.cs", Show);

        await app.BuildAsync();
        var run = (await app.RunAsync("")).Succeeded();

        Assert.Contains("deep/maps/a b.svg at deep/maps/a%20b.svg: 40 x 30", run.Lines);
        Assert.Contains("deep/broken.png at deep/broken.png:  x", run.Lines);
        Assert.Contains(run.Lines, line => line.Contains("<img src=\"deep/maps/a%20b.svg\" width=\"40\" height=\"30\" alt=\"map\">", StringComparison.Ordinal));
        Assert.Equal(Svg, await File.ReadAllTextAsync(Path.Combine(app.Folder, "app", "deep", "maps", "a b.svg")));
        Assert.False(File.Exists(Path.Combine(app.Folder, "app", "deep", "unused.svg")));
        Assert.False(File.Exists(Path.Combine(app.Folder, "app", "deep", "gone.png")));

        // A picture that changes is enough for a build to compile its quiz again, and one that has not changed is not.
        app.Write("deep/maps/a b.svg", Svg.Replace("40", "50", StringComparison.Ordinal));
        await app.BuildAsync();
        var again = (await app.RunAsync("")).Succeeded();
        Assert.Contains("deep/maps/a b.svg at deep/maps/a%20b.svg: 50 x 30", again.Lines);
        var idle = (await app.DotnetAsync("build", "-o", "app", "-v:detailed")).Succeeded();
        Assert.Contains("Skipping target \"CoreCompile\" because all output files are up-to-date", idle.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_app_serves_the_pictures_of_its_quizzes()
    {
        var app = Project("WebPictures", "Microsoft.NET.Sdk.Web", "<QuizPictureRoot>/</QuizPictureRoot>");
        app.Write("wwwroot/deep/broken.png", "the app's own");
        app.Write("Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapStaticAssets();
            app.MapGet("/", () => Shop.Deep.RiversQuiz.One.Prompt.Html);
            app.Run();
            """);
        await using var server = await PublishAndStartAsync(app, "WebPictures");

        var html = await server.Client.GetStringAsync("/");
        using var picture = await server.Client.GetAsync("/deep/maps/a%20b.svg");

        Assert.Contains("<img src=\"/deep/maps/a%20b.svg\" width=\"40\" height=\"30\" alt=\"map\">", html, StringComparison.Ordinal);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Svg, await picture.Content.ReadAsStringAsync());
        Assert.Equal("the app's own", await server.Client.GetStringAsync("/deep/broken.png"));
    }

    [Fact]
    public async Task A_class_library_with_static_web_assets_brings_the_pictures_of_its_quizzes_to_an_app()
    {
        var library = Project("PictureLibrary", "Microsoft.NET.Sdk.Razor", "");
        var app = new Consumer(packages, "LibraryPictures");
        app.Write("LibraryPictures.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Path.Combine(library.Folder, "PictureLibrary.csproj")}" />
              </ItemGroup>
            </Project>
            """);
        app.Write("Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapStaticAssets();
            app.MapGet("/", () => Shop.Deep.RiversQuiz.One.Prompt.Html);
            app.Run();
            """);
        await using var server = await PublishAndStartAsync(app, "LibraryPictures");

        var html = await server.Client.GetStringAsync("/");

        Assert.Contains("<img src=\"_content/PictureLibrary/deep/maps/a%20b.svg\" width=\"40\" height=\"30\" alt=\"map\">", html, StringComparison.Ordinal);
        Assert.Equal(Svg, await server.Client.GetStringAsync("/_content/PictureLibrary/deep/maps/a%20b.svg"));
    }

    private static async Task<WebServer> PublishAndStartAsync(Consumer app, string name)
    {
        (await app.DotnetAsync("publish", "-warnaserror", "-o", "app")).Succeeded();
        return await WebServer.StartAsync(app, name, "--contentRoot", Path.Combine(app.Folder, "app"));
    }

    private Consumer Project(string name, string sdk, string properties)
    {
        var project = new Consumer(packages, name);
        project.Write(name + ".csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RootNamespace>Shop</RootNamespace>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("deep/rivers.quiz.md", Consumer.Quiz("rivers", "![map](<maps/a b.svg>) or ![broken](broken.png)?"));
        project.Write("deep/maps/a b.svg", Svg);
        project.Write("deep/broken.png", "no picture");
        project.Write("deep/unused.svg", Svg);
        return project;
    }
}
