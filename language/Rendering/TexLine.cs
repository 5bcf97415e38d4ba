// Writes a formula in one line of text. What the symbols look like, and how scripts and roots are written, is left to a style.

using System.Text;
using QuizKit.Language.Formulas;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

internal abstract class TexLine(Cancellation cancellation)
{
    /// <summary>Writes a formula.</summary>
    public string Write(TexNode formula) => Text(formula).Trim();

    protected abstract string SymbolText(string symbol);

    protected abstract string StyledText(TexStyled styled);

    protected abstract string AccentedText(TexAccented accented);

    protected abstract string RootText(TexRoot root);

    protected abstract string ScriptText(TexScript script);

    /// <summary>Whether a space has to keep two factors apart that stand side by side.</summary>
    protected abstract bool NeedsSpace(TexNode previous, string previousText, string text);

    // Each kind has a method of its own: what nests needs a frame of this one for each level.
    protected string Text(TexNode node) => node switch
    {
        TexRow row => RowText(row),
        TexSymbol symbol => SymbolText(symbol.Text),
        TexWords words => WordsText(words),
        TexTable table => TableText(table),
        TexSized sized => RowText(sized.Body),
        TexDelimiter delimiter => SymbolText(delimiter.Text),
        TexStack stack => StackText(stack),
        TexMarked marked => Text(marked.Body),
        TexBinomial binomial => BinomialText(binomial),
        TexFenced fenced => FencedText(fenced),
        TexFraction fraction => FractionText(fraction),
        TexRoot root => RootText(root),
        TexScript script => ScriptText(script),
        TexStyled styled => StyledText(styled),
        TexAccented accented => AccentedText(accented),
        TexSpace => "",
        _ => throw new System.InvalidOperationException($"No line of text is written for {node.GetType().Name}."),
    };

    private string WordsText(TexWords words) =>
        words.Alphabet is { } alphabet ? StyledText(new TexStyled(alphabet, new TexWords(words.Text))) : words.Text;

    private string FencedText(TexFenced fenced) => FenceText(fenced.Opening) + RowText(fenced.Body) + FenceText(fenced.Closing);

    private string FractionText(TexFraction fraction) =>
        Parenthesized(fraction.Numerator, isDenominator: false) + "/" + Parenthesized(fraction.Denominator, isDenominator: true);

    private string BinomialText(TexBinomial binomial)
    {
        var word = binomial.Opening switch { "(" => " choose ", "" => "; ", _ => " above " };
        return SymbolText(binomial.Opening) + Text(binomial.Upper) + word + Text(binomial.Lower) + SymbolText(binomial.Closing);
    }

    private string StackText(TexStack stack)
    {
        if (!stack.IsBrace) return ScriptText(new TexScript(stack.Base, stack.Below, stack.Above, 0));
        var text = Text(stack.Base);
        return Flatten(stack.Base).Count > 1 ? "(" + text + ")" : text;
    }

    /// <summary>Writes a formula that stands on lines of its own, in as many as it needs.</summary>
    public virtual string WriteDisplayed(TexNode formula) => Write(formula);

    // Cells of equations meet as if nothing were between them.
    private string TableText(TexTable table)
    {
        var environment = table.Environment;
        var isEquations = environment.Kind is TexEnvironmentKind.Aligned or TexEnvironmentKind.Gathered;
        var rows = table.Rows.Select(row => isEquations ? RowText(Joined(row)) : string.Join(", ", row.Select(RowText)));
        var closing = environment.Kind == TexEnvironmentKind.Cases ? "}" : environment.Closing;
        return FenceText(environment.Opening) + string.Join("; ", rows) + FenceText(closing);
    }

    /// <summary>The cells of a row of equations as one.</summary>
    protected static TexRow Joined(IReadOnlyList<TexRow> cells) => new([.. cells.SelectMany(cell => cell.Items)]);

    private string FenceText(string? fence) => fence is null ? "" : SymbolText(fence);

