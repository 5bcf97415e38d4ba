// Exercises of R/exams (https://www.r-exams.org): sections "Question", "Answerlist", "Solution" and "Meta-information" in one file.

using System.Text.RegularExpressions;
using QuizKit.Language.Binding;

namespace QuizKit.Tool.Importing;

internal static class ExamsReader
{
    private static readonly Regex Meta = new(@"^\s*(?<key>ex[a-z]+)(?:\[[^\]]*\])?:\s*(?<value>.*?)\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex Underline = new(@"^(=+|-+)\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex Item = new(@"^[*+-]\s+(?<words>.*)$", RegexOptions.CultureInvariant);
    private static readonly Regex Chunk = new(@"^\s*```+\s*\{\s*r\b|`r\s", RegexOptions.CultureInvariant);

    private sealed record Section(string Name, string Above, int Line, List<SourceLine> Lines);

    /// <summary>Whether a file is an exercise.</summary>
    public static bool Reads(List<SourceLine> lines) =>
        lines.Exists(line => line.Kind == LineKind.Text && line.Text.StartsWith("extype:", StringComparison.Ordinal));

    public static FoundQuestions Read(List<SourceLine> lines)
    {
        var sections = SectionsOf(lines);
        var meta = lines.Where(line => line.Kind == LineKind.Text).Select(line => Meta.Match(line.Text)).Where(match => match.Success)
            .GroupBy(match => match.Groups["key"].Value).ToDictionary(group => group.Key, group => group.First().Groups["value"].Value);
        var question = new ImportedQuestion(sections.Find(section => section.Name == "Question")?.Line ?? 1, null);
        if (meta.TryGetValue("exname", out var name)) question.Id = Slug.FromWords(name);
        question.Prompt.AddRange(LinesOf("Question"));
        question.Explanation.AddRange(LinesOf("Solution"));
        var type = meta.GetValueOrDefault("extype", "");
        var solution = meta.GetValueOrDefault("exsolution", "");
        ReadAnswer(question, type, solution, meta, sections);
        if (lines.Exists(line => Chunk.IsMatch(line.Text)))
            question.Refusal = "it computes its words with R: run it with exams2pdf or knitr first, and import the result";
        return new FoundQuestions(null, [], [question], []);

        List<SourceLine> LinesOf(string wanted) => sections.Find(section => section.Name == wanted)?.Lines ?? [];
    }

    private static void ReadAnswer(
        ImportedQuestion question, string type, string solution, Dictionary<string, string> meta, List<Section> sections)
    {
        switch (type)
        {
            case "schoice" or "mchoice":
                var items = sections.Find(section => section is { Name: "Answerlist", Above: "Question" })?.Lines ?? [];
                foreach (var line in items)
                {
                    if (!line.IsCode && Item.Match(line.Text) is { Success: true } item)
                        question.Choices.Add(new ImportedChoice(line.Number, [line with { Text = item.Groups["words"].Value }]));
                    else if (question.Choices.Count > 0) question.Choices[^1].Lines.Add(line);
                }

                var feedback = sections.Find(section => section is { Name: "Answerlist", Above: "Solution" })?.Lines ?? [];
                question.Explanation.AddRange(feedback);
                if (solution.Length != question.Choices.Count || solution.Any(c => c is not ('0' or '1')))
                    question.Refusal = $"exsolution has a 0 or 1 for each of the {question.Choices.Count} choices, and is '{solution}'";
                else if (type == "schoice" && solution.Count(c => c == '1') != 1)
                    question.Refusal = "a question with extype schoice has exactly one right choice: correct exsolution, or write mchoice";
                else if (!solution.Contains('1', StringComparison.Ordinal))
                    question.Refusal = "none of the choices is right: add the choice 'none of these' and tick it";
                for (var i = 0; i < question.Choices.Count; i++) question.Choices[i].IsRight = i < solution.Length && solution[i] == '1';
                break;
            case "num":
                var tolerance = meta.GetValueOrDefault("extol", "0");
                question.Keys = $"kind=numeric value={solution}{(tolerance is "" or "0" ? "" : " tolerance=" + tolerance)}";
                question.Answer.Add(new SourceLine(question.Line, solution, LineKind.Text));
                break;
            case "string":
                question.Answer.Add(new SourceLine(question.Line, solution, LineKind.Text));
                question.Notes.Add("the answer is a text, which a program does not compare in a quiz: it is an open question here");
                break;
            default:
                question.Refusal = $"extype '{type}' is not read: split it into questions of type schoice, mchoice, num or string";
                break;
        }
    }

    private static List<Section> SectionsOf(List<SourceLine> lines)
    {
        var sections = new List<Section> { new("", "", 1, []) };
        var above = "";
        for (var i = 0; i < lines.Count; i++)
        {
            var name = lines[i].Text.Trim('#', ' ');
            var isMarked = lines[i].Text.StartsWith('#') || (i + 1 < lines.Count && Underline.IsMatch(lines[i + 1].Text));
            if (lines[i].Kind == LineKind.Text && isMarked && name is "Question" or "Solution" or "Meta-information" or "Answerlist")
            {
                sections.Add(new Section(name, above, lines[i].Number, []));
                if (name != "Answerlist") above = name;
                if (!lines[i].Text.StartsWith('#')) i++;
            }
            else
            {
                sections[^1].Lines.Add(lines[i]);
            }
        }

        return sections;
    }
}
