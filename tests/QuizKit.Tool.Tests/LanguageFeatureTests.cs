// What an editor gets from quizkit language-server: diagnostics, completion, hover, ids, structure, fixes and formatting.

using System.Globalization;
using System.Text.Json.Nodes;
using QuizKit.Loading;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class LanguageFeatureTests
{
    private const string Above = "---\nid: rivers\nlanguage: en\n---\n# Rivers\n\n";

    private const string Numeric = Above + """
        ## Question 1: Length
        <!-- quiz: id=length kind=numeric value=5 unit=km tags=rivers -->

        How long is it, if $x_{1} \geq 2$?

        ### Answer

        <!-- claim: five expect=refuted values=5 -->
        It is 5 km long.<!-- /claim -->

        ### Erratum
        <!-- erratum: kind=imprecise claim=five -->

        It is a bit longer.

        """;

    private const string German = """
        ---
        language: de
        ---
        # Flüsse

        ## Question 1: Länge
        <!-- quiz: id=length -->

        Wie lang ist er?

        ### Answer

        <!-- claim: five -->
        Er ist 5 km lang.<!-- /claim -->

        ### Erratum

        Er ist etwas länger.

        """;

    [Fact]
    public void The_problems_are_those_of_the_check_at_the_same_places()
    {
        using var workplace = new Workplace();
        const string Text = "---\nid: Rivers\nlangauge: en\n---\n# 😀 $\\foo$ and $x\n\n## Question 2\n\nWhat? [a](missing.png)\n\n### Anwser\n\nThis <b>is</b> so.\n";
        var path = workplace.Write("a.quiz.md", Text);
        using var session = EditorSession.Start();

        var diagnostics = session.Diagnostics(session.Open(path, Text, version: 7), version: 7);

        var expected = FileCheck.Run(InputFile.Read(path)).Select(problem => string.Create(
            CultureInfo.InvariantCulture,
            $"{problem.Line}:{problem.Column}-{problem.EndLine}:{problem.EndColumn} {(problem.IsError ? 1 : 2)} {problem.Id} {problem.Message}"));
        Assert.NotEmpty(diagnostics);
        Assert.Equal(expected, diagnostics.Select(diagnostic => string.Create(
            CultureInfo.InvariantCulture,
            $"{Place(diagnostic, "start")}-{Place(diagnostic, "end")} {diagnostic!["severity"]} {diagnostic["code"]} {diagnostic["message"]}")));

        static string Place(JsonNode? diagnostic, string end) => string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)diagnostic!["range"]![end]!["line"]! + 1}:{(int)diagnostic["range"]![end]!["character"]! + 1}");
    }

    [Fact]
    public void Diagnostics_come_with_the_version_that_they_are_of()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var uri = session.Open(workplace.PathOf("a.quiz.md"), Numeric);
        Assert.Empty(session.Diagnostics(uri, 1));

        session.Change(uri, 2, Numeric.Replace("value=5", "value=6", StringComparison.Ordinal));
        Assert.Equal("QK0026", Assert.Single(session.Diagnostics(uri, 2))!["code"]!.GetValue<string>());
        session.Change(uri, 3, Numeric);
        Assert.Empty(session.Diagnostics(uri, 3));
    }

    [Fact]
    public void A_translation_is_compared_with_the_original_as_it_is_in_the_editor()
    {
        using var workplace = new Workplace();
        var path = workplace.Write("rivers.quiz.md", Numeric);
        var german = new Uri(workplace.Write("rivers.de.quiz.md", German)).AbsoluteUri;
        using var session = EditorSession.Start();
        var uri = session.Open(path, Numeric);
        Assert.Empty(session.Diagnostics(uri, 1));
        var old = session.Diagnostics(german);

        // A problem of a closed translation leads to the question of the original.
        var missing = Assert.Single(old, diagnostic => diagnostic!["code"]!.GetValue<string>() == "QK0059");
        Assert.Equal(uri, missing!["relatedInformation"]![0]!["location"]!["uri"]!.GetValue<string>());

        session.Change(uri, 2, Numeric.Replace("id=length", "id=size", StringComparison.Ordinal));
        Assert.Contains("QK0057", session.Diagnostics(german).Select(diagnostic => diagnostic!["code"]!.GetValue<string>()));

        // Unsaved words of the translation count as soon as it is open, and nothing is shown when both are closed.
        session.Notify("textDocument/didClose", $$"""{ "textDocument": { "uri": "{{uri}}" } }""");
        Assert.Empty(session.Diagnostics(german));
        Assert.Empty(session.Diagnostics(uri));
    }

    [Theory]
    [InlineData("---\nid: a\n¦\n---\n", "language", "coverage", "tags")]
    [InlineData("---\nid: a\ncov¦\n---\n", "coverage")]
    [InlineData("---\nid: a\ncoverage: ¦\n---\n", "complete", "open")]
    [InlineData("---\nid: a\nlanguage: d¦\n---\n", "de", "da")]
    [InlineData(Above + "## Question 1\n<!--¦\n", "quiz", "claim", "/claim", "note")]
    [InlineData(Above + "## Question 1\n<!-- q¦ -->\n", "quiz")]
    [InlineData(Above + "## Question 1\n<!-- quiz: id=a ¦ -->\n", "kind", "value", "tolerance", "tags")]
    [InlineData(Above + "## Question 1\n<!-- quiz: kind=¦ -->\n", "open", "true-false", "numeric", "choice")]
    [InlineData(Above + "## Question 1\n<!-- quiz: id=a kind=nu¦ -->\n", "numeric")]
    [InlineData(Above + "### Answer\n<!-- answer: author=¦ -->\n", "source", "editors")]
    [InlineData(Above + "<!-- claim: a expect=¦", "confirmed", "qualified", "refuted")]
    [InlineData(Numeric + "<!-- erratum: kind=outdated claim=¦ -->\n", "five")]
    [InlineData(Numeric + "## Question 2\n<!-- quiz: id=b tags=\"x, r¦\" -->\n", "rivers")]
    [InlineData(Above + "<!-- suppress: ¦ -->\n", "QK0033")]
    [InlineData(Above + "It is $\\al¦$.\n", "\\alpha")]
    [InlineData(Above + "It is \\(\\sq¦\\).\n", "\\sqrt")]
    [InlineData(Above + "```math\n\\fr¦\n```\n", "\\frac")]
    [InlineData(Above + "$$\n\\begin{ca¦\n", "cases")]
    [InlineData(Numeric + "## ¦\n", "## Question 2")]
    [InlineData(Numeric + "##¦\n", "## Question 2", "### Answer", "### Hint")]
    [InlineData(Above + "I am :smil¦\n", ":smile:")]
    public void What_may_follow_is_offered(string marked, params string[] expected)
    {
        Assert.Empty(expected.Except(Offered(marked)));
    }

    [Theory]
    [InlineData(Above + "Words ¦ here.\n")]
    [InlineData(Above + "<!-- note: a -->¦\n")]
    [InlineData(Above + "A path C:\\al¦\n")]
    [InlineData(Above + "It is $1$ and \\al¦\n")]
    [InlineData(Above + "<!-- quiz: unit=¦ -->\n")]
    [InlineData("---\nid: a\ndescription: ¦\n---\n")]
    public void Where_the_author_writes_words_nothing_is_offered(string marked) => Assert.Empty(Offered(marked));

    [Fact]
    public void What_is_written_is_not_offered_again()
    {
        Assert.DoesNotContain("id", Offered("---\nid: a\n¦\n---\n"));
        Assert.DoesNotContain("kind", Offered(Above + "<!-- quiz: kind=open ¦ -->\n"));
    }

    [Fact]
    public void A_chosen_item_replaces_what_is_typed_of_it()
    {
        Assert.Equal(Above + "It is $\\alpha$.\n", Chosen(Above + "It is $\\al¦$.\n", "\\alpha"));
        Assert.Equal(Above + "<!-- quiz: id=a kind=numeric -->\n", Chosen(Above + "<!-- quiz: id=a kind=nu¦ -->\n", "numeric"));
        Assert.Equal(Above + "<!-- quiz:  -->\n", Chosen(Above + "<!-- qu¦ -->\n", "quiz"));
        Assert.Equal("---\nid: a\nlanguage: \n---\n", Chosen("---\nid: a\nlan¦\n---\n", "language"));
        Assert.Equal(Above + "$$\n\\begin{cases}\n", Chosen(Above + "$$\n\\begin{ca¦\n", "cases"));
        Assert.Equal(Numeric + "## Question 2\n", Chosen(Numeric + "## Qu¦\n", "## Question 2"));
    }

    [Fact]
    public void A_translation_is_offered_the_ids_and_fingerprints_of_its_original()
    {
        using var workplace = new Workplace();
        workplace.Write("rivers.quiz.md", Numeric);
        using var session = EditorSession.Start();
        var head = "---\nlanguage: de\n---\n# Flüsse\n\n## Question 1\n";
        string[] Of(string marked)
        {
            var at = marked.IndexOf('¦', StringComparison.Ordinal);
            var uri = session.Open(workplace.PathOf("rivers.de.quiz.md"), marked.Remove(at, 1));
            return [.. Items(session, uri, marked).Select(item => item!["label"]!.GetValue<string>())];
        }

        Assert.Equal(["length"], Of(head + "<!-- quiz: id=¦ -->\n"));
        Assert.Contains("five", Of(head + "<!-- quiz: id=length -->\n\nWie?\n\n### Answer\n\n<!-- claim: ¦\n"));
        Assert.Matches("^[0-9a-f]{8}$", Assert.Single(Of(head + "<!-- quiz: id=length original=¦ -->\n")));
    }

    [Theory]
    [InlineData("## Question 1: Len¦gth", "numeric question `length`: 5 km", "It is 5 km long.")]
    [InlineData("quiz: id=le¦ngth", "numeric question `length`: 5 km")]
    [InlineData("$x_{1} \\g¦eq 2$", "`\\geq`: ≥", "x₁ ≥ 2")]
    [InlineData("$x¦_{1} \\geq 2$", "x₁ ≥ 2")]
    [InlineData("imprecise claim=fi¦ve", "claim `five`, expected to be refuted", "It is 5 km long.")]
    public void A_place_is_explained(string marked, params string[] expected)
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var words = marked.Replace("¦", "", StringComparison.Ordinal);
        var text = Numeric.Replace(words, marked, StringComparison.Ordinal);
        var uri = session.Open(workplace.PathOf("a.quiz.md"), Numeric);

        var hover = session.Ask("textDocument/hover", At(uri, text))!["contents"]!["value"]!.GetValue<string>();

        Assert.All(expected, part => Assert.Contains(part, hover, StringComparison.Ordinal));
        Assert.Null(session.Ask("textDocument/hover", At(uri, Numeric.Replace("How long", "How l¦ong", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_problem_is_explained_by_its_page()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        const string Text = Above + "## Question 1\n<!-- quiz: id=a -->\n\nWhat?\n\n### Answer\n\nIt costs 90¦ $.\n";
        var uri = session.Open(workplace.PathOf("a.quiz.md"), Text.Replace("¦", "", StringComparison.Ordinal));

        var hover = session.Ask("textDocument/hover", At(uri, Text.Replace("90¦ ", "90 ¦", StringComparison.Ordinal)))!;

        Assert.StartsWith("QK0022 **QK0022: Unbalanced math**", hover["contents"]!["value"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_is_renamed_in_the_quiz_and_its_translations()
    {
        using var workplace = new Workplace();
        var path = workplace.Write("rivers.quiz.md", Numeric);
        var german = new Uri(workplace.Write("rivers.de.quiz.md", German)).AbsoluteUri;
        workplace.Write("other.quiz.md", Numeric);
        using var session = EditorSession.Start("""{ "workspace": { "workspaceEdit": { "documentChanges": true } } }""");
        var uri = session.Open(path, Numeric, version: 3);
        var place = At(uri, Numeric.Replace("claim: five", "claim: fi¦ve", StringComparison.Ordinal));

        Assert.Equal("five", session.Ask("textDocument/prepareRename", place)!["placeholder"]!.GetValue<string>());
        var edits = session.Ask("textDocument/rename", place.Insert(1, "\"newName\": \"six\","))!["documentChanges"]!.AsArray();

        Assert.Equal([uri, german], edits.Select(edit => edit!["textDocument"]!["uri"]!.GetValue<string>()));
        Assert.Equal(3, edits[0]!["textDocument"]!["version"]!.GetValue<int>());
        Assert.Equal(
            Numeric.Replace("claim: five", "claim: six", StringComparison.Ordinal).Replace("claim=five", "claim=six", StringComparison.Ordinal),
            Applied(Numeric, edits[0]!["edits"]!));
        Assert.Equal(German.Replace("claim: five", "claim: six", StringComparison.Ordinal), Applied(German, edits[1]!["edits"]!));

        Assert.Equal(-32803, session.ErrorOf("textDocument/rename", place.Insert(1, "\"newName\": \"Six Feet\",")));
        Assert.Equal(-32803, session.ErrorOf("textDocument/rename", place.Insert(1, "\"newName\": \"length\",")));
        Assert.Null(session.Ask("textDocument/prepareRename", At(uri, "¦" + Numeric)));
    }

    [Fact]
    public void A_tag_is_renamed_everywhere_and_is_not_an_id()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var text = Numeric.Replace("language: en", "language: en\ntags: five", StringComparison.Ordinal).Replace("tags=rivers", "tags=\"a, five\"", StringComparison.Ordinal);
        var uri = session.Open(workplace.PathOf("a.quiz.md"), text);
        var place = At(uri, text.Replace("tags: five", "tags: five¦", StringComparison.Ordinal));

        var edit = session.Ask("textDocument/rename", place.Insert(1, "\"newName\": \"length\","))!;

        Assert.Equal(
            text.Replace("tags: five", "tags: length", StringComparison.Ordinal).Replace("a, five", "a, length", StringComparison.Ordinal),
            Applied(text, edit["changes"]![uri]!));
    }

    [Fact]
    public void An_id_leads_to_where_it_is_given_and_to_where_it_is_used()
    {
        using var workplace = new Workplace();
        var path = workplace.Write("rivers.quiz.md", Numeric);
        var german = workplace.Write("rivers.de.quiz.md", German);
        using var session = EditorSession.Start();
        var uri = new Uri(path).AbsoluteUri;
        var opened = session.Open(german, German);
        var used = At(opened, German.Replace("claim: five", "claim: ¦five", StringComparison.Ordinal));

        var definition = Assert.Single(session.Ask("textDocument/definition", used)!.AsArray())!;
        Assert.Equal(uri, definition["uri"]!.GetValue<string>());
        Assert.Equal(Line(Numeric, "claim: five"), definition["range"]!["start"]!["line"]!.GetValue<int>());

        var references = session.Ask("textDocument/references", used.Insert(1, """ "context": { "includeDeclaration": true }, """))!.AsArray();
        Assert.Equal(
            [(uri, Line(Numeric, "claim: five")), (uri, Line(Numeric, "claim=five")), (opened, Line(German, "claim: five"))],
            references.Select(place => (place!["uri"]!.GetValue<string>(), place["range"]!["start"]!["line"]!.GetValue<int>())));
        Assert.Single(session.Ask("textDocument/documentHighlight", used)!.AsArray());
        Assert.Empty(session.Ask("textDocument/definition", At(opened, "¦" + German))!.AsArray());
    }

    [Fact]
    public void Questions_and_their_sections_are_listed_and_folded()
    {
        using var workplace = new Workplace();
        using var trees = EditorSession.Start("""{ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } }""");
        using var lists = EditorSession.Start();
        var document = $$"""{ "textDocument": { "uri": "{{trees.Open(workplace.PathOf("a.quiz.md"), Numeric)}}" } }""";
        lists.Open(workplace.PathOf("a.quiz.md"), Numeric);

        var quiz = Assert.Single(trees.Ask("textDocument/documentSymbol", document)!.AsArray())!;
        var question = Assert.Single(quiz["children"]!.AsArray())!;
        Assert.Equal("Rivers", quiz["name"]!.GetValue<string>());
        Assert.Equal("Question 1: Length", question["name"]!.GetValue<string>());
        Assert.Equal("length", question["detail"]!.GetValue<string>());
        Assert.Equal(["Answer", "Erratum"], question["children"]!.AsArray().Select(section => section!["name"]!.GetValue<string>()));
        Assert.Equal(4, lists.Ask("textDocument/documentSymbol", document)!.AsArray().Count);

        // From each first line to the last one with words.
        (string First, string Last)[] expected =
            [("id: rivers", "# Rivers"), ("## Question 1", "It is a bit"), ("### Answer", "It is 5 km"), ("### Erratum", "It is a bit")];
        Assert.Equal(
            expected.Select(fold => (Line(Numeric, fold.First), Line(Numeric, fold.Last)))
                .Select((fold, i) => i == 0 ? (fold.Item1 - 1, fold.Item2 - 1) : fold),
            trees.Ask("textDocument/foldingRange", document)!.AsArray().Select(fold => ((int)fold!["startLine"]!, (int)fold["endLine"]!)));
    }

    [Fact]
    public void A_problem_is_fixed_alone_or_with_all_of_its_kind()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var text = Above + string.Concat(Enumerable.Range(0, 3).Select(i =>
            $"## Question 1\n<!-- quiz: id=q-{(char)('a' + i)} knid=open -->\n\nWhat?\n\n### Answer\n\nThis.\n\n"));
        var uri = session.Open(workplace.PathOf("a.quiz.md"), text);
        var range = Range(text, text.LastIndexOf("knid", StringComparison.Ordinal) + 1);

        var actions = session.Ask("textDocument/codeAction", $$"""{ "textDocument": { "uri": "{{uri}}" }, "range": {{range}}, "context": { "diagnostics": [] } }""")!.AsArray();

        Assert.Equal(["Replace 'knid' with 'kind'", "Fix all 'QK0011' in this file"], actions.Select(action => action!["title"]!.GetValue<string>()));
        Assert.Equal("QK0011", actions[0]!["diagnostics"]![0]!["code"]!.GetValue<string>());
        var last = text.LastIndexOf("knid", StringComparison.Ordinal);
        Assert.Equal(text[..last] + "kind" + text[(last + 4)..], Applied(text, actions[0]!["edit"]!["changes"]![uri]!));
        Assert.Equal(text.Replace("knid", "kind", StringComparison.Ordinal), Applied(text, actions[1]!["edit"]!["changes"]![uri]!));

        // What an editor makes at each save: all of them, in rounds.
        var all = session.Ask(
            "textDocument/codeAction",
            $$"""{ "textDocument": { "uri": "{{uri}}" }, "range": {{range}}, "context": { "diagnostics": [], "only": ["source.fixAll"] } }""")!;
        var expected = text.Replace("knid", "kind", StringComparison.Ordinal);
        for (var number = 2; number <= 3; number++)
        {
            var at = expected.IndexOf($"id=q-{(char)('a' + number - 1)}", StringComparison.Ordinal);
            var heading = expected.LastIndexOf("Question 1", at, StringComparison.Ordinal);
            expected = expected[..heading] + $"Question {number}" + expected[(heading + 10)..];
        }

        Assert.Equal(expected, Applied(text, Assert.Single(all.AsArray())!["edit"]!["changes"]![uri]!));
    }

    [Fact]
    public void An_editor_that_can_asks_for_the_edits_of_many_problems_when_it_needs_them()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start("""{ "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } } }""");
        var text = Above + "## Question 1\n<!-- quiz: id=a knid=open -->\n\nWhat?\n\n### Answer\n\nThis.\n";
        var uri = session.Open(workplace.PathOf("a.quiz.md"), text);
        var range = Range(text, text.IndexOf("knid", StringComparison.Ordinal));
        var actions = session.Ask("textDocument/codeAction", $$"""{ "textDocument": { "uri": "{{uri}}" }, "range": {{range}}, "context": {} }""")!;
        Assert.Null(actions[1]!["edit"]);

        var resolved = session.Ask("codeAction/resolve", actions[1]!.ToJsonString())!;

        Assert.Equal(text.Replace("knid", "kind", StringComparison.Ordinal), Applied(text, resolved["edit"]!["changes"]![uri]!));
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\r\n", "\uFEFF")]
    public void A_file_is_formatted_as_by_the_command(string lineEnd, string mark)
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var text = (Above + "## 1. Long\n<!--quiz:tags=a   kind=open-->\n\nWhat is 😀?\n\n### Answer\n\nThis.\n").ReplaceLineEndings(lineEnd);
        var path = workplace.Write("a.quiz.md", text);
        Workplace.Run("format", path);
        var uri = session.Open(workplace.PathOf("b.quiz.md"), mark + text);

        var edits = session.Ask("textDocument/formatting", $$"""{ "textDocument": { "uri": "{{uri}}" }, "options": {} }""")!;

        Assert.Equal(mark + File.ReadAllText(path), Applied(mark + text, edits));
        session.Change(uri, 2, text.Replace("### Answer", "### Anwser", StringComparison.Ordinal));
        Assert.Null(session.Ask("textDocument/formatting", $$"""{ "textDocument": { "uri": "{{uri}}" }, "options": {} }"""));
    }

    [Fact]
    public void A_text_that_was_never_saved_is_checked_too()
    {
        using var session = EditorSession.Start();
        session.OpenUri("untitled:Untitled-1", Above + "## Question 1\n<!-- quiz: id=a -->\n\nWhat is [this](x.png)?\n\n### Anwser\n\nThis.\n");

        Assert.Equal("QK0007", Assert.Single(session.Diagnostics("untitled:Untitled-1"))!["code"]!.GetValue<string>());
    }

    [Fact]
    public void A_linked_file_that_comes_is_noticed_at_a_save()
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var uri = session.Open(workplace.PathOf("a.quiz.md"), Numeric.Replace("How long", "How [long](map.png)", StringComparison.Ordinal));
        Assert.Equal("QK0033", Assert.Single(session.Diagnostics(uri))!["code"]!.GetValue<string>());

        workplace.Write("map.png", "");
        session.Notify("textDocument/didSave", $$"""{ "textDocument": { "uri": "{{uri}}" } }""");

        Assert.Empty(session.Diagnostics(uri));
    }

    private static IEnumerable<string> Offered(string marked)
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var uri = session.Open(workplace.PathOf("a.quiz.md"), marked.Replace("¦", "", StringComparison.Ordinal));
        return [.. Items(session, uri, marked).Select(item => item!["label"]!.GetValue<string>())];
    }

    private static string Chosen(string marked, string label)
    {
        using var workplace = new Workplace();
        using var session = EditorSession.Start();
        var text = marked.Replace("¦", "", StringComparison.Ordinal);
        var uri = session.Open(workplace.PathOf("a.quiz.md"), text);
        var item = Items(session, uri, marked).Single(item => item!["label"]!.GetValue<string>() == label)!;
        return Applied(text, new JsonArray(item["textEdit"]!.DeepClone()));
    }

    private static JsonArray Items(EditorSession session, string uri, string marked) =>
        session.Ask("textDocument/completion", At(uri, marked))!["items"]!.AsArray();

    // The parameters of a request at the mark in a text.
    private static string At(string uri, string marked) =>
        $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": {{Position(marked, marked.IndexOf('¦', StringComparison.Ordinal))}} }""";

    private static string Range(string text, int position) => $$"""{ "start": {{Position(text, position)}}, "end": {{Position(text, position)}} }""";

    private static string Position(string text, int position)
    {
        var lines = text[..position].ReplaceLineEndings("\n").Split('\n');
        return string.Create(CultureInfo.InvariantCulture, $$"""{ "line": {{lines.Length - 1}}, "character": {{lines[^1].Length}} }""");
    }

    private static int Line(string text, string words) => text[..text.IndexOf(words, StringComparison.Ordinal)].Count(c => c == '\n');

    // As an editor makes the edits of one file: all places are those of the text before.
    private static string Applied(string text, JsonNode edits)
    {
        var lines = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n') lines.Add(i + 1);
        foreach (var edit in edits.AsArray().OrderByDescending(edit => Offset(edit!["range"]!["start"]!)))
        {
            var (start, end) = (Offset(edit!["range"]!["start"]!), Offset(edit["range"]!["end"]!));
            text = text[..start] + edit["newText"]!.GetValue<string>() + text[end..];
        }

        return text;

        int Offset(JsonNode place) => lines[(int)place["line"]!] + (int)place["character"]!;
    }
}
