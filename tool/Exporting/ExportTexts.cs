// The texts of a quiz as an export needs them: HTML with TeX or MathML, pictures under their names, and notes on what was left out.

using QuizKit.Language;
using QuizKit.Language.Rendering;

namespace QuizKit.Tool.Exporting;

/// <summary>How formulas are written.</summary>
internal enum FormulaStyle
{
    /// <summary>TeX between the delimiters of MathJax.</summary>
    Tex,

    /// <summary>MathML, in a text that is XML.</summary>
    MathML,
}

/// <summary>Writes the texts of one quiz.</summary>
/// <param name="source">The quiz.</param>
/// <param name="formulas">How formulas are written.</param>
/// <param name="addressOf">The address of a picture in the export.</param>
internal sealed class ExportTexts(QuizSource source, FormulaStyle formulas, Func<Picture, string> addressOf)
{
    private readonly List<ExportNote> _notes = [];
    private readonly Pictures _pictures = new(source);

    // The pictures since the last time that somebody asked.
    private readonly List<Picture> _recent = [];

    private string? _questionId;
    private string _language = source.Quiz.Language;

    /// <summary>What the format could not hold so far.</summary>
    public IReadOnlyList<ExportNote> Notes => _notes;

    /// <summary>Every picture so far, by name.</summary>
    public IReadOnlyList<Picture> Pictures => _pictures.All;

    /// <summary>The texts and notes that follow are those of a question.</summary>
    public void Begin(Question question)
    {
        _questionId = question.Id;
        _language = question.Language;
    }

    public void Note(string message)
    {
        var note = new ExportNote(_questionId, message);
        if (!_notes.Contains(note)) _notes.Add(note);
    }

    /// <summary>The pictures of the texts that were written since the last call, by name.</summary>
    public IReadOnlyList<Picture> TakePictures()
    {
        var taken = Exporting.Pictures.InOrder(_recent);
        _recent.Clear();
        return taken;
    }

    /// <summary>The HTML of a text: flow content, or phrasing content where the text is that.</summary>
    public string Html(RichText text) => Directed(text.IsPhrasing ? "span" : "div", Written(text));

    /// <summary>The HTML of a text as blocks.</summary>
    public string Blocks(RichText text) => Directed("div", text.IsPhrasing ? $"<p>{Written(text)}</p>" : Written(text));

    /// <summary>What to show after the reply: the answer, the explanation and the errata.</summary>
    public string Solution(Question question)
    {
        var parts = new List<string> { Blocks(question.Answer.Text) };
        if (question.Explanation is not null) parts.Add(Blocks(question.Explanation));
        var word = QuizWords.Of(question.Language)[QuizWord.Erratum];
        foreach (var erratum in question.Errata) parts.Add($"<p><strong>{word}</strong></p>\n{Blocks(erratum.Text)}");
        return string.Join("\n", parts);
    }

    /// <summary>What the quiz says about itself; empty where that is nothing.</summary>
    public string About(Quiz quiz)
    {
        var parts = new List<string>();
        if (quiz.Introduction is not null) parts.Add(Blocks(quiz.Introduction));
        string?[] words = [quiz.Description, quiz.Author, quiz.Source, quiz.Licence];
        parts.AddRange(words.OfType<string>().Select(word => $"<p>{Escape(word)}</p>"));
        return string.Join("\n", parts);
    }

    /// <summary>Notes that a format has no place for the names of misconceptions.</summary>
    public void NoteMisconceptions(Question question, string product)
    {
        var names = question.Match(
            _ => [],
            _ => [],
            numeric => numeric.Slips.Select(slip => slip.Misconception),
            choice => choice.Choices.Select(one => one.Misconception));
        string[] written = [.. names.OfType<string>().Distinct()];
        if (written.Length > 0) Note($"{product} has no place for the names of misconceptions: {string.Join(", ", written)} left out");
    }

    /// <summary>The name of a question in a list: its number, and its title or how its prompt begins.</summary>
    public static string NameOf(Question question)
    {
        const int Longest = 80;
        var words = string.Join(" ", (question.Title ?? question.Prompt).UnicodeText.Split("\n\n")[0].Split(
            default(char[]), StringSplitOptions.RemoveEmptyEntries));
        if (words.Length > Longest)
        {
            var end = words.LastIndexOf(' ', Longest);
            if (end <= 0) end = char.IsHighSurrogate(words[Longest - 1]) ? Longest - 1 : Longest;
            words = words[..end] + " …";
        }

        return FormattableString.Invariant($"{question.Number:00}. {words}");
    }

    /// <summary>Words as HTML, which no product takes for a formula.</summary>
    public static string Escape(string words) => ProseHtml.Words(words);

    private string Written(RichText text)
    {
        var html = formulas == FormulaStyle.Tex ? ProseHtml.WriteTex(text.Markdown, text.IsPhrasing) : text.Html;
        return new ExportHtml(formulas == FormulaStyle.MathML, AddressOf, NoteLink).Write(html);
    }

    // A product in another language would write the words from left to right.
    private string Directed(string element, string html) =>
        TextDirection.IsRightToLeft(_language) ? $"<{element} dir=\"rtl\">{html}</{element}>" : html;

    private string AddressOf(string address)
    {
        var picture = _pictures.Find(address);
        _recent.Add(picture);
        return addressOf(picture);
    }

    private void NoteLink(string address) => Note($"a link to '{address}' leads nowhere in the export: its words are written without it");
}
