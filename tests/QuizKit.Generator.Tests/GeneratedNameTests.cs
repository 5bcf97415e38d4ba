// Names in the generated code: whatever ids, tags and file names a quiz has, its class compiles, or a message says why not.

using Microsoft.CodeAnalysis;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class GeneratedNameTests
{
    /// <summary>Ids that become names of the generated code, or of what every class has.</summary>
    private static readonly string[] Ids =
    [
        "table", "create-table", "create-create-table", "quiz", "create-quiz", "quiz-question", "create-quiz-question", "claims", "checks",
        "tags", "texts", "run", "claim", "context", "check", "t-context", "t-outcome", "equals", "finalize", "get-type", "to-string", "object",
        "string", "class", "new", "system", "quiz-kit", "question", "open-question", "pair-quiz", "create-pair-quiz", "pair-quiz-question",
        "pair", "a-1", "a1", "a-b", "ab", "consumer", "item", "value", "get-table", "set-table", "main", "program",
    ];

    /// <summary>Few ids at a time, so that each two of them are together once at least.</summary>
    private static List<List<string>> GroupsWithAnyTwo(int size)
    {
        var apart = new HashSet<(string, string)>(Ids.SelectMany(first => Ids.Where(id => id != first).Select(second => (first, second))));
        var groups = new List<List<string>>();
        while (apart.Count > 0)
        {
            var (first, second) = Ids.SelectMany(id => Ids.Select(other => (id, other))).First(apart.Contains);
            List<string> group = [first, second];
            while (group.Count < size)
                group.Add(Ids.Except(group).MaxBy(id => group.Count(member => apart.Contains((id, member))))!);
            foreach (var one in group) apart.RemoveWhere(pair => pair.Item1 == one && group.Contains(pair.Item2));
            groups.Add(group);
        }

        return groups;
    }

    private static string Group(string quizId, List<string> ids, string form) => form switch
    {
        "questions" => Quiz(quizId, [.. ids.Select((id, index) => Question(index + 1, id, "What?"))]),
        "claims" => Quiz(quizId, Question(1, "q-1", "What?" + string.Concat(ids.Select(id => $"<!-- claim: {id} --> a<!-- /claim -->")))),
        _ => Quiz(quizId, Question(1, "q-1", "What?", $" tags=\"{string.Join(", ", ids)}\"")),
    };

    private static string Quiz(string id, params string[] questions) =>
        $"---\nid: {id}\nlanguage: en\n---\n# A sample\n\n{string.Join("\n", questions)}";

    private static string Question(int number, string id, string prompt, string rest = "") =>
        $"## Question {number}\n<!-- quiz: id={id}{rest} -->\n\n{prompt}\n\n### Answer\n\nThis.\n";

    [Theory]
    [InlineData("questions")]
    [InlineData("claims")]
    [InlineData("tags")]
    public void Any_two_ids_give_a_class_that_compiles(string form)
    {
        QuizText[] files =
        [
            .. GroupsWithAnyTwo(6).Select((ids, index) => QuizCompiler.File($"f{index}/pair.quiz.md", Group($"q{index}", ids, form))),
        ];

        QuizCompiler.Driver(files, reloadsOnEdit: true).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Equal((2 * files.Length) + 1, output.SyntaxTrees.Count());
        Assert.Empty(output.GetDiagnostics());
    }

    [Fact]
    public void The_names_also_compile_where_texts_are_packed()
    {
        var big = Quiz("big", Question(1, "big", new string('x', 2_000_000)));
        var ids = Ids.Select((id, number) => Question(number + 1, id, "What?"));
        var claims = string.Concat(Ids.Select(id => $" <!-- claim: {id} -->word<!-- /claim -->"));
        QuizText[] files =
        [
            QuizCompiler.File("big.quiz.md", big), QuizCompiler.File("pair.quiz.md", Quiz("pair", [.. ids])),
            QuizCompiler.File("other.quiz.md", Quiz("other", Question(1, "q-1", "What?" + claims))),
        ];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        Assert.Contains("class _Texts", output.SyntaxTrees.Last().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_named_like_its_class_gets_a_name_that_no_other_question_has()
    {
        var text = Quiz("pair", Question(1, "pair-quiz", "What?"), Question(2, "pair-quiz-question", "What?"));

        var generated = QuizCompiler.Load("pair.quiz.md", text).GetType("Consumer.PairQuiz")!;

        Assert.NotNull(generated.GetProperty("PairQuizQuestion"));
        Assert.NotNull(generated.GetProperty("PairQuizQuestionQuestion"));
    }

    [Fact]
    public async Task A_class_with_the_name_of_a_namespace_is_not_compiled_and_the_other_files_are()
    {
        QuizText[] files =
        [
            QuizCompiler.File("rivers.quiz.md", Quiz("one", Question(1, "one", "What?"))),
            QuizCompiler.File("rivers-quiz/deep/lakes.quiz.md", Quiz("two", Question(1, "one", "What?"))),
        ];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        Assert.NotNull(output.GetTypeByMetadataName("Consumer.RiversQuiz.Deep.LakesQuiz"));
        Assert.Equal(["QK0048"], (await QuizCompiler.AnalyzeAsync(files)).Select(problem => problem.Id));
    }

    [Theory]
    [InlineData("Foo.quiz.md", "foo.quiz.md")]
    [InlineData("a-b.quiz.md", "A b.quiz.md")]
    public async Task Files_whose_names_differ_in_case_only_are_one_class_and_the_second_is_reported(string first, string second)
    {
        QuizText[] files =
        [
            QuizCompiler.File(first, Quiz("one", Question(1, "one", "What?"))),
            QuizCompiler.File(second, Quiz("two", Question(1, "one", "What?"))),
        ];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        Assert.Equal("QK0032", Assert.Single(await QuizCompiler.AnalyzeAsync(files)).Id);
    }

    [Theory]
    [InlineData("class.quiz.md")]
    [InlineData("System.quiz.md")]
    [InlineData("QuizKit/quiz.quiz.md")]
    [InlineData("system/1st.quiz.md")]
    [InlineData(".quiz.md")]
    [InlineData("namespace/new/--.quiz.md")]
    public void Any_file_and_folder_name_gives_a_class_that_compiles(string path)
    {
        QuizCompiler.Driver([QuizCompiler.File(path, Samples.EveryKind)])
            .RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        Assert.Equal(2, output.SyntaxTrees.Count());
    }

    [Theory]
    [InlineData("Очень длинное имя папки")]
    [InlineData("𝒜 very long name of a folder")]
    public void A_generated_file_has_a_name_that_file_systems_take(string folder)
    {
        var path = string.Concat(Enumerable.Repeat(folder + "/", 9));
        QuizText[] files =
        [
            QuizCompiler.File(path + "one.quiz.md", Quiz("one", Question(1, "one", "What?"))),
            QuizCompiler.File(path + "two.quiz.md", Quiz("two", Question(1, "one", "What?"))),
        ];

        var result = QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _).GetRunResult();

        var names = result.Results.Single().GeneratedSources.Select(source => source.HintName).ToList();
        Assert.Equal(2, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 1, 120));
        Assert.Empty(output.GetDiagnostics());
    }
}
