// The HTML of Markdown so simple that nothing in it can mean anything else: most texts of a quiz are, and Markdig need not parse them again.

using System.Globalization;
using QuizKit.Language.Formulas;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

/// <summary>
/// Reads paragraphs and lists of lines, with words, emphasis by asterisks, links, code between single backticks and formulas between single
/// dollar signs. Gives up at anything else: at each character that could begin something, and at each place where one rule of CommonMark could
/// meet another.
/// </summary>
internal ref struct SimpleMarkdown
{
    // More words are parsed as any other Markdown: that has limits of its own.
    private const int MaximumLength = 10_000;

    private const string Bullet = "- ";

    private readonly string _text;
    private readonly HtmlWriter _html;
    private readonly Cancellation _cancellation;
    private int _emphasis;
    private char _gap;

    private SimpleMarkdown(string text, HtmlWriter html, Cancellation cancellation)
    {
        _text = text;
        _html = html;
        _cancellation = cancellation;
    }

    /// <summary>
    /// The HTML of Markdown, with the TeX of each formula as its only word; null where it is not simple. What is simple has no slips either,
    /// but for those in the TeX, which is not read here.
    /// </summary>
    /// <param name="markdown">The Markdown.</param>
    /// <param name="isLine">Whether a single paragraph needs no element of its own.</param>
    /// <param name="cancellation">What ends the work early.</param>
    public static string? Write(string markdown, bool isLine, Cancellation cancellation)
    {
        if (markdown.Length is 0 or > MaximumLength || markdown[markdown.Length - 1] == '\n') return null;
        var writer = new HtmlWriter();
        var isSimple = new SimpleMarkdown(markdown, writer, cancellation).TryWriteBlocks(isLine);
        var html = writer.Finish();
        return isSimple ? html : null;
    }

    private bool TryWriteBlocks(bool isLine)
    {
        var isAlone = isLine && _text.IndexOf("\n\n", StringComparison.Ordinal) < 0;
        var wasList = false;
        for (int start = 0, end; start < _text.Length; start = end + 2)
        {
            end = _text.IndexOf("\n\n", start, StringComparison.Ordinal);
            if (end < 0) end = _text.Length;
            if (start > 0) _html.NewLine();
            var isList = IsItem(_text, start);

            // Two lists with an empty line between them are one.
            if (isList && wasList) return false;
            if (!(isList ? TryWriteList(start, end) : TryWriteParagraph(start, end, isAlone))) return false;
            wasList = isList;
        }

        return true;
    }

    private static bool IsItem(string text, int start) => StartsWith(text, start, Bullet);

    private bool TryWriteParagraph(int start, int end, bool isAlone)
    {
        if (!isAlone) _html.Open("p");
        if (!TryWrite(start, end)) return false;
        if (!isAlone) _html.Close();
        return true;
    }

    // Each item is a line.
    private bool TryWriteList(int start, int end)
    {
        _html.Open("ul");
        _html.NewLine();
        for (int lineEnd; start < end; start = lineEnd + 1)
        {
            lineEnd = _text.IndexOf('\n', start, end - start);
            if (lineEnd < 0) lineEnd = end;
            if (!IsItem(_text, start)) return false;
            _html.Open("li");
            if (!TryWrite(start + Bullet.Length, lineEnd)) return false;
            _html.Close();
            _html.NewLine();
        }

        _html.Close();
        return true;
    }

    private bool TryWrite(int start, int end)
    {
        _gap = '\0';
        _emphasis = 0;
        for (var i = start; i < end;)
        {
            if ((i == start || _text[i - 1] == '\n') && !CanBeginLine(i, end)) return false;
            var next = _text[i] switch
            {
                ' ' => Space(i, end),
                '\n' => LineEnd(i, end),
                '$' => Formula(i, end),
                '`' => Code(i, end),
                '*' => Emphasis(i, end),
                '[' => Link(i, end),
                _ => Words(i, end),
            };
            if (next < 0) return false;
            i = next;
        }

        return _emphasis == 0 && end > start && _text[end - 1] is not (' ' or '\n');
    }

    // Neither a block nor an indentation.
    private readonly bool CanBeginLine(int start, int end)
    {
        _cancellation.Look();
        var i = start;
        while (i < end && _text[i] is >= '0' and <= '9') i++;
        if (i > start) return i == end || _text[i] is not ('.' or ')');
        return _text[start] is '(' or '"' or '$' or '`' or '*' || char.IsLetter(_text[start]);
    }

    private int Space(int start, int end)
    {
        if (start + 1 == end || _text[start + 1] is ' ' or '\n') return -1;
        _gap = ' ';
        return start + 1;
    }

    private int LineEnd(int start, int end)
    {
        if (start + 1 == end || _text[start + 1] is ' ' or '\n') return -1;
        _gap = '\n';
        return start + 1;
    }

    private int Words(int start, int end)
    {
        var i = start;
        for (; i < end && _text[i] is not (' ' or '\n' or '$' or '`' or '*' or '['); i++)
        {
            if (!IsWord(i, end)) return -1;
        }

        Gap();
        _html.Text(_text, start, i - start);
        return i;
    }

    private readonly bool IsWord(int i, int end)
    {
        var c = _text[i];
        if (c < '\u0080')
        {
            // A colon may begin an emoji or an address.
            return c == ':'
                ? i + 1 == end || _text[i + 1] is ' ' or '\n'
                : char.IsLetterOrDigit(c) || ".,;?!'\"()-/=+%".IndexOf(c) >= 0;
        }

        return CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.DashPunctuation or UnicodeCategory.MathSymbol
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;
    }

    // One asterisk or two around words: a run that follows no word and precedes one opens, and one that follows a word and precedes none
    // closes.
    private int Emphasis(int start, int end)
    {
        var i = start;
        while (i < end && _text[i] == '*') i++;
        var length = i - start;
        if (length > 2) return -1;
        var before = start > 0 ? _text[start - 1] : '\n';
        var behind = i < end ? _text[i] : '\n';
        if (_emphasis == 0)
        {
            if (before is not (' ' or '\n' or '(') || !IsLetterOrDigit(behind)) return -1;
            Gap();
            _html.Open(length == 2 ? "strong" : "em");
            _emphasis = length;
        }
        else
        {
            var closes = IsLetterOrDigit(before) && behind is ' ' or '\n' or '.' or ',' or ';' or ')' or '?';
            if (length != _emphasis || !closes) return -1;
            _html.Close();
            _emphasis = 0;
        }

        return i;
    }

    // Words in brackets, and behind them an address of the web in parentheses.
    private int Link(int start, int end)
    {
        var close = _text.IndexOf(']', start, end - start);
        if (close <= start + 1 || close + 1 == end || _text[close + 1] != '(' || _text[start - 1] is not (' ' or '(')) return -1;
        var address = close + 2;
        var last = _text.IndexOf(')', address, end - address);
        if (last < 0 || !(StartsWith(_text, address, "http://") || StartsWith(_text, address, "https://"))) return -1;
        if (last + 1 < end && _text[last + 1] is not (' ' or '\n' or '.' or ',' or ';' or ')' or '?')) return -1;
        for (var i = address; i < last; i++)
        {
            if (!IsLetterOrDigit(_text[i]) && "-./:#=?_".IndexOf(_text[i]) < 0) return -1;
        }

        for (var i = start + 1; i < close; i++)
        {
            var isGap = _text[i] == ' ' && i > start + 1 && i + 1 < close && _text[i + 1] != ' ';
            if (!isGap && !IsWord(i, close)) return -1;
        }

        Gap();
        _html.Open("a", ("href", _text.Substring(address, last - address)));
        _html.Text(_text, start + 1, close - start - 1);
        _html.Close();
        return last + 1;
    }

    private static bool StartsWith(string text, int start, string what) => string.CompareOrdinal(text, start, what, 0, what.Length) == 0;

    private int Code(int start, int end)
    {
        var close = _text.IndexOf('`', start + 1, end - start - 1);
        if (close <= start + 1 || (close + 1 < end && _text[close + 1] == '`')) return -1;
        if (_text[start + 1] == ' ' || _text[close - 1] == ' ' || (start > 0 && IsLetterOrDigit(_text[start - 1]))) return -1;
        for (var i = start + 1; i < close; i++)
        {
            if (_text[i] is '\n' or '|' or '<' or '$' or '\\' or < ' ' || _text[i] >= '\u0080') return -1;
        }

        Gap();
        _html.Element("code", _text.Substring(start + 1, close - start - 1));
        return close + 1;
    }

    private int Formula(int start, int end)
    {
        var close = _text.IndexOf('$', start + 1, end - start - 1);
        if (close <= start + 1 || _text[start + 1] is ' ' or '`' || _text[close - 1] is ' ' or '\\') return -1;
        if ((start > 0 && !IsBeside(_text[start - 1])) || (close + 1 < end && !IsBeside(_text[close + 1]))) return -1;
        var depth = 0;
        for (var i = start + 1; i < close; i++)
        {
            var c = _text[i];
            if (c is < ' ' or '|' or '`' || (c == '<' && _text[i + 1] is not (' ' or (>= '0' and <= '9'))) || c >= '\u0080') return -1;
            if (c == '<' && _text[i + 2] == '!') return -1;
            if (c == '\\') i++;
            else if (c == '{') depth++;
            else if (c == '}' && --depth < 0) return -1;
        }

        if (depth != 0) return -1;
        Gap();
        TexMathML.Write(new TexWords(_text.Substring(start + 1, close - start - 1)), isDisplayed: false, _html, _cancellation);
        return close + 1;
    }

    // Neither a word nor another sign that formulas look at.
    private static bool IsBeside(char c) => c is ' ' or '\n' or '.' or ',' or ';' or ':' or '(' or ')' or '?' or '!' or '-' or '/';

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private void Gap()
    {
        if (_gap == ' ') _html.Text(" ");
        else if (_gap == '\n') _html.NewLine();
        _gap = '\0';
    }
}
