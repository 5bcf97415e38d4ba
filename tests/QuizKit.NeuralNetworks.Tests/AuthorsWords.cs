// The words of the quiz's author: taken out of the compiled quiz file, taken out of the text it was made from, and compared.

using System.Globalization;
using System.Text.RegularExpressions;

namespace QuizKit.NeuralNetworks.Tests;

/// <summary>A word, and where it stands.</summary>
/// <param name="Text">The word, with the punctuation and the markup that touch it.</param>
/// <param name="Line">The line of its file, from 1.</param>
internal sealed record Word(string Text, int Line);

/// <summary>Reduces a quiz file and its source to the words of their author, white space left aside.</summary>
/// <remarks>
/// This reads the quiz file with its own few rules, not with the generator's parser:
/// a fault in that parser must not hide a fault in the words.
/// </remarks>
internal static partial class AuthorsWords
{
    private const int ContextWords = 6;

    /// <summary>
    /// Returns the words of a quiz file without what its editors put there: front matter, comments, heading markers, errata,
    /// and the answers marked <c>author=editors</c>. Answers and errata go together with their heading.
    /// </summary>
    /// <param name="quiz">The text of a <c>*.quiz.md</c> file.</param>
    public static IReadOnlyList<Word> OfQuiz(string quiz)
    {
        var lines = quiz.Split('\n');
        var isEditors = new bool[lines.Length];
        var bodyStart = FrontMatterLength(lines);
        Array.Fill(isEditors, true, 0, bodyStart);
        var inEditors = false;
        for (var i = bodyStart; i < lines.Length; i++)
        {
            if (HeadingMarker().IsMatch(lines[i]))
                inEditors = IsEditorsSection(lines[i], i + 1 < lines.Length ? lines[i + 1] : "");
            isEditors[i] = inEditors;
        }

        var kept = string.Join('\n', lines.Select((line, i) => isEditors[i] ? "" : HeadingMarker().Replace(line, "")));

        // A comment may hold line ends; they stay, so that the words behind it keep their line numbers.
        return Words(Comment().Replace(kept, comment => new string('\n', comment.Value.Count(c => c == '\n'))));
    }

    /// <summary>Returns the words of the source text, where the heading of a question may stick to the last word before it.</summary>
    /// <param name="source">The text that the quiz was made from.</param>
    public static IReadOnlyList<Word> OfSource(string source) => Words(StuckHeading().Replace(source, " "));

    /// <summary>Describes the first word in which a quiz departs from its source, or returns null where there is none.</summary>
    /// <param name="quiz">The words of the quiz file.</param>
    /// <param name="source">The words of the source.</param>
    public static string? FirstDifference(IReadOnlyList<Word> quiz, IReadOnlyList<Word> source)
    {
        var i = 0;
        while (i < quiz.Count && i < source.Count && quiz[i].Text == source[i].Text)
            i++;
        return i == quiz.Count && i == source.Count
            ? null
            : string.Create(
                CultureInfo.InvariantCulture, $"Word {i + 1} differs.\n  quiz,   {Context(quiz, i)}\n  source, {Context(source, i)}");
    }

    private static string Context(IReadOnlyList<Word> words, int index)
    {
        var from = Math.Max(0, index - ContextWords);
        var before = words.Take(index).Skip(from).Select(word => word.Text);
        if (index == words.Count)
            return $"at its end: {string.Join(' ', before)} [nothing more]";

        var after = words.Skip(index + 1).Take(ContextWords).Select(word => word.Text);
        var marked = string.Join(' ', [.. before, $"[{words[index].Text}]", .. after]);
        return string.Create(CultureInfo.InvariantCulture, $"line {words[index].Line}: {marked}");
    }

    /// <summary>Returns the number of lines up to and with the second <c>---</c>, or 0 where the file does not begin with one.</summary>
    private static int FrontMatterLength(string[] lines)
    {
        if (lines[0].TrimEnd() != "---")
            return 0;
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == "---");
        return end + 1;
    }

    private static bool IsEditorsSection(string heading, string nextLine) =>
        heading.TrimEnd() == "### Erratum" || (heading.TrimEnd() == "### Answer" && EditorsComment().IsMatch(nextLine));

    private static List<Word> Words(string text) =>
        text.Split('\n')
            .SelectMany((line, i) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => new Word(word, i + 1)))
            .ToList();

    [GeneratedRegex("^#{1,3} ", RegexOptions.CultureInvariant)]
    private static partial Regex HeadingMarker();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex("^<!-- answer: author=editors -->", RegexOptions.CultureInvariant)]
    private static partial Regex EditorsComment();

    [GeneratedRegex(@"(?<=\S)(?=Question [0-9]+\r?$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex StuckHeading();
}
