// What an export writes, an import reads: the quiz that comes back has the same words and keys. What a format cannot hold is said by the
// export, and is all that is missing.

using System.Text.RegularExpressions;
using QuizKit.Loading;
using QuizKit.Tool.Exporting;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class RoundTripTests : IDisposable
{
    private static readonly string Root = typeof(RoundTripTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryDirectory").Value!;

    private static readonly string[] Quizzes =
    [
        "content/chapter-6.quiz.md", "content/chapter-6.de.quiz.md", "content/chapter-6-companions.quiz.md",
        "samples/WallCalendar/wall-calendar.quiz.md", "eng/exports/hostile.quiz.md",
    ];

    private readonly Workplace _here = new();

    /// <summary>What each format cannot hold: h hints, e the hints of open questions, t those of true/false questions, u units, m names of
    /// misconceptions, s slips, w the marks of words, of which letters and digits are compared.</summary>
    public static TheoryData<string, string, string> Exports
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            (string Format, string Lost)[] formats = [("moodle", "em"), ("gift", "hum"), ("qti", "m"), ("anki", "m"), ("h5p", "etmsw"), ("json", "")];
            foreach (var (format, lost) in formats)
                foreach (var quiz in Thorough.Cases(Quizzes, oneOf: 3)) data.Add(format, quiz, lost);
            return data;
        }
    }

    public void Dispose() => _here.Dispose();

    [Theory]
    [MemberData(nameof(Exports))]
    public void A_quiz_comes_back_with_its_words_and_keys(string format, string path, string lost)
    {
        var original = QuizLoader.Load(Path.Combine(Root, path)).Quiz!;

        var imported = RoundTrip(format, Path.Combine(Root, path), original.Language);

        AssertSame(Described(original, lost), Described(imported, lost));
    }

    [Theory]
    [InlineData("moodle", "em")]
    [InlineData("gift", "hum")]
    [InlineData("qti", "m")]
    [InlineData("anki", "m")]
    [InlineData("h5p", "etmsw")]
    [InlineData("json", "")]
    public void Every_kind_of_question_comes_back_with_title_picture_intervals_and_slips(string format, string lost)
    {
        _here.Write("map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        var path = _here.Write("rivers.quiz.md", ExportedQuizzes.EveryKind);
        var original = QuizLoader.Load(path).Quiz!;

        var imported = RoundTrip(format, path, "en");

        AssertSame(Described(original, lost), Described(imported, lost));
    }

    private Quiz RoundTrip(string format, string path, string language)
    {
        var exported = _here.PathOf("exported" + ExportFormat.All.Single(one => one.Name == format).Extension);
        Assert.Equal(0, Workplace.Run("export", path, "--format", format, "--output", exported).ExitCode);
        var target = _here.PathOf("imported.quiz.md");

        // JSON names pictures and does not have them.
        foreach (var picture in Directory.GetFiles(Path.GetDirectoryName(path)!, "*.svg").Where(file => !file.StartsWith(_here.Folder, StringComparison.Ordinal)))
            File.Copy(picture, _here.PathOf(Path.GetFileName(picture)), overwrite: true);

        var run = Workplace.Run("import", exported, "--output", target, "--language", language);

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        var loaded = QuizLoader.Load(target);
        Assert.Empty(loaded.Problems);
        return loaded.Quiz!;
    }

    // The first part that differs, whole.
    private static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        foreach (var (one, other) in expected.Zip(actual)) Assert.Equal(one, other);
        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>A line for each part of each question, without what a format cannot hold.</summary>
    internal static IReadOnlyList<string> Described(Quiz quiz, string lost) => [.. quiz.Questions.SelectMany(question => Described(question, lost))];

    private static IEnumerable<string> Described(Question question, string lost)
    {
        var id = question.Id;
        var keepsMarks = !lost.Contains('w', StringComparison.Ordinal);
        yield return $"{id}: {question.Number} {question.Kind} [{string.Join(", ", question.Tags)}] {question.Title?.UnicodeText}";
        yield return $"{id}: prompt: {Words(question.Prompt)}";
        var erratumWord = keepsMarks ? Erratum(question) : Letters(Erratum(question));
        string[] answer = [Words(question.Answer.Text), .. question.Errata.Select(erratum => erratumWord + Words(erratum.Text))];
        yield return $"{id}: answer: {string.Join(keepsMarks ? "\n" : "", answer)}";
        yield return $"{id}: explanation: {Words(question.Explanation)}";
        var losesHints = question.Kind == QuestionKind.Open ? "he" : question.Kind == QuestionKind.TrueFalse ? "ht" : "h";
        var keepsHints = lost.IndexOfAny(losesHints.ToCharArray()) < 0;
        if (keepsHints && keepsMarks) foreach (var hint in question.Hints) yield return $"{id}: hint: {Words(hint)}";
        if (keepsHints && !keepsMarks) yield return $"{id}: hints: {string.Concat(question.Hints.Select(Words))}";
        var keepsNames = !lost.Contains('m', StringComparison.Ordinal);
        foreach (var line in question.Match(
            _ => [],
            trueFalse => [$"{trueFalse.IsTrue}"],
            numeric => Numbers(numeric),
            choice => choice.Choices.Select(one =>
                $"{one.IsCorrect} {Words(one.Text)} > {Words(one.Feedback)} {(keepsNames ? one.Misconception : "")}")))
        {
            yield return $"{id}: {line}";
        }

        string Words(RichText? text) => keepsMarks ? RoundTripTests.Words(text) : Letters(RoundTripTests.Words(text));

        IEnumerable<string> Numbers(NumericQuestion numeric)
        {
            var unit = lost.Contains('u', StringComparison.Ordinal) ? null : numeric.Unit;
            yield return FormattableString.Invariant($"{numeric.CorrectValue:R} ± {numeric.Tolerance:R} {unit}");
            foreach (var range in numeric.Accepted.OrderBy(range => range.Low))
                yield return FormattableString.Invariant($"accepts {range.Low:G12} to {range.High:G12}");
            foreach (var slip in lost.Contains('s', StringComparison.Ordinal) ? [] : numeric.Slips)
                yield return FormattableString.Invariant($"slip {slip.Value:R} {Words(slip.Feedback)} {(keepsNames ? slip.Misconception : "")}");
        }
    }

    // Without the marks, all of a text is its letters and digits, formulas included; pictures are their words.
    private static string Letters(string html)
    {
        html = Regex.Replace(html, "<img[^>]*? alt=\"([^\"]*)\"[^>]*>", "$1");
        html = Regex.Replace(html, "<a href=\"([^\"]*)\"[^>]*>(.*?)</a>", "$2$1", RegexOptions.Singleline);
        return string.Concat(System.Net.WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", "")).Where(char.IsLetterOrDigit));
    }

    // An erratum becomes part of the answer, below the word for it.
    private static string Erratum(Question question) => question.Language == "de" ? "<p><strong>Berichtigung</strong></p>\n" : "<p><strong>Erratum</strong></p>\n";

    // The HTML, with formulas in MathML, without the elements around claims.
    private static string Words(RichText? text)
    {
        if (text is null) return "";
        var html = Regex.Replace(text.Html, "</?(?:span|div)[^>]*>", "");
        html = Regex.Replace(html, "src=\"[^\"]*\"", "src");
        return Regex.Replace(text.IsPhrasing ? $"<p>{html}</p>" : html, "\\s*\n\\s*", "\n").Trim();
    }
}
