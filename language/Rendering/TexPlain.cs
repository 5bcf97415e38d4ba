// Shows a formula in one line that can be typed, searched and read aloud: x^2, sqrt(n), dL/dz, y_hat, W_2 x.

using System.Text;
using QuizKit.Language.Formulas;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

internal sealed class TexPlain(Cancellation cancellation) : TexLine(cancellation)
{
    private static readonly Dictionary<string, string> Words = Build(
        ("∞", "infinity"), ("ℓ", "l"), ("ℏ", "hbar"), ("∂", "d"), ("∇", "nabla"), ("∀", "for all "), ("∃", "there is "),
        ("∅", "empty set"), ("⊤", "T"), ("⊥", "perpendicular to"), ("…", "..."), ("⋯", "..."), ("⋮", "..."), ("′", "'"),
        ("ℜ", "Re"), ("ℑ", "Im"), ("∠", "angle"), ("−", "-"), ("×", "*"), ("·", "*"), ("÷", "/"), ("±", "+/-"), ("∓", "-/+"),
        ("∗", "*"), ("⋆", "*"), ("∘", "o"), ("•", "*"), ("⊕", "(+)"), ("⊗", "(x)"), ("⊙", "(.)"), ("∪", "union"), ("∩", "intersection"),
        ("∧", "and"), ("∨", "or"), ("∖", "\\"), ("≈", "~~"), ("∼", "~"), ("≃", "~="), ("≡", "=="), ("≠", "!="), ("≤", "<="),
        ("≥", ">="), ("≪", "<<"), ("≫", ">>"), ("∝", "proportional to"), ("∈", "in"), ("∉", "not in"), ("⊂", "subset of"),
        ("⊆", "subset of or equal to"), ("⊃", "superset of"), ("⊇", "superset of or equal to"), ("→", "->"), ("←", "<-"),
        ("⇒", "=>"), ("⇐", "<=="), ("⇔", "<=>"), ("↦", "|->"), ("∣", "|"), ("∥", "parallel to"), ("⟨", "<"), ("⟩", ">"),
        ("⌊", "floor("), ("⌋", ")"), ("⌈", "ceil("), ("⌉", ")"), ("‖", "||"), ("∑", "sum"), ("∏", "product"), ("∫", "integral"),
        ("lim\u00A0inf", "lim inf"), ("lim\u00A0sup", "lim sup"), ("°", "degrees"), ("⋱", "..."), ("⌀", "empty set"),
        ("∄", "there is no "), ("¬", "not "), ("ℵ", "aleph"), ("℘", "p"), ("ı", "i"), ("ȷ", "j"), ("∁", "complement of "),
        ("□", "square"), ("△", "triangle"), ("∐", "coproduct"), ("∬", "double integral"), ("∭", "triple integral"),
        ("∮", "contour integral"), ("⋃", "union"), ("⋂", "intersection"), ("⋁", "or"), ("⋀", "and"), ("⨁", "(+)"), ("⨂", "(x)"),
        ("⨀", "(.)"), ("⊎", "disjoint union"), ("⊓", "meet"), ("⊔", "join"), ("⊖", "(-)"), ("⊘", "(/)"), ("†", "^dagger"),
        ("‡", "^ddagger"), ("⋄", "*"), ("↔", "<->"), ("⟶", "-->"), ("⟵", "<--"), ("⟷", "<-->"), ("⟼", "|-->"), ("↪", "->"), ("↩", "<-"),
        ("↑", "up"), ("↓", "down"), ("↗", "up"), ("↘", "down"), ("⇀", "->"), ("⇌", "<=>"), ("⩽", "<="), ("⩾", ">="), ("≰", "not <="),
        ("≱", "not >="), ("≮", "not <"), ("≯", "not >"), ("≺", "precedes"), ("≻", "succeeds"), ("⪯", "precedes or equals"),
        ("⪰", "succeeds or equals"), ("≲", "<~"), ("≳", ">~"), ("≅", "~="), ("≍", "~"), ("≐", ".="), ("≜", ":="), ("≔", ":="),
        ("⊨", "|="), ("⊢", "|-"), ("⊣", "-|"), ("∋", "contains"), ("∌", "does not contain"), ("∤", "does not divide"),
        ("∦", "not parallel to"), ("⊊", "proper subset of"), ("⊋", "proper superset of"), ("⊈", "not subset of"),
        ("⊉", "not superset of"), ("⊄", "not subset of"), ("⊅", "not superset of"), ("⊑", "part of"), ("⊒", "has part"), ("≁", "not ~"),
        ("≄", "not ~="), ("≉", "not ~~"), ("≢", "not =="), ("≇", "not ~="), ("↛", "not ->"), ("↚", "not <-"), ("↮", "not <->"),
        ("⇏", "not =>"), ("⇍", "not <=="), ("⇎", "not <=>"), ("⊬", "not |-"), ("⊭", "not |="), ("⊀", "does not precede"),
        ("⊁", "does not succeed"), ("✓", "check mark"), ("■", "square"), ("★", "star"), ("◊", "lozenge"), ("♣", "clubs"), ("♢", "diamonds"),
        ("♡", "hearts"), ("♠", "spades"), ("♭", "flat"), ("♮", "natural"), ("♯", "sharp"), ("ℶ", "beth"), ("ℷ", "gimel"), ("℧", "mho"),
        ("§", "section"), ("¶", "paragraph"), ("⊺", "T"), ("⊞", "[+]"), ("⊠", "[x]"), ("⋉", "|><"), ("⋊", "><|"), ("≀", "wr"),
        ("⨿", "coproduct"), ("◯", "o"), ("⊛", "(*)"), ("⊚", "(o)"), ("⊼", "nand"), ("⊻", "xor"), ("∴", "therefore"),
        ("∵", "because"), ("⊴", "normal in"),
        ("⊵", "contains as normal"), ("⇑", "up"), ("⇓", "down"), ("⇕", "up or down"), ("↕", "up or down"), ("↙", "down"), ("↖", "up"),
        ("⋠", "does not precede or equal"), ("⋡", "does not succeed or equal"), ("⇝", "~>"), ("⫋", "proper subset of"),
        ("⫌", "proper superset of"), ("≦", "<="), ("≧", ">="), ("⪅", "<~"), ("⪆", ">~"), ("≶", "< or >"), ("≷", "> or <"), ("⋚", "<= or >"),
        ("⋛", ">= or <"), ("⪋", "<= or >"), ("⪌", ">= or <"), ("⊩", "||-"), ("⋈", "join"), ("⌣", "smile"), ("⌢", "frown"), ("⇁", "->"),
        ("↼", "<-"), ("↽", "<-"), ("⇋", "<=>"), ("↠", "->>"), ("↣", ">->"), ("↷", "~>"), ("≼", "precedes or equals"),
        ("≽", "succeeds or equals"), ("≊", "~~="));

