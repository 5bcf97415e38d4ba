// Reads a formula. It understands the closed subset of TexCommands and reports everything else at its place.

using System.Globalization;
using System.Text;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Formulas;

/// <summary>Parses one formula; the span is without its dollar signs.</summary>
internal sealed partial class TexParser(string text, TextSpan span, DiagnosticBag diagnostics, Cancellation cancellation)
{
    // Deeper nesting than any formula needs; a hostile one must not overflow the compiler's stack.
    private const int MaximumDepth = 100;

    // What copying from web pages leaves behind. It shows nothing: zero-width spaces and joiners, a soft hyphen, an applied function.
    private const string Invisible = "\u200B\u200C\u200D\u2060\u2061\u00AD\uFEFF";

    // What a backslash may stand before among words.
    private const string Escaped = "%$&#_{} ";

    private delegate TexNode? Reader(TexParser parser, string name, int start);

    // A table and not a switch: formulas nest, and the frame of ParseCommand stands on the stack once for each level.
    private static readonly Dictionary<string, Reader> Readers = CreateReaders();

    // What a command writes before the node that it is, to which a script belongs.
    private readonly List<TexNode> _before = [];

    private int _position = span.Start;
    private int _depth;

    public static TexNode Parse(string text, TextSpan span, DiagnosticBag diagnostics, Cancellation cancellation)
    {
        var parser = new TexParser(text, span, diagnostics, cancellation);
        var items = new List<TexNode>();
        while (true)
        {
            items.AddRange(parser.ParseToBrace());
            if (parser.AtEnd) break;
            diagnostics.Report(Definitions.BraceUnopened, new TextSpan(parser._position, 1));
            parser._position++;
        }

        return new TexRow(items);
    }

    private bool AtEnd => _position >= span.End;

    private char Current => text[_position];

    /// <summary>Parses up to a closing brace, a <c>\right</c>, the end of a cell or the end.</summary>
    private List<TexNode> ParseItems()
    {
        var items = new List<TexNode>();
        var brackets = 0;
        Infix? infix = null;
        while (true)
        {
            SkipSpace();
            if (AtEnd || Current == '}' || AtCommand("right") || AtCellEnd) break;
            if (Current == '\\' && AtInfix()) infix = ReadInfix(infix, ref items);
            else ParseItem(items, ref brackets);
        }

        _depth -= infix is null ? brackets : brackets + 1;
        return infix is null ? items : [infix.With(items)];
    }

    /// <summary>Parses up to a closing brace or the end.</summary>
    private List<TexNode> ParseToBrace()
    {
        var items = ParseItems();
        while (AtCommand("right"))
        {
            Report(Definitions.RightWithoutLeft, _position, "\\right".Length);
            _position += "\\right".Length;
            items.AddRange(ParseItems());
        }

        return items;
    }

    // A script after a bracket is one of all between the brackets, so these nest, too.
    private void ParseItem(List<TexNode> items, ref int brackets)
    {
        cancellation.Look();
        var start = _position;
        if (ParseScripted() is not { } item) return;
        items.AddRange(_before);
        _before.Clear();
        items.Add(item);
        var bracket = item as TexSymbol ?? (item as TexScript)?.Base as TexSymbol;
        if (bracket is { Class: TexClass.Opening })
        {
            brackets++;
            EnterDeeper(start);
        }
        else if (bracket is { Class: TexClass.Closing } && brackets > 0)
        {
            brackets--;
            _depth--;
        }
    }

    private TexNode? ParseScripted()
    {
        var nucleus = Current is '_' or '^' or '\'' or '’' ? new TexRow([]) : ParseNucleus();
        TexNode? subscript = null;
        TexNode? superscript = null;
        var primes = 0;
        bool? hasLimits = null;
        while (true)
        {
            SkipSpace();
            if (AtEnd) break;
            var start = _position;
            if (AtCommand("limits") || AtCommand("nolimits"))
            {
                hasLimits = ReadCommandName() == "limits";
            }
            else if (Current is '\'' or '’')
            {
                primes++;
                _position++;
            }
            else if (Current == '_')
            {
                _position++;
                if (subscript is not null) Report(Definitions.SubscriptRepeated, start);
                subscript = ParseArgument("a subscript", start);
            }
            else if (Current == '^')
            {
                _position++;
                if (superscript is not null) Report(Definitions.SuperscriptRepeated, start);
                superscript = ParseArgument("a superscript", start);
            }
            else
            {
                break;
            }
        }

        if (subscript is null && superscript is null && primes == 0) return nucleus;
        if (nucleus is TexStack { IsBrace: true }) hasLimits ??= true;
        return new TexScript(nucleus ?? new TexRow([]), subscript, superscript, primes, hasLimits);
    }

