// Shows a formula in one line of Unicode, for terminals: x², ∂ℒ/∂z, ŷ, 𝐖₂.

using System.Text;
using QuizKit.Language.Formulas;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

internal sealed class TexUnicode(Cancellation cancellation) : TexLine(cancellation)
{
    private const string ScriptSources = "0123456789+\u2212=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW";
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ";
    private const string SubscriptSources = "0123456789+\u2212=()aehijklmnoprstuvxβγρφχ";
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ";

    // Terminals show a composed letter better than a letter and a combining mark. The pairs are spelled out because
    // string.Normalize depends on the globalization mode of the process, and the output must not.
    private static readonly Dictionary<string, string> Composed = Compose(
        ('\u0302', "aâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑAÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐ"),
        ('\u0304', "aāeēgḡiīoōuūyȳAĀEĒGḠIĪOŌUŪYȲ"),
        ('\u0303', "aãeẽiĩnñoõuũvṽyỹAÃEẼIĨNÑOÕUŨVṼYỸ"),
        ('\u0307', "aȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżAȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻ"),
        ('\u0308', "aäeëhḧiïoötẗuüwẅxẍyÿAÄEËHḦIÏOÖUÜWẄXẌYŸ"));

    /// <summary>Writes a formula with its environments in rows below each other.</summary>
    public override string WriteDisplayed(TexNode formula)
    {
        var items = Flatten(formula);
        if (!items.Any(item => item is TexTable)) return Write(formula);
        var layout = new TexLayout();
        var run = new List<TexNode>();
        foreach (var item in items)
        {
            if (item is not TexTable table)
            {
                run.Add(item);
                continue;
            }

            var rows = table.Rows.Select(row => RowsOf(table, row)).ToList();
            if (!layout.TryAdd(Text(new TexRow(run))) || !layout.TryAdd(table, rows)) return Write(formula);
            run.Clear();
        }

        return layout.TryAdd(Text(new TexRow(run))) ? layout.ToString() : Write(formula);
    }

    private List<string> RowsOf(TexTable table, IReadOnlyList<TexRow> row)
    {
        if (table.Environment.Kind == TexEnvironmentKind.Gathered) return [Text(Joined(row))];
        if (table.Environment.Kind != TexEnvironmentKind.Aligned) return [.. row.Select(cell => Text(cell).Trim())];

        // A relation at the beginning of a cell has a space on both sides, as within an equation.
        return [.. row.Select((cell, column) => column == 0
            ? Text(cell).Trim()
            : Text(new TexRow([new TexSymbol("x", TexClass.Ordinary), .. cell.Items])).Substring(1).TrimEnd())];
    }

    protected override string SymbolText(string symbol) => symbol;

    // A terminal has one kind of letter; only what the kind means is kept.
    protected override string StyledText(TexStyled styled) =>
        styled.Alphabet is TexAlphabet.Italic or TexAlphabet.Upright
            ? Text(styled.Body)
            : TexAlphabets.Set(styled.Alphabet, Text(styled.Body));

    // The degree of a root, and a script without a base, must not read as a script of what stands before it.
    protected override bool NeedsSpace(TexNode previous, string previousText, string text) =>
        previousText.Length > 0 && text.Length > 0 && ("^_" + Superscripts + Subscripts).IndexOf(text[0]) >= 0;

    protected override string RootText(TexRoot root)
    {
        var radicand = Text(root.Radicand);
        var sign = (root.Degree is null ? "" : Script(root.Degree, ScriptSources, Superscripts, '^')) + "√";
        var items = Flatten(root.Radicand);
        return items.Count > 1 || items.Any(item => item is TexFraction) ? $"{sign}({radicand})" : sign + radicand;
    }

    protected override string ScriptText(TexScript script)
    {
        var text = new StringBuilder(Text(script.Base));
        if (script.Subscript is not null) text.Append(Script(script.Subscript, SubscriptSources, Subscripts, '_'));
        text.Append(script.Primes switch { 0 => "", 2 => "″", 3 => "‴", _ => new string('′', script.Primes) });
        if (script.Superscript is not null) text.Append(Script(script.Superscript, ScriptSources, Superscripts, '^'));
        return text.ToString();
    }

    private string Script(TexNode node, string sources, string targets, char mark)
    {
        var text = Dense(Text(node));
        if (Map(text, sources, targets) is { } mapped) return mapped;
        return text.Length == 1 || IsBracketed(text) ? mark + text : $"{mark}({text})";
    }

    private static string? Map(string text, string sources, string targets)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var index = sources.IndexOf(c);
            if (index < 0) return null;
            mapped.Append(targets[index]);
        }

        return mapped.ToString();
    }

    protected override string AccentedText(TexAccented accented)
    {
        var body = Text(accented.Body);
        var marked = new StringBuilder();
        for (var i = 0; i < body.Length;)
        {
            var length = char.IsHighSurrogate(body[i]) && i + 1 < body.Length ? 2 : 1;
            var letter = body.Substring(i, length);
            var isUnderMark = i == 0 || accented.Accent.Name is "overline" or "underline";
            var composed = isUnderMark ? letter + accented.Accent.CombiningMark : letter;
            marked.Append(Composed.TryGetValue(composed, out var one) ? one : composed);
            i += length;
        }

        return marked.ToString();
    }

    private static Dictionary<string, string> Compose(params (char Mark, string Pairs)[] groups)
    {
        var composed = new Dictionary<string, string>(System.StringComparer.Ordinal);
        foreach ((var mark, var pairs) in groups)
        {
            for (var i = 0; i < pairs.Length; i += 2) composed.Add($"{pairs[i]}{mark}", pairs[i + 1].ToString());
        }

        return composed;
    }
}
