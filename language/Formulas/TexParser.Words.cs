// Reads words in formulas, and commands that mark a part of a formula: colours, boxes, tags.

using System.Globalization;
using System.Text;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Formulas;

internal sealed partial class TexParser
{
    // The size of each unit in em.
    private static readonly Dictionary<string, double> Lengths = new(StringComparer.Ordinal)
    {
        ["em"] = 1,
        ["ex"] = 0.5,
        ["pt"] = 0.1,
        ["px"] = 0.075,
        ["mm"] = 0.28,
        ["cm"] = 2.8,
        ["in"] = 7.2,
        ["mu"] = 0.0556,
    };

    private const double LongestSpace = 20;

    /// <summary>What stands in a group before a command such as \over.</summary>
    private sealed record Infix(string Command, List<TexNode> Before)
    {
        public TexNode With(List<TexNode> items)
        {
            (var above, var below) = (new TexRow(Before), new TexRow(items));
            return Command switch
            {
                "over" => new TexFraction(above, below),
                "choose" => new TexBinomial(above, below),
                "brack" => new TexBinomial(above, below, null, "[", "]"),
                "brace" => new TexBinomial(above, below, null, "{", "}"),
                _ => new TexBinomial(above, below, null, "", ""),
            };
        }
    }

    private bool AtInfix() => TexCommands.Infixes.Any(AtCommand);

    // A second one in a group would be ambiguous.
    private Infix? ReadInfix(Infix? first, ref List<TexNode> items)
    {
        var start = _position;
        var name = ReadCommandName();
        if (first is not null)
        {
            ReportMisplaced(Definitions.InfixRepeated, start, name);
            return first;
        }

        // It takes more of the stack than the group that it stands in.
        EnterDeeper(start);
        var infix = new Infix(name, items);
        items = [];
        return infix;
    }

    private TexNode ParseWords(string command, int start)
    {
        var alphabet = TexCommands.Words[command];
        var parts = new List<TexNode>();
        var words = new StringBuilder();
        ReadWords(command, start, words, () =>
        {
            if (words.Length > 0) parts.Add(new TexWords(words.ToString(), alphabet));
            words.Clear();
            parts.Add(ParseFormulaInWords());
        });
        if (words.Length > 0 || parts.Count == 0) parts.Add(new TexWords(words.ToString(), alphabet));
        return parts.Count == 1 ? parts[0] : new TexRow(parts);
    }

    private string ReadWords(string command, int start)
    {
        var words = new StringBuilder();
        ReadWords(command, start, words, null);
        return words.ToString();
    }

    /// <summary>Reads words in braces; what stands between dollar signs there is left to a reader of its own.</summary>
    private void ReadWords(string command, int start, StringBuilder words, Action? readFormula)
    {
        SkipSpace();
        if (AtEnd || Current != '{')
        {
            Report(Definitions.WordsWithoutBraces, start, command.Length + 1, command);
            return;
        }

        var open = _position++;
        for (var depth = 1; !AtEnd;)
        {
            if (Current == '\\')
            {
                ReadInWords(command, words);
            }
            else if (Current == '$' && readFormula is not null)
            {
                readFormula();
            }
            else
            {
                if (Current == '$') Report(Definitions.TexWordsNotPlain, _position, 1, command, Current);
                if (Current == '{') depth++;
                else if (Current == '}') depth--;
                else words.Append(Current == '~' ? ' ' : Current);
                _position++;
                if (depth == 0) return;
            }
        }

        words.Clear();
        Report(Definitions.BraceUnclosed, open);
    }

    // An escaped character, the name of a sign, or an alphabet, which words in words do not change.
    private void ReadInWords(string command, StringBuilder words)
    {
        var start = _position;
        if (_position + 1 < span.End && Escaped.IndexOf(text[_position + 1]) >= 0)
        {
            words.Append(text[_position + 1]);
            _position += 2;
            return;
        }

        var name = ReadCommandName();
        if (name == " ") words.Append(' ');
        else if (TexCommands.Symbols.TryGetValue(name, out var symbol)) words.Append(symbol.Text);
        else if (!IsAlphabet(name)) ReportInWords(command, name, start, words);
        if (name.Length > 1) SkipSpace();
    }

    private void ReportInWords(string command, string name, int start, StringBuilder words)
    {
        Report(Definitions.TexWordsNotPlain, start, 1, command, '\\');
        words.Append('\\').Append(name);
    }