    private TexNode? ParseNucleus()
    {
        var c = Current;
        switch (c)
        {
            case '{':
                return ParseGroup();
            case '\\':
                return ParseCommand();
            case '~':
                _position++;
                return new TexSpace("");
            case '+' or '*':
                return Symbol(c.ToString(), TexClass.Binary);
            case '-' or '\u2212':
                return Symbol("\u2212", TexClass.Binary);
            case '=' or '<' or '>' or ':':
                return Symbol(c.ToString(), TexClass.Relation);
            case '(' or '[':
                return Symbol(c.ToString(), TexClass.Opening);
            case ')' or ']':
                return Symbol(c.ToString(), TexClass.Closing);
            case ',' or ';':
                return Symbol(c.ToString(), TexClass.Punctuation);
            case '，' or '、' or '；' or '。' or '．':
                return Symbol(c.ToString(), TexClass.Punctuation);
            case '（' or '【' or '「' or '《' or '“':
                return Symbol(c.ToString(), TexClass.Opening);
            case '）' or '】' or '」' or '》' or '”':
                return Symbol(c.ToString(), TexClass.Closing);
            case '：':
                return Symbol(":", TexClass.Relation);
            case '＝':
                return Symbol("=", TexClass.Relation);
            case '－' or '–':
                return Symbol("\u2212", TexClass.Binary);
            case '/' or '|' or '!' or '.' or '?' or '"' or '！' or '？':
                return Symbol(c.ToString(), TexClass.Ordinary);
        }

        if (c is >= '0' and <= '9') return ParseNumber();
        if (char.IsLetter(c)) return Symbol(c.ToString(), TexClass.Ordinary);

        if (c == '&')
        {
            Report(Definitions.CellOutsideEnvironment, _position++, 1, c);
            return null;
        }

        if (Invisible.IndexOf(c) >= 0)
        {
            _position++;
            return null;
        }

        if (TexCommands.Typed(c.ToString()) is { } typed) return Symbol(typed.Text, typed.Class);
        ReportCharacter(c);
        return null;
    }

    private void ReportCharacter(char c)
    {
        var length = char.IsHighSurrogate(c) && _position + 1 < span.End ? 2 : 1;
        var isInvisible = char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control;
        var place = new TextSpan(_position, 1);
        if (isInvisible) diagnostics.Fixing(place, "").Report(Definitions.TexCharacterInvisible, place, CodePoint.Of(c));
        else diagnostics.Report(Definitions.TexCharacterUnknown, new TextSpan(_position, length), text.Substring(_position, length));
        _position += length;
    }

    private TexSymbol Symbol(string shown, TexClass texClass)
    {
        _position++;
        return new TexSymbol(shown, texClass);
    }

    // All digits of a number are one symbol: 0.25, and 2{,}817 with its group separators.
    private TexSymbol ParseNumber()
    {
        var digits = new StringBuilder();
        while (!AtEnd)
        {
            if (Current is >= '0' and <= '9')
            {
                digits.Append(Current);
                _position++;
            }
            else if (Current == '.' && IsDigit(_position + 1))
            {
                digits.Append('.');
                _position++;
            }
            else if (string.CompareOrdinal(text, _position, "{,}", 0, 3) == 0 && IsDigit(_position + 3))
            {
                digits.Append(',');
                _position += 3;
            }
            else
            {
                break;
            }
        }

        return new TexSymbol(digits.ToString(), TexClass.Ordinary);
    }

    private bool IsDigit(int position) => position < span.End && text[position] is >= '0' and <= '9';

    // Arguments nest without braces, too: \sqrt\sqrt x.
    private void EnterDeeper(int start)
    {
        if (++_depth <= MaximumDepth) return;
        diagnostics.ReportAlone(Definitions.NestingTooDeep, new TextSpan(start, 1), MaximumDepth);
        _position = span.End;
    }

    private TexRow ParseGroup()
    {
        var start = _position;
        _position++;
        EnterDeeper(start);

        var inCell = _inCell;
        _inCell = false;
        var items = ParseToBrace();
        _inCell = inCell;
        _depth--;
        if (AtEnd)
        {
            Report(Definitions.BraceUnclosed, start);
        }
        else
        {
            _position++;
        }

        return new TexRow(items);
    }

