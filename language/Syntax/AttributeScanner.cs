// The argument and the key=value pairs of a comment, also as other notations write them: each such slip is reported once, with what
// to write, and read as it is meant.

using System.Text;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal sealed class AttributeScanner(string text, int start, int end, string comment, DiagnosticBag diagnostics)
{
    // Keys whose values may have spaces in them.
    private static readonly string[] WordedKeys = ["tags", "values", "unit", "reason", "not-executable", "claim"];

    private const string DoubleMarks = "“”„‟«»＂″";
    private const string SingleMarks = "'‘’‚‛`´‹›";

    private readonly List<AttributeSyntax> _attributes = [];
    private int _position = start;
    private readonly List<int> _separators = [];
    private Token? _argument;

    public CommentSyntax Read(Token name, TextSpan span)
    {
        while (SkipSpace() < end)
        {
            if (IsSeparator(text[_position]))
            {
                SkipSeparator();
                continue;
            }

            ReadPart();
        }

        ReportSeparators();
        return new CommentSyntax(name, _argument, _attributes, span);
    }

    /// <summary>Reports a full-width form of a mark.</summary>
    public static void ReportWide(string text, int position, DiagnosticBag diagnostics)
    {
        var place = new TextSpan(position, 1);
        var mark = text[position] == '：' ? ":" : "=";
        diagnostics.Fixing(place, mark).ReportSlip(Definitions.CommentMarkWide, place, default, text[position], mark);
    }

    private void ReadPart()
    {
        var first = _position;
        while (_position < end && !IsEquals(text[_position]) && !char.IsWhiteSpace(text[_position]) && !IsSeparator(text[_position]))
            _position++;
        var word = Slice(first, _position);
        if (word.Text.Length == 0)
        {
            _position++;
            var words = WithBareWords(Slice(first, _position));
            diagnostics.Report(Definitions.KeyWithoutValue, words.Span, words.Text);
            return;
        }

        var equals = PeekSpace();
        if (equals < end && IsEquals(text[equals]))
        {
            if (text[equals] != '=') ReportWide(text, equals, diagnostics);
            _position = equals + 1;
            ReadValue(word, hasSpace: equals > word.Span.End);
            return;
        }

        // 'key: value', as in YAML.
        var colon = word.Text.IndexOfAny([':', '：']);
        if (colon > 0 && word.Text.Take(colon).All(c => char.IsLetter(c) || c == '-'))
        {
            _position = word.Span.Start + colon + 1;
            ReadValue(Slice(first, first + colon), hasSpace: false, isColon: true);
            return;
        }

        ReadBareWord(word);
    }

    private void ReadBareWord(Token word)
    {
        var last = _attributes.Count == 0 ? null : _attributes[_attributes.Count - 1];
        if (comment is CommentReader.Claim or CommentReader.Suppress && _argument is null && last is null)
        {
            _argument = word;
        }
        else if (comment == "quiz" && last is null)
        {
            diagnostics.Fixing(word.Span, "id=" + word.Text).ReportSlip(Definitions.IdWithoutKey, word.Span, word.Span, word.Text);
            _attributes.Add(new AttributeSyntax(new Token("id", word.Span), word));
        }
        else if (last is null && comment is CommentReader.NotCheckable or CommentReader.Suppress && !HasReasonBelow())
        {
            // The reason, without its key.
            var words = WithBareWords(word);
            diagnostics.Fixing(words.Span, Quoted(words.Text) is { } quoted ? "reason=" + quoted : null)
                .ReportSlip(Definitions.ValueUnquoted, words.Span, words.Span, words.Text, "reason", words.Text);
            _attributes.Add(new AttributeSyntax(new Token("reason", word.Span), words));
        }
        else if (last is null || text[last.Value.Span.End] == '"')
        {
            var words = WithBareWords(word);
            diagnostics.Report(Definitions.KeyWithoutValue, words.Span, words.Text);
        }
        else
        {
            ReadRestOfValue(word, last);
        }
    }

    private bool HasReasonBelow() => text.IndexOf("reason", _position, end - _position, StringComparison.Ordinal) >= 0;

    // The words after a value belong to it: it lacks quotation marks.
    private void ReadRestOfValue(Token word, AttributeSyntax last)
    {
        var words = WithBareWords(word);
        var whole = Slice(last.Value.Span.Start, words.Span.End);
        var isWorded = Array.IndexOf(WordedKeys, last.Key.Text) >= 0;
        diagnostics.Fixing(whole.Span, isWorded ? Quoted(whole.Text) : null)
            .ReportSlip(Definitions.ValueUnquoted, words.Span, whole.Span, words.Text, last.Key.Text, whole.Text);
        _attributes[_attributes.Count - 1] = last with { Value = isWorded ? whole : last.Value };
    }

    // A word and those after it, up to the next key.
    private Token WithBareWords(Token word)
    {
        var wordsEnd = word.Span.End;
        while (NextIsBareWord(out var next)) (_position, wordsEnd) = (next, next);
        return Slice(word.Span.Start, wordsEnd);
    }

    private bool NextIsBareWord(out int wordEnd)
    {
        var first = PeekSpace();
        wordEnd = first;
        while (wordEnd < end && !IsEquals(text[wordEnd]) && !char.IsWhiteSpace(text[wordEnd])) wordEnd++;
        var after = wordEnd;
        while (after < end && char.IsWhiteSpace(text[after])) after++;
        return wordEnd > first && !(after < end && IsEquals(text[after])) && text[first] != '"';
    }

    private void ReadValue(Token key, bool hasSpace, bool isColon = false)
    {
        var begin = _position;
        if (SkipSpace() > begin && !isColon)
        {
            // A value follows after a space, unless that is the next key.
            if (_position < end && !IsSeparator(text[_position]) && (text[_position] == '"' || NextIsBareWord(out _))) hasSpace = true;
            else _position = begin;
        }

        var value = ReadValue(out var isCurly);
        var pair = TextSpan.FromBounds(key.Span.Start, Math.Max(value.Span.End, _position));
        var written = value.Text.Any(char.IsWhiteSpace) || isCurly ? $"\"{value.Text}\"" : value.Text;
        var isIdOfClaim = comment == CommentReader.Claim && _argument is null && key.Text == "id" && _attributes.Count == 0;
        var isUnclosed = value.Span.End >= end && text[value.Span.Start - 1] == '"';
        var isCertain = value.Text.Length > 0 && value.Text.IndexOf('"') < 0 && !isUnclosed;
        diagnostics.Fixing(pair, !isCertain ? null : isIdOfClaim ? value.Text : $"{key.Text}={written}");
        if (isCurly) diagnostics.ReportSlip(Definitions.QuotationMarkCurly, pair, pair, key.Text, value.Text);
        else if (isColon) diagnostics.ReportSlip(Definitions.ColonForEquals, pair, pair, key.Text, written);
        else if (hasSpace) diagnostics.ReportSlip(Definitions.SpaceAroundEquals, pair, pair, key.Text, written);
        else if (isIdOfClaim) diagnostics.ReportSlip(Definitions.ClaimIdWithKey, pair, pair, value.Text);
        diagnostics.Fixing(pair, null);

        if (isIdOfClaim)
        {
            _argument = value;
            return;
        }

        _attributes.Add(new AttributeSyntax(key, value));
        if (_position < end && IsSeparator(text[_position])) SkipSeparator();
    }

    private Token ReadValue(out bool isCurly)
    {
        isCurly = false;
        if (_position < end && text[_position] == '"') return ReadQuoted();
        if (_position < end && (DoubleMarks + SingleMarks).IndexOf(text[_position]) >= 0 && FindCurlyEnd() is { } close)
        {
            isCurly = true;
            var quoted = Slice(_position + 1, close);
            _position = close + 1;
            return quoted;
        }

        var first = _position;
        while (_position < end && !char.IsWhiteSpace(text[_position]) && !IsSeparatorBeforeKey(first)) _position++;
        return Slice(first, _position);
    }

    private Token ReadQuoted()
    {
        var first = _position++;
        while (_position < end && text[_position] != '"') _position++;
        var value = Slice(first + 1, _position);
        if (_position >= end)
            diagnostics.ReportSlip(Definitions.QuotationMarkUnclosed, new TextSpan(first, 1), TextSpan.FromBounds(first, end));
        if (_position < end) _position++;
        return value;
    }

    // The mark of the same kind that ends a word; a mark that opens only is a character of its value.
    private int? FindCurlyEnd()
    {
        var isDouble = DoubleMarks.IndexOf(text[_position]) >= 0;
        var marks = isDouble ? DoubleMarks + "\"" : SingleMarks;
        for (var i = _position + 1; i < end; i++)
        {
            if (marks.IndexOf(text[i]) >= 0 && (i + 1 >= end || char.IsWhiteSpace(text[i + 1]) || IsSeparator(text[i + 1]))) return i;
        }

        return null;
    }

    // A comma or semicolon with a key behind it, as in other notations; one with a word behind it belongs to a list.
    private bool IsSeparatorBeforeKey(int valueStart)
    {
        if (_position == valueStart || !IsSeparator(text[_position])) return false;
        var next = _position + 1;
        while (next < end && char.IsWhiteSpace(text[next])) next++;
        if (next >= end) return true;
        var letter = next;
        while (next < end && (char.IsLetter(text[next]) || text[next] == '-')) next++;
        return next > letter && next < end && (IsEquals(text[next]) || text[next] is ':' or '：');
    }

    private void SkipSeparator() => _separators.Add(_position++);

    // At the first of them, for all.
    private void ReportSeparators()
    {
        if (_separators.Count == 0) return;
        var place = new TextSpan(_separators[0], 1);
        var span = TextSpan.FromBounds(_separators[0], _separators[_separators.Count - 1] + 1);
        var without = new StringBuilder();
        for (var i = span.Start; i < span.End; i++)
        {
            if (!_separators.Contains(i)) without.Append(text[i]);
            else if (i + 1 < end && !char.IsWhiteSpace(text[i + 1])) without.Append(' ');
        }

        diagnostics.Fixing(span, without.ToString()).ReportSlip(Definitions.SeparatorBetweenKeys, place, place, text[place.Start]);
    }

    // Null where the words have such a mark in them.
    private static string? Quoted(string words) => words.IndexOf('"') < 0 ? $"\"{words}\"" : null;

    private static bool IsSeparator(char c) => c is ',' or ';' or '，' or '；' or '、';

    private static bool IsEquals(char c) => c is '=' or '＝';

    private int PeekSpace()
    {
        var position = _position;
        while (position < end && char.IsWhiteSpace(text[position])) position++;
        return position;
    }

    private int SkipSpace() => _position = PeekSpace();

    private Token Slice(int from, int to) => new(text.Substring(from, to - from), TextSpan.FromBounds(from, to));
}
