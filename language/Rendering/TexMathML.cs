// Writes a formula in MathML Core (W3C), which Chromium, Firefox and Safari draw without a script or a style sheet.

using QuizKit.Language.Formulas;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

internal static class TexMathML
{
    private const string Thin = "0.1667em";
    private const string Thick = "0.2778em";

    // These have a form without space around it in the operator dictionary of MathML Core: its prefixes.
    private const string Signs = "+\u2212±∓";

    // Ordinary to TeX, operators to a reader. The dictionary gives them no space: they are prefixes or postfixes there.
    private const string SpacelessOperators = "∀∃∇!′¬";

    private static readonly (string, string?)[] NoSpace = [("lspace", "0"), ("rspace", "0")];

    /// <summary>An element with a text or with children.</summary>
    private sealed record Element(
        string Name, string Text, IReadOnlyList<Element> Children, params (string Name, string? Value)[] Attributes);

    /// <summary>What surrounds a node.</summary>
    /// <param name="IsDisplayed">Whether large operators are large here, and limits stand above and below them.</param>
    /// <param name="IsSmall">Whether it stands in a script, or in a fraction in a line: operators have no space there.</param>
    /// <param name="Alphabet">The alphabet of its letters, or null for TeX's own: italic, but for digits and Greek capitals.</param>
    /// <param name="Cancellation">What ends the rendering early.</param>
    private readonly record struct Style(bool IsDisplayed, bool IsSmall, TexAlphabet? Alphabet, Cancellation Cancellation)
    {
        public Style InScript => this with { IsDisplayed = false, IsSmall = true };

        public Style InFraction => this with { IsDisplayed = false, IsSmall = IsSmall || !IsDisplayed };
    }

    /// <summary>Writes a formula; a displayed one stands on lines of its own.</summary>
    public static void Write(TexNode formula, bool isDisplayed, HtmlWriter html, Cancellation cancellation)
    {
        html.Open("math", ("display", isDisplayed ? "block" : null));
        var style = new Style(isDisplayed, false, null, cancellation);
        foreach (var element in Row(ItemsOf(formula), style)) Write(element, html, cancellation);
        html.Close();
    }

    private static void Write(Element element, HtmlWriter html, Cancellation cancellation)
    {
        cancellation.Look();
        html.Open(element.Name, element.Attributes);
        html.Text(element.Text);
        foreach (var child in element.Children) Write(child, html, cancellation);
        html.Close();
    }

    private static Element Leaf(string name, string text, params (string, string?)[] attributes) => new(name, text, [], attributes);

    private static Element Operator(string text, params (string, string?)[] attributes) => Leaf("mo", text, attributes);

    private static Element Group(string name, params Element[] children) => new(name, "", children);

    private static Element Space(string width) => Leaf("mspace", "", ("width", width));

    private static IReadOnlyList<TexNode> ItemsOf(TexNode node) => node is TexRow row ? row.Items : [node];

    private static Element One(TexNode node, Style style) => One(Row(ItemsOf(node), style));

    private static Element One(List<Element> elements) => elements.Count == 1 ? elements[0] : new Element("mrow", "", elements);

    private static List<Element> Row(IReadOnlyList<TexNode> items, Style style)
    {
        var elements = new List<Element>();
        items = WithGroups(items);
        for (var i = 0; i < items.Count; i++)
        {
            style.Cancellation.Look();
            var word = WordAt(items, i, style);
            if (word.Length > 1)
            {
                elements.Add(Identifier(word, style));
                i += word.Length - 1;
                continue;
            }

            var previous = Neighbour(items, i, -1);
            var next = Neighbour(items, i, 1);
            if (TexLine.ClassOf(items[i]) == TexClass.Function) AddFunction(elements, items[i], previous, next, style);
            else elements.Add(Node(items[i], previous, next, style));
        }

        return elements;
    }