    private static bool IsAlphabet(string command) =>
        TexCommands.Words.ContainsKey(command)
        || TexCommands.Alphabets.ContainsKey(command)
        || TexCommands.Declarations.ContainsKey(command);

    // Up to the next dollar sign.
    private TexRow ParseFormulaInWords()
    {
        var start = _position++;
        var close = AtEnd ? -1 : text.IndexOf('$', _position, span.End - _position);
        if (close < 0)
        {
            Report(Definitions.DollarInWords, start);
            return new TexRow([]);
        }

        EnterDeeper(start);
        if (AtEnd) return new TexRow([]);
        var inner = new TexParser(text, TextSpan.FromBounds(_position, close), diagnostics, cancellation) { _depth = _depth };
        var items = inner.ParseToBrace();
        if (!inner.AtEnd) Report(Definitions.BraceUnopened, inner._position);
        _position = close + 1;
        _depth--;
        return new TexRow(items);
    }

    // \color{red}{x} and \textcolor{red}{x} colour a group, and \color{red} x colours the rest of the group that it stands in.
    private TexNode ParseColoured(string command, int start)
    {
        var place = _position;
        var name = ReadWords(command, start).Trim();
        var isHex = name.Length is 4 or 7 && name[0] == '#' && name.Skip(1).All(Uri.IsHexDigit);
        var isKnown = isHex || TexCommands.Colours.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (!isKnown)
            Report(Definitions.ColourUnknown, place, _position - place, name, string.Join(", ", TexCommands.Colours));
        var isRest = command == "color" && (AtEnd || Current != '{');
        var body = isRest ? ParseDeclared(TexAlphabet.Upright, start).Body : ParseArgument("the argument of \\" + command, start);
        return isKnown ? new TexMarked(body, name.ToLowerInvariant()) : body;
    }

    private TexWords ParseTag(string name, int start)
    {
        var isBare = !AtEnd && Current == '*';
        if (isBare) _position++;
        var words = ReadWords(name, start);
        _before.Add(new TexSpace("2"));
        return new TexWords(isBare ? words : "(" + words + ")");
    }

    // Letters are the name of an operator, whose limits stand below it; anything else is what it is.
    private TexNode ParseOperator(int start)
    {
        var argument = ParseArgument("the argument of \\mathop", start);
        var name = NameOf(argument);
        return name is null ? argument : new TexSymbol(name, TexClass.Function, TakesLimits: true);
    }

    private static string? NameOf(TexNode node)
    {
        while (node is TexRow { Items.Count: 1 } or TexStyled { Alphabet: TexAlphabet.Upright })
            node = node is TexRow row ? row.Items[0] : ((TexStyled)node).Body;
        if (node is TexWords { Alphabet: null } words) return words.Text;
        if (node is not TexRow { Items.Count: > 0 } letters) return null;
        return letters.Items.All(item => item is TexSymbol { Text.Length: 1 } symbol && char.IsLetter(symbol.Text[0]))
            ? string.Concat(letters.Items.Select(item => ((TexSymbol)item).Text))
            : null;
    }

    private TexSpace? ParseSpace(int start)
    {
        if (!AtEnd && Current == '*') _position++;
        var place = _position;
        var words = ReadWords("hspace", start).Replace(" ", "");
        var unit = words.Length > 2 ? words.Substring(words.Length - 2) : "";
        var digits = words.Substring(0, words.Length - unit.Length);
        var isLength = Lengths.TryGetValue(unit, out var em)
            & double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (!isLength || Math.Abs(number * em) > LongestSpace)
        {
            Report(Definitions.SpaceInvalid, place, _position - place, words);
            return null;
        }

        return number <= 0 ? null : new TexSpace((number * em).ToString("0.####", CultureInfo.InvariantCulture));
    }

    private TexNode ParseCircled(string name, int start)
    {
        var words = ReadWords(name, start).Trim();
        if (int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 20)
            return new TexSymbol(((char)('\u2460' + number - 1)).ToString(), TexClass.Ordinary);
        return new TexWords("(" + words + ")");
    }

    private TexStack ParseWideArrow(string name, int start)
    {
        SkipSpace();
        var below = !AtEnd && Current == '[' ? ParseDegree(start) : null;
        var arrow = new TexSymbol(TexCommands.WideArrows[name], TexClass.Relation);
        var above = ParseArgument("the argument of \\" + name, start);
        var stack = new TexStack(arrow, new TexRow([new TexSpace("0.4286"), above, new TexSpace("0.4286")]), null);
        return below is null ? stack : new TexStack(stack, null, below);
    }
}
