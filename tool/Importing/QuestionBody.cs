// Reads what stands below the start of a question: its words, choices, answer, explanation and hint, and which choices are right.

using System.Globalization;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Importing;

internal sealed class QuestionBody
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private const string Open = @"^\s{0,8}(?:>\s*)?(?:[-*+]\s+)?#{0,6}\s*(?:\*\*|__|\*|_)?\s*";
    private const string Colon = @"\s*(?:\*\*|__|\*|_)?\s*(?:[:：]|(?<=[:：]\s{0,2}(?:\*\*|__|\*|_)?))\s*(?:\*\*|__|\*|_)?\s*(?<rest>.*)$";

    private static readonly Regex AnswerMark = new(
        Open + @"(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|ans|solution|key|antwort|lösung)(?:\s+(?:is|are|key))?" + Colon,
        Options | RegexOptions.IgnoreCase);

    private static readonly Regex ShortAnswerMark = new(Open + "A(?:ns)?\\s*[0-9]{0,4}[.)]?" + Colon, Options);

    private static readonly Regex ExplanationMark = new(
        Open + "(?:explanation|reason|rationale|why|erklärung|begründung)" + Colon, Options | RegexOptions.IgnoreCase);

    private static readonly Regex HintMark = new(Open + "(?:hint|hinweis|tipp)" + Colon, Options | RegexOptions.IgnoreCase);

    private static readonly Regex PartHeading = new(
        @"^\s{0,3}(?:#{1,6}\s+|(?=\*\*|__))(?:\*\*|__)?(?<name>answer|solution|explanation|hint|antwort|lösung|hinweis)s?\s*(?:\*\*|__)?\s*#*\s*$",
        Options | RegexOptions.IgnoreCase);

    private static readonly Regex Task = new(@"^(?<lead>\s*(?:[-*+]|\d{1,3}[.)])\s+)\[(?<tick>[ xX])\](?:\s+(?<words>.*))?$", Options);

    private static readonly Regex Lettered = new(
        @"^(?<lead>\s*(?:[-*+]\s+)?)(?<bold>\*\*|__)?\(?(?<letter>[A-Za-z])(?:[.):]|\s*[–—-](?=\s))"
            + @"(?:(?<close>\*\*|__)(?=\s|$))?(?:\s+(?<words>.*))?$",
        Options);

    private static readonly Regex Letters = new(
        @"^[\W_]*(?:(?:option|choice|answer)s?\s+)?"
            + @"(?<letters>[A-Za-z](?![A-Za-z'’])(?:[\W_]{0,4}(?:\band\b|\bor\b|und|,|;|&|/)[\W_]{0,4}[A-Za-z](?![A-Za-z'’]))*)"
            + @"(?<rest>\s*(?:$|[*_`.):,;–—-].*))$",
        Options | RegexOptions.IgnoreCase);

    private static readonly Regex RightSign = new(
        @"\s*(?:[✓✔✅☑]\uFE0F?|[([](?:correct|right|richtig)[)\]])\s*$", Options | RegexOptions.IgnoreCase);

    private static readonly Regex Number = new(@"^[-−]?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE][-+]?[0-9]{1,3})?$", Options);

    private static readonly Regex Truth = new(
        @"^[\W_]*(?<word>true|false)(?:[\W_]*$|[*_]*\s?[.,;:!–—-])", Options | RegexOptions.IgnoreCase);

    private readonly ImportedQuestion _question;
    private readonly bool _isPair;
    private readonly bool _isChoiceStyleTask;
    private readonly int _lastChoice = -1;
    private readonly HashSet<int> _choiceLines = [];

    private QuestionBody(ImportedQuestion question, List<SourceLine> body, bool isPair)
    {
        _question = question;
        _isChoiceStyleTask = body.Exists(line => line.Kind == LineKind.Text && Task.IsMatch(line.Text));

        // The choices of one list: ticks, or letters that run from A.
        var depth = 0;
        var answered = false;
        var next = 0;
        for (var i = 0; i < body.Count; i++)
        {
            if (body[i].Kind == LineKind.FoldOpen) depth++;
            if (body[i].Kind == LineKind.FoldClose) depth--;
            if (depth > 0 || body[i].Kind != LineKind.Text) continue;
            answered = answered || AnswerMark.IsMatch(body[i].Text) || PartHeading.IsMatch(body[i].Text);
            if (answered) break;
            var isChoice = _isChoiceStyleTask
                ? Task.IsMatch(body[i].Text)
                : Lettered.Match(body[i].Text) is { Success: true } match && IndexOf(match.Groups["letter"].Value) == next;
            if (!isChoice) continue;
            next++;
            _choiceLines.Add(i);
            _lastChoice = i;
        }

        if (next < 2)
        {
            _choiceLines.Clear();
            _lastChoice = -1;
        }

        _isPair = isPair && next < 2;
    }

    /// <summary>Reads the parts of a question.</summary>
    /// <param name="question">Takes the parts.</param>
    /// <param name="start">The words behind its number.</param>
    /// <param name="body">The lines below.</param>
    /// <param name="isFold">Whether the words are the summary of a folded block that holds the answer.</param>
    /// <param name="isPair">Whether "Q:" begins it, so that "A:" begins its answer.</param>
    /// <param name="endsParagraph">Whether the line below begins a new paragraph, as below a heading.</param>
    public static void Read(
        ImportedQuestion question, SourceLine start, List<SourceLine> body, bool isFold, bool isPair, bool endsParagraph)
    {
        var reader = new QuestionBody(question, body, isPair);
        if (start.Text.Length > 0) question.Prompt.Add(start);
        if (endsParagraph) question.Prompt.Add(start with { Text = "" });
        reader.Read(body, isFold);
        reader.Key();
        reader.Classify();
    }

    private static int IndexOf(string letter) => char.ToUpperInvariant(letter[0]) - 'A';

    private void Read(List<SourceLine> body, bool isFold)
    {
        var part = isFold ? _question.Answer : _question.Prompt;
        var outer = new Stack<List<SourceLine>>();
        for (var i = 0; i < body.Count; i++)
        {
            var line = body[i];
            switch (line.Kind)
            {
                case LineKind.FoldOpen:
                    outer.Push(part);
                    continue;
                case LineKind.FoldSummary:
                    var name = QuestionFinder.Plain(line.Text);
                    if (name.Contains("hint", StringComparison.OrdinalIgnoreCase)) part = _question.Hint;
                    else if (name.Contains("explanation", StringComparison.OrdinalIgnoreCase)) part = _question.Explanation;
                    else if (QuestionFinder.NamesPart(name)) part = _question.Answer;
                    else part.AddRange(new[] { "", $"**{name}**", "" }.Select(text => line with { Text = text, Kind = LineKind.Text }));
                    continue;
                case LineKind.FoldClose:
                    if (!outer.TryPop(out var before)) continue;
                    part = before == _question.Prompt && _question.Answer.Count > 0 ? _question.Explanation : before;
                    continue;
                default:
                    break;
            }

            if (_choiceLines.Contains(i))
            {
                AddChoice(line);
            }
            else if (i < _lastChoice && _question.Choices.Count > 0)
            {
                _question.Choices[^1].Lines.Add(line);
            }
            else if (line.Kind == LineKind.Text && PartHeading.Match(line.Text) is { Success: true } heading)
            {
                part = PartOf(heading.Groups["name"].Value);
            }
            else if (line.Kind == LineKind.Text && Mark(line) is { } mark)
            {
                part = mark.Part;
                if (mark.Words.Length > 0) part.Add(line with { Text = mark.Words });
            }
            else if (part == _question.Prompt && _lastChoice >= 0 && i > _lastChoice)
            {
                part = AfterChoices(line, body[i - 1]);
            }
            else
            {
                part.Add(line);
            }
        }

        // Words and no answer: the first paragraph asks, and those below it answer.
        if (_question.Choices.Count > 0 || _question.Answer.Count > 0 || _isPair) return;
        var asks = _question.Prompt.FindIndex(line => line.IsBlank);
        if (asks <= 0 || !_question.Prompt.Skip(asks).Any(line => !line.IsBlank)) return;
        _question.Answer.AddRange(_question.Prompt.Skip(asks));
        _question.Prompt.RemoveRange(asks, _question.Prompt.Count - asks);
    }

    private List<SourceLine> PartOf(string name) => name.ToLowerInvariant() switch
    {
        "hint" or "hinweis" => _question.Hint,
        "explanation" => _question.Explanation,
        _ => _question.Answer,
    };

    private (List<SourceLine> Part, string Words)? Mark(SourceLine line)
    {
        // In "**Answer: B**", the second mark closes the first.
        string Rest(Match match)
        {
            var rest = match.Groups["rest"].Value;
            foreach (var mark in new[] { "**", "__" })
            {
                if (line.Text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var open && open < match.Groups["rest"].Index
                    && (rest.Split(mark).Length - 1) % 2 == 1)
                {
                    var at = rest.IndexOf(mark, StringComparison.Ordinal);
                    rest = rest[..at] + rest[(at + mark.Length)..];
                }
            }

            return rest.Trim();
        }

        if (AnswerMark.Match(line.Text) is { Success: true } answer) return (_question.Answer, Rest(answer));
        if (_isPair && ShortAnswerMark.Match(line.Text) is { Success: true } pair) return (_question.Answer, Rest(pair));
        if (ExplanationMark.Match(line.Text) is { Success: true } explanation
            && (_question.Choices.Count > 0 || _question.Answer.Count > 0))
        {
            return (_question.Explanation, Rest(explanation));
        }

        return HintMark.Match(line.Text) is { Success: true } hint ? (_question.Hint, Rest(hint)) : null;
    }

    // Behind the last choice: its own lines, and then an explanation.
    private List<SourceLine> AfterChoices(SourceLine line, SourceLine before)
    {
        var last = _question.Choices[^1].Lines;
        var belongs = line.IsCode || line.IsBlank || line.Indent >= 2 || !before.IsBlank;
        if (!belongs || (line.IsCode && last.Exists(other => other.IsCode) && !before.IsCode))
        {
            _question.Explanation.Add(line);
            return _question.Explanation;
        }

        last.Add(line);
        return _question.Prompt;
    }

    private void AddChoice(SourceLine line)
    {
        var match = _isChoiceStyleTask ? Task.Match(line.Text) : Lettered.Match(line.Text);
        var words = match.Groups["words"].Value.Trim();
        if (match.Groups["bold"].Success && !match.Groups["close"].Success) words = "**" + words;
        var choice = new ImportedChoice(line.Number, []) { IsRight = match.Groups["tick"].Value is "x" or "X" };
        choice.Lines.Add(line with { Text = words });
        _question.Choices.Add(choice);
    }

    // Which choices are right: by ticks, by the letters of the answer, by its words, by a sign, or by emphasis.
    private void Key()
    {
        var choices = _question.Choices;
        if (choices.Count == 0) return;
        if (choices.Any(choice => choice.IsRight))
        {
            if (LettersOfAnswer() is { } said && !said.SequenceEqual(Enumerable.Range(0, choices.Count).Where(i => choices[i].IsRight)))
                _question.Refusal = "the ticks and the answer name different choices: correct one of them";
            MoveAnswer();
            return;
        }

        if (_question.Answer.Exists(line => !line.IsBlank))
        {
            var letters = LettersOfAnswer() ?? LettersByWords();
            if (letters is null)
                _question.Refusal = "the answer names none of the choices: write 'Answer: B', or the words of one";
            else if (letters.Any(letter => letter < 0 || letter >= choices.Count))
                _question.Refusal = "the answer names a choice that is not there";
            for (var i = 0; i < choices.Count; i++) choices[i].IsRight = letters?.Contains(i) == true;
            foreach (var choice in choices.Where(choice => choice.IsRight)) Unmark(choice);
            MoveAnswer();
            return;
        }

        foreach (var choice in choices) choice.IsRight = RightSign.IsMatch(choice.Lines[0].Text);
        if (!choices.Any(choice => choice.IsRight))
        {
            foreach (var choice in choices) choice.IsRight = IsBold(choice.Lines[0].Text);
        }

        if (choices.All(choice => choice.IsRight) || !choices.Any(choice => choice.IsRight))
            _question.Refusal = "none of the choices is marked as right: tick one as '- [x]', or write 'Answer: B' below them";
        foreach (var choice in choices.Where(choice => choice.IsRight)) Unmark(choice);
    }

    private static bool IsBold(string text)
    {
        var words = text.Trim();
        return words.Length > 4 && words[..2] is "**" or "__" && words.EndsWith(words[..2], StringComparison.Ordinal)
            && words[2..^2].IndexOf(words[..2], StringComparison.Ordinal) < 0;
    }

    // The sign or the emphasis was the key, and is not a part of the words.
    private static void Unmark(ImportedChoice choice)
    {
        var text = RightSign.Replace(choice.Lines[0].Text, "").Trim();
        choice.Lines[0] = choice.Lines[0] with { Text = IsBold(text) ? text[2..^2].Trim() : text };
    }

    private List<int>? LettersOfAnswer()
    {
        var first = _question.Answer.FindIndex(line => !line.IsBlank);
        if (first < 0 || Letters.Match(_question.Answer[first].Text) is not { Success: true } match) return null;
        var written = Regex.Matches(match.Groups["letters"].Value, "(?<![A-Za-z])[A-Za-z](?![A-Za-z])", Options);
        List<int> letters = [.. written.Select(letter => IndexOf(letter.Value))];
        var rest = match.Groups["rest"].Value.Trim().TrimStart('*', '_', '`', '.', ')', ':', ',', ';', '–', '—', '-', ' ');
        var repeats = letters is [var only] && only >= 0 && only < _question.Choices.Count && Same(rest, WordsOf(_question.Choices[only]));
        _question.Answer.RemoveRange(0, first + 1);
        if (rest.Length > 0 && !repeats) _question.Answer.Insert(0, new SourceLine(_question.Line, rest, LineKind.Text));
        return letters;
    }

    private List<int>? LettersByWords()
    {
        var first = _question.Answer.FindIndex(line => !line.IsBlank);
        var words = _question.Answer[first].Text;
        List<int> same = [.. Enumerable.Range(0, _question.Choices.Count).Where(i => Same(words, WordsOf(_question.Choices[i])))];
        if (same.Count == 0) return null;
        _question.Answer.RemoveRange(0, first + 1);
        return same;
    }

    private static string WordsOf(ImportedChoice choice) =>
        string.Join(' ', choice.Lines.Where(line => !line.IsBlank).Select(line => line.Text.Trim()));

    private static bool Same(string a, string b)
    {
        return Bare(a) == Bare(b);

        static string Bare(string words) => string.Concat(words.Where(c => char.IsLetterOrDigit(c) || char.IsSymbol(c))).ToUpperInvariant();
    }

    private void MoveAnswer()
    {
        if (_question.Answer.Exists(line => !line.IsBlank))
        {
            if (_question.Explanation.Count > 0) _question.Explanation.Insert(0, new SourceLine(_question.Line, "", LineKind.Text));
            _question.Explanation.InsertRange(0, _question.Answer);
        }

        _question.Answer.Clear();
    }

    private void Classify()
    {
        if (!_question.Prompt.Exists(line => !line.IsBlank)) _question.Refusal ??= "the question has no words";
        if (_question.Choices.Count > 0) return;
        List<SourceLine> said = [.. _question.Answer.Where(line => !line.IsBlank)];
        if (said.Count == 0)
        {
            _question.Refusal ??= "the question has no answer: write one below it, such as 'Answer: …', and import again";
            return;
        }

        var plain = said[0].Text.Trim().TrimEnd('.').Trim('*', '_', '$', '`', ' ');
        if (said.Count == 1 && Number.IsMatch(plain))
            _question.Keys = "kind=numeric value=" + plain.Replace('−', '-');
        else if (Truth.Match(said[0].Text) is { Success: true } truth)
            _question.Keys = "kind=true-false value=" + truth.Groups["word"].Value.ToLower(CultureInfo.InvariantCulture);
    }
}