    // A script after a bracket is a script of everything in the brackets: of (a + b) in (a + b)^2.
    private static IReadOnlyList<TexNode> WithGroups(IReadOnlyList<TexNode> items)
    {
        if (!items.Any(item => item is TexScript { Base: TexSymbol { Class: TexClass.Closing } })) return items;
        var grouped = new List<TexNode>();
        var openings = new Stack<int>();
        foreach (var item in items)
        {
            var bracket = item as TexSymbol ?? (item as TexScript)?.Base as TexSymbol;
            if (bracket is { Class: TexClass.Opening }) openings.Push(grouped.Count);
            var closes = bracket is { Class: TexClass.Closing } && openings.Count > 0;
            var start = closes ? openings.Pop() : grouped.Count;
            if (closes && item is TexScript script)
            {
                TexRow group = new([.. grouped.Skip(start), script.Base]);
                grouped.RemoveRange(start, grouped.Count - start);
                grouped.Add(script with { Base = group });
            }
            else
            {
                grouped.Add(item);
            }
        }

        return grouped;
    }

    private static bool BeginsWithBracket(TexNode node) => node switch
    {
        TexFenced or TexSymbol { Class: TexClass.Opening } => true,
        TexScript script => BeginsWithBracket(script.Base),
        TexRow { Items.Count: > 0 } row => BeginsWithBracket(row.Items[0]),
        _ => false,
    };

    // Letters side by side in these alphabets are a word, such as \mathrm{Var}; elsewhere each is a variable.
    private static string WordAt(IReadOnlyList<TexNode> items, int start, Style style)
    {
        if (style.Alphabet is not (TexAlphabet.Upright or TexAlphabet.Italic or TexAlphabet.Bold)) return "";
        var letters = items.Skip(start).TakeWhile(item => item is TexSymbol symbol && IsLetter(symbol));
        return string.Concat(letters.Select(letter => ((TexSymbol)letter).Text));
    }

    private static bool IsLetter(TexSymbol symbol) =>
        symbol is { Class: TexClass.Ordinary, Text.Length: 1 } && char.IsLetter(symbol.Text[0]);

    // Spaces are nothing to the atoms beside them.
    private static TexNode? Neighbour(IReadOnlyList<TexNode> items, int index, int step)
    {
        do index += step;
        while (index >= 0 && index < items.Count && items[index] is TexSpace);
        return index >= 0 && index < items.Count ? items[index] : null;
    }

    private static void AddFunction(List<Element> elements, TexNode function, TexNode? previous, TexNode? next, Style style)
    {
        if (previous is not null && TexLine.ClassOf(previous) is TexClass.Ordinary or TexClass.Closing) elements.Add(Space(Thin));
        elements.Add(Node(function, previous, next, style));
        var isApplied = next is not null
            && TexLine.ClassOf(next) is TexClass.Ordinary or TexClass.Opening or TexClass.Function or TexClass.LargeOperator;
        if (!isApplied) return;
        elements.Add(Operator("\u2061"));
        if (!BeginsWithBracket(next!)) elements.Add(Space(Thin));
    }

    private static Element Node(TexNode node, TexNode? previous, TexNode? next, Style style) => node switch
    {
        TexSymbol symbol => Symbol(symbol, previous, next, style),
        TexSpace { Width: "" } => Leaf("mtext", "\u00A0"),
        TexSpace space => Space(space.Width + "em"),
        TexWords words => Leaf("mtext", WithEdges(SetIn(words.Alphabet, words.Text))),
        TexRow row => One(Row(row.Items, style)),
        TexStyled styled => One(styled.Body, style with { Alphabet = styled.Alphabet }),
        TexFenced fenced => Fenced(fenced, style),
        TexFraction fraction => Fraction(fraction, In(fraction.IsDisplayed, style)),
        TexTable table => Table(table, style),
        TexSized sized => Sized(sized.IsDisplayed, One(sized.Body, In(sized.IsDisplayed, style))),
        TexDelimiter delimiter => Delimiter(delimiter),
        TexStack stack => Stack(stack, previous, next, style),
        TexMarked marked => Marked(marked, previous, next, style),
        TexBinomial binomial => Binomial(binomial, In(binomial.IsDisplayed, style)),
        TexRoot { Degree: null } root => new Element("msqrt", "", Row(ItemsOf(root.Radicand), style)),
        TexRoot root => Group("mroot", One(root.Radicand, style), One(root.Degree, style.InScript)),
        TexAccented accented => Accented(accented, style),
        TexScript script => Script(script, previous, next, style),
        _ => throw new System.InvalidOperationException($"No MathML is written for {node.GetType().Name}."),
    };

