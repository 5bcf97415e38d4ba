// A strict reader of the small JSON that sessions write: for .NET Standard 2.0 too, which has none without a package.

using System.Globalization;
using System.Text;

namespace QuizKit.Sessions;

/// <summary>
/// Reads RFC 8259 JSON into dictionaries, lists, strings, doubles, Booleans and null. Deeper nesting than the format needs, a name that is
/// twice in an object, and anything behind the value are errors.
/// </summary>
internal sealed class JsonReader
{
    private const int DeepestNesting = 8;

    private readonly string _text;
    private int _position;

    private JsonReader(string text) => _text = text;

    /// <exception cref="QuizSessionException">The text is not such JSON.</exception>
    public static object? Read(string text)
    {
        var reader = new JsonReader(text);
        // A byte order mark, which editors put in front of a text.
        if (text.Length > 0 && text[0] == '\uFEFF') reader._position++;
        var value = reader.Value(0);
        reader.SkipSpace();
        return reader._position == text.Length ? value : throw reader.Malformed("there is more text behind the end");
    }

    private object? Value(int depth)
    {
        if (depth > DeepestNesting) throw Malformed("it is nested too deeply");
        SkipSpace();
        switch (Peek())
        {
            case '{': return Object(depth);
            case '[': return List(depth);
            case '"': return String();
            case 't': return Word("true", true);
            case 'f': return Word("false", false);
            case 'n': return Word("null", null);
            default: return Number();
        }
    }

    private Dictionary<string, object?> Object(int depth)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        _position++;
        SkipSpace();
        if (Peek() == '}')
        {
            _position++;
            return members;
        }

        while (true)
        {
            SkipSpace();
            if (Peek() != '"') throw Malformed("a name in quotation marks is missing");
            var start = _position;
            var name = String();
            if (members.ContainsKey(name)) throw Malformed($"the name {ReplyText.Quote(name)} is there twice", start);
            SkipSpace();
            Expect(':');
            members.Add(name, Value(depth + 1));
            SkipSpace();
            if (Peek() == ',') _position++;
            else break;
        }

        Expect('}');
        return members;
    }

    private List<object?> List(int depth)
    {
        var items = new List<object?>();
        _position++;
        SkipSpace();
        if (Peek() == ']')
        {
            _position++;
            return items;
        }

        while (true)
        {
            items.Add(Value(depth + 1));
            SkipSpace();
            if (Peek() == ',') _position++;
            else break;
        }

        Expect(']');
        return items;
    }

    private string String()
    {
        var value = new StringBuilder();
        _position++;
        while (true)
        {
            var c = Peek();
            if (c < ' ') throw Malformed("a string contains a control character");
            _position++;
            if (c == '"') return value.ToString();
            value.Append(c == '\\' ? Escaped() : c);
        }
    }

    private char Escaped()
    {
        var c = Peek();
        _position++;
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u':
                var code = 0;
                for (var i = 0; i < 4; i++)
                {
                    var digit = "0123456789abcdef".IndexOf(char.ToLowerInvariant(Peek()));
                    if (digit < 0) throw Malformed("\\u is not followed by four hexadecimal digits");
                    code = (code * 16) + digit;
                    _position++;
                }

                return (char)code;
            default:
                _position--;
                throw Malformed("a backslash is followed by a character that it does not escape");
        }
    }

    private double Number()
    {
        var start = _position;
        if (Peek() == '-') _position++;
        if (Peek() == '0') _position++;
        else Digits();
        if (_position < _text.Length && _text[_position] == '.')
        {
            _position++;
            Digits();
        }

        if (_position < _text.Length && _text[_position] is 'e' or 'E')
        {
            _position++;
            if (Peek() is '+' or '-') _position++;
            Digits();
        }

        // .NET Framework refuses what is out of range; later ones return infinity.
        var digits = new StringBuilder(_text, start, _position - start, 32).ToString();
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number)
            ? number
            : throw Malformed("a number is out of range", start);
    }

    private void Digits()
    {
        if (Peek() is < '0' or > '9') throw Malformed("a value is missing");
        while (_position < _text.Length && _text[_position] is >= '0' and <= '9') _position++;
    }

    private object? Word(string word, object? value)
    {
        foreach (var c in word) Expect(c);
        return value;
    }

    private void Expect(char expected)
    {
        if (Peek() != expected) throw Malformed($"'{expected}' is missing");
        _position++;
    }

    private char Peek() => _position < _text.Length
        ? _text[_position]
        : throw new QuizSessionException(
            SessionProblem.Truncated,
            FormattableString.Invariant($"The saved text ends in the middle, after {_text.Length} characters. Load a complete copy."));

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\n' or '\r') _position++;
    }

    private QuizSessionException Malformed(string what, int? position = null)
    {
        var line = 1;
        var column = 1;
        for (var i = 0; i < (position ?? _position) && i < _text.Length; i++)
        {
            column = _text[i] == '\n' ? 1 : column + 1;
            if (_text[i] == '\n') line++;
        }

        return new QuizSessionException(
            SessionProblem.Malformed,
            FormattableString.Invariant($"The saved text is not valid in line {line}, column {column}: {what}. ")
            + "Load a copy that was not edited.");
    }
}
