// GIFT, the text format of Moodle and others.

using System.Text;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes a quiz as GIFT: a question is one paragraph, and each text one line.</summary>
internal sealed class Gift
{
    private readonly QuizSource _source;
    private readonly ExportTexts _texts;
    private readonly StringBuilder _gift = new();

    private Gift(QuizSource source)
    {
        _source = source;
        _texts = new ExportTexts(
            source, FormulaStyle.Tex, picture => $"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes)}");
    }

    public static ExportedFile Write(QuizSource source)
    {
        var writer = new Gift(source);
        writer.WriteQuiz();
        return new ExportedFile(Encoding.UTF8.GetBytes(writer._gift.ToString()), writer._texts.Notes);
    }

    private void WriteQuiz()
    {
        var quiz = _source.Quiz;
        Add($"$CATEGORY: $course$/top/{MoodleXml.CategoryOf(quiz)}\n");
        if (_texts.About(quiz) is { Length: > 0 } about) Add($"\n// [id:{_source.Id}]\n{Title(quiz.DisplayTitle)}{Text(about)}\n");
        foreach (var question in quiz.Questions) WriteQuestion(question);
    }

    private void WriteQuestion(Question question)
    {
        _texts.Begin(question);
        Add($"\n// [id:{_source.IdOf(question)}]");
        foreach (var tag in question.Tags) Add($" [tag:{tag}]");
        Add($"\n{Title(ExportTexts.NameOf(question))}{Text(_texts.Blocks(question.Prompt))} {{");
        question.Switch(
            _ => { },
            trueFalse => _gift.Append(trueFalse.IsTrue ? "TRUE" : "FALSE"),
            WriteNumeric,
            WriteChoices);
        if (question.Kind is QuestionKind.Numeric or QuestionKind.Choice) _gift.Append('\n');
        Add($"####{Text(_texts.Solution(question))}}}\n");
        if (question.Hints.Count > 0) _texts.Note("GIFT has no hints: they are left out");
        _texts.NoteMisconceptions(question, "GIFT");
        if (_texts.TakePictures().Count > 0) _texts.Note("GIFT has no files: the pictures are written into the text as data addresses");
    }

    private void WriteNumeric(NumericQuestion question)
    {
        _gift.Append('#');
        foreach (var answer in NumericKey.Of(question))
        {
            Add($"\n={(answer.IsRight ? "" : "%0%")}{answer.Value}:{answer.Tolerance}");
            WriteFeedback(answer.Feedback);
        }

        if (question.Unit is { } unit) _texts.Note($"GIFT has no units: a reply is a number without '{unit}'");
        if (question.Digits is { } digits)
            _texts.Note($"GIFT does not count digits: {digits} significant digits are written as a tolerance");
    }

    private void WriteChoices(ChoiceQuestion question)
    {
        (string, string)? credit = question.HasSeveralCorrect ? ChoiceCredit.Percentages(question, _texts.Note) : null;
        foreach (var choice in question.Choices)
        {
            var mark = credit is var (right, wrong) ? $"~%{(choice.IsCorrect ? right : wrong)}%" : choice.IsCorrect ? "=" : "~";
            Add($"\n{mark}{Text(_texts.Html(choice.Text))}");
            WriteFeedback(choice.Feedback);
        }
    }

    private void WriteFeedback(RichText? feedback)
    {
        if (feedback is not null) Add($"#{Text(_texts.Blocks(feedback))}");
    }

    private void Add(string text) => _gift.Append(text);

    private static string Title(string words) => $"::{Escape(words)}::";

    private static string Text(string html) => "[html]" + Escape(html);

    // A line end would end the question if another followed. Two colons would end a title.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\\' or '#' or '=' or '~' or '{' or '}' or ':') escaped.Append('\\');
            if (c == '\n') escaped.Append("\\n");
            else escaped.Append(char.IsControl(c) && c != '\t' ? ' ' : c);
        }

        return escaped.ToString();
    }
}
