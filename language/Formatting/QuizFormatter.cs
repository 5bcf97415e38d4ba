// One spelling for what an author may spell in several ways: ids are written down, comments spaced and headings of questions spelled
// alike. The words stay as they are.

using System.Globalization;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Formatting;

/// <summary>A change of a quiz file.</summary>
/// <param name="Kind">What is changed.</param>
/// <param name="Edit">The change.</param>
internal sealed record FormatEdit(FormatKind Kind, TextEdit Edit);

internal enum FormatKind
{
    Id,
    Comment,
    Heading,
}

/// <summary>Formats one file, which has to compile.</summary>
internal sealed class QuizFormatter
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly List<FormatEdit> _edits = [];

    private QuizFormatter(SourceText source)
    {
        _source = source;
        _text = source.ToString();
    }

    /// <summary>Returns what to change in a file without errors, in no order; each change stands for itself.</summary>
    public static IReadOnlyList<FormatEdit> Format(SourceText source, BoundQuiz quiz)
    {
        var formatter = new QuizFormatter(source);
        if (quiz.Syntax is { } syntax) formatter.Read(syntax, quiz);
        return formatter._edits;
    }

    /// <summary>Reports each id that a file without errors leaves to its words, with the edit that writes it down.</summary>
    public static void ReportIds(SourceText source, BoundQuiz quiz, DiagnosticBag diagnostics)
    {
        if (quiz.Syntax is not { } syntax) return;
        var formatter = new QuizFormatter(source);
        if (WritesNoId(syntax, quiz) && syntax.Title is { } title) Report(title.Span, quiz.Model.Id, formatter.IdOfQuiz(quiz.Model.Id));
        foreach ((var question, var model) in syntax.Questions.Zip(quiz.Model.Questions, (question, model) => (question, model)))
        {
            if (!WritesId(question)) Report(question.Prompt.Heading.Span, model.Id, formatter.IdOf(question, model.Id));
        }

        void Report(TextSpan place, string id, FormatEdit edit) =>
            diagnostics.Fixing(edit.Edit.Span, edit.Edit.Text).Report(Definitions.IdDerived, place, id);
    }

    /// <summary>Reports that a translation without errors does not say which title it translates, with the edit that does.</summary>
    public static void ReportFingerprint(SourceText source, BoundQuiz quiz, string fingerprint, DiagnosticBag diagnostics)
    {
        if (quiz.Syntax is not { Title: { } title } syntax || syntax.FrontMatterSpan.IsEmpty) return;
        if (syntax.FrontMatter.Any(attribute => attribute.Key.Text == "original")) return;
        var edit = new QuizFormatter(source).InFrontMatter("original: " + fingerprint).Edit;
        diagnostics.Fixing(edit.Span, edit.Text).Report(Definitions.TitleFingerprintMissing, title.Span, fingerprint);
    }

    // A translation has no id of its own.
    private static bool WritesNoId(QuizSyntax syntax, BoundQuiz quiz) =>
        quiz.Id is not null && syntax.FrontMatter.All(attribute => attribute.Key.Text != "id") && !syntax.FrontMatterSpan.IsEmpty;

    private static bool WritesId(QuestionSyntax question) =>
        question.Prompt.Comment?.Attributes.Any(attribute => attribute.Key.Text == "id") == true;

    private void Read(QuizSyntax syntax, BoundQuiz quiz)
    {
        if (WritesNoId(syntax, quiz)) _edits.Add(IdOfQuiz(quiz.Model.Id));

        // A link to a heading names its words: other words, and it leads nowhere.
        var isLinked = syntax.Links.Any(link => link.Url.Text.StartsWith("#", StringComparison.Ordinal));
        foreach ((var question, var model) in syntax.Questions.Zip(quiz.Model.Questions, (question, model) => (question, model)))
        {
            if (!isLinked) ReadHeading(question.Prompt.Heading);
            var writesId = WritesId(question);
            if (!writesId) _edits.Add(IdOf(question, model.Id));
            foreach (var section in question.Sections)
            {
                if (section.Comment is not null && (writesId || section.Comment != question.Prompt.Comment)) ReadComment(section.Comment);
                foreach (var choice in section.Prose.Choices.Where(choice => choice.Comment is not null)) ReadComment(choice.Comment!);
                foreach (var quotation in section.Prose.Quotations)
                {
                    ReadComment(quotation.Comment);
                    ReadClosingComment(quotation);
                }
            }
        }

        foreach (var suppression in syntax.Suppressions) ReadComment(suppression);
    }

    private void ReadHeading(Token heading)
    {
        var words = heading.Text.TrimStart('#').Trim(' ', '\t');
        if (words.EndsWith("#", StringComparison.Ordinal) || SectionHeading.OfQuestion(words) is not { } read) return;
        var number = read.Number is { } written ? " " + written.ToString(CultureInfo.InvariantCulture) : "";
        var title = read.TitleStart is { } start ? ": " + words.Substring(start) : "";
        Replace(FormatKind.Heading, heading.Span, "## Question" + number + title);
    }

    private void ReadComment(CommentSyntax comment)
    {
        if (Format(comment, null) is { } text) Replace(FormatKind.Comment, comment.Span, text);
    }

    private void ReadClosingComment(QuotationSyntax quotation)
    {
        var start = quotation.Range.End;
        var end = _text.IndexOf(CommentReader.Close, start, StringComparison.Ordinal);
        if (end < 0 || string.CompareOrdinal(_text, start, CommentReader.Open, 0, CommentReader.Open.Length) != 0) return;
        var span = TextSpan.FromBounds(start, end + CommentReader.Close.Length);
        Replace(FormatKind.Comment, span, $"{CommentReader.Open} /{quotation.Comment.Name.Text} {CommentReader.Close}");
    }

    // A comment in one line, with an id in front of its keys; null for one of several lines, which its author laid out.
    private string? Format(CommentSyntax comment, string? id)
    {
        if (_source.ToString(comment.Span).IndexOfAny(['\r', '\n']) >= 0) return null;
        var parts = new List<string>();
        if (comment.Argument is not null) parts.Add(comment.Argument.Text);
        if (id is not null) parts.Add("id=" + id);
        foreach (var attribute in comment.Attributes)
        {
            var isQuoted = _text[attribute.Value.Span.End] == '"';
            parts.Add(_source.ToString(TextSpan.FromBounds(attribute.Key.Span.Start, attribute.Value.Span.End + (isQuoted ? 1 : 0))));
        }

        return $"{CommentReader.Open} {string.Join(" ", [comment.Name.Text + ":", .. parts])} {CommentReader.Close}";
    }

    private FormatEdit IdOf(QuestionSyntax question, string id)
    {
        var heading = question.Prompt.Heading.Span;
        if (question.Prompt.Comment is not { } comment)
        {
            var end = EndOfLine(heading.End);
            return Insert(end, $"{NewLineAt(end)}{CommentReader.Open} quiz: id={id} {CommentReader.Close}");
        }

        return Format(comment, id) is { } text
            ? new FormatEdit(FormatKind.Id, new TextEdit(comment.Span, text))
            : Insert(_text.IndexOf(':', comment.Name.Span.End) + 1, " id=" + id);
    }

    private FormatEdit IdOfQuiz(string id) => InFrontMatter("id: " + id);

    // The first line there.
    private FormatEdit InFrontMatter(string line)
    {
        var fence = 0;
        while (_source.ToString(_source.Line(fence)).Trim() != "---") fence++;
        var end = _source.Line(fence).End;
        return Insert(end, NewLineAt(end) + line);
    }

    private static FormatEdit Insert(int position, string text) => new(FormatKind.Id, new TextEdit(new TextSpan(position, 0), text));

    private void Replace(FormatKind kind, TextSpan span, string text)
    {
        if (_source.ToString(span) != text) _edits.Add(new FormatEdit(kind, new TextEdit(span, text)));
    }

    private int EndOfLine(int position)
    {
        var end = _text.IndexOfAny(['\r', '\n'], position);
        return end < 0 ? _text.Length : end;
    }

    // The line break of the line that ends at a position, and for the last line that of the first.
    private string NewLineAt(int position)
    {
        if (position >= _text.Length) position = EndOfLine(0);
        if (position + 1 < _text.Length && _text[position] == '\r' && _text[position + 1] == '\n') return "\r\n";
        return _text[position] == '\r' ? "\r" : "\n";
    }
}
