// Shows a formula in one line of Unicode, for terminals: x², ∂ℒ/∂z, ŷ, 𝐖₂.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace QuizKit.Generator.Syntax.Tex;

internal static class TexUnicode
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
        ('\u0307', "aȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzż"),
        ('\u0308', "aäeëhḧiïoötẗuüwẅxẍyÿAÄEËHḦIÏOÖUÜWẄXẌYŸ"));

    public static string Write(TexNode node) => Text(node).Trim();

    private static string Text(TexNode node) => node switch
    {
        TexRow row => RowText(row),
        TexSymbol symbol => symbol.Text,
        TexWords words => words.Text,
        TexFraction fraction => Parenthesized(fraction.Numerator, isDenominator: false) + "/" + Parenthesized(fraction.Denominator, isDenominator: true),
        TexRoot root => RootText(root),
        TexScript script => ScriptText(script),
        TexStyled styled => string.Concat(Text(styled.Body).Select(c => Alphabet(styled.Alphabet, c))),
        TexAccented accented => AccentedText(accented),
        _ => throw new System.InvalidOperationException($"No Unicode form is written for {node.GetType().Name}."),
    };

    private static string RowText(TexRow row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < row.Items.Count; i++)
        {
            TexNode item = row.Items[i];
            TexNode? previous = i > 0 ? row.Items[i - 1] : null;
            TexNode? next = i + 1 < row.Items.Count ? row.Items[i + 1] : null;
            switch (ClassOf(item))
            {
                case TexClass.Binary when IsUnary(previous):
                    text.Append(Text(item));
                    break;
                case TexClass.Binary or TexClass.Relation:
                    AppendSpace(text);
                    text.Append(Text(item));
                    if (next is not null) text.Append(' ');
                    break;
                case TexClass.Punctuation:
                    text.Append(Text(item));
                    if (next is not null) text.Append(' ');
                    break;
                case TexClass.Space:
                    AppendSpace(text);
                    break;
                case TexClass.Function or TexClass.LargeOperator:
                    if (previous is not null && ClassOf(previous) is TexClass.Ordinary or TexClass.Closing or TexClass.Function) AppendSpace(text);
                    text.Append(Text(item));
                    if (next is not null && ClassOf(next) is not (TexClass.Opening or TexClass.Closing or TexClass.Punctuation)) text.Append(' ');
                    break;
                default:
                    // A fraction beside another factor would read as if the factor stood below its bar.
                    bool isAmbiguous = item is TexFraction && (IsFactor(previous, TexClass.Closing) || IsFactor(next, TexClass.Opening));
                    text.Append(isAmbiguous ? "(" + Text(item) + ")" : Text(item));
                    break;
            }
        }

        return text.ToString();
    }

    private static bool IsFactor(TexNode? node, TexClass bracket) =>
        node is not null && (ClassOf(node) == TexClass.Ordinary || ClassOf(node) == bracket);

    private static bool IsUnary(TexNode? previous) =>
        previous is null
        || ClassOf(previous) is TexClass.Binary or TexClass.Relation or TexClass.Opening or TexClass.Punctuation or TexClass.Space
            or TexClass.LargeOperator;

    private static void AppendSpace(StringBuilder text)
    {
        if (text.Length > 0 && text[text.Length - 1] != ' ') text.Append(' ');
    }

    private static TexClass ClassOf(TexNode node) => node switch
    {
        TexSymbol symbol => symbol.Class,
        TexScript { Base: TexSymbol { Class: TexClass.Function or TexClass.LargeOperator or TexClass.Closing } symbol } => symbol.Class,
        _ => TexClass.Ordinary,
    };

    private static string Parenthesized(TexNode node, bool isDenominator)
    {
        List<TexNode> items = Flatten(node);
        bool isSum = items.Any(item => ClassOf(item) is TexClass.Binary or TexClass.Relation) || items.Any(item => item is TexFraction);
        bool isDifferential = items.Count > 0 && items[0] is TexSymbol { Text: "∂" or "d" };
        bool isProduct = items.Count > 1 && isDenominator && !isDifferential;
        return isSum || isProduct ? "(" + Text(node) + ")" : Text(node);
    }

    private static List<TexNode> Flatten(TexNode node) =>
        node is TexRow row ? [.. row.Items.SelectMany(item => item is TexRow ? Flatten(item) : [item])] : [node];

    private static string RootText(TexRoot root)
    {
        string radicand = Text(root.Radicand);
        string sign = root.Degree is null ? "√" : (Map(Text(root.Degree), ScriptSources, Superscripts) ?? Text(root.Degree)) + "√";
        return Flatten(root.Radicand).Count > 1 ? $"{sign}({radicand})" : sign + radicand;
    }

    private static string ScriptText(TexScript script)
    {
        var text = new StringBuilder(Text(script.Base));
        if (script.Subscript is not null) text.Append(Script(script.Subscript, SubscriptSources, Subscripts, '_'));
        text.Append(script.Primes switch { 0 => "", 2 => "″", 3 => "‴", _ => new string('′', script.Primes) });
        if (script.Superscript is not null) text.Append(Script(script.Superscript, ScriptSources, Superscripts, '^'));
        return text.ToString();
    }

    private static string Script(TexNode node, string sources, string targets, char mark)
    {
        string text = Text(node).Replace(" ", "");
        if (Map(text, sources, targets) is { } mapped) return mapped;
        bool isBracketed = text.Length > 1 && text[0] == '(' && text.IndexOf(')') == text.Length - 1;
        return text.Length == 1 || isBracketed ? mark + text : $"{mark}({text})";
    }

    private static string? Map(string text, string sources, string targets)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            int index = sources.IndexOf(c);
            if (index < 0) return null;
            mapped.Append(targets[index]);
        }

        return mapped.ToString();
    }

    private static string AccentedText(TexAccented accented)
    {
        string body = Text(accented.Body);
        int first = body.Length > 1 && char.IsHighSurrogate(body[0]) ? 2 : System.Math.Min(1, body.Length);
        string letter = body.Substring(0, first) + accented.CombiningMark;
        return (Composed.TryGetValue(letter, out string? composed) ? composed : letter) + body.Substring(first);
    }

    private static Dictionary<string, string> Compose(params (char Mark, string Pairs)[] groups)
    {
        var composed = new Dictionary<string, string>(System.StringComparer.Ordinal);
        foreach ((char mark, string pairs) in groups)
        {
            for (var i = 0; i < pairs.Length; i += 2) composed.Add($"{pairs[i]}{mark}", pairs[i + 1].ToString());
        }

        return composed;
    }

    private static string Alphabet(TexAlphabet alphabet, char c)
    {
        int code = (alphabet, c) switch
        {
            (TexAlphabet.Bold, >= 'A' and <= 'Z') => 0x1D400 + c - 'A',
            (TexAlphabet.Bold, >= 'a' and <= 'z') => 0x1D41A + c - 'a',
            (TexAlphabet.Bold, >= '0' and <= '9') => 0x1D7CE + c - '0',
            (TexAlphabet.Bold, >= 'Α' and <= 'Ω') => 0x1D6A8 + c - 'Α',
            (TexAlphabet.Bold, >= 'α' and <= 'ω') => 0x1D6C2 + c - 'α',
            (TexAlphabet.Calligraphic, 'B') => 'ℬ',
            (TexAlphabet.Calligraphic, 'E') => 'ℰ',
            (TexAlphabet.Calligraphic, 'F') => 'ℱ',
            (TexAlphabet.Calligraphic, 'H') => 'ℋ',
            (TexAlphabet.Calligraphic, 'I') => 'ℐ',
            (TexAlphabet.Calligraphic, 'L') => 'ℒ',
            (TexAlphabet.Calligraphic, 'M') => 'ℳ',
            (TexAlphabet.Calligraphic, 'R') => 'ℛ',
            (TexAlphabet.Calligraphic, >= 'A' and <= 'Z') => 0x1D49C + c - 'A',
            (TexAlphabet.DoubleStruck, 'C') => 'ℂ',
            (TexAlphabet.DoubleStruck, 'H') => 'ℍ',
            (TexAlphabet.DoubleStruck, 'N') => 'ℕ',
            (TexAlphabet.DoubleStruck, 'P') => 'ℙ',
            (TexAlphabet.DoubleStruck, 'Q') => 'ℚ',
            (TexAlphabet.DoubleStruck, 'R') => 'ℝ',
            (TexAlphabet.DoubleStruck, 'Z') => 'ℤ',
            (TexAlphabet.DoubleStruck, >= 'A' and <= 'Z') => 0x1D538 + c - 'A',
            _ => c,
        };
        return code < 0x10000 ? ((char)code).ToString(CultureInfo.InvariantCulture) : char.ConvertFromUtf32(code);
    }
}