    private TexNode ParseArgument(string what, int asker)
    {
        SkipSpace();
        if (AtEnd || Current == '}' || AtCommand("right") || AtCellEnd)
        {
            Report(Definitions.ArgumentMissing, asker, 1, what);
            return new TexRow([]);
        }

        // As in TeX, a bare digit is an argument of its own: x^10 is x¹0.
        if (Current is >= '0' and <= '9') return Symbol(Current.ToString(), TexClass.Ordinary);
        if (Current == '{') return ParseGroup();
        EnterDeeper(asker);
        var argument = AtEnd ? new TexRow([]) : ParseNucleus() ?? new TexRow([]);
        _depth--;
        return argument;
    }

    private TexNode? ParseCommand()
    {
        var start = _position;
        var name = ReadCommandName();
        if (TexCommands.Symbols.ContainsKey(name)) return TexCommands.Symbols[name];
        return Readers.TryGetValue(name, out var read) ? read(this, name, start) : ReportUnknown(name, start);
    }

    private TexNode? ReportUnknown(string name, int start)
    {
        var span = TextSpan.FromBounds(start, _position);
        var remedy = TexRefusals.OfCommand(name);
        var near = remedy is null ? diagnostics.Nearest(name, TexCommands.All) : null;
        diagnostics.Fixing(span, near is null ? null : "\\" + near)
            .Report(Definitions.TexCommandUnknown, span, name, remedy ?? NearestName.Sentence(near));
        return null;
    }

    private TexNode? ReportMisplaced(DiagnosticDefinition definition, int start, string argument)
    {
        Report(definition, start, _position - start, argument);
        return null;
    }

    private static Dictionary<string, Reader> CreateReaders()
    {
        var readers = new Dictionary<string, Reader>(System.StringComparer.Ordinal)
        {
            [TexCommands.NegativeSpace] = static (_, _, _) => null,
            ["pmod"] = static (parser, _, start) => parser.ParseModulus(start),
            ["mod"] = static (parser, _, _) => parser.ParseBareModulus(),
            ["not"] = static (parser, _, start) => parser.ParseNegated(start),
            ["begin"] = static (parser, _, start) => parser.ParseEnvironment(start),
            ["end"] = static (parser, _, start) => parser.ReportEnd(start),
            ["substack"] = static (parser, _, start) => parser.ParseStack(start),
            ["sqrt"] = static (parser, _, start) => parser.ParseRoot(start),
            ["operatorname"] = static (parser, name, start) => parser.ParseOperatorName(name, start),
            ["left"] = static (parser, _, start) => parser.ParseFenced(start),
            ["middle"] = static (parser, _, start) =>
                parser.ParseDelimiter("\\middle", start) is { } bar ? new TexDelimiter(bar, TexClass.Relation, "") : null,
            ["boxed"] = static (parser, _, start) => new TexMarked(parser.ParseArgument("the argument of \\boxed", start), null),
            ["color"] = static (parser, name, start) => parser.ParseColoured(name, start),
            ["textcolor"] = static (parser, name, start) => parser.ParseColoured(name, start),
            ["tag"] = static (parser, name, start) => parser.ParseTag(name, start),
            ["mathop"] = static (parser, _, start) => parser.ParseOperator(start),
            ["hspace"] = static (parser, _, start) => parser.ParseSpace(start),
            ["textcircled"] = static (parser, name, start) => parser.ParseCircled(name, start),
            [""] = static (parser, _, start) => parser.ReportMisplaced(Definitions.BackslashAtEnd, start, ""),
        };
        Add(TexCommands.Spaces.Keys, static (_, name, _) => new TexSpace(TexCommands.Spaces[name]));
        Add(TexCommands.Words.Keys, static (parser, name, start) => parser.ParseWords(name, start));
        Add(TexCommands.Ignored, static (_, _, _) => null);
        Add(TexCommands.WideArrows.Keys, static (parser, name, start) => parser.ParseWideArrow(name, start));
        Add(TexCommands.Declarations.Keys, static (parser, name, start) => parser.ParseDeclared(TexCommands.Declarations[name], start));
        Add(TexCommands.Alphabets.Keys, static (parser, name, start) => parser.ParseStyled(name, start));
        Add(TexCommands.Accents.Keys, static (parser, name, start) => parser.ParseAccented(name, start));
        Add(TexCommands.Styles.Keys, static (parser, name, start) => parser.ParseSized(TexCommands.Styles[name], start));
        Add(TexCommands.Sizes.Keys, static (parser, name, start) => parser.ParseSizedDelimiter(name, TexCommands.Sizes[name], start));
        Add(["frac", "dfrac", "tfrac", "cfrac"], static (parser, name, start) => parser.ParseFraction(name, start));
        Add(["binom", "dbinom", "tbinom"], static (parser, name, start) => parser.ParseBinomial(name, start));
        Add(["underset", "overset", "stackrel"], static (parser, name, start) => parser.ParseStacked(name, start));
        Add(["underbrace", "overbrace"], static (parser, name, start) => parser.ParseBraced(name, start));
        Add(["limits", "nolimits"], static (parser, name, start) => parser.ReportMisplaced(Definitions.LimitsMisplaced, start, name));
        Add(["\\", "cr"], static (parser, name, start) => parser.ReportMisplaced(Definitions.CellOutsideEnvironment, start, "\\" + name));
        return readers;

        void Add(IEnumerable<string> names, Reader read)
        {
            foreach (var name in names) readers.Add(name, read);
        }
    }

