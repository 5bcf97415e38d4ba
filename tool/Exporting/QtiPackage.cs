// A package of QTI 3.0: a test, an item for each question, and the pictures, https://www.imsglobal.org/spec/qti/v3p0/impl.

using System.Globalization;
using System.Text;
using System.Xml;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes a quiz as a test. Formulas are MathML, which QTI contains.</summary>
internal sealed class QtiPackage
{
    private const string Items = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
    private const string Packaging = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
    private const string Metadata = "http://ltsc.ieee.org/xsd/LOM";
    private const string Schemas = "http://www.w3.org/2001/XMLSchema-instance";
    private const string ItemSchema = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd";

    private readonly QuizSource _source;
    private readonly ExportTexts _texts;

    // Where the texts that are being written stand: pictures are one folder above the items.
    private string _toPictures = "";

    private QtiPackage(QuizSource source)
    {
        _source = source;
        _texts = new ExportTexts(source, FormulaStyle.MathML, picture => $"{_toPictures}pictures/{picture.Name}");
    }

    public static ExportedFile Write(QuizSource source)
    {
        var package = new QtiPackage(source);
        return new ExportedFile(package.WritePackage(), package._texts.Notes);
    }

    private byte[] WritePackage()
    {
        var entries = new List<(string Name, byte[] Bytes)> { ("test.xml", Document(WriteTest)) };
        var resources = new List<(string Id, string File, IReadOnlyList<Picture> Pictures, Question? Question)>
        {
            (_source.Id, "test.xml", _texts.TakePictures(), null),
        };
        _toPictures = "../";
        foreach (var question in _source.Quiz.Questions)
        {
            _texts.Begin(question);
            var file = FileOf(question);
            entries.Add((file, Document(xml => WriteItem(xml, question))));
            resources.Add((_source.IdOf(question), file, _texts.TakePictures(), question));
            _texts.NoteMisconceptions(question, "QTI");
        }

        entries.AddRange(_texts.Pictures.Select(picture => ("pictures/" + picture.Name, picture.Bytes)));
        var manifest = Document(xml => WriteManifest(xml, resources));
        return ZipFile.Write([("imsmanifest.xml", manifest), .. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)]);
    }

    private static string FileOf(Question question) => $"items/{question.Id}.xml";

    private static byte[] Document(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
        };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteStartDocument();
            write(xml);
            xml.WriteEndDocument();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private void WriteManifest(
        XmlWriter xml, IReadOnlyList<(string Id, string File, IReadOnlyList<Picture> Pictures, Question? Question)> resources)
    {
        xml.WriteStartElement("manifest", Packaging);
        xml.WriteAttributeString("identifier", $"MANIFEST.{_source.Id}");
        xml.WriteStartElement("metadata", Packaging);
        xml.WriteElementString("schema", Packaging, "QTI Package");
        xml.WriteElementString("schemaversion", Packaging, "3.0.0");
        xml.WriteEndElement();
        xml.WriteElementString("organizations", Packaging, null);
        xml.WriteStartElement("resources", Packaging);
        foreach (var (id, file, pictures, question) in resources)
        {
            WriteResourceStart(xml, id, question is null ? "imsqti_test_xmlv3p0" : "imsqti_item_xmlv3p0", file);
            if (question is { Tags.Count: > 0 }) WriteKeywords(xml, question);
            WriteElement(xml, "file", Packaging, ("href", file));
            var others = question is null ? _source.Quiz.Questions.Select(_source.IdOf) : [];
            foreach (var other in others.Concat(pictures.Select(IdOf)))
                WriteElement(xml, "dependency", Packaging, ("identifierref", other));
            xml.WriteEndElement();
        }

        foreach (var picture in _texts.Pictures)
        {
            WriteResourceStart(xml, IdOf(picture), "webcontent", "pictures/" + picture.Name);
            WriteElement(xml, "file", Packaging, ("href", "pictures/" + picture.Name));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteResourceStart(XmlWriter xml, string id, string type, string file)
    {
        xml.WriteStartElement("resource", Packaging);
        xml.WriteAttributeString("identifier", id);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", file);
    }

    // The words of the metadata of learning objects: tags are keywords.
    private static void WriteKeywords(XmlWriter xml, Question question)
    {
        xml.WriteStartElement("metadata", Packaging);
        xml.WriteStartElement("lom", Metadata);
        xml.WriteStartElement("general", Metadata);
        foreach (var tag in question.Tags)
        {
            xml.WriteStartElement("keyword", Metadata);
            xml.WriteStartElement("string", Metadata);
            xml.WriteAttributeString("language", question.Language);
            xml.WriteString(tag);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string IdOf(Picture picture) => "PICTURE." + picture.Name;

    private void WriteTest(XmlWriter xml)
    {
        var quiz = _source.Quiz;
        WriteRoot(xml, "qti-assessment-test", _source.Id, quiz.DisplayTitle, quiz.Language);
        WriteStart(xml, "qti-test-part", ("identifier", "PART"), ("navigation-mode", "nonlinear"), ("submission-mode", "individual"));
        WriteStart(
            xml, "qti-assessment-section", ("identifier", "SECTION"), ("title", XmlText.Clean(quiz.DisplayTitle)), ("visible", "true"));
        if (_texts.About(quiz) is { Length: > 0 } about)
        {
            WriteStart(xml, "qti-rubric-block", ("use", "instructions"), ("view", "candidate"));
            WriteHtml(xml, "qti-content-body", about);
            xml.WriteEndElement();
        }

        foreach (var question in quiz.Questions)
            WriteElement(xml, "qti-assessment-item-ref", Items, ("identifier", _source.IdOf(question)), ("href", FileOf(question)));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteItem(XmlWriter xml, Question question)
    {
        WriteRoot(xml, "qti-assessment-item", _source.IdOf(question), ExportTexts.NameOf(question), question.Language);
        question.Switch(
            _ => WriteDeclaration(xml, "RESPONSE", "single", "string", []),
            trueFalse => WriteDeclaration(xml, "RESPONSE", "single", "identifier", [(trueFalse.IsTrue ? "true" : "false", "1")]),
            numeric => WriteDeclaration(xml, "RESPONSE", "single", "float", [(ExactDecimal.Of(numeric.CorrectValue).ToString(), null)]),
            choice => WriteChoiceDeclaration(xml, choice));
        WriteStart(
            xml,
            "qti-outcome-declaration",
            ("identifier", "SCORE"),
            ("cardinality", "single"),
            ("base-type", "float"),
            ("normal-maximum", "1"),
            ("external-scored", question.Kind == QuestionKind.Open ? "human" : null));
        WriteStart(xml, "qti-default-value");
        xml.WriteElementString("qti-value", Items, "0");
        xml.WriteEndElement();
        xml.WriteEndElement();
        var isMultiple = question is ChoiceQuestion { HasSeveralCorrect: true };
        WriteOutcome(xml, "FEEDBACK", isMultiple ? "multiple" : "single");
        WriteOutcome(xml, "SOLUTION", "single");
        WriteBody(xml, question);
        WriteProcessing(xml, question);
        WriteFeedback(xml, question);
        xml.WriteEndElement();
    }

    // What is right; each value with what it counts, or without a mapping.
    private static void WriteDeclaration(
        XmlWriter xml, string identifier, string cardinality, string type, IReadOnlyList<(string Value, string? Score)> right)
    {
        WriteStart(xml, "qti-response-declaration", ("identifier", identifier), ("cardinality", cardinality), ("base-type", type));
        if (right.Count > 0)
        {
            WriteStart(xml, "qti-correct-response");
            foreach (var (value, _) in right) xml.WriteElementString("qti-value", Items, value);
            xml.WriteEndElement();
            if (right[0].Score is not null) WriteMapping(xml, [.. right.Select(entry => (entry.Value, entry.Score!))]);
        }

        xml.WriteEndElement();
    }

    // The rule of partial credit: the sum of what the chosen ones count, not below 0.
    private static void WriteChoiceDeclaration(XmlWriter xml, ChoiceQuestion question)
    {
        var right = question.Choices.Count(choice => choice.IsCorrect);
        var wrong = question.Choices.Count - right;
        var cardinality = question.HasSeveralCorrect ? "multiple" : "single";
        WriteStart(xml, "qti-response-declaration", ("identifier", "RESPONSE"), ("cardinality", cardinality), ("base-type", "identifier"));
        WriteStart(xml, "qti-correct-response");
        for (var i = 0; i < question.Choices.Count; i++)
            if (question.Choices[i].IsCorrect) xml.WriteElementString("qti-value", Items, Choice(i));
        xml.WriteEndElement();
        WriteMapping(xml,
        [
            .. question.Choices.Select((choice, i) => (Choice(i), ScoreOf(choice))),
        ]);
        xml.WriteEndElement();

        string ScoreOf(Choice choice) => choice.IsCorrect ? Part(right) : question.HasSeveralCorrect ? "-" + Part(wrong) : "0";

        static string Part(int count) => (1.0 / count).ToString("R", CultureInfo.InvariantCulture);
    }

    private static void WriteMapping(XmlWriter xml, IReadOnlyList<(string Key, string Value)> entries)
    {
        WriteStart(xml, "qti-mapping", ("lower-bound", "0"), ("upper-bound", "1"), ("default-value", "0"));
        foreach (var (key, value) in entries) WriteElement(xml, "qti-map-entry", Items, ("map-key", key), ("mapped-value", value));
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, string identifier, string cardinality) => WriteElement(
        xml, "qti-outcome-declaration", Items, ("identifier", identifier), ("cardinality", cardinality), ("base-type", "identifier"));

    private void WriteBody(XmlWriter xml, Question question)
    {
        var body = _texts.Blocks(question.Prompt);
        var hint = QuizWords.Of(question.Language)[QuizWord.Hint];
        foreach (var text in question.Hints) body += $"\n<details><summary>{hint}</summary>{_texts.Blocks(text)}</details>";
        WriteStart(xml, "qti-item-body");
        WriteHtml(xml, "div", body);
        question.Switch(
            _ =>
            {
                WriteStart(xml, "qti-rubric-block", ("use", "scoring"), ("view", "scorer"));
                WriteHtml(xml, "qti-content-body", _texts.Solution(question));
                xml.WriteEndElement();
                WriteElement(xml, "qti-extended-text-interaction", Items, ("response-identifier", "RESPONSE"), ("expected-lines", "10"));
            },
            _ =>
            {
                var words = QuizWords.Of(question.Language);
                WriteChoices(xml, 1, [("true", words[QuizWord.True]), ("false", words[QuizWord.False])]);
            },
            numeric =>
            {
                WriteStart(xml, "p");
                WriteElement(xml, "qti-text-entry-interaction", Items, ("response-identifier", "RESPONSE"), ("expected-length", "20"));
                if (numeric.Unit is { } unit)
                {
                    xml.WriteString(" " + XmlText.Clean(unit));
                    _texts.Note($"QTI has no units: '{unit}' stands behind the field, and a reply is a number without it");
                }

                xml.WriteEndElement();
                if (numeric.Digits is { } digits)
                    _texts.Note($"QTI compares numbers, not digits: {digits} significant digits are written as a tolerance");
            },
            choice => WriteChoices(
                xml, choice.HasSeveralCorrect ? 0 : 1, [.. choice.Choices.Select((one, i) => (Choice(i), _texts.Html(one.Text)))]));
        xml.WriteEndElement();
    }

    private static void WriteChoices(XmlWriter xml, int maximum, IReadOnlyList<(string Identifier, string Html)> choices)
    {
        var count = maximum.ToString(CultureInfo.InvariantCulture);
        WriteStart(xml, "qti-choice-interaction", ("response-identifier", "RESPONSE"), ("max-choices", count), ("shuffle", "false"));
        foreach (var (identifier, html) in choices) WriteHtml(xml, "qti-simple-choice", html, ("identifier", identifier));
        xml.WriteEndElement();
    }

    private static void WriteProcessing(XmlWriter xml, Question question)
    {
        WriteStart(xml, "qti-response-processing");
        if (question is NumericQuestion numeric)
        {
            WriteNumericProcessing(xml, numeric);
        }
        else if (question.Kind != QuestionKind.Open)
        {
            WriteStart(xml, "qti-set-outcome-value", ("identifier", "SCORE"));
            WriteElement(xml, "qti-map-response", Items, ("identifier", "RESPONSE"));
            xml.WriteEndElement();
            WriteStart(xml, "qti-set-outcome-value", ("identifier", "FEEDBACK"));
            WriteElement(xml, "qti-variable", Items, ("identifier", "RESPONSE"));
            xml.WriteEndElement();
        }

        WriteSet(xml, "SOLUTION", "identifier", "shown");
        xml.WriteEndElement();
    }

    // One condition, whose first branch that holds counts.
    private static void WriteNumericProcessing(XmlWriter xml, NumericQuestion question)
    {
        WriteStart(xml, "qti-response-condition");
        var slips = 0;
        foreach (var (answer, i) in NumericKey.Of(question).Select((answer, i) => (answer, i)))
        {
            WriteStart(xml, i == 0 ? "qti-response-if" : "qti-response-else-if");
            WriteStart(xml, "qti-and");
            WriteComparison("qti-gte", ExactDecimal.Difference(answer.Value, answer.Tolerance));
            WriteComparison("qti-lte", ExactDecimal.Sum(answer.Value, answer.Tolerance));
            xml.WriteEndElement();
            if (answer.IsRight) WriteSet(xml, "SCORE", "float", "1");
            else WriteSet(xml, "FEEDBACK", "identifier", Slip(slips++));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();

        void WriteComparison(string element, ExactDecimal bound)
        {
            WriteStart(xml, element);
            WriteElement(xml, "qti-variable", Items, ("identifier", "RESPONSE"));
            WriteBase(xml, "float", bound.ToString());
            xml.WriteEndElement();
        }
    }

    private static void WriteSet(XmlWriter xml, string outcome, string type, string value)
    {
        WriteStart(xml, "qti-set-outcome-value", ("identifier", outcome));
        WriteBase(xml, type, value);
        xml.WriteEndElement();
    }

    private static void WriteBase(XmlWriter xml, string type, string value)
    {
        WriteStart(xml, "qti-base-value", ("base-type", type));
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private void WriteFeedback(XmlWriter xml, Question question)
    {
        if (question is ChoiceQuestion choices)
        {
            for (var i = 0; i < choices.Choices.Count; i++) Write("FEEDBACK", Choice(i), choices.Choices[i].Feedback);
        }
        else if (question is NumericQuestion numeric)
        {
            for (var i = 0; i < numeric.Slips.Count; i++) Write("FEEDBACK", Slip(i), numeric.Slips[i].Feedback);
        }

        WriteOne("SOLUTION", "shown", _texts.Solution(question));

        void Write(string outcome, string identifier, RichText? text)
        {
            if (text is not null) WriteOne(outcome, identifier, _texts.Blocks(text));
        }

        void WriteOne(string outcome, string identifier, string html)
        {
            WriteStart(xml, "qti-modal-feedback", ("outcome-identifier", outcome), ("identifier", identifier), ("show-hide", "show"));
            WriteHtml(xml, "qti-content-body", html);
            xml.WriteEndElement();
        }
    }

    private static string Choice(int index) => string.Create(CultureInfo.InvariantCulture, $"choice-{index + 1}");

    private static string Slip(int index) => string.Create(CultureInfo.InvariantCulture, $"slip-{index + 1}");

    private static void WriteRoot(XmlWriter xml, string element, string identifier, string title, string language)
    {
        xml.WriteStartElement(element, Items);
        xml.WriteAttributeString("xmlns", "xsi", null, Schemas);
        xml.WriteAttributeString("schemaLocation", Schemas, $"{Items} {ItemSchema}");
        xml.WriteAttributeString("identifier", identifier);
        xml.WriteAttributeString("title", XmlText.Clean(title));
        if (element == "qti-assessment-item")
        {
            xml.WriteAttributeString("adaptive", "false");
            xml.WriteAttributeString("time-dependent", "false");
        }

        xml.WriteAttributeString("xml", "lang", null, language);
    }

    private static void WriteStart(XmlWriter xml, string element, params (string Name, string? Value)[] attributes)
    {
        xml.WriteStartElement(element, Items);
        foreach (var (name, value) in attributes)
            if (value is not null) xml.WriteAttributeString(name, value);
    }

    private static void WriteElement(XmlWriter xml, string element, string space, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(element, space);
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, value);
        xml.WriteEndElement();
    }

    private static void WriteHtml(XmlWriter xml, string element, string html, params (string Name, string? Value)[] attributes)
    {
        WriteStart(xml, element, attributes);
        xml.WriteRaw(html);
        xml.WriteEndElement();
    }
}
