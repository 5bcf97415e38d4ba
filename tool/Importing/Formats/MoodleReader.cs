// Moodle XML, as the question bank of Moodle exports it.

using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using QuizKit.Tool.Exporting;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Reads the questions of a file.</summary>
internal sealed class MoodleReader
{
    private static readonly Dictionary<string, string> NoCounterpart = new(StringComparer.Ordinal)
    {
        ["matching"] = "write a choice question for each pair",
        ["cloze"] = "write a question for each gap",
        ["multianswer"] = "write a question for each gap",
        ["gapselect"] = "write a choice question for each gap",
        ["ddwtos"] = "write a choice question for each gap",
        ["calculated"] = "its numbers are drawn at random: write a numeric question with numbers of your own",
        ["calculatedsimple"] = "its numbers are drawn at random: write a numeric question with numbers of your own",
        ["calculatedmulti"] = "its numbers are drawn at random: write a choice question with numbers of your own",
        ["ordering"] = "write an open question",
    };

    private readonly ImportContext _context;
    private string? _quizId;

    private MoodleReader(ImportContext context) => _context = context;

    public static FoundQuestions Read(ImportContext context) => new MoodleReader(context).Read(context.Source.Xml());

    private FoundQuestions Read(XDocument document)
    {
        var root = document.Root!;
        if (root.Name.LocalName != "quiz")
            throw _context.Source.At(LineOf(root), 1, $"Moodle XML begins with <quiz>, not <{root.Name.LocalName}>: change --from.");
        string? title = null;
        var introduction = new List<SourceLine>();
        var notes = new List<(int Line, string Message)>();
        var questions = new List<ImportedQuestion>();
        foreach (var element in root.Elements("question"))
        {
            var type = element.Attribute("type")?.Value ?? "";
            if (type == "category")
            {
                var path = element.Element("category")?.Element("text")?.Value.Trim() ?? "";
                var name = QuestionParts.LastOfCategory(path);
                if (title is null && questions.Count == 0)
                {
                    title = MarkdownWords.Escape(name);
                    _quizId = element.Element("idnumber")?.Value.Trim() is { Length: > 0 } id ? id : null;
                    introduction = Introduction(element.Element("info"), notes);
                }
                else
                {
                    notes.Add((LineOf(element), $"the category '{path}' is not written: all questions are in one quiz"));
                }
            }
            else
            {
                questions.Add(ReadQuestion(element, type));
            }
        }

        return new FoundQuestions(title, introduction, questions, notes)
        {
            Id = _quizId is null ? null : QuestionParts.IdOf(_quizId, null),
            IsFinished = true,
        };
    }

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;

    private List<SourceLine> Introduction(XElement? info, List<(int Line, string Message)> notes)
    {
        if (info is null) return [];
        var question = new ImportedQuestion(LineOf(info), null);
        var words = Words(question, info);
        notes.AddRange(question.Notes.Select(note => (question.Line, note)));
        return QuestionParts.Lines(question.Line, words);
    }

    private ImportedQuestion ReadQuestion(XElement element, string type)
    {
        var question = new ImportedQuestion(LineOf(element), null) { IsFinished = true };
        try
        {
            return ReadBody(question, element, type);
        }
        catch (FormatException exception)
        {
            question.Refusal = exception.Message;
            return question;
        }
    }

    private ImportedQuestion ReadBody(ImportedQuestion question, XElement element, string type)
    {
        var name = element.Element("name")?.Element("text")?.Value ?? "";
        if (type is not ("multichoice" or "truefalse" or "numerical" or "essay" or "shortanswer"))
        {
            var advice = type == "description" ? "put its words into the introduction, or above a question"
                : NoCounterpart.GetValueOrDefault(type, "write it as an open, choice, numeric or true/false question");
            question.Refusal = $"'{QuestionParts.Cut(name)}' is of the type '{type}', which has no counterpart in a quiz: {advice}";
            return question;
        }

        var prompt = Words(question, element.Element("questiontext"));
        question.Prompt.AddRange(QuestionParts.Lines(question.Line, prompt));
        (question.Number, question.Title) = QuestionParts.NameOf(name, prompt);
        if (element.Element("idnumber")?.Value.Trim() is { Length: > 0 } id) question.Id = QuestionParts.IdOf(id, _quizId);
        foreach (var tag in element.Element("tags")?.Elements("tag") ?? [])
            QuestionParts.AddTag(question, (tag.Element("text") ?? tag).Value.Trim());
        ReadAnswers(question, element, type);
        ReadSolution(question, element, type);
        foreach (var hint in element.Elements("hint"))
            if (Words(question, hint) is { Length: > 0 } words) question.Hints.Add(QuestionParts.Lines(LineOf(hint), words));
        if (QuestionParts.ParseNumber(element.Element("defaultgrade")?.Value ?? "1") is { } points && points != 1)
            question.Notes.Add($"it gives {points} points there, and 1 in a quiz");
        return question;
    }