    protected override string SymbolText(string symbol) => Words.TryGetValue(symbol, out var words) ? words : symbol;

    protected override string StyledText(TexStyled styled) => Text(styled.Body);

    protected override string AccentedText(TexAccented accented)
    {
        var name = accented.Accent.Name switch
        {
            "widehat" => "hat",
            "widetilde" => "tilde",
            "overline" => "bar",
            "overrightarrow" => "vec",
            var plain => plain,
        };
        return Grouped(Text(accented.Body)) + "_" + name;
    }

    protected override string RootText(TexRoot root)
    {
        var sign = root.Degree is null ? "sqrt" : "root_" + Grouped(Text(root.Degree));
        return $"{sign}({Text(root.Radicand)})";
    }

    protected override string ScriptText(TexScript script)
    {
        var text = new StringBuilder(Text(script.Base));
        var subscript = script.Subscript is null ? "" : Dense(Text(script.Subscript));
        if (subscript.Length > 0) text.Append('_').Append(Grouped(subscript));
        text.Append('\'', script.Primes);
        if (script.Superscript is null) return text.ToString();
        var superscript = Dense(Text(script.Superscript));
        return text.Append(superscript.All(c => c == '\'') ? superscript : "^" + Grouped(superscript)).ToString();
    }

    // The d of a differential touches what it belongs to; a script without a base belongs to nothing before it.
    protected override bool NeedsSpace(TexNode previous, string previousText, string text) =>
        previous is not TexSymbol { Text: "∂" }
        && (previousText.Length > 1 || text.Length > 1 || previousText == ")")
        && previousText.Length > 0 && text.Length > 0
        && (char.IsLetterOrDigit(previousText[previousText.Length - 1]) || previousText[previousText.Length - 1] is ')' or ']' or '\'')
        && (char.IsLetterOrDigit(text[0]) || text[0] is '^' or '_');

    // One word or number, with its sign, stands without brackets.
    private static string Grouped(string text)
    {
        var isSigned = text.Length > 1 && text[0] == '-' && char.IsDigit(text[1]);
        var isOne = text.Skip(isSigned ? 1 : 0).All(c => char.IsLetterOrDigit(c) || c is '.' or '_');
        return isOne || text.Length == 1 || IsBracketed(text) ? text : "(" + text + ")";
    }

    // Greek letters go by the names of their commands.
    private static Dictionary<string, string> Build(params (string Symbol, string Words)[] pairs)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var command in TexCommands.Symbols)
        {
            var (name, symbol) = (command.Key, command.Value.Text);
            if (symbol[0] is >= 'Α' and <= 'ϵ') words[symbol] = name.StartsWith("var", StringComparison.Ordinal) ? name.Substring(3) : name;
        }

        foreach (var (symbol, shown) in pairs) words.Add(symbol, shown);
        return words;
    }
}
