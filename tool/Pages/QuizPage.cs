// A quiz as one HTML page: no script, nothing loaded but pictures. RichText.Html is inserted as it is, because it is safe; everything else is
// encoded.

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using TextDirection = QuizKit.Language.TextDirection;

namespace QuizKit.Tool.Pages;

/// <summary>Writes pages.</summary>
/// <remarks>Ids of questions have no underscore, so that those of the page begin with one or contain it.</remarks>
internal sealed partial class QuizPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string PrintStyle = Read("print.css");

    private readonly StringBuilder _page = new();
    private readonly Quiz _quiz;
    private readonly PageOptions _options;
    private readonly QuizWords _words;

    private QuizPage(Quiz quiz, PageOptions options)
    {
        (_quiz, _options) = (quiz, options);
        _words = QuizWords.Of(quiz.Language);
    }

    /// <summary>The style sheet of the screen.</summary>
    public static string Style { get; } = Read("page.css");

    /// <summary>Writes the page of a quiz, with line ends of <c>\n</c>.</summary>
    /// <param name="quiz">The quiz, in the language that it is to be shown in: <see cref="Quiz.In"/>.</param>
    /// <param name="options">What the page is like.</param>
    public static string Write(Quiz quiz, PageOptions? options = null)
    {
        var page = new QuizPage(quiz, options ?? new PageOptions());
        page.Write();
        return page._page.ToString();
    }

    /// <summary>Encodes words for an element or an attribute in quotation marks.</summary>
    public static string Encode(string text) => Encoder.Encode(text);

    // Every picture stands in HTML of this project, which writes its attributes in this order and escapes all text.
    [GeneratedRegex("(?<=<img src=\")[^\"]*(?=\")", RegexOptions.CultureInvariant)]
    private static partial Regex PictureAddress { get; }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(QuizPage).Assembly.GetManifestResourceStream("QuizKit.Tool.Pages." + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private void Write()
    {
        WriteHead();
        _page.Append("<body>\n");
        _page.Append(CultureInfo.InvariantCulture, $"<a class=\"skip\" href=\"#_questions\"{Own()}>{Word(QuizWord.SkipToQuestions)}</a>\n");
        _page.Append(_options.Additions.Top);
        _page.Append(CultureInfo.InvariantCulture, $"<header>\n<h1>{Html(_quiz.Title)}</h1>\n");
        if (_quiz.Introduction is { } introduction) _page.Append(Html(introduction)).Append('\n');
        WriteAbout();
        _page.Append("</header>\n");
        WriteList();
        _page.Append("<main id=\"_questions\" tabindex=\"-1\">\n");
        foreach (var question in _quiz.Questions) WriteQuestion(question);
        _page.Append("</main>\n");
        if (_options.PrintedAnswers == PrintedAnswers.AtEnd && _quiz.Questions.Count > 0) WriteAnswerSheet();
        _page.Append("</body>\n</html>\n");
    }

    private void WriteHead()
    {
        var language = Encode(_quiz.Language);
        var direction = Direction(_quiz.IsRightToLeft);
        _page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n");
        _page.Append("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if (_options.Additions.Head is null)
        {
            _page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ")
                .Append("img-src 'self' file: data: https: http:\">\n");
        }

        if (_quiz.Description is { } description)
            _page.Append(CultureInfo.InvariantCulture, $"<meta name=\"description\" content=\"{Encode(description)}\">\n");
        _page.Append(CultureInfo.InvariantCulture, $"<title>{Encode(_quiz.DisplayTitle)}</title>\n<style>\n{Style}</style>\n");
        _page.Append(CultureInfo.InvariantCulture, $"<style media=\"{(_options.ShowsPrint ? "all" : "print")}\">\n{PrintStyle}</style>\n");
        _page.Append(_options.Additions.Head).Append("</head>\n");
    }

    // What the front matter says about the quiz.
    private void WriteAbout()
    {
        (QuizWord Name, string? Value)[] about =
            [(QuizWord.Author, _quiz.Author), (QuizWord.Source, _quiz.Source), (QuizWord.Licence, _quiz.Licence)];
        if (about.All(item => item.Value is null)) return;
        _page.Append("<dl class=\"about\">\n");
        foreach ((var name, var value) in about)
        {
            if (value is null) continue;
            _page.Append(CultureInfo.InvariantCulture, $"<div><dt{Own()}>{Word(name)}</dt><dd>{Encode(value)}</dd></div>\n");
        }

        _page.Append("</dl>\n");
    }

    private void WriteList()
    {
        if (_quiz.Questions.Count < 2) return;
        _page.Append(CultureInfo.InvariantCulture, $"<nav aria-label=\"{Word(QuizWord.Questions)}\">\n<ol>\n");
        foreach (var question in _quiz.Questions)
        {
            _page.Append(CultureInfo.InvariantCulture,
                $"<li value=\"{question.Number}\"{LanguageOf(question)}><a href=\"#{question.Id}\">{Encode(ShortPrompt(question))}</a></li>\n");
        }

        _page.Append("</ol>\n</nav>\n");
    }

    private void WriteQuestion(Question question)
    {
        var id = question.Id;
        _page.Append(CultureInfo.InvariantCulture,
            $"<article id=\"{id}\"{LanguageOf(question)} aria-labelledby=\"{id}_heading\">\n{_options.Additions.Question(id)}");
        _page.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{id}_heading\">{Heading(question)}</h2>\n");
        WriteText(question.Prompt);
        if (question is ChoiceQuestion choices)
        {
            var items = choices.Choices.Select(choice => $"<li>{Html(choice.Text)}</li>\n");
            _page.Append(CultureInfo.InvariantCulture, $"<ol class=\"choices\">\n{string.Concat(items)}</ol>\n");
        }

        foreach (var hint in question.Hints)
        {
            WriteSummary(question, QuizWord.Hint, "");
            WriteText(hint);
            _page.Append("</details>\n");
        }

        WriteSummary(question, QuizWord.Answer, ByEditors(question));
        WriteAnswer(question, "h3");
        _page.Append("</details>\n</article>\n");
    }

    private void WriteSummary(Question question, QuizWord name, string behind)
    {
        var place = $"<span class=\"unseen\">: {Word(QuizWord.Question)} {question.Number.ToString(CultureInfo.InvariantCulture)}</span>";
        _page.Append(CultureInfo.InvariantCulture, $"<details>\n<summary{Own(question)}>{Word(name)}{behind}{place}</summary>\n");
    }

    // The answer and what belongs to it, below a heading of the level above the one given.
    private void WriteAnswer(Question question, string heading)
    {
        _page.Append("<div class=\"answer\">\n");
        WriteText(question.Answer.Text);
        _page.Append("</div>\n");
        WriteWrongAnswers(question, heading);
        if (question.Explanation is { } explanation)
        {
            WriteHeading(question, QuizWord.Explanation, heading);
            WriteText(explanation);
        }

        foreach (var erratum in question.Errata)
        {
            _page.Append("<div class=\"erratum\">\n");
            WriteHeading(question, QuizWord.Erratum, heading);
            WriteText(erratum.Text);
            _page.Append("</div>\n");
        }
    }

    // What the author says to those who choose a wrong answer, or compute one.
    private void WriteWrongAnswers(Question question, string heading)
    {
        List<(string Answer, RichText Feedback)> wrong = question switch
        {
            ChoiceQuestion choices =>
            [
                .. choices.Choices.Select((choice, i) => (Letter: choices.LetterOf(i), choice.Text, choice.Feedback))
                    .Where(choice => choice.Feedback is not null)
                    .Select(choice => (Name(choice.Letter, choice.Text), choice.Feedback!)),
            ],
            NumericQuestion numeric => [.. numeric.Slips.Select(slip => (Encode(numeric.Format(slip.Value)), slip.Feedback))],
            _ => [],
        };
        if (wrong.Count == 0) return;
        WriteHeading(question, QuizWord.WrongAnswers, heading);
        _page.Append("<dl class=\"wrong\">\n");
        foreach ((var answer, var feedback) in wrong)
            _page.Append(CultureInfo.InvariantCulture, $"<dt>{answer}</dt>\n<dd>{Html(feedback)}</dd>\n");
        _page.Append("</dl>\n");

        // A choice of several paragraphs is named by its letter, and one behind the letters by its words.
        string Name(string letter, RichText text) =>
            letter.Length > 0 && !text.IsPhrasing ? letter + "." : (letter.Length > 0 ? letter + ". " : "") + Html(text);
    }

    // Only print shows it, so that a sheet of questions has its answers on another one.
    private void WriteAnswerSheet()
    {
        _page.Append(CultureInfo.InvariantCulture,
            $"<section class=\"sheet\" aria-labelledby=\"_answers\">\n<h2 id=\"_answers\"{Own()}>{Word(QuizWord.Answers)}</h2>\n");
        foreach (var question in _quiz.Questions)
        {
            _page.Append(CultureInfo.InvariantCulture,
                $"<div class=\"key\"{LanguageOf(question)}>\n<h3>{Heading(question)}{ByEditors(question)}</h3>\n");
            WriteAnswer(question, "h4");
            _page.Append("</div>\n");
        }

        _page.Append("</section>\n");
    }

    private void WriteHeading(Question question, QuizWord name, string element) =>
        _page.Append(CultureInfo.InvariantCulture, $"<{element}{Own(question)}>{Word(name)}</{element}>\n");

    private void WriteText(RichText text) =>
        _page.Append(text.IsPhrasing ? $"<p>{Html(text)}</p>" : Html(text)).Append('\n');

    private string Heading(Question question)
    {
        var number = question.Number.ToString(CultureInfo.InvariantCulture);
        var title = question.Title is { } words ? $": <span>{Html(words)}</span>" : "";
        return $"<span{Own(question)}>{Word(QuizWord.Question)} {number}</span>{title}";
    }

    private string ByEditors(Question question) =>
        question.Answer.Provenance == Provenance.Editors ? $" <span{Own(question)}>({Word(QuizWord.ByEditors)})</span>" : "";

    // A table may be wider than a telephone: then it scrolls by itself, by keyboard too.
    private string Html(RichText text) =>
        PictureAddress.Replace(text.Html, address => Encode(_options.Picture(System.Net.WebUtility.HtmlDecode(address.Value))))
            .Replace("<table>", "<div class=\"wide\" tabindex=\"0\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);

    private string Word(QuizWord word) => Encode(_words[word]);

    // The language of the page's own words where it is not that around them: the quiz, or the question.
    private string Own() => SpeaksLike(_quiz.Language);

    private string Own(Question question) => SpeaksLike(question.Language);

    private string SpeaksLike(string language) =>
        _words.Language.Equals(language.Split('-')[0], StringComparison.OrdinalIgnoreCase)
            ? ""
            : $" lang=\"{_words.Language}\" dir=\"{Direction(TextDirection.IsRightToLeft(_words.Language))}\"";

    // In a translation, a question may be that of the original.
    private string LanguageOf(Question question) =>
        question.Language == _quiz.Language
            ? ""
            : $" lang=\"{Encode(question.Language)}\" dir=\"{Direction(TextDirection.IsRightToLeft(question.Language))}\"";

    private static string Direction(bool isRightToLeft) => isRightToLeft ? "rtl" : "ltr";

    // The beginning of the title or of the prompt's first block, up to the end of a word: a table or a picture is not for a list.
    private static string ShortPrompt(Question question)
    {
        const int Length = 70;
        var prompt = (question.Title ?? question.Prompt).UnicodeText.Split("\n\n")[0].Replace('\n', ' ');
        if (prompt.Length <= Length) return prompt;
        var end = prompt.LastIndexOf(' ', Length);
        if (end <= 0) end = char.IsHighSurrogate(prompt[Length - 1]) ? Length - 1 : Length;
        return prompt[..end] + "\u00A0…";
    }
}
