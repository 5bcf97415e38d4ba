// Moodle XML, as question/format/xml/format.php of Moodle reads it.

using System.Globalization;
using System.Text;
using System.Xml;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes a quiz as a category of Moodle's question bank.</summary>
internal sealed class MoodleXml
{
    // Moodle cuts longer ones off.
    private const int LongestIdNumber = 100;

    // Moodle adds it to each tolerance, times the answer if that is more than 1.
    private const double MoodleSlack = 1e-14;

    private readonly QuizSource _source;
    private readonly ExportTexts _texts;
    private readonly XmlWriter _xml;

    private MoodleXml(QuizSource source, XmlWriter xml)
    {
        _source = source;
        _texts = new ExportTexts(source, FormulaStyle.Tex, picture => "@@PLUGINFILE@@/" + picture.Name);
        _xml = xml;
    }

    public static ExportedFile Write(QuizSource source)
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
        };
        MoodleXml writer;
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            writer = new MoodleXml(source, xml);
            writer.WriteQuiz();
        }

        bytes.WriteByte((byte)'\n');
        return new ExportedFile(bytes.ToArray(), writer._texts.Notes);
    }

    private void WriteQuiz()
    {
        _xml.WriteStartDocument();
        _xml.WriteStartElement("quiz");
        WriteCategory();
        foreach (var question in _source.Quiz.Questions) WriteQuestion(question);
        _xml.WriteEndElement();
        _xml.WriteEndDocument();
    }

    private void WriteCategory()
    {
        _xml.WriteStartElement("question");
        _xml.WriteAttributeString("type", "category");
        _xml.WriteStartElement("category");
        WriteText("$course$/top/" + CategoryOf(_source.Quiz));
        _xml.WriteEndElement();
        var about = _texts.About(_source.Quiz);
        if (_texts.TakePictures().Count > 0) _texts.Note("a category has no pictures: those of the introduction are left out");
        WriteHtml("info", about);
        WriteElement("idnumber", IdNumber(_source.Id));
        _xml.WriteEndElement();
    }

    /// <summary>The title as the name of a category: a slash would divide it.</summary>
    public static string CategoryOf(Quiz quiz)
    {
        var words = string.Join(" ", XmlText.Clean(quiz.DisplayTitle).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return words.Replace("/", "//", StringComparison.Ordinal);
    }

    private void WriteQuestion(Question question)
    {
        _texts.Begin(question);
        _xml.WriteStartElement("question");
        _xml.WriteAttributeString("type", question.Match(_ => "essay", _ => "truefalse", _ => "numerical", _ => "multichoice"));
        _xml.WriteStartElement("name");
        WriteText(XmlText.Clean(ExportTexts.NameOf(question)));
        _xml.WriteEndElement();
        WriteHtml("questiontext", _texts.Blocks(question.Prompt));
        WriteHtml("generalfeedback", _texts.Solution(question));
        WriteElement("defaultgrade", "1");
        WriteElement("penalty", "0.3333333");
        WriteElement("hidden", "0");
        WriteElement("idnumber", IdNumber(_source.IdOf(question)));
        question.Switch(WriteOpen, WriteTrueFalse, WriteNumeric, WriteChoice);
        foreach (var hint in question.Hints) WriteHtml("hint", _texts.Blocks(hint));
        if (question.Kind == QuestionKind.Open && question.Hints.Count > 0)
            _texts.Note("Moodle has no hints for an essay: the importer skips those that are written");
        _texts.NoteMisconceptions(question, "Moodle");
        if (question.Tags.Count > 0)
        {
            _xml.WriteStartElement("tags");
            foreach (var tag in question.Tags)
            {
                _xml.WriteStartElement("tag");
                WriteText(tag);
                _xml.WriteEndElement();
            }

            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    private void WriteOpen(OpenQuestion question)
    {
        WriteElement("responseformat", "editor");
        WriteElement("responserequired", "1");
        WriteElement("responsefieldlines", "15");
        WriteElement("attachments", "0");
        WriteElement("attachmentsrequired", "0");
        WriteHtml("graderinfo", _texts.Solution(question));
        WriteHtml("responsetemplate", "");
    }

    private void WriteTrueFalse(TrueFalseQuestion question)
    {
        foreach (var isTrue in new[] { true, false })
            WriteAnswer(isTrue == question.IsTrue ? "100" : "0", "moodle_auto_format", isTrue ? "true" : "false", null);
    }

    private void WriteNumeric(NumericQuestion question)
    {
        foreach (var answer in NumericKey.Of(question))
        {
            var tolerance = answer.Tolerance.ToString();
            WriteAnswer(answer.IsRight ? "100" : "0", "moodle_auto_format", answer.Value.ToString(), answer.Feedback, tolerance);
        }

        if (question.CorrectValue != 0 && Math.Max(question.Tolerance, Math.Abs(question.CorrectValue)) < 1e6 * MoodleSlack)
            _texts.Note("Moodle accepts 0.00000000000001 more than the tolerance, which is much beside so small a number");
        if (question.Digits is { } digits)
            _texts.Note($"Moodle does not count digits: {digits} significant digits are written as a tolerance");
        if (question.Unit is { } unit)
        {
            _xml.WriteStartElement("units");
            foreach (var (name, powerOfTen) in NumericKey.UnitsOf(unit))
            {
                _xml.WriteStartElement("unit");
                WriteElement("multiplier", NumericKey.PowerOfTen(powerOfTen));
                WriteElement("unit_name", XmlText.Clean(name));
                _xml.WriteEndElement();
            }

            _xml.WriteEndElement();
        }

        // A unit may be left out: of Moodle's constants 0 is "optional", and 3 is "none".
        WriteElement("unitgradingtype", "0");
        WriteElement("unitpenalty", "0");
        WriteElement("showunits", question.Unit is null ? "3" : "0");
        WriteElement("unitsleft", "0");
    }

    private void WriteChoice(ChoiceQuestion question)
    {
        var credit = question.HasSeveralCorrect ? ChoiceCredit.Percentages(question, _texts.Note) : ("100", "0");
        WriteElement("single", question.HasSeveralCorrect ? "false" : "true");
        WriteElement("shuffleanswers", "false");
        WriteElement("answernumbering", question.Choices.Count > 26 ? "123" : "abc");
        WriteElement("showstandardinstruction", question.HasSeveralCorrect ? "1" : "0");
        foreach (var part in new[] { "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback" }) WriteHtml(part, "");
        foreach (var choice in question.Choices)
            WriteAnswer(choice.IsCorrect ? credit.Item1 : credit.Item2, "html", _texts.Html(choice.Text), choice.Feedback);
    }

    private void WriteAnswer(string fraction, string format, string text, RichText? feedback, string? tolerance = null)
    {
        _xml.WriteStartElement("answer");
        _xml.WriteAttributeString("fraction", fraction);
        _xml.WriteAttributeString("format", format);
        if (format == "html") WriteHtmlText(text);
        else WriteText(text);
        if (tolerance is not null) WriteElement("tolerance", tolerance);
        WriteHtml("feedback", feedback is null ? "" : _texts.Blocks(feedback));
        _xml.WriteEndElement();
    }

    // The pictures of a text stand beside it, each time that it has them.
    private void WriteHtml(string element, string html)
    {
        _xml.WriteStartElement(element);
        _xml.WriteAttributeString("format", "html");
        WriteHtmlText(html);
        _xml.WriteEndElement();
    }

    private void WriteHtmlText(string html)
    {
        _xml.WriteStartElement("text");
        if (html.Length > 0) _xml.WriteCData(html);
        _xml.WriteEndElement();
        foreach (var picture in _texts.TakePictures())
        {
            _xml.WriteStartElement("file");
            _xml.WriteAttributeString("name", picture.Name);
            _xml.WriteAttributeString("path", "/");
            _xml.WriteAttributeString("encoding", "base64");
            _xml.WriteString(Convert.ToBase64String(picture.Bytes));
            _xml.WriteEndElement();
        }
    }

    private void WriteText(string text) => WriteElement("text", text);

    private void WriteElement(string name, string text) => _xml.WriteElementString(name, text);

    private static string IdNumber(string id) =>
        id.Length <= LongestIdNumber ? id : string.Create(CultureInfo.InvariantCulture, $"{id[..60]}-{StableId.Hex(id, 16)}");
}
