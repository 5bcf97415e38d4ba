// quizkit diff: what it names, and its exit codes.

using System.Text;
using System.Text.Json;
using QuizKit.Tool.Comparing;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class DiffTests : IDisposable
{
    private const string Head = "---\nid: rivers\nlanguage: en\n---\n# Rivers\n";
    private const string Volga = "\n## Question 1\n<!-- quiz: id=volga kind=numeric value=3530 tolerance=10 unit=km -->\n\nHow long is the Volga?\n\n### Answer\n\n3,530 km.\n";
    private const string Danube = "\n## Question 2\n<!-- quiz: id=danube -->\n\nWhere does the Danube begin?\n\n- [x] in Germany\n- [ ] in Austria\n- [ ] in Hungary\n";
    private const string Rhine = "\n## Question 3\n<!-- quiz: id=rhine kind=true-false value=true -->\n\nThe Rhine flows north.\n\n### Hint\n\nLook at a map.\n\n### Answer\n\nTrue.\n";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void The_same_quiz_is_exit_code_0_whatever_its_line_ends_and_comments_are()
    {
        var text = Head + Volga + Danube + Rhine;

        Assert.Equal(new ToolRun(0, "", ""), Diff(text, text));
        Assert.Equal(new ToolRun(0, "", ""), Diff(text, text.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n<!-- note: x -->\r\n"));
    }

    [Theory]
    [InlineData("How long", "How very long", "volga: prompt: How {+very+} long is the Volga?")]
    [InlineData("value=3530 tolerance=10", "value=3530", "volga: tolerance: [-10-]")]
    [InlineData("unit=km", "unit=miles", "volga: unit: [-km-] {+miles+}")]
    [InlineData("- [x] in Germany\n- [ ] in Austria", "- [ ] in Germany\n- [x] in Austria", "danube: key of choice 1: [-right-] {+wrong+}", "danube: key of choice 2: [-wrong-] {+right+}", "danube: answer: in [-Germany-] {+Austria+}")]
    [InlineData("in Hungary\n", "in Hungary\n  > No.\n", "danube: feedback to choice 3: {+No.+}")]
    [InlineData("- [ ] in Hungary\n", "", "danube: choice 3: [-in Hungary-]", "danube: key of choice 3: [-wrong-]")]
    [InlineData("kind=true-false value=true", "kind=true-false value=false", "rhine: key: [-true-] {+false+}", "rhine: answer: [-True.-] {+False.+}")]
    [InlineData("Look at a map.", "Look at the map.", "rhine: hint 1: Look at [-a-] {+the+} map.")]
    [InlineData("# Rivers", "# Great rivers", "the quiz: title: [-Rivers-] {+Great rivers+}")]
    [InlineData("id=rhine ", "id=rhine tags=north ", "rhine: tags: {+north+}")]
    public void Each_part_that_has_changed_is_a_line(string old, string now, params string[] expected)
    {
        var text = Head + Volga + Danube + Rhine;
        var changed = text.Replace(old, now, StringComparison.Ordinal);
        if (now.Contains("value=false", StringComparison.Ordinal)) changed = changed.Replace("True.", "False.", StringComparison.Ordinal);

        var run = Diff(text, changed);

        Assert.Equal(new ToolRun(1, string.Join('\n', expected) + "\n", ""), run);
    }

    [Fact]
    public void Claims_are_compared_by_their_ids()
    {
        var claimed = Volga.Replace("3,530 km.", "<!-- claim: length values=3530 -->\n3,530 km.<!-- /claim -->", StringComparison.Ordinal);

        Assert.Equal(
            "volga: claim length: {+3,530 km.+}\nvolga: check of claim length: {+Answer: Confirmed: 3530+}\n",
            Diff(Head + Volga, Head + claimed).Output);
        Assert.Equal(
            "volga: check of claim length: Answer: [-Confirmed: 3530-] {+Confirmed+}\n",
            Diff(Head + claimed, Head + claimed.Replace(" values=3530", "", StringComparison.Ordinal)).Output);
    }

    [Fact]
    public void Questions_come_go_move_and_get_other_ids()
    {
        var renamed = Rhine.Replace("id=rhine", "id=rhine-flows-north", StringComparison.Ordinal);
        var elbe = Danube.Replace("id=danube", "id=elbe", StringComparison.Ordinal).Replace("the Danube", "the Elbe", StringComparison.Ordinal);

        Assert.Equal("elbe: added: Where does the Elbe begin?\ndanube: removed: Where does the Danube begin?\n", Diff(Head + Volga + Danube, Head + Volga + elbe).Output);
        Assert.Equal("rhine-flows-north: renamed from rhine, with the same words\n", Diff(Head + Volga + Rhine, Head + Volga + renamed).Output);
        var numbered = Head + Rhine.Replace("Question 3", "Question 1", StringComparison.Ordinal) + Volga.Replace("Question 1", "Question 2", StringComparison.Ordinal)
            + Danube.Replace("Question 2", "Question 3", StringComparison.Ordinal);
        Assert.Equal("rhine: moved, from number 3 to 1\n", Diff(Head + Volga + Danube + Rhine, numbered).Output);
    }

    [Fact]
    public void The_standard_input_is_a_version_of_the_other_file()
    {
        var path = _here.Write("rivers.quiz.md", Head + Volga);
        var old = Encoding.UTF8.GetBytes(Head + Volga.Replace("How long", "How wide", StringComparison.Ordinal));

        Assert.Equal("volga: prompt: How [-wide-] {+long+} is the Volga?\n", Workplace.RunOn(old, "diff", "-", path).Output);
        Assert.Equal("volga: prompt: How [-long-] {+wide+} is the Volga?\n", Workplace.RunOn(old, "diff", path, "-").Output);
        Assert.Equal(2, Workplace.RunOn(old, "diff", "-", "-").ExitCode);
    }

    [Fact]
    public void A_translation_from_the_standard_input_has_the_original_of_the_file()
    {
        const string German = "---\nlanguage: de\n---\n# Flüsse\n\n## Question 1\n<!-- quiz: id=volga -->\n\nWie lang ist die Wolga?\n\n### Answer\n\n3.530 km.\n";
        _here.Write("rivers.quiz.md", Head + Volga);
        var path = _here.Write("rivers.de.quiz.md", German);
        var old = Encoding.UTF8.GetBytes(German.Replace("Flüsse", "Ströme", StringComparison.Ordinal));

        Assert.Equal(new ToolRun(1, "the quiz: title: [-Ströme-] {+Flüsse+}\n", ""), Workplace.RunOn(old, "diff", "-", path));
    }

    [Fact]
    public void A_version_with_errors_is_exit_code_2_with_its_errors()
    {
        var run = Diff(Head + Volga, Head + Volga.Replace("How long", "How $x long", StringComparison.Ordinal));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{_here.PathOf("new.quiz.md")}(10,5): error QK0022: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"'{_here.PathOf("new.quiz.md")}' has some.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_both_sides()
    {
        _here.Write("old.quiz.md", Head + Volga);
        _here.Write("new.quiz.md", Head + Volga.Replace("unit=km", "unit=miles", StringComparison.Ordinal) + Danube);

        using var json = JsonDocument.Parse(Workplace.Run("diff", _here.PathOf("old.quiz.md"), _here.PathOf("new.quiz.md"), "--format", "json").Output);

        var changes = json.RootElement.GetProperty("changes").EnumerateArray().ToList();
        Assert.Equal(["changed", "added"], changes.Select(change => change.GetProperty("kind").GetString()));
        Assert.Equal(("volga", "unit", "km", "miles"), (Text("question"), Text("part"), Text("old"), Text("new")));
        Assert.Equal("danube", changes[1].GetProperty("question").GetString());

        string? Text(string name) => changes[0].GetProperty(name).GetString();
    }

    [Fact]
    public void Marked_words_hold_both_versions()
    {
        var random = new Random(8);
        string[] words = ["a", "b", "c", "d"];
        for (var i = 0; i < 500; i++)
        {
            (var old, var now) = (Text(), Text());
            var marked = WordDifference.Mark(old, now).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal((old, now), (Side(marked, "[-", "-]", "{+", "+}"), Side(marked, "{+", "+}", "[-", "-]")));
        }

        string Text() => string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(4)]));

        // The words of one side: those of the other are left out.
        static string Side(string[] marked, string open, string close, string otherOpen, string otherClose)
        {
            var side = new List<string>();
            var isOther = false;
            foreach (var word in marked)
            {
                isOther |= word.StartsWith(otherOpen, StringComparison.Ordinal);
                if (!isOther) side.Add(word.Replace(open, "", StringComparison.Ordinal).Replace(close, "", StringComparison.Ordinal));
                isOther &= !word.EndsWith(otherClose, StringComparison.Ordinal);
            }

            return string.Join(' ', side);
        }
    }

    private ToolRun Diff(string old, string now) =>
        Workplace.Run("diff", _here.Write("old.quiz.md", old), _here.Write("new.quiz.md", now));
}
