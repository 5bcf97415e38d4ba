// A quiz file as the editor sees it: its text, open or on disk, and what the compiler finds in it.

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Editing;
using QuizKit.Language.Text;
using QuizKit.Loading;

namespace QuizKit.Tool.LanguageServer;

/// <summary>A file.</summary>
/// <param name="uri">The address that the editor has for it.</param>
/// <param name="path">The path; for a text that was never saved, its name.</param>
/// <param name="cache">The questions as they were last read.</param>
internal sealed class QuizFile(string uri, string path, QuizCheckCache cache)
{
    private const char ByteOrderMark = '\uFEFF';

    private string _text = "";
    private int _shift;
    private LineTable? _lines;
    private SourceText _source = new("");
    private (SourceText Source, SourceText? Original, CheckedQuiz Checked)? _checked;
    private (SourceText Source, BoundQuiz Quiz, bool IsRight)? _bound;

    /// <param name="uri">The address that the editor has for it.</param>
    /// <param name="path">The path; for a text that was never saved, its name.</param>
    /// <param name="isSaved">Whether it has a place in the file system, so that its links lead somewhere.</param>
    public QuizFile(string uri, string path, bool isSaved)
        : this(uri, path, new QuizCheckCache(path, isSaved ? System.IO.Path.Exists : _ => true))
    {
    }

    public string Uri => uri;

    public string Path => path;

    /// <summary>The version of the text in the editor; null for a file that is not open.</summary>
    public int? Version { get; set; }

    /// <summary>The text without a byte order mark. Every span of the compiler is one of it.</summary>
    public SourceText Source => _source;

    /// <summary>The file as other commands of the tool take it.</summary>
    public InputFile Input => new(path, _source, _shift > 0);

    public bool IsTranslation => FileCheck.NameOf(path) is not null;

    /// <summary>What the last check found, which may be of an older text; null before the first.</summary>
    public CheckedQuiz? LastChecked => _checked?.Checked;

    private LineTable Lines => _lines ??= new LineTable(_text);

    /// <summary>A file at the same place, whose text may be changed without anyone seeing it.</summary>
    public QuizFile Trial() => new(uri, path, cache);

    /// <summary>Puts another text in the place of the whole one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="encoding">The encoding of its bytes; null for a text of the editor.</param>
    public void Replace(string text, Encoding? encoding = null)
    {
        if (text == _text) return;
        _text = text;
        _lines = null;
        _shift = text.StartsWith(ByteOrderMark) ? 1 : 0;
        _source = new SourceText(text[_shift..], encoding);
    }

    /// <summary>Makes one change of the editor: a part of the text, or the whole one.</summary>
    /// <exception cref="RpcException">It is not a change.</exception>
    public void Change(JsonElement change)
    {
        var text = change.Text("text");
        if (change.At("range") is not { ValueKind: JsonValueKind.Object } range)
        {
            Replace(text);
            return;
        }

        var span = Lines.SpanOf(range);
        Replace(string.Concat(_text.AsSpan(0, span.Start), text, _text.AsSpan(span.End)));
    }

    /// <summary>The position of a place in the editor.</summary>
    public int PositionOf(JsonElement place) => Math.Max(0, Lines.PositionOf(place) - _shift);

    /// <summary>The span of a range in the editor.</summary>
    public TextSpan SpanOf(JsonElement range)
    {
        var span = Lines.SpanOf(range);
        return TextSpan.FromBounds(Math.Max(0, span.Start - _shift), Math.Max(0, span.End - _shift));
    }

    public JsonObject RangeOf(TextSpan span) => Lines.RangeOf(new TextSpan(span.Start + _shift, span.Length));

    public JsonObject LocationOf(TextSpan span) => new() { ["uri"] = uri, ["range"] = RangeOf(span) };

    /// <summary>An edit of the file, as the protocol has it.</summary>
    public JsonObject EditOf(TextEdit edit) => new() { ["range"] = RangeOf(edit.Span), ["newText"] = edit.Text };

    /// <summary>The line of a position, from 0, and where it begins and ends.</summary>
    public (int Number, int Start, int End) LineAt(int position)
    {
        var number = Lines.LineOf(position + _shift);
        var (start, end) = Lines.Line(number);
        return (number, Math.Max(0, start - _shift), end - _shift);
    }

    /// <summary>Forgets what was found, because something outside of the file may have changed.</summary>
    public void Forget() => _checked = null;

    /// <summary>Checks the text, unless that was done.</summary>
    /// <param name="original">What the file translates, or null.</param>
    /// <param name="originalAt">Where the original is found.</param>
    /// <param name="cancellation">Ends the work.</param>
    public CheckedQuiz Check(
        QuizFile? original, Func<string, (BoundQuiz Quiz, bool IsRight)?> originalAt, CancellationToken cancellation)
    {
        if (_checked is { } last && last.Source == _source && last.Original == original?._source) return last.Checked;
        Func<DiagnosticBag, Translation?>? translationOf =
            IsTranslation ? diagnostics => FileCheck.TranslationOf(Input, diagnostics, originalAt) : null;
        var quiz = cache.Check(_source, new Cancellation(cancellation), translationOf);
        _checked = (_source, original?._source, quiz);
        return quiz;
    }

    /// <summary>What the text means as an original, and whether it has no errors.</summary>
    public (BoundQuiz Quiz, bool IsRight) Bind(CancellationToken cancellation)
    {
        if (_bound is { } last && last.Source == _source) return (last.Quiz, last.IsRight);
        var diagnostics = new DiagnosticBag();
        var quiz = QuizBinder.Bind(_source, diagnostics, new Cancellation(cancellation));
        _bound = (_source, quiz, !diagnostics.HasError);
        return (quiz, !diagnostics.HasError);
    }
}