    private void ReadAnswers(ImportedQuestion question, XElement element, string type)
    {
        var answers = element.Elements("answer").Select(answer => (
            Element: answer,
            Fraction: QuestionParts.ParseNumber(answer.Attribute("fraction")?.Value ?? "0") ?? 0,
            Text: answer.Element("text")?.Value ?? answer.Value)).ToList();
        switch (type)
        {
            case "multichoice":
                var isSingle = element.Element("single")?.Value.Trim() is "true" or "1";
                foreach (var (answer, fraction, _) in answers)
                {
                    question.Choices.Add(new ImportedChoice(LineOf(answer), QuestionParts.Lines(LineOf(answer), Words(question, answer)))
                    {
                        IsRight = isSingle ? fraction >= 100 : fraction > 0,
                        Feedback = QuestionParts.Lines(LineOf(answer), Words(question, answer.Element("feedback"))),
                    });
                    if (isSingle && fraction is > 0 and < 100)
                        question.Notes.Add($"a choice that gives {fraction}% there is wrong here: no choice has a part of the points");
                }

                if (!question.Choices.Exists(choice => choice.IsRight))
                    question.Refusal = "none of its choices is right: give one the fraction 100";
                foreach (var part in new[] { "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback" })
                {
                    if (Words(question, element.Element(part)).Length > 0)
                        question.Notes.Add($"its {part} is left out: a quiz has feedback to each choice");
                }

                break;
            case "truefalse":
                var right = answers.Find(answer => answer.Fraction >= 100);
                if (right.Element is null) question.Refusal = "neither true nor false is right: give one the fraction 100";
                else QuestionParts.SetTruth(question, IsTrue(right.Text), _context.Language);
                foreach (var (answer, _, text) in answers)
                {
                    if (Words(question, answer.Element("feedback")) is { Length: > 0 } feedback)
                        question.Notes.Add($"the feedback to '{text.Trim()}' has no place here: {QuestionParts.Cut(feedback)}");
                }

                break;
            case "numerical":
                ReadNumbers(question, element, [.. answers]);
                break;
            case "shortanswer":
                question.Notes.Add("the answer is a text, which a program does not compare in a quiz: it is an open question here");
                foreach (var (answer, _, text) in answers.Where(answer => answer.Fraction > 0))
                {
                    var words = MarkdownWords.EscapeStart(MarkdownWords.Escape(text.Trim()));
                    question.Answer.AddRange(QuestionParts.Lines(LineOf(answer), words + "\n"));
                }

                break;
        }

        static bool IsTrue(string word) => word.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
    }

