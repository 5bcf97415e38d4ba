// What the analyzer reports of files: their encoding, and all of their mistakes in one run.

using System.Text;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class DiagnosticTests
{
    private const string Front = Samples.FrontMatter;
    private const string Head = Front + "## Question 1\n<!-- quiz: id=one -->\n\n";
    private const string Prompt = Head + "What?\n\n### Answer\n\n";

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_reported_at_its_first_wrong_byte()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Prompt + "Größe, "), .. "Gr\u00F6\u00DFe"u8[..2], 0xF6, 0xDF, (byte)'e', (byte)'\n'];
        // The compiler decodes such a file with a single-byte encoding, and so does this.
        var text = SourceText.From(Encoding.Latin1.GetString(bytes), Encoding.Latin1);

        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(new QuizText("/project/a.quiz.md", text)));

        Assert.Equal(("QK0002", "\u00F6"), (problem.Id, problem.Marked));
        Assert.Equal((14, "GrÃ¶Ã\u009Fe, Gr".Length + 1), (problem.Line, problem.Column));
    }

    [Fact]
    public async Task A_byte_that_the_compiler_replaced_is_reported_but_not_a_replacement_character_that_the_author_wrote()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Prompt + "Gr"), 0xF6, 0xDF, (byte)'e', (byte)'\n'];
        // Where the system has no encoding but UTF-8, the compiler decodes once more, without throwing.
        var replaced = SourceText.From(Encoding.UTF8.GetString(bytes), Encoding.UTF8);
        var written = SourceText.From(Prompt + "It is \uFFFD.\n", new UTF8Encoding(false, throwOnInvalidBytes: true));

        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(new QuizText("/project/a.quiz.md", replaced)));

        Assert.Equal(("QK0002", 14, 3), (problem.Id, problem.Line, problem.Column));
        Assert.Empty(await QuizCompiler.AnalyzeAsync(new QuizText("/project/a.quiz.md", written)));
    }

    [Fact]
    public async Task All_mistakes_of_a_file_come_in_one_run_in_the_order_of_the_text()
    {
        var text = Front
            + "## Question 1\n<!-- quiz: id=one kind=opn -->\n\nA $\\foo$?\n\n### Answer\n\nIt costs $x.\n\n"
            + "## Question 1\n<!-- quiz: id=one -->\n\nB?\n";

        var problems = await QuizCompiler.AnalyzeAsync(QuizCompiler.File("a.quiz.md", text));

        Assert.Equal(["QK0012", "QK0023", "QK0022", "QK0008", "QK0017", "QK0015"], problems.Select(problem => problem.Id));
    }

    [Fact]
    public async Task One_bad_file_does_not_stop_the_others()
    {
        QuizText[] files =
        [
            QuizCompiler.File("bad.quiz.md", "no quiz at all"), QuizCompiler.File("good.quiz.md", Samples.EveryKind),
        ];

        Assert.All(await QuizCompiler.AnalyzeAsync(files), problem => Assert.Equal("/project/bad.quiz.md", problem.Path));
        var generated = QuizCompiler.Driver(files).RunGenerators(QuizCompiler.Compilation()).GetRunResult().GeneratedTrees;
        Assert.Contains(generated, tree => tree.ToString().Contains("class GoodQuiz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Random_damage_never_breaks_the_reader()
    {
        const string Alphabet = "$<>-!{}\\[]()`*_#|\n\r \0\u2028é\uD83D\"=:/x1";
        var random = new Random(20);
        for (var round = 0; round < Thorough.Count(400); round++)
        {
            var text = new StringBuilder(Samples.EveryKind);
            for (var edit = 0; edit < 1 + (round % 12); edit++)
            {
                var at = random.Next(text.Length);
                if (random.Next(3) == 0) text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                else text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
            }

            // Reading throws where a span lies outside the file or the reader fails; the analyzer would turn that into AD0001.
            var problems = await QuizCompiler.AnalyzeAsync(QuizCompiler.File("a.quiz.md", text.ToString()));
            Assert.All(problems, problem => Assert.StartsWith("QK", problem.Id, StringComparison.Ordinal));
            QuizCompiler.Generate("a.quiz.md", text.ToString());
        }
    }
}