    // What surrounds something of a size of its own.
    private static Style In(bool? isDisplayed, Style style) =>
        isDisplayed is { } displayed ? style with { IsDisplayed = displayed, IsSmall = style.IsSmall && !displayed } : style;

    private static Element Sized(bool? isDisplayed, Element element) => isDisplayed is { } displayed
        ? new Element("mstyle", "", [element], ("displaystyle", displayed ? "true" : "false"), ("scriptlevel", "0"))
        : element;

    private static Element Delimiter(TexDelimiter delimiter) => Operator(
        delimiter.Text,
        ("form", delimiter.Class switch { TexClass.Opening => "prefix", TexClass.Closing => "postfix", _ => null }),
        ("stretchy", "true"),
        ("minsize", delimiter.Size.Length == 0 ? null : delimiter.Size + "em"),
        ("maxsize", delimiter.Size.Length == 0 ? null : delimiter.Size + "em"));

    private static Element Fraction(TexFraction fraction, Style style) => Sized(
        fraction.IsDisplayed, Group("mfrac", One(fraction.Numerator, style.InFraction), One(fraction.Denominator, style.InFraction)));

    private static Element Table(TexTable table, Style style)
    {
        var environment = table.Environment;
        var cellStyle = environment.IsDisplayed ? style with { IsDisplayed = true, IsSmall = false } : style with { IsDisplayed = false };
        var rows = table.Rows.Select(row => new Element(
            "mtr", "", [.. row.Select((cell, column) => new Element(
                "mtd", "", CellOf(table, cell, column, cellStyle), ("style", StyleOf(table, column))))]));
        var grid = new Element("mtable", "", [.. rows], ("displaystyle", environment.IsDisplayed ? "true" : null));
        if (environment.Opening is null && environment.Closing is null) return grid;
        var elements = new List<Element> { grid };
        if (environment.Opening is not null) elements.Insert(0, Operator(environment.Opening, ("form", "prefix")));
        if (environment.Closing is not null) elements.Add(Operator(environment.Closing, ("form", "postfix")));
        return new Element("mrow", "", elements);
    }

    // As in TeX, something empty stands before the relation with which the second cell of an equation begins.
    private static List<Element> CellOf(TexTable table, TexRow cell, int column, Style style)
    {
        var isSecond = table.Environment.Kind == TexEnvironmentKind.Aligned && table.AlignmentOf(column) == 'l';
        return Row(isSecond ? [new TexRow([]), .. cell.Items] : cell.Items, style);
    }

    // MathML Core has no attribute for the alignment of a cell.
    private static string? StyleOf(TexTable table, int column)
    {
        var alignment = table.AlignmentOf(column) switch { 'l' => "text-align:left", 'r' => "text-align:right", _ => null };
        var padding = table.Environment.Kind switch
        {
            TexEnvironmentKind.Aligned when table.AlignmentOf(column) == 'r' => "padding-right:0" + (column > 0 ? ";padding-left:2em" : ""),
            TexEnvironmentKind.Aligned => "padding-left:0;padding-right:0",
            TexEnvironmentKind.Cases when column > 0 => "padding-left:1em",
            _ => null,
        };
        return alignment is null || padding is null ? alignment ?? padding : alignment + ";" + padding;
    }