    private void ReadNumbers(
        ImportedQuestion question, XElement element, IReadOnlyList<(XElement Element, double Fraction, string Text)> answers)
    {
        var right = new List<(double Value, double Tolerance)>();
        foreach (var (answer, fraction, text) in answers)
        {
            var feedback = Words(question, answer.Element("feedback"));
            if (QuestionParts.ParseNumber(text) is not { } value)
            {
                if (feedback.Length > 0 || fraction > 0)
                    question.Notes.Add($"its answer '{QuestionParts.Cut(text.Trim())}' for all other replies is left out");
                continue;
            }

            var tolerance = Math.Abs(QuestionParts.ParseNumber(answer.Element("tolerance")?.Value ?? "0") ?? 0);
            if (fraction >= 100)
            {
                right.Add((value, tolerance));
                if (feedback.Length > 0)
                    question.Notes.Add($"the feedback to the right reply {value} is left out: {QuestionParts.Cut(feedback)}");
            }
            else if (feedback.Length > 0)
            {
                question.Slips.Add(new ImportedSlip(QuestionParts.Number(value), null, QuestionParts.Lines(LineOf(answer), feedback)));
            }
            else
            {
                question.Notes.Add($"the reply {QuestionParts.Cut(text.Trim())}, which gives {fraction}% there, is wrong in a quiz");
            }
        }

        if (right.Count == 0)
        {
            question.Refusal = "no number is right: give one the fraction 100";
            return;
        }

        var units = (element.Element("units")?.Elements("unit") ?? []).Select(unit => (
            Name: unit.Element("unit_name")?.Value.Trim() ?? "",
            Factor: QuestionParts.ParseNumber(unit.Element("multiplier")?.Value ?? "1") ?? 1)).ToList();
        var main = units.Find(unit => unit.Factor == 1).Name is { Length: > 0 } one ? one : null;
        QuestionParts.SetNumeric(question, right, main, _context.Language);
        var known = main is null ? [] : NumericKey.UnitsOf(main).Select(unit => unit.Name).ToList();
        foreach (var unit in units.Where(unit => !known.Contains(unit.Name)))
            question.Notes.Add($"the unit '{unit.Name}' is left out: a quiz knows prefixes of the SI only");
    }

    private void ReadSolution(ImportedQuestion question, XElement element, string type)
    {
        var general = element.Element("generalfeedback");
        var graders = type == "essay" ? element.Element("graderinfo") : null;
        var html = Html(general);
        if (html.Trim().Length == 0 && graders is not null) (html, general) = (Html(graders), graders);
        else if (graders is not null && Html(graders).Trim() is { Length: > 0 } other && other != html.Trim())
            question.Explanation.AddRange(QuestionParts.Lines(LineOf(graders), Words(question, graders)));
        QuestionParts.ReadSolution(question, html, Writer(question, general));
        if (type == "shortanswer" && question.Answer.Count == 0) question.Refusal = "it has no answer that gives points";
        else if (type == "essay" && question.Answer.Count == 0)
            question.Refusal = "it has no answer: write one as information for graders, or into the general feedback, and import again";
    }

    private string Words(ImportedQuestion question, XElement? element)
    {
        if (element?.Element("text") is null) return "";
        if (element.Attribute("format")?.Value == "markdown")
            return ProseCleaner.Clean(SourceLine.Read(element.Element("text")!.Value), [], question.Notes);
        return Writer(question, element).Write(Html(element));
    }

    // What Moodle makes HTML of: plain words, and words whose line ends count.
    private static string Html(XElement? element)
    {
        var text = element?.Element("text")?.Value ?? "";
        return element?.Attribute("format")?.Value switch
        {
            "plain_text" => Paragraphs(WebUtility.HtmlEncode(text.Trim())).Replace("\n", "<br>", StringComparison.Ordinal),
            "moodle_auto_format" => Paragraphs(text.Trim()),
            _ => text,
        };

        static string Paragraphs(string words) => Regex.Replace(words, @"\n\s*\n", "<p>", RegexOptions.CultureInvariant);
    }

    // The files of a text stand beside it.
    private HtmlMarkdown Writer(ImportedQuestion question, XElement? element) => new(question.Notes.Add, source =>
    {
        const string Prefix = "@@PLUGINFILE@@/";
        if (!source.StartsWith(Prefix, StringComparison.Ordinal)) return _context.Pictures.AddData(source);
        var name = Uri.UnescapeDataString(source[Prefix.Length..].Split('?')[0]);
        var file = element?.Elements("file").FirstOrDefault(file => NameOf(file) == name);
        if (file is null) return null;
        try
        {
            return _context.Pictures.Add(name, Convert.FromBase64String(file.Value));
        }
        catch (FormatException)
        {
            throw ToolException.Unreadable(_context.Source.Path, $"line {LineOf(file)}: the file '{name}' is not in base64.");
        }

        static string NameOf(XElement file) => (file.Attribute("path")?.Value ?? "/").TrimStart('/') + file.Attribute("name")?.Value;
    });
}
