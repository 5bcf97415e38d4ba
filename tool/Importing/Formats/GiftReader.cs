// GIFT, the text format of Moodle: https://docs.moodle.org/en/GIFT_format.

using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Reads the questions of a file.</summary>
internal sealed class GiftReader
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex Title = new(@"^\s*::(?<title>(?:\\.|[^\\])*?)::", Options | RegexOptions.Singleline);
    private static readonly Regex Format = new(@"^\s*\[(?<format>html|moodle|plain|markdown)\]", Options);
    private static readonly Regex Mark = new(@"\[(?<name>id|tag):(?<value>[^\]]*)\]", Options);
    private static readonly Regex Weight = new(@"^\s*%(?<weight>-?\d+(?:\.\d+)?)%", Options);
    private static readonly Regex Truth = new(@"^\s*(?<word>TRUE|FALSE|T|F)\s*(?=#|$)", Options | RegexOptions.IgnoreCase);

    private readonly ImportContext _context;
    private readonly List<(int Line, string Message)> _notes = [];
    private readonly List<ImportedQuestion> _questions = [];
    private readonly List<SourceLine> _introduction = [];
    private string? _title;
    private string? _quizId;

    private GiftReader(ImportContext context) => _context = context;

    private sealed record Answer(char Mark, double? Weight, string Text, string Feedback);

    public static FoundQuestions Read(ImportContext context) => new GiftReader(context).Read(context.Source.Text());

    private FoundQuestions Read(string text)
    {
        var paragraph = new List<string>();
        var comments = new List<string>();
        var lines = text.Split('\n');
        var start = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            var line = i < lines.Length ? lines[i] : "";
            if (line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            {
                comments.Add(line);
            }
            else if (line.StartsWith("$CATEGORY:", StringComparison.Ordinal))
            {
                ReadCategory(line["$CATEGORY:".Length..].Trim(), i + 1);
            }
            else if (line.Trim().Length > 0)
            {
                if (paragraph.Count == 0) start = i + 1;
                paragraph.Add(line);
            }
            else
            {
                if (paragraph.Count > 0)
                {
                    ReadQuestion(string.Join('\n', paragraph), string.Join('\n', comments), start);
                    comments.Clear();
                }

                paragraph.Clear();
            }
        }

        return new FoundQuestions(_title, _introduction, _questions, _notes)
        {
            Id = _quizId is null ? null : QuestionParts.IdOf(_quizId, null),
            IsFinished = true,
        };
    }

    private void ReadCategory(string path, int line)
    {
        var name = QuestionParts.LastOfCategory(path);
        if (_title is null && _questions.Count == 0) _title = MarkdownWords.Escape(name);
        else _notes.Add((line, $"the category '{path}' is not written: all questions are in one quiz"));
    }

    private void ReadQuestion(string text, string comments, int line)
    {
        var question = new ImportedQuestion(line, null) { IsFinished = true };
        try
        {
            var marks = Mark.Matches(comments);
            var id = marks.Where(mark => mark.Groups["name"].Value == "id").Select(mark => mark.Groups["value"].Value).LastOrDefault();
            foreach (var tag in marks.Where(mark => mark.Groups["name"].Value == "tag"))
                QuestionParts.AddTag(question, tag.Groups["value"].Value);
            if (ReadBody(question, text, id)) _questions.Add(question);
        }
        catch (FormatException exception)
        {
            question.Refusal = exception.Message;
            _questions.Add(question);
        }
    }

    // False for a description that introduces the quiz.
    private bool ReadBody(ImportedQuestion question, string text, string? id)
    {
        var title = "";
        if (Title.Match(text) is { Success: true } named)
        {
            title = Unescaped(named.Groups["title"].Value);
            text = text[named.Length..];
        }

        var format = Format.Match(text) is { Success: true } match ? match.Groups["format"].Value : "moodle";
        var open = FirstOf(text, '{', 0);
        if (open < 0)
        {
            if (FirstOf(text, '}', 0) >= 0) throw new FormatException("a '}' has no '{' before it: add it, or write '\\}' for the sign");
            if (_questions.Count == 0 && _introduction.Count == 0)
            {
                if (id is not null) _quizId = id;
                _introduction.AddRange(QuestionParts.Lines(question.Line, Words(question, text, format)));
                _notes.AddRange(question.Notes.Select(note => (question.Line, note)));
                return false;
            }

            question.Refusal = $"'{QuestionParts.Cut(title + text)}' is a description: put its words into the introduction";
            return true;
        }

        var close = FirstOf(text, '}', open);
        if (close < 0) throw new FormatException("its answers begin with '{' and have no '}': add it, or write '\\{' for the sign");
        if (FirstOf(text, '{', close) >= 0) throw new FormatException("it has several groups of answers: write a question for each");
        var after = text[(close + 1)..];
        var before = text[..open];
        if (after.Trim().Length > 0)
        {
            before = $"{before.TrimEnd()} _____ {after.TrimStart()}";
            question.Notes.Add("the gap in its words is written as a line");
        }

        var prompt = Words(question, before, format);
        question.Prompt.AddRange(QuestionParts.Lines(question.Line, prompt));
        if (title.Length > 0) (question.Number, question.Title) = QuestionParts.NameOf(title, prompt);

        // The id of the quiz is known from the question, where no description had it.
        if (id is not null) question.Id = QuestionParts.IdOf(id, _quizId ??= QuizOf(id));
        ReadAnswers(question, text[(open + 1)..close], format);
        return true;
    }

    private static string? QuizOf(string id) => id.LastIndexOf('.') is > 0 and var point ? id[..point] : null;

    private void ReadAnswers(ImportedQuestion question, string text, string format)
    {
        var general = "";
        var end = IndexOfGeneral(text);
        if (end >= 0)
        {
            general = text[(end + 4)..];
            text = text[..end];
        }

        if (text.Trim().Length == 0) question.Keys = "";
        else if (text.TrimStart().StartsWith('#')) ReadNumbers(question, text.TrimStart()[1..], format);
        else if (Truth.Match(text) is { Success: true } truth) ReadTruth(question, truth, text, format);
        else ReadChoices(question, text, format);
        var isOpen = text.Trim().Length == 0;
        if (question.Refusal is not null) return;
        var generalFormat = Format.Match(general) is { Success: true } match ? match.Groups["format"].Value : format;
        var html = Html(Format.Replace(general, "", 1), generalFormat);
        QuestionParts.ReadSolution(question, html, Writer(question));
        if (isOpen && question.Answer.Count == 0)
            question.Refusal = "it has no answer: write one behind '####', such as '{####The answer.}', and import again";
    }

    private void ReadTruth(ImportedQuestion question, Match truth, string text, string format)
    {
        QuestionParts.SetTruth(question, truth.Groups["word"].Value[0] is 'T' or 't', _context.Language);
        foreach (var feedback in Split(text[truth.Length..], "#").Skip(1).Where(part => part.Trim().Length > 0))
            question.Notes.Add($"a feedback is left out: true/false has none: {QuestionParts.Cut(Words(question, feedback, format))}");
    }

    private void ReadChoices(ImportedQuestion question, string text, string format)
    {
        var answers = AnswersOf(text);
        if (answers.Exists(answer => FirstOf(answer.Text, "->") >= 0))
        {
            question.Refusal = "it matches pairs, which has no counterpart in a quiz: write a choice question for each pair";
            return;
        }

        if (!answers.Exists(answer => answer.Mark == '~'))
        {
            question.Notes.Add("the answer is a text, which a program does not compare in a quiz: it is an open question here");
            foreach (var answer in answers.Where(answer => answer.Weight is null or > 0))
            {
                question.Answer.AddRange(QuestionParts.Lines(question.Line, Words(question, answer.Text, format)));
                question.Answer.Add(new SourceLine(question.Line, "", LineKind.Text));
            }

            if (question.Answer.Count == 0) question.Refusal = "it has no answer that gives points";
            return;
        }

        var isSingle = answers.Exists(answer => answer is { Mark: '=', Weight: null } or { Weight: >= 100 });
        foreach (var answer in answers)
        {
            var weight = answer.Weight ?? (answer.Mark == '=' ? 100 : 0);
            question.Choices.Add(new ImportedChoice(question.Line, QuestionParts.Lines(question.Line, Words(question, answer.Text, format)))
            {
                IsRight = isSingle ? weight >= 100 : weight > 0,
                Feedback = QuestionParts.Lines(question.Line, Words(question, answer.Feedback, format)),
            });
            if (isSingle && weight is > 0 and < 100)
                question.Notes.Add("a choice with a part of the points is wrong in a quiz, which has no partial credit for one choice");
        }

        if (!question.Choices.Exists(choice => choice.IsRight)) question.Refusal = "none of its choices is right: begin one with '='";
    }

    private void ReadNumbers(ImportedQuestion question, string text, string format)
    {
        var right = new List<(double Value, double Tolerance)>();
        var answers = text.TrimStart() is ['=' or '~', ..] ? AnswersOf(text) : AnswersOf("=" + text);
        foreach (var answer in answers)
        {
            if (NumberOf(answer.Text) is not var (value, tolerance))
            {
                if (answer.Mark == '=')
                {
                    question.Refusal = $"'{QuestionParts.Cut(answer.Text.Trim())}' is not a number such as 5, 5:0.1 or 4..6";
                    return;
                }

                question.Notes.Add("the feedback to all other replies is left out");
                continue;
            }

            if (answer is { Mark: '=', Weight: null or >= 100 })
            {
                right.Add((value, tolerance));
                if (answer.Feedback.Trim().Length > 0)
                    question.Notes.Add($"the feedback to the right reply is left out: {QuestionParts.Cut(Unescaped(answer.Feedback))}");
            }
            else if (Words(question, answer.Feedback, format) is { Length: > 0 } feedback)
            {
                question.Slips.Add(new ImportedSlip(QuestionParts.Number(value), null, QuestionParts.Lines(question.Line, feedback)));
            }
            else
            {
                question.Notes.Add($"the reply {QuestionParts.Cut(answer.Text.Trim())} with a part of the points is wrong in a quiz");
            }
        }

        if (right.Count == 0) question.Refusal = "no number is right: begin one with '='";
        else QuestionParts.SetNumeric(question, right, null, _context.Language);
    }

    private static (double Value, double Tolerance)? NumberOf(string text)
    {
        text = Unescaped(text).Trim();
        var ends = text.Split("..");
        if (ends.Length == 2 && Parse(ends[0]) is { } low && Parse(ends[1]) is { } high)
            return ((low + high) / 2, Math.Abs(high - low) / 2);
        var parts = text.Split(':');
        if (parts.Length > 2 || Parse(parts[0]) is not { } value) return null;
        return parts.Length == 1 ? (value, 0) : Parse(parts[1]) is { } tolerance ? (value, Math.Abs(tolerance)) : null;

        static double? Parse(string number) => QuestionParts.ParseNumber(number);
    }

    private static List<Answer> AnswersOf(string text)
    {
        var answers = new List<Answer>();
        for (var start = FirstOf(text, "=~"); start >= 0;)
        {
            var end = FirstOf(text, "=~", start + 1);
            var body = text[(start + 1)..(end < 0 ? text.Length : end)];
            double? weight = null;
            if (Weight.Match(body) is { Success: true } match)
            {
                weight = double.Parse(match.Groups["weight"].Value, CultureInfo.InvariantCulture);
                body = body[match.Length..];
            }

            var parts = Split(body, "#");
            answers.Add(new Answer(text[start], weight, parts[0], parts.Count > 1 ? parts[1] : ""));
            start = end;
        }

        return answers;
    }

    // Where '####' begins, which no sign before it escapes.
    private static int IndexOfGeneral(string text)
    {
        for (var i = FirstOf(text, "#"); i >= 0; i = FirstOf(text, "#", i + 1))
            if (string.CompareOrdinal(text, i, "####", 0, 4) == 0) return i;
        return -1;
    }

    private static List<string> Split(string text, string signs)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = FirstOf(text, signs); i >= 0; i = FirstOf(text, signs, i + 1))
        {
            parts.Add(text[start..i]);
            start = i + 1;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static int FirstOf(string text, char sign, int start) => FirstOf(text, sign.ToString(), start);

    // The first of some signs that is not escaped, from the start or from such a sign on; '->' is looked for as a whole.
    private static int FirstOf(string text, string signs, int start = 0)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (IsHere(i)) return i;
        }

        return -1;

        bool IsHere(int i) =>
            signs == "->" ? string.CompareOrdinal(text, i, signs, 0, 2) == 0 : signs.Contains(text[i], StringComparison.Ordinal);
    }

    private static string Unescaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            var isEscape = next is 'n' or '\\' or '~' or '=' or '#' or '{' or '}' or ':';
            result.Append(!isEscape ? text[i] : next == 'n' ? '\n' : next);
            if (isEscape) i++;
        }

        return result.ToString();
    }

    private string Words(ImportedQuestion question, string text, string format)
    {
        if (Format.Match(text) is { Success: true } own)
        {
            format = own.Groups["format"].Value;
            text = text[own.Length..];
        }

        if (text.Trim().Length == 0) return "";
        return format == "markdown"
            ? ProseCleaner.Clean(SourceLine.Read(Unescaped(text).Trim()), [], question.Notes)
            : Writer(question).Write(Html(text, format));
    }

    private static string Html(string text, string format)
    {
        var words = Unescaped(text).Trim();
        return format switch
        {
            "plain" => WebUtility.HtmlEncode(words),
            "moodle" => Regex.Replace(words, @"\n\s*\n", "<p>", Options),
            _ => words,
        };
    }

    private HtmlMarkdown Writer(ImportedQuestion question) => new(question.Notes.Add, _context.Pictures.AddData);
}