    private static Element Binomial(TexBinomial binomial, Style style)
    {
        Element[] numbers = [One(binomial.Upper, style.InFraction), One(binomial.Lower, style.InFraction)];
        var fraction = new Element("mfrac", "", numbers, ("linethickness", "0"));
        if (binomial.Opening.Length == 0) return Sized(binomial.IsDisplayed, fraction);
        var (opening, closing) = (Operator(binomial.Opening, ("form", "prefix")), Operator(binomial.Closing, ("form", "postfix")));
        return Sized(binomial.IsDisplayed, Group("mrow", opening, fraction, closing));
    }

    // MathML Core has no element for a box.
    private static Element Marked(TexMarked marked, TexNode? previous, TexNode? next, Style style)
    {
        var elements = marked.Body is TexRow { Items.Count: 1 } row
            ? [Node(row.Items[0], previous, next, style)]
            : Row(ItemsOf(marked.Body), style);
        return marked.Colour is { } colour
            ? new Element("mstyle", "", elements, ("mathcolor", colour))
            : new Element("mrow", "", elements, ("style", "border:1px solid;padding:0.2em"));
    }

    // Spaces at the ends of a token element do not show.
    private static string WithEdges(string words)
    {
        var inner = words.Trim(' ');
        var before = words.Length - words.TrimStart(' ').Length;
        var after = inner.Length == 0 ? 0 : words.Length - words.TrimEnd(' ').Length;
        return new string('\u00A0', before) + inner + new string('\u00A0', after);
    }

    private static Element Fenced(TexFenced fenced, Style style)
    {
        var elements = Row(fenced.Body.Items, style);
        if (fenced.Opening is not null) elements.Insert(0, Operator(fenced.Opening, ("form", "prefix")));
        if (fenced.Closing is not null) elements.Add(Operator(fenced.Closing, ("form", "postfix")));
        return new Element("mrow", "", elements);
    }

    // Without accent="true": where no font has a MATH table, Chromium would draw the sign across its letter.
    private static Element Accented(TexAccented accented, Style style)
    {
        var sign = Operator(accented.Accent.Sign.ToString(), ("stretchy", accented.Accent.IsWide ? null : "false"));
        return Group(accented.Accent.IsBelow ? "munder" : "mover", One(accented.Body, style), sign);
    }

    private static Element Stack(TexStack stack, TexNode? previous, TexNode? next, Style style)
    {
        var nucleus = stack.Base switch
        {
            TexRow { Items.Count: 1 } row => Node(row.Items[0], previous, next, style),
            TexRow row => One(row, style),
            var only => Node(only, previous, next, style),
        };
        Element Small(TexNode node) => stack.IsBrace ? Operator(((TexSymbol)node).Text) : One(node, style.InScript);
        return stack.Below is not null ? Group("munder", nucleus, Small(stack.Below)) : Group("mover", nucleus, Small(stack.Above!));
    }

    private static Element Script(TexScript script, TexNode? previous, TexNode? next, Style style)
    {
        var nucleus = script.Base is TexRow row ? One(row, style) : Node(script.Base, previous, next, style);
        var above = new List<Element>();
        if (script.Primes > 0) above.Add(Operator(Primes(script.Primes)));
        if (script.Superscript is not null) above.AddRange(Row(ItemsOf(script.Superscript), style.InScript));
        var hasLimits = script.HasLimits ?? (style.IsDisplayed && script.Base is TexSymbol { TakesLimits: true });
        if (script is { HasLimits: true, Base: TexSymbol { Class: TexClass.LargeOperator } large })
            nucleus = Operator(large.Text, ("movablelimits", "false"));
        var superscript = script.Superscript is null && script.Primes == 0 ? null : One(above);
        if (script.Subscript is null) return Group(hasLimits ? "mover" : "msup", nucleus, superscript!);
        var subscript = One(script.Subscript, style.InScript);
        return superscript is null
            ? Group(hasLimits ? "munder" : "msub", nucleus, subscript)
            : Group(hasLimits ? "munderover" : "msubsup", nucleus, subscript, superscript);
    }

