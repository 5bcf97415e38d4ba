// A quiz as Markdown to print or to hand out: the questions without the answers.

using System.Globalization;
using System.Text;

namespace QuizKit.Tool.Exporting;

internal static class Worksheet
{
    private const string Blank = @"\_\_\_\_\_\_\_\_";

    public static ExportedFile Write(QuizSource source)
    {
        var quiz = source.Quiz;
        var text = new StringBuilder();
        Add(text, "# " + quiz.Title.Markdown);
        if (quiz.Introduction is not null) Add(text, quiz.Introduction.Markdown);
        foreach (var question in quiz.Questions)
        {
            var number = question.Number.ToString(CultureInfo.InvariantCulture);
            Add(text, question.Title is null ? "## " + number : $"## {number}. {question.Title.Markdown}");
            Add(text, question.Prompt.Markdown);
            question.Switch(
                _ => { },
                trueFalse =>
                {
                    var words = QuizWords.Of(trueFalse.Language);
                    Add(text, $"- [ ] {words[QuizWord.True]}\n- [ ] {words[QuizWord.False]}");
                },
                numeric => Add(text, numeric.Unit is null ? Blank : $"{Blank} {Plain(numeric.Unit)}"),
                choice => Add(text, string.Join("\n", choice.Choices.Select(Item))));
        }

        return new ExportedFile(Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n') + "\n"), []);
    }

    private static void Add(StringBuilder text, string block) => text.Append(block).Append("\n\n");

    private static string Item(Choice choice) =>
        "- [ ] " + choice.Text.Markdown.Replace("\n", "\n  ", StringComparison.Ordinal).Replace("\n  \n", "\n\n", StringComparison.Ordinal);

    private static string Plain(string words) =>
        string.Concat(words.Select(c => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)) ? "\\" + c : c.ToString()));
}
