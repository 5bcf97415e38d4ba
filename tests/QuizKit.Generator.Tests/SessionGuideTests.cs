// The C# in the page on sessions compiles, as one program, against the quiz of the package's README.

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class SessionGuideTests
{
    private const string Capitals = """
        ---
        id: capitals
        language: en
        ---
        # Capitals

        ## Question 1
        <!-- quiz: id=france -->

        What is the capital of France?

        ### Answer

        Paris.

        """;

    [Fact]
    public void The_C_sharp_shown_compiles()
    {
        var examples = FencedExamples.In(FencedExamples.ReadPage("sessions.md")).Where(example => example.Is("csharp")).ToList();
        var app = QuizCompiler.Compilation("using Consumer;\n" + string.Concat(examples.Select(example => example.Text)), LanguageVersion.CSharp12);
        app = app.WithOptions(app.Options.WithOutputKind(OutputKind.ConsoleApplication).WithNullableContextOptions(NullableContextOptions.Enable));

        QuizCompiler.Driver([QuizCompiler.File("capitals.quiz.md", Capitals)], LanguageVersion.CSharp12)
            .RunGeneratorsAndUpdateCompilation(app, out var output, out _);

        using var image = new MemoryStream();
        Assert.Equal(5, examples.Count);
        Assert.Empty(output.Emit(image).Diagnostics);
    }
}
