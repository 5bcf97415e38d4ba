// HTML of other products as Markdown of a quiz: a closed set of elements, words without marks, and a note on all that is left out.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Writes the texts of one question.</summary>
/// <param name="note">Takes what is left out.</param>
/// <param name="picture">The address in the quiz of a picture that is in the source; null where it is not there.</param>
/// <param name="readsTex">Whether words between the delimiters of MathJax are formulas.</param>
internal sealed class HtmlMarkdown(Action<string> note, Func<string, string?> picture, bool readsTex = true)
{
    /// <summary>So deep elements may stand in each other.</summary>
    public const int MaximumDepth = 100;

    private const int MaximumLength = 2_000_000;
    private const int MaximumTags = 20_000;

    // Looking for the end of each formula may take time in proportion to the square of the length.
    private const int LongestWithTex = 200_000;
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex Tex = new(
        @"\\\((?<line>.{1,5000}?)\\\)|\\\[(?<shown>.{1,5000}?)\\\]|\$\$(?<shown>.{1,5000}?)\$\$", Options | RegexOptions.Singleline);

    private static readonly Regex Alert = new("^alert-(?<kind>note|tip|important|warning|caution)$", Options);

    private static readonly HashSet<string> BlockElements = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol",
        "p", "pre", "section", "summary", "table", "ul",
    };

    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "applet", "audio", "base", "button", "canvas", "embed", "frame", "frameset", "iframe", "input", "link", "meta", "noscript",
        "object", "script", "select", "style", "svg", "template", "textarea", "title", "track", "video",
    };

    // How the text of a token begins that is words, or code, still without marks.
    private const char WordMark = '\0';
    private const char CodeMark = '\u0001';

    private bool _isInTable;

    /// <summary>What a line consists of: words and atoms, marks around them, and what is between.</summary>
    private enum TokenKind
    {
        Text,
        Open,
        Close,
        Space,
        LineEnd,
        Break,

        /// <summary>White space that is not collapsed, such as a space that does not break.</summary>
        Wide,
    }

    private readonly record struct Token(TokenKind Kind, string Text);

    /// <summary>Writes a text as blocks.</summary>
    /// <param name="html">The HTML: a fragment, or a whole document.</param>
    /// <exception cref="FormatException">It is too long or too deep.</exception>
    public string Write(string html) => string.Join("\n\n", Blocks(Parse(html).ChildNodes, 0));

    /// <summary>The elements of a fragment, for a reader that looks for parts.</summary>
    /// <exception cref="FormatException">It is too long.</exception>
    public static IElement Parse(string html)
    {
        if (html.Length > MaximumLength) throw new FormatException("a text has more than 2,000,000 characters: split it");
        if (html.Count(c => c == '<') > MaximumTags) throw new FormatException("a text has more than 20,000 tags: simplify it");
        return new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html).Body!;
    }

    /// <summary>Writes nodes as blocks.</summary>
    /// <exception cref="FormatException">They are too deep.</exception>
    public string Write(IEnumerable<INode> nodes) => string.Join("\n\n", Blocks(nodes, 0));

    private List<string> Blocks(IEnumerable<INode> nodes, int depth)
    {
        if (depth > MaximumDepth)
            throw new FormatException($"its HTML has more than {MaximumDepth} elements in each other: remove some around the words");
        var blocks = new List<string>();
        var line = new List<Token>();
        foreach (var node in nodes)
        {
            if (node is IElement element && (BlockElements.Contains(element.LocalName) || HasBlock(element)))
            {
                Flush();
                AddBlock(element, blocks, depth);
            }
            else
            {
                Collect(node, line, [], depth);
            }
        }

        Flush();
        return blocks;

        void Flush()
        {
            if (Paragraph(line) is { Length: > 0 } paragraph) blocks.Add(paragraph);
            line.Clear();
        }
    }

    // An element of a line around blocks, as in <span><p>, is transparent.
    private static bool HasBlock(IElement element) => !LeftOut.Contains(element.LocalName) && element.LocalName is not ("math" or "code")
        && element.Descendants().OfType<IElement>().Any(inner => BlockElements.Contains(inner.LocalName));

    private void AddBlock(IElement element, List<string> blocks, int depth)
    {
        NoteHandlers(element);
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "summary" or "caption" or "legend" or "dt":
                var words = new List<Token> { new(TokenKind.Open, "**") };
                foreach (var child in element.ChildNodes) Collect(child, words, ["**"], depth + 1);
                words.Add(new Token(TokenKind.Close, "**"));
                if (Paragraph(words) is { Length: > 0 } heading) blocks.Add(heading);
                break;
            case "hr":
                blocks.Add("---");
                break;
            case "pre":
                blocks.Add(CodeBlock(element));
                break;
            case "ul" or "ol":
                if (List(element, depth, blocks.Count > 0 ? blocks[^1] : "") is { Length: > 0 } list) blocks.Add(list);
                break;
            case "table":
                AddTable(element, blocks, depth);
                break;
            case "blockquote":
                if (Quotation(element, depth) is { Length: > 0 } quotation) blocks.Add(quotation);
                break;
            default:
                if (element.LocalName == "details") note("a folded block is not folded here");
                blocks.AddRange(Blocks(element.ChildNodes, depth + 1));
                break;
        }
    }

    private static string CodeBlock(IElement element)
    {
        var code = new StringBuilder();
        foreach (var node in element.Descendants())
        {
            if (node is IText text) code.Append(text.Data);
            else if (node is IElement { LocalName: "br" }) code.Append('\n');
        }

        var named = element.QuerySelector("code[class^=language-]") ?? element;
        var name = named.ClassList.FirstOrDefault(one => one.StartsWith("language-", StringComparison.Ordinal))?["language-".Length..];
        var isName = name is not null && Regex.IsMatch(name, @"^[\p{L}\p{N}+#._-]+$", Options);
        return MarkdownWords.Fenced(code.ToString().ReplaceLineEndings("\n").TrimEnd('\n'), isName ? name : null);
    }

    private string List(IElement list, int depth, string before)
    {
        var isOrdered = list.LocalName == "ol";
        var number = int.TryParse(list.GetAttribute("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1;
        var items = list.Children.Where(child => !LeftOut.Contains(child.LocalName)).ToList();
        var isLoose = items.Exists(item => item.Children.Any(child => child.LocalName == "p"));

        // Two lists side by side would be one.
        var mark = isOrdered ? "." : "-";
        if (Regex.IsMatch(before, isOrdered ? @"^\d+\. " : "^- ", Options)) mark = isOrdered ? ")" : "+";
        var text = new StringBuilder();
        foreach (var item in items)
        {
            var start = isOrdered ? FormattableString.Invariant($"{Math.Min(number++, 999_999_999)}{mark} ") : mark + " ";
            var blocks = Blocks(item.LocalName == "li" ? item.ChildNodes : [item], depth + 1);
            if (blocks.Count == 0) blocks.Add("&nbsp;");
            var content = new StringBuilder(blocks[0]);
            foreach (var block in blocks.Skip(1))
            {
                var isClose = !isLoose && Regex.IsMatch(block, "^(?:- |1\\. |```|> )", Options);
                content.Append(isClose ? "\n" : "\n\n").Append(block);
            }

            if (text.Length > 0) text.Append(isLoose ? "\n\n" : "\n");
            text.Append(start).Append(Indented(content.ToString(), new string(' ', start.Length)));
        }

        return text.ToString();
    }

    private static string Indented(string text, string indent) => Regex.Replace(text, "\n(?=[^\n])", "\n" + indent, Options);

    private string Quotation(IElement element, int depth)
    {
        var kind = element.ClassList.Select(one => Alert.Match(one)).FirstOrDefault(match => match.Success);
        var nodes = element.ChildNodes.AsEnumerable();
        var head = "";
        if (kind is not null)
        {
            head = $"[!{kind.Groups["kind"].Value.ToUpperInvariant()}]\n";
            var first = element.QuerySelector("strong");
            if (first?.NextSibling is IElement { LocalName: "br" } gap) gap.Remove();
            first?.Remove();
            nodes = element.ChildNodes;
        }

        var text = head + string.Join("\n\n", Blocks(nodes, depth + 1));
        if (text.Length == 0) return "";
        return Regex.Replace("> " + text.Replace("\n", "\n> ", StringComparison.Ordinal), "> (?=\n|$)", ">", Options);
    }

    private void AddTable(IElement table, List<string> blocks, int depth)
    {
        var rows = table.QuerySelectorAll("tr").ToList();
        if (table.QuerySelector("caption") is { } caption) AddBlock(caption, blocks, depth + 1);
        if (rows.Count == 0) return;
        if (_isInTable || table.QuerySelector("table") is not null) note("a table in a table is written as its words");
        if (_isInTable)
        {
            blocks.AddRange(rows.SelectMany(row => Blocks(row.ChildNodes, depth + 1)));
            return;
        }

        _isInTable = true;
        var written = rows.Select(row => row.Children.SelectMany(cell => Cells(cell, depth)).ToList()).ToList();
        _isInTable = false;
        var width = Math.Clamp(written.Max(row => row.Count), 1, 1000);
        foreach (var row in written) row.AddRange(Enumerable.Repeat("", Math.Max(0, width - row.Count)));
        var hasHeader = rows[0].Children.Any(cell => cell.LocalName == "th") || rows[0].ParentElement?.LocalName == "thead";
        if (!hasHeader) written.Insert(0, [.. Enumerable.Repeat("", width)]);
        var columns = rows[^1].Children.Select(Alignment).Concat(Enumerable.Repeat("---", width)).Take(width).ToList();
        written.Insert(1, columns);
        blocks.Add(string.Join("\n", written.Select(row => $"| {string.Join(" | ", row.Take(width))} |")));
    }

    private IEnumerable<string> Cells(IElement cell, int depth)
    {
        var line = new List<Token>();
        CollectFlat(cell, line, depth + 1);
        var text = Line(line).Replace("|", @"\|", StringComparison.Ordinal);
        yield return text;
        if (cell.HasAttribute("rowspan")) note("a cell over several rows stands in the first of them");
        _ = int.TryParse(cell.GetAttribute("colspan"), NumberStyles.None, CultureInfo.InvariantCulture, out var span);
        if (span > 1) note("a cell over several columns stands in the first of them");
        for (var i = 1; i < Math.Min(span, 100); i++) yield return "";
    }

    // The blocks of a cell become lines of it.
    private void CollectFlat(INode node, List<Token> line, int depth)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IElement element && (BlockElements.Contains(element.LocalName) || HasBlock(element)))
            {
                if (line.Count > 0) line.Add(new Token(TokenKind.Break, ""));
                if (depth > MaximumDepth) throw new FormatException($"its HTML has more than {MaximumDepth} elements in each other");
                if (element.LocalName == "pre") line.Add(new Token(TokenKind.Text, MarkdownWords.Code(element.TextContent)));
                else CollectFlat(element, line, depth + 1);
            }
            else
            {
                Collect(child, line, [], depth);
            }
        }
    }

    private static string Alignment(IElement cell)
    {
        var style = cell.GetAttribute("style") ?? "";
        var name = cell.ClassList.FirstOrDefault(one => one.StartsWith("align-", StringComparison.Ordinal))?["align-".Length..]
            ?? cell.GetAttribute("align") ?? Regex.Match(style, @"text-align\s*:\s*(?<side>\w+)", Options).Groups["side"].Value;
        return name switch { "left" => ":--", "right" => "--:", "center" => ":-:", _ => "---" };
    }

    private void NoteHandlers(IElement element)
    {
        foreach (var attribute in element.Attributes)
        {
            if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
                note($"the script in '{attribute.Name}' of <{element.LocalName}> is left out");
        }
    }

    // Adds what a node has in a line. open: the marks that are around it already.
    private void Collect(INode node, List<Token> line, string[] open, int depth)
    {
        if (depth > MaximumDepth)
            throw new FormatException($"its HTML has more than {MaximumDepth} elements in each other: remove some around the words");
        if (node is IText text) CollectText(text.Data, line);
        if (node is not IElement element) return;
        NoteHandlers(element);
        if (LeftOut.Contains(element.LocalName))
        {
            note($"<{element.LocalName}> is left out");
            return;
        }

        switch (element.LocalName)
        {
            case "br":
                line.Add(new Token(TokenKind.Break, ""));
                break;
            case "wbr":
                break;
            case "code" or "tt" or "samp":
                if (element.TextContent.Trim().Length > 0) line.Add(new Token(TokenKind.Text, CodeMark + element.TextContent));
                break;
            case "img":
                CollectPicture(element, line);
                break;
            case "math":
                CollectMath(element, line);
                break;
            case "a":
                CollectLink(element, line, open, depth);
                break;
            case "b" or "strong":
                Around("**", "**", "**");
                break;
            case "i" or "em" or "cite" or "dfn" or "var":
                // Beside a run of other stars it would not be clear which of them end.
                var mark = open.Contains("**") || element.QuerySelector("b, strong") is not null ? "_" : "*";
                Around("em", mark, mark);
                break;
            case "s" or "del" or "strike":
                Around("~~", "~~", "~~");
                break;
            case "sub" or "sup" or "kbd" when !open.Contains("tag"):
                if (element.TextContent.Trim().Length > 0) Tag();
                break;
            case "q":
                line.Add(new Token(TokenKind.Text, "“"));
                Children(open);
                line.Add(new Token(TokenKind.Text, "”"));
                break;
            case "u":
                note("an underline is left out, and its words stay");
                Children(open);
                break;
            default:
                Children(open);
                break;
        }

        void Children(string[] around)
        {
            foreach (var child in element.ChildNodes) Collect(child, line, around, depth + 1);
        }

        void Around(string name, string start, string end)
        {
            if (open.Contains(name))
            {
                Children(open);
                return;
            }

            line.Add(new Token(TokenKind.Open, start));
            Children([.. open, name]);
            line.Add(new Token(TokenKind.Close, end));
        }

        void Tag()
        {
            line.Add(new Token(TokenKind.Open, $"<{element.LocalName}>"));
            Children([.. open, "tag"]);
            line.Add(new Token(TokenKind.Close, $"</{element.LocalName}>"));
        }
    }

    private void CollectText(string text, List<Token> line)
    {
        var position = 0;
        foreach (var formula in readsTex && text.Length <= LongestWithTex ? Tex.Matches(text).AsEnumerable() : [])
        {
            CollectWords(text[position..formula.Index], line);
            var isShown = formula.Groups["shown"].Success;
            CollectFormula(formula.Groups[isShown ? "shown" : "line"].Value, isShown, line);
            position = formula.Index + formula.Length;
        }

        CollectWords(text[position..], line);
    }

    private void CollectWords(string text, List<Token> line)
    {
        // Signs that nobody sees, and that say where a line may end, are not words.
        text = Regex.Replace(text, "[\u200B\u2060\uFEFF\u00AD]", "", Options);
        foreach (Match part in Regex.Matches(text, @"[ \t\r\n\f]+|(?<wide>[\s-[ \t\r\n\f]]+)|(?<word>\S+)", Options))
        {
            var gap = part.Value.Contains('\n', StringComparison.Ordinal) && !_isInTable ? TokenKind.LineEnd : TokenKind.Space;
            if (part.Groups["word"].Success) line.Add(new Token(TokenKind.Text, "\0" + part.Value));
            else if (part.Groups["wide"].Success) line.Add(new Token(TokenKind.Wide, "\0" + part.Value));
            else line.Add(new Token(gap, ""));
        }
    }

    private static void CollectFormula(string tex, bool isShown, List<Token> line)
    {
        tex = Regex.Replace(tex, @"\s+", " ", Options).Trim();
        if (tex.Length == 0) return;
        var hasDollar = tex.Contains('$', StringComparison.Ordinal);
        var (start, end) = (isShown, hasDollar) switch
        {
            (true, false) => ("$$", "$$"),
            (true, true) => (@"\[", @"\]"),
            (false, true) => (@"\(", @"\)"),
            _ => ("$", "$"),
        };
        line.Add(new Token(TokenKind.Text, start + tex + end));
    }

    private void CollectPicture(IElement element, List<Token> line)
    {
        var source = element.GetAttribute("src") ?? "";
        var words = element.GetAttribute("alt") ?? "";
        var isWeb = Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        var path = isWeb ? source : picture(source);
        if (path is null)
        {
            note($"the picture '{Cut(source)}' is not there or is not a picture: its words stand in its place");
            CollectWords(words, line);
            return;
        }

        var title = element.GetAttribute("title") is { Length: > 0 } written ? $" \"{Plain(written)}\"" : "";
        line.Add(new Token(TokenKind.Text, $"![{Plain(words.Length > 0 ? words : "picture")}]({Address(path)}{title})"));

        // Between brackets or quotation marks.
        static string Plain(string words) => MarkdownWords.Escape(words.ReplaceLineEndings(" "))
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("[", "&#91;", StringComparison.Ordinal).Replace("]", "&#93;", StringComparison.Ordinal);
    }

    private void CollectMath(IElement element, List<Token> line)
    {
        var annotation = element.QuerySelectorAll("annotation")
            .FirstOrDefault(one => (one.GetAttribute("encoding") ?? "").Contains("tex", StringComparison.OrdinalIgnoreCase));
        var tex = annotation?.TextContent ?? element.GetAttribute("alttext");
        if (string.IsNullOrWhiteSpace(tex))
        {
            note("a formula in MathML without its TeX is written as its signs");
            CollectWords(element.TextContent, line);
            return;
        }

        CollectFormula(tex, element.GetAttribute("display") == "block", line);
    }

    private void CollectLink(IElement element, List<Token> line, string[] open, int depth)
    {
        var address = element.GetAttribute("href") ?? "";
        var isAllowed = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";
        if (!isAllowed && address.Length > 0) note($"the link to '{Cut(address)}' is left out, and its words stay");
        var isLink = isAllowed && !open.Contains("link");
        if (isLink && element.TextContent == address && Regex.IsMatch(address, @"^https?://[^\s<>]+$", Options))
        {
            line.Add(new Token(TokenKind.Text, $"<{address}>"));
            return;
        }

        var before = line.Count;
        if (isLink) line.Add(new Token(TokenKind.Open, "["));
        foreach (var child in element.ChildNodes) Collect(child, line, isLink ? [.. open, "link"] : open, depth + 1);
        if (!isLink) return;
        var hasWords = line.Skip(before + 1).Any(token => token.Kind is not (TokenKind.Space or TokenKind.LineEnd));
        if (!hasWords) line.RemoveRange(before, line.Count - before);
        else line.Add(new Token(TokenKind.Close, $"]({Address(address)})"));
    }

    private static string Address(string address) => string.Concat(address.Select(c => c switch
    {
        ' ' or '(' or ')' or '<' or '>' or '\\' or '|' or '"' or '`' or '*' => $"%{(int)c:X2}",
        _ => char.IsControl(c) ? "" : c.ToString(),
    }));

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private string Paragraph(List<Token> line) =>
        string.Join('\n', Line(line).Split('\n').Select(MarkdownWords.EscapeStart));

    private string Line(List<Token> tokens)
    {
        var line = Ordered(tokens);
        Loosen(line);

        // Marks of words that are side by side are looked for in all of them.
        for (var i = line.Count - 1; i > 0; i--)
        {
            if (line[i] is not { Kind: TokenKind.Text, Text: [WordMark, .. var more] } || line[i - 1].Text is not [WordMark, ..]) continue;
            if (line[i - 1].Kind != TokenKind.Text) continue;
            line[i - 1] = line[i - 1] with { Text = line[i - 1].Text + more };
            line.RemoveAt(i);
        }

        // A bracket that stays open would take the end of an element.
        var hasElements = line.Exists(token => token.Kind == TokenKind.Open && token.Text[0] == '<');
        var text = new StringBuilder();
        for (var i = 0; i < line.Count; i++)
        {
            var token = line[i];
            if (token.Text is [CodeMark, ..] && i + 1 < line.Count && line[i + 1].Text is [CodeMark, .. var more])
            {
                // The mark between them could not be written: two spans of code side by side would be one with its marks in it.
                line[i + 1] = token with { Text = token.Text + more };
                continue;
            }

            switch (token.Kind)
            {
                case TokenKind.Space:
                    text.Append(' ');
                    break;
                case TokenKind.LineEnd:
                    text.Append('\n');
                    break;
                case TokenKind.Break:
                    text.Append(_isInTable ? "<br>" : "\\\n");
                    break;
                default:
                    if (token.Text == "[" && text.Length > 0 && text[^1] == '!') text.Insert(text.Length - 1, '\\');
                    text.Append(token.Text switch
                    {
                        [WordMark, .. var words] => MarkdownWords.Escape(words, _isInTable, hasElements),
                        [CodeMark, .. var code] => MarkdownWords.Code(code),
                        var written => written,
                    });
                    break;
            }
        }

        return text.ToString();
    }

    private static bool IsEmphasis(Token token) => token.Text is "**" or "*" or "_" or "~~";

    private static bool IsPunctuation(char c) => char.IsPunctuation(c) || char.IsSymbol(c);

    private static bool IsInWord(char c) => c != '\0' && !char.IsWhiteSpace(c) && !IsPunctuation(c);

    // In a word, a mark opens only before a letter and closes only behind one: punctuation goes out of the emphasis, and emphasis that
    // cannot be written goes.
    private static void Loosen(List<Token> line)
    {
        for (var i = 0; i < line.Count; i++)
        {
            var isClose = line[i].Kind == TokenKind.Close;
            if (!IsEmphasis(line[i])) continue;
            var inner = isClose ? i - 1 : i + 1;
            if (IsGap(line[inner]) || line[inner].Kind == TokenKind.Wide)
            {
                (line[i], line[inner]) = (line[inner], line[i]);
                i = Math.Max(-1, i - 3);
                continue;
            }

            if (isClose && i + 1 < line.Count && line[i + 1] == new Token(TokenKind.Open, line[i].Text))
            {
                line.RemoveRange(i, 2);
                i = Math.Max(-1, i - 3);
                continue;
            }

            // Stars that end beside stars that begin would be one run.
            if (isClose && line[i].Text[0] == '*' && i + 1 < line.Count && line[i + 1] is { Kind: TokenKind.Open, Text: ['*', ..] })
            {
                var stressed = line[i].Text == "*" ? i : i + 1;
                var other = PairOf(line, stressed);
                line[stressed] = line[stressed] with { Text = "_" };
                line[other] = line[other] with { Text = "_" };
                i = Math.Max(-1, Math.Min(stressed, other) - 2);
                continue;
            }

            if (!IsInWord(isClose ? FirstOf(line, i + 1) : LastOf(line, i - 1))) continue;
            var isWords = line[inner] is { Kind: TokenKind.Text, Text: [WordMark, ..] };
            var isPair = line[i].Text == "_" || line[inner].Kind != TokenKind.Text;
            if (isPair)
            {
                var other = PairOf(line, i);
                line.RemoveAt(Math.Max(i, other));
                line.RemoveAt(Math.Min(i, other));
            }
            else if (!isWords)
            {
                (line[i], line[inner]) = (line[inner], line[i]);
            }
            else
            {
                var words = line[inner].Text[1..];
                var letters = isClose ? words.TrimEnd([.. words.Where(IsPunctuation)]) : words.TrimStart([.. words.Where(IsPunctuation)]);
                if (letters == words) continue;
                var outer = isClose ? words[letters.Length..] : words[..^letters.Length];
                line[inner] = new Token(TokenKind.Text, "\0" + letters);
                line.Insert(isClose ? i + 1 : i, new Token(TokenKind.Text, "\0" + outer));
                if (letters.Length == 0) line.RemoveAt(isClose ? inner : inner + 1);
            }

            // What is beside it now may be another mark, and what was around a pair is where its first one was.
            i = isPair ? -1 : Math.Max(-1, i - 4);
            line.RemoveAll(token => token is { Kind: TokenKind.Text, Text: "\0" });
            for (var j = line.Count - 2; j >= 0; j--)
                if (line[j].Kind == TokenKind.Open && line[j + 1].Kind == TokenKind.Close) line.RemoveRange(j, 2);
        }
    }

    private static int PairOf(List<Token> line, int index)
    {
        var step = line[index].Kind == TokenKind.Open ? 1 : -1;
        var depth = 0;
        for (var i = index; i >= 0 && i < line.Count; i += step)
        {
            depth += line[i].Kind switch { TokenKind.Open => 1, TokenKind.Close => -1, _ => 0 };
            if (depth == 0) return i;
        }

        throw new InvalidOperationException("A mark has no other end.");
    }

    private static char LastOf(List<Token> line, int index) => index < 0 ? '\0' : line[index].Kind switch
    {
        TokenKind.Space or TokenKind.LineEnd or TokenKind.Break or TokenKind.Wide => ' ',
        _ => line[index].Text is [CodeMark, ..] ? '`' : line[index].Text[^1],
    };

    // The first character that is written from a token on.
    private static char FirstOf(List<Token> line, int index)
    {
        if (index >= line.Count) return '\0';
        return line[index].Kind switch
        {
            TokenKind.Space or TokenKind.LineEnd or TokenKind.Wide => ' ',
            TokenKind.Break => '\\',
            _ => line[index].Text switch
            {
                [WordMark, .. var words] => MarkdownWords.Escape(words).FirstOrDefault(),
                [CodeMark, ..] => '`',
                var written => written[0],
            },
        };
    }

    // White space goes out of marks, at most one is between two words, and none at the ends; marks around nothing go.
    private static List<Token> Ordered(List<Token> tokens)
    {
        var line = new List<Token>();
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Text && token.Text is "\0" or "") continue;
            Add(token);
        }

        while (line.Count > 0 && IsGap(line[^1])) line.RemoveAt(line.Count - 1);
        return line;

        void Add(Token token)
        {
            if (line.Count == 0 && IsGap(token)) return;
            if (line.Count > 0 && token.Text is [CodeMark, .. var code] && line[^1].Text is [CodeMark, ..])
            {
                line[^1] = line[^1] with { Text = line[^1].Text + code };
                return;
            }

            var last = line.Count > 0 ? line[^1] : default;
            if (line.Count > 0 && token.Kind == TokenKind.Close && last.Kind == TokenKind.Open)
            {
                line.RemoveAt(line.Count - 1);
            }
            else if (line.Count > 0 && token.Kind == TokenKind.Close && (IsGap(last) || last.Kind == TokenKind.Wide))
            {
                line.RemoveAt(line.Count - 1);
                Add(token);
                Add(last);
            }
            else if (line.Count > 0 && (IsGap(token) || token.Kind == TokenKind.Wide) && last.Kind == TokenKind.Open)
            {
                line.RemoveAt(line.Count - 1);
                Add(token);
                line.Add(last);
            }
            else if (token.Kind == TokenKind.Open && last == new Token(TokenKind.Close, token.Text) && IsEmphasis(token))
            {
                line.RemoveAt(line.Count - 1);
            }
            else if (line.Count > 0 && IsGap(token) && IsGap(last))
            {
                // A break has the line end with it.
                if (token.Kind == TokenKind.Break && last.Kind != TokenKind.Break) line[^1] = token;
                else if (token.Kind == TokenKind.Break) line.Add(token);
                else if (last.Kind == TokenKind.Space && token.Kind == TokenKind.LineEnd) line[^1] = token;
            }
            else
            {
                line.Add(token);
            }
        }
    }

    private static bool IsGap(Token token) => token.Kind is TokenKind.Space or TokenKind.LineEnd or TokenKind.Break;
}