    private TexSpace ParseBareModulus()
    {
        _before.AddRange([new TexSpace("1"), new TexSymbol("mod", TexClass.Ordinary)]);
        return new TexSpace("0.3333");
    }

    private TexSymbol ParseOperatorName(string name, int start)
    {
        var takesLimits = !AtEnd && Current == '*';
        if (takesLimits) _position++;
        return new TexSymbol(ReadWords(name, start), TexClass.Function, takesLimits);
    }

    private TexStyled ParseStyled(string name, int start) =>
        new(TexCommands.Alphabets[name], ParseArgument("the argument of \\" + name, start));

    private TexAccented ParseAccented(string name, int start) =>
        new(TexCommands.Accents[name], ParseArgument("the argument of \\" + name, start));

    private TexFraction ParseFraction(string name, int start)
    {
        var numerator = ParseArgument("the numerator of \\" + name, start);
        return new TexFraction(numerator, ParseArgument("the denominator of \\" + name, start), SizeOf(name));
    }

    private TexBinomial ParseBinomial(string name, int start)
    {
        var upper = ParseArgument("the upper number of \\" + name, start);
        return new TexBinomial(upper, ParseArgument("the lower number of \\" + name, start), SizeOf(name));
    }

    private TexSymbol ParseModulus(int start)
    {
        var modulus = ParseArgument("the argument of \\pmod", start);
        _before.AddRange(
        [
            new TexSpace("1"), new TexSymbol("(", TexClass.Opening), new TexSymbol("mod", TexClass.Ordinary),
            new TexSpace("0.3333"), modulus,
        ]);
        return new TexSymbol(")", TexClass.Closing);
    }

    private TexRoot ParseRoot(int start)
    {
        SkipSpace();
        TexNode? degree = !AtEnd && Current == '[' ? ParseDegree(start) : null;
        return new TexRoot(ParseArgument("the argument of \\sqrt", start), degree);
    }

    private TexStack ParseStacked(string name, int start)
    {
        var script = ParseArgument("the small argument of \\" + name, start);
        var stacked = ParseArgument("the base of \\" + name, start);
        return name == "underset" ? new TexStack(stacked, null, script) : new TexStack(stacked, script, null);
    }

    private TexStack ParseBraced(string name, int start)
    {
        var braced = ParseArgument("the argument of \\" + name, start);
        return name == "underbrace"
            ? new TexStack(braced, null, new TexSymbol("⏟", TexClass.Ordinary), IsBrace: true)
            : new TexStack(braced, new TexSymbol("⏞", TexClass.Ordinary), null, IsBrace: true);
    }

    /// <summary>Parses the rest of a group, which a command makes as large as in a displayed formula, or as small as in a line.</summary>
    private TexSized ParseSized(bool isDisplayed, int start)
    {
        EnterDeeper(start);
        var body = new TexRow(ParseItems());
        _depth--;
        return new TexSized(body, isDisplayed);
    }

    private TexStyled ParseDeclared(TexAlphabet alphabet, int start)
    {
        EnterDeeper(start);
        var body = new TexRow(ParseItems());
        _depth--;
        return new TexStyled(alphabet, body);
    }

    /// <summary>Whether a fraction is displayed, by the first letter of its command; null: as where it stands.</summary>
    private static bool? SizeOf(string command) => command[0] switch { 'd' or 'c' => true, 't' => false, _ => null };

