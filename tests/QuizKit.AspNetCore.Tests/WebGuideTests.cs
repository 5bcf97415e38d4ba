// The page on quizzes over HTTP: its requests get the responses that it shows.

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.AspNetCore.Tests;

public sealed class WebGuideTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Every_request_shown_gets_the_response_shown_below_it()
    {
        var examples = FencedExamples.In(FencedExamples.ReadPage("web.md")).Where(example => !example.Is("csharp")).ToList();
        await using var app = await QuizApp.StartAsync(RiversQuiz.Quiz);

        Assert.Equal(14, examples.Count);
        foreach (var pair in examples.Chunk(2))
        {
            Assert.True(pair[0].Is("http") && pair[1].Is("json"), $"line {pair[0].Line}");
            using var response = await app.Client.SendAsync(Request(pair[0].Text));
            var json = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

            Assert.Equal(pair[1]["status"] ?? "200", response.StatusCode.ToString("D"));
            Assert.Equal(pair[1].Text, JsonSerializer.Serialize(json, Indented).ReplaceLineEndings("\n") + "\n");
        }
    }

    [Fact]
    public void The_C_sharp_shown_compiles()
    {
        var page = FencedExamples.In(FencedExamples.ReadPage("web.md")).Where(example => example.Is("csharp")).Select(example => example.Text).ToList();
        var readme = FencedExamples.ReadPage("README.md").Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal));

        Assert.Equal(3, page.Count);
        Assert.Empty(Errors("using QuizKit.AspNetCore;\nusing QuizKit.AspNetCore.Tests;\n" + string.Concat(page)));
        Assert.Empty(Errors(string.Join('\n', readme)));
        Assert.NotEmpty(Errors("using QuizKit.AspNetCore;\n" + string.Concat(page).Replace("MapQuiz", "MapQuizzes", StringComparison.Ordinal)));
    }

    // A page is one program, with the usings of a web project.
    private static IEnumerable<Diagnostic> Errors(string program)
    {
        const string Usings = """
            global using System;
            global using System.Collections.Generic;
            global using System.Linq;
            global using System.Threading.Tasks;
            global using Microsoft.AspNetCore.Builder;
            global using Microsoft.AspNetCore.Http;
            global using Microsoft.Extensions.DependencyInjection;
            """;
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Guide",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(program)],
            [.. assemblies.Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    // The first line, the headers, an empty line, and the body.
    private static HttpRequestMessage Request(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].TrimEnd().Split('\n');
        var request = new HttpRequestMessage(new HttpMethod(lines[0].Split(' ')[0]), lines[0].Split(' ')[1]);
        if (parts.Length == 2) request.Content = new StringContent(parts[1], Encoding.UTF8, lines[1].Split(": ")[1]);
        return request;
    }
}
