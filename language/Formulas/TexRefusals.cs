// What authors write in TeX elsewhere and a quiz does not have: each with what to write here.

namespace QuizKit.Language.Formulas;

internal static class TexRefusals
{
    private const string Macros = "A quiz defines no commands: write the formula out, and a function as '\\operatorname{name}'.";
    private const string References = "Formulas have no references: write '\\tag{1}' in the formula, and '(1)' among the words.";
    private const string Space = "Write room as '\\quad' or '\\hspace{1em}', or leave it out.";
    private const string Strokes = "A formula has no strokes through it: write what is left, or '~~…~~' around words.";
    private const string Units = "Write a number with its unit as '5\\,\\mathrm{mW}'.";
    private const string Substances = "Write a substance as '\\mathrm{H_2O}'.";
    private const string Fonts = "Write '\\mathrm{…}', '\\mathbf{…}' or another alphabet with its letters in braces.";
    private const string Lists = "Write the list in Markdown, with formulas in its items.";
    private const string Tables = "Write a table of Markdown with formulas in its cells, or 'array' without lines.";
    private const string Pictures = "Write a picture as '![what it shows](file.svg)' among the words.";
    private const string Words = "Write it in Markdown among the words, outside of the formula.";

    private static readonly Dictionary<string, string> Commands = Build(
        (Macros, "newcommand renewcommand providecommand def gdef edef let DeclareMathOperator newenvironment global"),
        (References, "label ref eqref autoref cref pageref cite"),
        (Space, "phantom hphantom vphantom smash mathstrut strut hskip vskip vspace hfill kern mkern raisebox raise lower"),
        (Strokes, "cancel bcancel xcancel cancelto sout enclose"),
        (Units, "SI si qty unit num ang SIrange qtyrange numrange micro"),
        (Substances, "ce cee cf pu chemfig"),
        ("Write a fraction as '\\frac{a}{b}' or 'a/b'.", "nicefrac sfrac flatfrac splitfrac"),
        ("Write scripts in front as '{}^{14}_{6}\\mathrm{C}'.", "prescript sideset tensor indices"),
        ("Write a derivative as '\\frac{\\mathrm{d} y}{\\mathrm{d} x}' or '\\frac{\\partial y}{\\partial x}'.",
            "dv pdv derivative odv fdv dd diff"),
        ("Write brackets as '\\left(', '\\right)' and the like.", "qtyp abs norm bra ket braket ketbra Bra Ket Braket set Set floor ceil"),
        (Fonts, "usefont fontfamily selectfont mathversion scriptsize footnotesize small normalsize large Large LARGE huge Huge tiny"),
        (Tables, "hline cline multicolumn multirow toprule midrule bottomrule"),
        (Lists, "item"),
        (Pictures, "includegraphics tikz draw node"),
        (Words, "url href footnote section subsection paragraph par newline noindent centering verb emph caption"));

    private static readonly Dictionary<string, string> Environments = Build(
        (Lists, "itemize enumerate description"),
        (Tables, "tabular tabularx table longtable tabu"),
        (Pictures, "tikzpicture picture figure pspicture CD tikzcd"),
        (Words, "proof theorem lemma definition center quote verbatim lstlisting minted algorithm algorithmic document"));

    /// <summary>What to write instead of a command, with a space before it; null for one that is not known elsewhere either.</summary>
    public static string? OfCommand(string name) => Commands.TryGetValue(name, out var remedy) ? " " + remedy : null;

    /// <summary>What to write instead of an environment, with a space before it; null for an unknown one. A star makes no difference.</summary>
    public static string? OfEnvironment(string name) => Environments.TryGetValue(name.TrimEnd('*'), out var remedy) ? " " + remedy : null;

    private static Dictionary<string, string> Build(params (string Remedy, string Names)[] rows)
    {
        var remedies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (remedy, names) in rows)
        {
            foreach (var name in names.Split(' '))
            {
                if (!remedies.ContainsKey(name)) remedies.Add(name, remedy);
            }
        }

        return remedies;
    }
}
