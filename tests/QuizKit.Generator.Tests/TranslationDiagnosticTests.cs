// What the compiler says about translations: each difference from the original at its place, and nothing that only follows from another.

using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class TranslationDiagnosticTests
{
    private const string Question2 = "## Question 2\n<!-- quiz: id=true-one original=? -->";

    /// <summary>An edit of the German sample: what is replaced, by what, the diagnostic, what it marks, and words of its message.</summary>
    public static TheoryData<string, string, string, string, string> Edits => new()
    {
        { "id=open-one", "id=open-noe", "QK0057", "open-noe", "has no question 'open-noe'. Did you mean 'open-one'?" },
        { "id=choice-one", "id=elsewhere", "QK0057", "elsewhere", "has no question 'elsewhere'." },
        { "id=true-one ", "", "QK0057", "## Question 2", "write '<!-- quiz: id=true-one -->'" },
        { "id=true-one", "id=true-one kind=numeric", "QK0057", "numeric", "'kind' is 'true-false', and here it is 'numeric'" },
        { "id=choice-one", "id=choice-one kind=open", "QK0057", "open", "'kind' is 'choice', and here it is 'open'" },
        { "id=true-one", "id=true-one value=false", "QK0057", "false", "'value' is 'true', and here it is 'false'" },
        { "id=true-one", "id=true-one tags=other", "QK0057", "other", "no tag 'other'" },
        { "id=true-one", "id=true-one unit=m", "QK0057", "m", "has no 'unit' here" },
        { "id=number-one", "id=number-one value=6", "QK0057", "6", "'value' is '5', and here it is '6'" },
        { "id=number-one", "id=number-one tolerance=1", "QK0057", "1", "'tolerance' is '0.5', and here it is '1'" },
        { "id=number-one", "id=number-one digits=3", "QK0057", "3", "has no 'digits' here" },
        { "id=number-one", "id=number-one accept=7", "QK0057", "7", "has no 'accept' here" },
        { "$2 + 2 = 5$.<!-- /claim -->", "$2 + 2$.<!-- /claim --> Es sind 5.", "QK0021", "<!-- claim: sum-is-five -->", "value 5" },
        { "$2 + 2 = 4$", "$2 + 2$", "QK0026", "### Erratum", "4" },
        { "### Erratum\n\nEs", "### Erratum\n<!-- erratum: kind=outdated -->\n\nEs", "QK0057", "outdated", "'kind' is 'wrong-result'" },
        { "### Erratum\n\nEs", "### Erratum\n<!-- erratum: value=3 -->\n\nEs", "QK0057", "3", "'value' is '4'" },
        { "### Erratum\n\nEs ist $2 + 2 = 4$.\n", "", "QK0057", "## Question 3", "has 1 erratum here, and the translation no erratum" },
        { "- [ ] `4`\n", "", "QK0057", "## Question 4", "has 3 choices here, and the translation 2 choices" },
        { "- [ ] `4`", "- [x] `4`", "QK0057", "- [x] `4`", "Choice 2 is wrong in the original, and right here" },
        { "- [x] drei", "- [x] drei\n  > Ja.", "QK0057", "- [x] drei\n  > Ja.", "has no feedback here, and the translation feedback" },
        { "Zwei und drei. ", "Zwei.\n\n### Explanation\n\n", "QK0057", "## Question 4", "no explanation here, and the translation 1" },
        { "## Question 2", "## Question 2: Titel", "QK0057", "## Question 2: Titel", "has no title here, and the translation 1 title" },
        { "## Question 2\n", "## Question 3\n", "QK0057", "## Question 3", "has the number 2" },
        { "claim: sum-is-five", "claim: sum-is-six", "QK0057", "sum-is-six", "no claim 'sum-is-six' in this answer of the original" },
        { "claim: sum-is-five", "claim: sum-is-five expect=qualified", "QK0057", "qualified", "'expect' is 'refuted'" },
        { "claim: sum-is-five", "claim: sum-is-five values=\"2, 5\"", "QK0057", "2, 5", "'values' is '2, 2, 5'" },
        { "language: de", "id: other", "QK0057", "other", "'id' is 'sample', and here it is 'other'" },
        { "language: de", "tags: other", "QK0057", "other", "takes 'tags' from its original" },
        { "language: de", "language: fr", "QK0056", "fr", "says 'de', and the front matter 'fr'" },
        { "Worte zur Einführung.\n", "", "QK0057", "# Ein Beispiel", "has an introduction here, and the translation no introduction" },
        { "**Wahr.**", "**Falsch.**", "QK0026", Question2[14..], "Falsch" },
        { "Wahr oder falsch: *Zwei* ist gerade.", "[hier](fehlt.md)?", "QK0033", "[hier](fehlt.md)", "fehlt.md" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task A_difference_is_reported_once_at_its_place(string old, string changed, string id, string marked, string words)
    {
        Assert.Contains(old, Translations.German, StringComparison.Ordinal);
        var german = Translations.German.Replace(old, changed, StringComparison.Ordinal);

        var problems = await QuizCompiler.AnalyzeAsync(Translations.Files(translation: german));

        // Numbers have to rise, too, and what lost its id has no fingerprint.
        var problem = Assert.Single(problems, problem => problem.Id is not ("QK0008" or "QK0059"));
        Assert.Equal(
            (id, QuizCompiler.ProjectDirectory + "sample.de.quiz.md", Translations.UpToDate(marked, Samples.EveryKind)),
            (problem.Id, problem.Path, problem.Marked));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Files beside the sample quiz, of which the last one is wrong as a whole.</summary>
    public static TheoryData<string, string, string> Places => new()
    {
        { "sub/sample.de.quiz.md", "sub/sample.de.quiz.md", "its original 'sample.quiz.md' is not beside it. Put it there, or, if this is a quiz of its own, name the file 'sample-de.quiz.md'" },
        { "other.pt-BR.quiz.md", "other.pt-BR.quiz.md", "translation into 'pt-BR', but its original 'other.quiz.md'" },
        { "Sample.de.quiz.md", "Sample.de.quiz.md", "its original 'Sample.quiz.md' is not beside it" },
        { "sample.de.quiz.md|sample.DE.quiz.md", "sample.de.quiz.md", "'sample.DE.quiz.md' is a translation of the same quiz into 'de'" },
        { "sample.de.quiz.md|sample.de.fr.quiz.md", "sample.de.fr.quiz.md", "'sample.de.quiz.md' is a translation itself. Translate its original: name this file 'sample.fr.quiz.md'" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_translation_in_a_wrong_place_is_reported_and_not_compiled(string names, string wrong, string words)
    {
        var german = Translations.UpToDate(Translations.German, Samples.EveryKind).Replace("language: de\n", "", StringComparison.Ordinal);
        QuizText[] files = [Translations.Files()[0], .. names.Split('|').Select(name => QuizCompiler.File(name, german))];

        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(files));

        Assert.Equal(("QK0056", QuizCompiler.ProjectDirectory + wrong, 1), (problem.Id, problem.Path, problem.Line));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out var diagnostics);
        Assert.Empty(output.GetDiagnostics());
        Assert.Empty(diagnostics);
        Assert.Equal(names.Split('|').Length, output.SyntaxTrees.Count() - 1);
    }

    [Fact]
    public async Task A_translation_into_the_language_of_the_original_is_reported()
    {
        var files = Translations.Files(
            translation: Translations.German.Replace("language: de", "language: en", StringComparison.Ordinal).Replace(
                "Wahr.", "True.", StringComparison.Ordinal),
            name: "sample.EN.quiz.md");

        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(files));

        Assert.Equal(("QK0056", "en", 2), (problem.Id, problem.Marked, problem.Line));
        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);
        Assert.Empty(output.GetDiagnostics());
    }

    [Theory]
    [InlineData("## Question 1", "## Question 2", "# Ein Beispiel", "open-one")]
    [InlineData("## Question 2", "## Question 3", "## Question 1", "true-one")]
    [InlineData("## Question 4", "", "## Question 3", "choice-one")]
    public async Task A_missing_question_is_a_warning_where_it_belongs_beside_its_original(string from, string to, string marked, string id)
    {
        var start = Translations.German.IndexOf(from, StringComparison.Ordinal);
        var end = to.Length == 0 ? Translations.German.Length : Translations.German.IndexOf(to, StringComparison.Ordinal);
        var files = Translations.Files(translation: Translations.German.Remove(start, end - start));

        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(files));
        var diagnostic = Assert.Single(await QuizCompiler.DiagnosticsAsync(files), diagnostic => diagnostic.Id == problem.Id);

        Assert.Equal(("QK0058", marked), (problem.Id, problem.Marked));
        Assert.Contains($"'{id}'", problem.Message, StringComparison.Ordinal);
        var original = Assert.Single(diagnostic.AdditionalLocations).GetLineSpan();
        Assert.Equal(files[0].Path, original.Path);
        Assert.Equal(from, files[0].GetText().Lines[original.StartLinePosition.Line].ToString());
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
    }

    [Fact]
    public async Task A_translation_without_questions_has_a_warning_for_each_and_one_comment_suppresses_them()
    {
        const string German = "---\nlanguage: de\n---\n# Ein Beispiel\n\nWorte.\n";
        const string Suppressed = German + "\n<!-- suppress: QK0058 reason=\"In Arbeit.\" -->\n";

        var problems = await QuizCompiler.AnalyzeAsync(Translations.Files(translation: German));

        Assert.Equal(["QK0058", "QK0058", "QK0058", "QK0058"], problems.Select(problem => problem.Id));
        Assert.Empty(await QuizCompiler.AnalyzeAsync(Translations.Files(translation: Suppressed)));
    }

    [Fact]
    public async Task Without_a_fingerprint_a_warning_names_the_one_to_write()
    {
        var fingerprints = Translations.FingerprintsOf(Samples.EveryKind);
        var german = Translations.German.Replace(" original=?", "", StringComparison.Ordinal);

        var problems = await QuizCompiler.AnalyzeAsync(Translations.Files(translation: german));

        Assert.Equal(
            fingerprints.Select(pair => ("QK0059", pair.Key)), problems.Select(problem => (problem.Id, problem.Marked)));
        Assert.All(problems, problem => Assert.Contains($"original={fingerprints[problem.Marked]} ", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_of_the_original_makes_exactly_its_question_out_of_date()
    {
        var random = new Random(20261128);
        var german = Translations.UpToDate(Translations.German, Samples.EveryKind);
        var words = new[] { "Because", "even", "By counting", "Which is", "They are", "Most coins", "True or false", "Why is" };
        foreach (var word in words)
        {
            // A letter more in the middle of the words.
            var place = Samples.EveryKind.IndexOf(word, StringComparison.Ordinal) + random.Next(1, word.Length);
            var original = Samples.EveryKind.Insert(place, "q");

            var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(
                QuizCompiler.File("sample.quiz.md", original), QuizCompiler.File("sample.de.quiz.md", german)));

            var before = Translations.FingerprintsOf(Samples.EveryKind);
            var after = Translations.FingerprintsOf(original);
            var changed = Assert.Single(before.Keys, id => before[id] != after[id]);
            Assert.Equal(("QK0059", before[changed]), (problem.Id, problem.Marked));
            Assert.EndsWith($"write original={after[changed]}.", problem.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Changes of the original that leave its words as they are.</summary>
    public static TheoryData<string, string> Harmless => new()
    {
        { "\n\nBecause", "\n<!-- note: for editors -->\n\n\nBecause" },
        { "Why is $x^2 \\geq 0$?", "Why is $x^2 \\geq 0$?  \t" },
        { "<!-- claim: two-is-even values=2 -->$2 = 2 \\cdot 1$<!-- /claim -->", "$2 = 2 \\cdot 1$" },
        { "reason=\"It points elsewhere.\"", "reason=\"It refers to a table.\"" },
        { "Words of introduction.", "Other words of introduction." },
        { "# A sample", "# Another title" },
        { " tags=numbers", " tags=\"numbers, even\"" },
        { "They are nice.<!-- /claim -->", "They are nice.<!-- /claim --> <!-- suppress: QK0033 reason=\"-\" -->" },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task A_change_of_anything_but_words_does_not(string old, string changed)
    {
        Assert.Contains(old, Samples.EveryKind, StringComparison.Ordinal);
        var german = Translations.UpToDate(Translations.German, Samples.EveryKind);
        var original = Samples.EveryKind.Replace(old, changed, StringComparison.Ordinal);

        var problems = await QuizCompiler.AnalyzeAsync(
            QuizCompiler.File("sample.quiz.md", original), QuizCompiler.File("sample.de.quiz.md", german));

        // The suppression suppresses nothing.
        Assert.DoesNotContain(problems, problem => problem.Path.EndsWith(".de.quiz.md", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("# A sample", "# A *sample*")]
    [InlineData("Words of introduction.", "Words of introduction, and more.")]
    public async Task A_change_of_the_title_or_the_introduction_makes_the_front_matter_out_of_date(string old, string changed)
    {
        Assert.Contains(old, Samples.EveryKind, StringComparison.Ordinal);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData("A sample\nWords of introduction."u8))[..8];
        var german = Translations.German.Replace("language: de", $"language: de\noriginal: {fingerprint}", StringComparison.Ordinal);
        var original = Samples.EveryKind.Replace(old, changed, StringComparison.Ordinal);

        Assert.Empty(await QuizCompiler.AnalyzeAsync(Translations.Files(translation: german)));
        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(Translations.Files(original, german)));

        Assert.Equal(("QK0059", 3, fingerprint), (problem.Id, problem.Line, problem.Marked));
        Assert.Contains("The title or the introduction of the original has changed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_numbers_change_no_fingerprint()
    {
        var original = Samples.EveryKind.Replace("## Question 4", "## Question 7", StringComparison.Ordinal);
        var german = Translations.German.Replace("## Question 4", "## Question", StringComparison.Ordinal);

        Assert.Empty(await QuizCompiler.AnalyzeAsync(
            QuizCompiler.File("sample.quiz.md", original),
            QuizCompiler.File("sample.de.quiz.md", Translations.UpToDate(german, Samples.EveryKind))));
        Assert.Equal(Translations.FingerprintsOf(Samples.EveryKind), Translations.FingerprintsOf(original));
    }

    [Theory]
    [InlineData("id=number-one kind=numeric value=5", "id=number-one kind=numeric value=five", "QK0012")]
    [InlineData("id=open-one", "id=open-one=", "QK0012")]
    [InlineData("### Answer\n\nBecause", "### Antwort\n\nBecause", "QK0007")]
    [InlineData("---\nid", "--\nid", "QK0003")]
    public async Task Errors_of_the_original_are_not_repeated_in_its_translations(string old, string changed, string id)
    {
        Assert.Contains(old, Samples.EveryKind, StringComparison.Ordinal);
        var original = Samples.EveryKind.Replace(old, changed, StringComparison.Ordinal);
        QuizText[] files = [QuizCompiler.File("sample.quiz.md", original), Translations.Files()[1]];

        var problems = await QuizCompiler.AnalyzeAsync(files);

        Assert.All(problems, problem => Assert.Equal(files[0].Path, problem.Path));
        Assert.Contains(id, problems.Select(problem => problem.Id));
        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);
        Assert.Empty(output.GetDiagnostics());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no quiz at all\n")]
    [InlineData("---\nlanguage: de\n---\n")]
    [InlineData("---\nlanguage: de\n---\n# T\n\n## Question 9\n<!-- quiz: id=number-one -->\n")]
    [InlineData("---\nlanguage: de\n---\n# T\n\nW\n\n## Question 1\n<!-- quiz: id=number-one -->\n\n- [x] a\n- [ ] b\n")]
    [InlineData("---\nlanguage: de\n---\n# T\n\nW\n\n## Question 1\n<!-- quiz: id=choice-one kind=numeric value=3 -->\n\n- [x] a\n\n### Answer\n\n3\n")]
    [InlineData("---\nlanguage: de\n---\n# T\n\nW\n\n## Question 1\n<!-- quiz: id=open-one -->\n\nA\n\n### Answer\n\nB\n\n## Question 2\n<!-- quiz: id=open-one -->\n\nA\n\n### Answer\n\nB\n")]
    public async Task A_translation_with_errors_of_any_kind_is_reported_and_breaks_no_C_sharp(string translation)
    {
        QuizText[] files = [Translations.Files()[0], QuizCompiler.File("sample.de.quiz.md", translation)];

        Assert.NotEmpty(await QuizCompiler.AnalyzeAsync(files));
        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);
        Assert.Empty(output.GetDiagnostics());
    }

    [Fact]
    public async Task Ids_that_are_made_of_words_are_written_in_the_translation()
    {
        const string Original = "---\nlanguage: en\n---\n# Rivers\n\n## Question 1: Where it ends\n\nWhere?\n\n### Answer\n\nThere.\n";
        var fingerprint = Translations.FingerprintsOf(Original.Replace("ends\n", "ends\n<!-- quiz: id=where-it-ends -->\n", StringComparison.Ordinal)).Single().Value;
        var german = $"---\nlanguage: de\n---\n# Flüsse\n\n## Question 1: Wo er endet\n<!-- quiz: id=where-it-ends original={fingerprint} -->\n\nWo?\n\n### Answer\n\nDort.\n";
        QuizText[] files = [QuizCompiler.File("sample.quiz.md", Original), QuizCompiler.File("sample.de.quiz.md", german)];
        QuizText[] withoutId =
        [
            files[0],
            QuizCompiler.File("sample.de.quiz.md", german.Replace("id=where-it-ends ", "", StringComparison.Ordinal)),
        ];

        Assert.Empty(await QuizCompiler.AnalyzeAsync(files));
        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(withoutId));
        Assert.Contains("id=where-it-ends", problem.Message, StringComparison.Ordinal);
    }
}
