// What the readers of all formats do alike: ids, tags, lines, numeric keys, and the parts of a solution.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.Tool.Exporting;

namespace QuizKit.Tool.Importing.Formats;

internal static class QuestionParts
{
    // A name as an export writes it: the number, and the title or how the prompt begins.
    private static readonly Regex Numbered = new(
        @"^(?<number>\d{2,6})\. (?<words>.+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>Markdown as lines of a question.</summary>
    public static List<SourceLine> Lines(int line, string markdown) =>
        markdown.Length == 0 ? [] : [.. markdown.Split('\n').Select(text => new SourceLine(line, text, LineKind.Text))];

    /// <summary>The id of a question within its quiz, of an id that an export made or of any other; null where it has no letters.</summary>
    /// <param name="written">The id as the source has it.</param>
    /// <param name="quiz">The id of the quiz as the source has it, or null.</param>
    public static string? IdOf(string written, string? quiz)
    {
        if (quiz is not null && written.StartsWith(quiz + ".", StringComparison.Ordinal)) written = written[(quiz.Length + 1)..];
        return Slug.IsValid(written) ? written : Slug.FromWords(written);
    }

    /// <summary>Adds a tag, as a slug.</summary>
    public static void AddTag(ImportedQuestion question, string written)
    {
        var tag = Slug.IsValid(written) ? written : Slug.FromWords(written);
        if (tag is null) question.Notes.Add($"the tag '{written}' is left out: it has no letters from a to z");
        else if (!question.Tags.Contains(tag)) question.Tags.Add(tag);
    }

    /// <summary>Splits a name into a number and a title; the title is null where it only repeats how the prompt begins.</summary>
    /// <param name="name">The name in the list of questions.</param>
    /// <param name="prompt">The prompt in Markdown.</param>
    public static (int? Number, string? Title) NameOf(string name, string prompt)
    {
        var match = Numbered.Match(name.Trim());
        var words = match.Success ? match.Groups["words"].Value : name.Trim();
        var number = match.Success ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : (int?)null;
        var start = Letters(words.EndsWith('…') ? words[..^1] : words);
        var isPrompt = start.Length == 0 || Letters(UnicodeOf(prompt)).StartsWith(start, StringComparison.Ordinal);
        return (number, isPrompt ? null : MarkdownWords.EscapeStart(MarkdownWords.Escape(words.ReplaceLineEndings(" "))));
    }

    /// <summary>The last name in a path of categories, in which two slashes stand for one.</summary>
    public static string LastOfCategory(string path) =>
        Regex.Split(path, "(?<!/)/(?!/)", RegexOptions.CultureInvariant)[^1].Replace("//", "/", StringComparison.Ordinal).Trim();

    /// <summary>A finite decimal number; null for all else.</summary>
    public static double? ParseNumber(string text)
    {
        var isNumber = double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return isNumber && double.IsFinite(value) ? value : null;
    }

    /// <summary>The beginning of a text, for a message.</summary>
    public static string Cut(string text) => (text.Length <= 60 ? text : text[..60] + "…").ReplaceLineEndings(" ");

    /// <summary>A number as a comment has it.</summary>
    public static string Number(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e", StringComparison.Ordinal).Replace('E', 'e');

    /// <summary>Writes the keys of a numeric question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="right">The right numbers with their tolerances; the first is the value.</param>
    /// <param name="unit">The unit, or null.</param>
    /// <param name="language">The language, in which an answer prints its number.</param>
    /// <param name="digits">How many significant digits the tolerance stands for, or null where the source does not say.</param>
    public static void SetNumeric(
        ImportedQuestion question, IReadOnlyList<(double Value, double Tolerance)> right, string? unit, string language, int? digits = null)
    {
        var (value, tolerance) = right[0];
        var key = $"kind=numeric value={Number(value)}";
        if (unit is not null && (unit.Contains('"', StringComparison.Ordinal) || unit.Contains("--", StringComparison.Ordinal)))
        {
            question.Notes.Add($"the unit '{Cut(unit)}' is left out: a quotation mark or two hyphens cannot stand in a comment");
            unit = null;
        }

        var measure = unit is null ? "" : $" unit=\"{unit.ReplaceLineEndings(" ").Trim()}\"";
        var exact = tolerance == 0 ? "" : " tolerance=" + Number(tolerance);
        var others = right.Skip(1).Distinct().ToList();
        if (digits is not null) exact = FormattableString.Invariant($" digits={digits}");
        question.Keys = key + exact + Accepted(isInterval: false) + measure;
        if (others.Count > 0) question.OtherKeys.Add(key + exact + Accepted(isInterval: true) + measure);
        if (digits is null && DigitsOf(value, tolerance) is { } meant)
            question.OtherKeys.Add(FormattableString.Invariant($"{key} digits={meant}") + Accepted(isInterval: true) + measure);
        var printed = right.Where(one => one == right[0] || one.Tolerance == tolerance).Select(one => Printed(one.Value));
        question.PrintedKey = string.Join("; ", printed.Distinct());

        string Accepted(bool isInterval)
        {
            if (others.Count == 0) return "";
            var parts = others.Select(one => one.Tolerance == 0 || (one.Tolerance == tolerance && !isInterval)
                ? Number(one.Value)
                : Interval(one)).ToList();
            var hasInterval = parts.Exists(part => part.Contains("to", StringComparison.Ordinal));
            if (hasInterval && tolerance > 0 && !others.Exists(one => one.Tolerance > 0 && Math.Abs(one.Value - value) <= one.Tolerance))
                parts.Add(Interval(right[0]));
            return $" accept=\"{string.Join(" or ", parts)}\"";
        }

        string Printed(double number) => Asking(number, language).Format(number);
    }

    /// <summary>A question whose right reply is a number, which writes and reads numbers as its language does.</summary>
    public static NumericQuestion Asking(double number, string language) => new(
        "a", 1, Nothing, new Answer(Nothing, Provenance.Source), number, number, 0, null, [], [], language: language);

    /// <summary>The words of the kind true/false, and its answer where none is written.</summary>
    public static void SetTruth(ImportedQuestion question, bool isTrue, string language)
    {
        question.Keys = "kind=true-false value=" + (isTrue ? "true" : "false");
        question.PrintedKey = QuizWords.Of(language)[isTrue ? QuizWord.True : QuizWord.False] + ".";
    }

    /// <summary>Reads what is shown after a reply. An export marks answer, explanation and errata; otherwise all of it explains the key,
    /// and is the answer of an open question.</summary>
    /// <param name="question">The question, with its choices.</param>
    /// <param name="html">The words.</param>
    /// <param name="text">The writer of the question.</param>
    public static void ReadSolution(ImportedQuestion question, string html, HtmlMarkdown text)
    {
        var body = HtmlMarkdown.Parse(html);
        var isOwn = body.QuerySelector("." + ExportTexts.AnswerClass) is not null;
        var isOpen = question.Choices.Count == 0 && question.Keys.Length == 0;
        if (!isOwn)
        {
            (isOpen ? question.Answer : question.Explanation).AddRange(Lines(question.Line, text.Write(body.ChildNodes)));
            return;
        }

        var answer = PartOf(ExportTexts.AnswerClass);
        var errata = PartOf(ExportTexts.ErratumClass);
        if (errata.Length > 0) question.Notes.Add("an erratum is part of the answer here: its claims are not in the file");
        if (errata.Length > 0 || !IsListOfRight(question, answer))
            question.Answer.AddRange(Lines(question.Line, errata.Length > 0 ? $"{answer}\n\n{errata}" : answer));
        question.Explanation.AddRange(Lines(question.Line, PartOf(ExportTexts.ExplanationClass)));

        string PartOf(string name) => string.Join("\n\n", body.QuerySelectorAll("." + name).Select(part => text.Write(part.ChildNodes)));
    }

    // The answer of a choice question that has none is the list of its right choices.
    private static bool IsListOfRight(ImportedQuestion question, string answer)
    {
        if (question.Choices.Count == 0) return false;
        var right = question.Choices.Where(choice => choice.IsRight).SelectMany(choice => choice.Lines).Select(line => line.Text);
        return Bare(answer) == Bare(string.Join('\n', right));

        static string Bare(string words) => Regex.Replace(words, @"(?m)^- |\s", "", RegexOptions.CultureInvariant);
    }

    // The words that the compiler makes of a prompt, with its formulas as signs.
    private static string UnicodeOf(string prompt)
    {
        var source = new SourceText($"---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n\n{prompt}\n\n### Answer\n\nA\n");
        var model = QuizBinder.Bind(source, new DiagnosticBag(), Cancellation.Never).Model;
        return model.Questions.Count == 1 ? model.Questions[0].Prompt.UnicodeText : prompt;
    }

    private static string Letters(string words) => string.Concat(words.Where(char.IsLetterOrDigit));

    private static string Interval((double Value, double Tolerance) one)
    {
        var (value, tolerance) = (ExactDecimal.Of(one.Value), ExactDecimal.Of(one.Tolerance));
        return $"{ExactDecimal.Difference(value, tolerance)} to {ExactDecimal.Sum(value, tolerance)}";
    }

    // How many significant digits a tolerance stands for: half a unit of the last of them.
    private static int? DigitsOf(double value, double tolerance)
    {
        if (value == 0 || tolerance <= 0) return null;
        var first = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        for (var digits = 1; digits <= 15; digits++)
        {
            var half = double.Parse(FormattableString.Invariant($"5e{first - digits}"), CultureInfo.InvariantCulture);
            if (half == tolerance) return digits;
        }

        return null;
    }

    private static RichText Nothing { get; } = new("", "", "", "");
}