    /// <summary>A delimiter that opens, closes, or, after a command with m or around nothing, does neither.</summary>
    private TexDelimiter? ParseSizedDelimiter(string command, string size, int start)
    {
        if (ParseDelimiter("\\" + command, start) is not { } delimiter) return null;
        var side = command[command.Length - 1];
        var texClass = side switch
        {
            'l' => TexClass.Opening,
            'r' => TexClass.Closing,
            'm' => TexClass.Relation,
            _ => "([{⟨⌊⌈".Contains(delimiter) ? TexClass.Opening : ")]}⟩⌋⌉".Contains(delimiter) ? TexClass.Closing : TexClass.Ordinary,
        };
        return new TexDelimiter(delimiter, texClass, size);
    }

    private TexSymbol? ParseNegated(int start)
    {
        var argument = ParseArgument("the symbol of \\not", start);
        while (argument is TexRow { Items.Count: 1 } row) argument = row.Items[0];
        if (argument is TexSymbol symbol && TexCommands.Negated.TryGetValue(symbol.Text, out var negated))
            return new TexSymbol(negated, symbol.Class);
        if (argument is not TexRow { Items.Count: 0 })
            Report(Definitions.NegationUnknown, start, _position - start, text.Substring(start, _position - start).Trim());
        return null;
    }

    private TexRow ParseDegree(int start)
    {
        _position++;
        EnterDeeper(start);
        var items = new List<TexNode>();
        var brackets = 0;
        while (true)
        {
            SkipSpace();
            if (AtEnd || Current is '}' or ']' || AtCommand("right") || AtCellEnd) break;
            ParseItem(items, ref brackets);
        }

        _depth -= brackets + 1;
        if (!AtEnd && Current == ']') _position++;
        else Report(Definitions.DegreeUnclosed, start);
        return new TexRow(items);
    }

    private TexFenced ParseFenced(int start)
    {
        var opening = ParseDelimiter("\\left", start);
        EnterDeeper(start);

        var inCell = _inCell;
        _inCell = false;
        var body = new TexRow(ParseItems());
        _inCell = inCell;
        _depth--;
        if (!AtCommand("right"))
        {
            Report(Definitions.LeftWithoutRight, start, "\\left".Length);
            return new TexFenced(opening, body, null);
        }

        var right = _position;
        ReadCommandName();
        return new TexFenced(opening, body, ParseDelimiter("\\right", right));
    }

    private string? ParseDelimiter(string command, int start)
    {
        SkipSpace();
        if (!AtEnd)
        {
            var place = _position;
            string? shown;
            if (Current == '\\')
            {
                var name = ReadCommandName();
                shown = name is "|" or "Vert" ? "‖" : name is "vert" ? "|" : TexCommands.Symbols.TryGetValue(name, out var symbol)
                    && (symbol.Class is TexClass.Opening or TexClass.Closing || "↑↓↕⇑⇓⇕∖".Contains(symbol.Text)) ? symbol.Text : null;
            }
            else
            {
                shown = Current switch
                {
                    '(' or ')' or '[' or ']' or '|' or '.' or '/' => Current.ToString(),
                    '<' => "⟨",
                    '>' => "⟩",
                    _ => null,
                };
                _position++;
            }

            if (shown == ".") return null;
            if (shown is not null) return shown;
            _position = place;
        }

        Report(Definitions.DelimiterMissing, start, command.Length, command);
        return null;
    }

    private string ReadCommandName()
    {
        _position++;
        var start = _position;
        if (AtEnd) return "";
        while (!AtEnd && Current is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) _position++;
        if (_position > start) return text.Substring(start, _position - start);

        // Before the end of a line, too, a backslash is a space.
        if (char.IsWhiteSpace(text[_position++])) return " ";
        return text.Substring(start, _position - start);
    }

    private bool AtCommand(string name)
    {
        var end = _position + 1 + name.Length;
        return !AtEnd && Current == '\\' && end <= span.End
            && string.CompareOrdinal(text, _position + 1, name, 0, name.Length) == 0
            && (end == span.End || text[end] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z')));
    }

    private void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(Current)) _position++;
    }

    private void Report(DiagnosticDefinition definition, int start, int length = 1, params object[] arguments) =>
        diagnostics.Report(definition, new TextSpan(start, Math.Min(length, Math.Max(1, span.End - start))), arguments);
}