    private static string Primes(int count) => count switch { 1 => "′", 2 => "″", 3 => "‴", _ => new string('′', count) };

    private static Element Symbol(TexSymbol symbol, TexNode? previous, TexNode? next, Style style) => symbol.Class switch
    {
        TexClass.Function => Leaf("mi", symbol.Text.Replace(' ', '\u00A0'), ("mathvariant", symbol.Text.Length == 1 ? "normal" : null)),
        TexClass.LargeOperator => Operator(symbol.Text),
        TexClass.Binary => Binary(symbol.Text, previous, next, style),
        TexClass.Relation => Relation(symbol.Text, previous, next, style),
        TexClass.Opening => Operator(symbol.Text, ("form", IsBar(symbol.Text) ? "prefix" : null), ("stretchy", "false")),
        TexClass.Closing => Operator(symbol.Text, ("form", IsBar(symbol.Text) ? "postfix" : null), ("stretchy", "false")),
        TexClass.Punctuation => Operator(symbol.Text, ("rspace", style.IsSmall ? "0" : null)),
        _ => Ordinary(symbol, style),
    };

    // A bar is an opening, a closing or neither, and its character does not tell.
    private static bool IsBar(string text) => text is "|" or "‖";

    private static Element Binary(string text, TexNode? previous, TexNode? next, Style style)
    {
        var shown = text == "*" ? "∗" : text;
        var isSign = TexLine.IsUnary(previous)
            || next is null || TexLine.ClassOf(next) is TexClass.Relation or TexClass.Closing or TexClass.Punctuation;
        if (isSign && Signs.Contains(shown)) return Operator(shown, ("form", "prefix"));
        if (isSign || style.IsSmall) return Operator(shown, NoSpace);
        return shown == "mod" ? Operator(shown, ("lspace", "0.2222em"), ("rspace", "0.2222em")) : Operator(shown);
    }

    private static Element Relation(string text, TexNode? previous, TexNode? next, Style style)
    {
        if (style.IsSmall || (previous is null && next is null)) return Operator(text, NoSpace);

        // The dictionary has the colon as a punctuation mark.
        var usual = text == ":" ? Thick : null;
        return Operator(text, ("lspace", previous is null ? "0" : usual), ("rspace", next is null ? "0" : usual));
    }

    private static Element Ordinary(TexSymbol symbol, Style style)
    {
        var text = symbol.Text;
        if (text[0] is >= '0' and <= '9') return Leaf("mn", SetIn(style.Alphabet, text));
        if (IsLetter(symbol) || text == "∂") return Identifier(text, style);
        if (text == "∇" && style.Alphabet is TexAlphabet.Bold or TexAlphabet.BoldItalic) return Identifier(text, style);
        if (SpacelessOperators.Contains(text)) return Operator(text);
        return text switch
        {
            "/" or "?" => Operator(text, NoSpace),
            "|" or "‖" => Operator(text, [.. NoSpace, ("stretchy", "false")]),
            _ => Leaf("mi", text),
        };
    }

    // A single letter in an <mi> is drawn in italics, several are drawn upright.
    private static Element Identifier(string text, Style style)
    {
        var isUpright = style.Alphabet == TexAlphabet.Upright || (style.Alphabet is null && text[0] is >= 'Α' and <= 'Ω');
        if (text.Length == 1 && (isUpright || style.Alphabet == TexAlphabet.Italic))
            return Leaf("mi", text, ("mathvariant", isUpright ? "normal" : null));
        return Leaf("mi", SetIn(style.Alphabet, text));
    }

    private static string SetIn(TexAlphabet? alphabet, string text) => alphabet is { } set ? TexAlphabets.Set(set, text) : text;
}