    private string RowText(TexRow row)
    {
        var text = TextBuilders.Take();
        var previousText = "";
        for (var i = 0; i < row.Items.Count; i++)
        {
            cancellation.Look();
            var item = row.Items[i];
            var previous = i > 0 ? row.Items[i - 1] : null;
            var next = i + 1 < row.Items.Count ? row.Items[i + 1] : null;
            var itemText = Text(item);
            switch (ClassOf(item))
            {
                case TexClass.Binary when IsUnary(previous):
                    text.Append(itemText);
                    break;
                case TexClass.Binary or TexClass.Relation:
                    AppendSpace(text);
                    text.Append(itemText);
                    if (next is not null) text.Append(' ');
                    break;
                case TexClass.Punctuation:
                    text.Append(itemText);
                    if (next is not null) text.Append(' ');
                    break;
                case TexClass.Space:
                    AppendSpace(text);
                    break;
                case TexClass.Function or TexClass.LargeOperator:
                    var isBehindFactor = previous is not null
                        && (previous is TexFenced || ClassOf(previous) is TexClass.Ordinary or TexClass.Closing or TexClass.Function);
                    if (isBehindFactor) AppendSpace(text);
                    text.Append(itemText);
                    var isBeforeFactor = next is not (null or TexFenced)
                        && ClassOf(next) is not (TexClass.Opening or TexClass.Closing or TexClass.Punctuation);
                    if (isBeforeFactor) text.Append(' ');
                    break;
                default:
                    // A fraction beside another factor would read as if the factor stood below its bar.
                    var isAmbiguous = item is TexFraction && (IsFactor(previous, TexClass.Closing) || IsFactor(next, TexClass.Opening));
                    if (isAmbiguous) itemText = "(" + itemText + ")";
                    if (previous is not null && IsFactor(previous, TexClass.Closing) && NeedsSpace(previous, previousText, itemText))
                        AppendSpace(text);
                    text.Append(itemText);
                    break;
            }

            previousText = itemText;
        }

        return TextBuilders.Finish(text);
    }

    private static bool IsFactor(TexNode? node, TexClass bracket) =>
        node is not null && (ClassOf(node) == TexClass.Ordinary || ClassOf(node) == bracket);

    /// <summary>Whether an operator after a node is a sign: there is nothing before it to combine with.</summary>
    internal static bool IsUnary(TexNode? previous) =>
        previous is null
        || ClassOf(previous) is TexClass.Binary or TexClass.Relation or TexClass.Opening or TexClass.Punctuation or TexClass.Space
            or TexClass.LargeOperator;

    /// <summary>What a node is to its neighbours; a script is what its base is.</summary>
    internal static TexClass ClassOf(TexNode node) => node switch
    {
        TexSymbol symbol => symbol.Class,
        TexDelimiter delimiter => delimiter.Class,
        TexStack { IsBrace: false } stack => ClassOf(stack.Base is TexRow { Items.Count: 1 } row ? row.Items[0] : stack.Base),
        TexMarked marked => ClassOf(marked.Body is TexRow { Items.Count: 1 } only ? only.Items[0] : marked.Body),
        TexSpace => TexClass.Space,
        TexScript { Base: TexSymbol { Class: TexClass.Function or TexClass.LargeOperator or TexClass.Closing } symbol } => symbol.Class,
        _ => TexClass.Ordinary,
    };

    private static void AppendSpace(StringBuilder text)
    {
        if (text.Length > 0 && text[text.Length - 1] != ' ') text.Append(' ');
    }

    private string Parenthesized(TexNode node, bool isDenominator)
    {
        var items = Flatten(node);
        (var isSum, var isApplied) = (false, false);
        for (var i = 0; i < items.Count; i++)
        {
            isSum |= items[i] is TexFraction || ClassOf(items[i]) is TexClass.Binary or TexClass.Relation;

            // sin x/x would read as the sine of a quotient.
            isApplied |= i > 0 && ClassOf(items[i - 1]) == TexClass.Function && ClassOf(items[i]) != TexClass.Opening;
        }

        var isDifferential = items.Count > 0 && items[0] is TexSymbol { Text: "∂" or "d" };
        var isProduct = items.Count > 1 && isDenominator && !isDifferential;
        return isSum || isProduct || isApplied ? "(" + Text(node) + ")" : Text(node);
    }

    /// <summary>The nodes of a row and of the rows in it.</summary>
    protected static List<TexNode> Flatten(TexNode node) =>
        node is TexRow row ? [.. row.Items.SelectMany(item => item is TexRow ? Flatten(item) : [item])] : [node];

    /// <summary>A text as a script: only words keep their distance there.</summary>
    protected static string Dense(string text)
    {
        var dense = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isBetweenWords = text[i] == ' ' && i > 0 && i + 1 < text.Length
                && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (text[i] != ' ' || isBetweenWords) dense.Append(text[i]);
        }

        return dense.ToString();
    }

    /// <summary>Whether brackets already stand around a text.</summary>
    protected static bool IsBracketed(string text) => text.Length > 1 && text[0] == '(' && text.IndexOf(')') == text.Length - 1;
}
