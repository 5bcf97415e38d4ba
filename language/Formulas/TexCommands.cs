// The closed set of TeX commands that a formula may use. A command outside it is a compile error, so that every formula can be
// shown in every form.

namespace QuizKit.Language.Formulas;

internal static class TexCommands
{
    /// <summary>The command that takes space away, which no form does: MathML Core has no negative space.</summary>
    public const string NegativeSpace = "!";

    // In a displayed formula, the scripts of these stand above and below.
    private static readonly string[] WithLimits =
    [
        "max", "min", "argmax", "argmin", "lim", "liminf", "limsup", "sup", "inf", "det", "gcd", "Pr", "sum", "prod", "coprod", "bigcup",
        "bigcap", "bigvee", "bigwedge", "bigoplus", "bigotimes", "bigodot",
    ];

    /// <summary>Commands that stand for one symbol.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> Symbols = Build(
        (TexClass.Ordinary,
            "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν " +
            "xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π " +
            "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ emptyset ∅ top ⊤ bot ⊥ " +
            "ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ prime ′ Re ℜ Im ℑ angle ∠ varnothing ⌀ " +
            "nexists ∄ neg ¬ lnot ¬ aleph ℵ wp ℘ imath ı jmath ȷ varpi ϖ varrho ϱ varsigma ς varkappa ϰ hslash ℏ complement ∁ degree ° " +
            "square □ Box □ triangle △ checkmark ✓ blacksquare ■ bigstar ★ lozenge ◊ clubsuit ♣ diamondsuit ♢ " +
            "heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ " +
            "sharp ♯ beth ℶ gimel ℷ mho ℧ S § P ¶ vert | Vert ‖ | ‖ % % $ $ & & # # _ _"),
        (TexClass.Function,
            "max max min min log log ln ln exp exp sin sin cos cos tan tan sinh sinh cosh cosh tanh tanh arg arg argmax argmax " +
            "argmin argmin lim lim sup sup inf inf det det dim dim gcd gcd Pr Pr arcsin arcsin arccos arccos arctan arctan cot cot " +
            "sec sec csc csc coth coth deg deg ker ker hom hom lg lg liminf lim\u00A0inf limsup lim\u00A0sup"),
        (TexClass.LargeOperator,
            "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀"),
        (TexClass.Punctuation, "colon :"),
        (TexClass.Binary,
            "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ cup ∪ cap ∩ wedge ∧ land ∧ vee ∨ " +
            "lor ∨ setminus ∖ bmod mod uplus ⊎ sqcap ⊓ sqcup ⊔ ominus ⊖ oslash ⊘ dagger † ddagger ‡ diamond ⋄ backslash ∖ intercal ⊺ " +
            "boxplus ⊞ boxtimes ⊠ ltimes ⋉ rtimes ⋊ wr ≀ amalg ⨿ bigcirc ◯ circledast ⊛ circledcirc ⊚ barwedge ⊼ veebar ⊻"),
        (TexClass.Relation,
            "approx ≈ sim ∼ simeq ≃ equiv ≡ neq ≠ ne ≠ leq ≤ le ≤ geq ≥ ge ≥ ll ≪ gg ≫ propto ∝ in ∈ notin ∉ subset ⊂ subseteq ⊆ " +
            "supset ⊃ supseteq ⊇ to → rightarrow → leftarrow ← Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ implies ⇒ mapsto ↦ " +
            "mid ∣ parallel ∥ perp ⊥ lt < gt > gets ← leftrightarrow ↔ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ " +
            "Longrightarrow ⇒ Longleftarrow ⇐ Longleftrightarrow ⇔ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑ downarrow ↓ " +
            "nearrow ↗ searrow ↘ rightharpoonup ⇀ rightleftharpoons ⇌ leqslant ⩽ geqslant ⩾ nleq ≰ ngeq ≱ prec ≺ succ ≻ preceq ⪯ " +
            "succeq ⪰ lesssim ≲ gtrsim ≳ cong ≅ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ models ⊨ vdash ⊢ dashv ⊣ ni ∋ nmid ∤ " +
            "subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ sqsubseteq ⊑ sqsupseteq ⊒ " +
            "therefore ∴ because ∵ trianglelefteq ⊴ trianglerighteq ⊵ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ " +
            "updownarrow ↕ swarrow ↙ nwarrow ↖ " +
            "nleftrightarrow ↮ nleftarrow ↚ nrightarrow ↛ nRightarrow ⇏ nLeftarrow ⇍ nLeftrightarrow ⇎ nless ≮ ngtr " +
            "≯ npreceq ⋠ nsucceq ⋡ " +
            "leadsto ⇝ rightsquigarrow ⇝ impliedby ⇐ subsetneqq ⫋ supsetneqq ⫌ leqq ≦ geqq ≧ lessapprox ⪅ gtrapprox " +
            "⪆ lessgtr ≶ gtrless ≷ " +
            "lesseqgtr ⋚ gtreqless ⋛ lesseqqgtr ⪋ gtreqqless ⪌ vDash ⊨ Vdash ⊩ nvdash ⊬ nvDash ⊭ bowtie ⋈ smile ⌣ frown ⌢ " +
            "rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ leftrightharpoons ⇋ twoheadrightarrow ↠ " +
            "rightarrowtail ↣ curvearrowright ↷ " +
            "preccurlyeq ≼ succcurlyeq ≽ approxeq ≊ nsim ≁ nparallel ∦"),
        (TexClass.Opening, "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖"),
        (TexClass.Closing, "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖"));

    /// <summary>Commands that stand for a space: its width in em, empty for the space between words.</summary>
    public static readonly IReadOnlyDictionary<string, string> Spaces = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [","] = "0.1667",
        [":"] = "0.2222",
        [";"] = "0.2778",
        [" "] = "",
        ["space"] = "",
        [">"] = "0.2222",
        ["thinspace"] = "0.1667",
        ["medspace"] = "0.2222",
        ["thickspace"] = "0.2778",
        ["enspace"] = "0.5",
        ["quad"] = "1",
        ["qquad"] = "2",
    };

    /// <summary>Commands that set their argument in another alphabet.</summary>
    public static readonly IReadOnlyDictionary<string, TexAlphabet> Alphabets = new Dictionary<string, TexAlphabet>(StringComparer.Ordinal)
    {
        ["mathrm"] = TexAlphabet.Upright,
        ["mathit"] = TexAlphabet.Italic,
        ["mathbf"] = TexAlphabet.Bold,
        ["boldsymbol"] = TexAlphabet.BoldItalic,
        ["mathcal"] = TexAlphabet.Calligraphic,
        ["mathbb"] = TexAlphabet.DoubleStruck,
        ["mathscr"] = TexAlphabet.Calligraphic,
        ["mathfrak"] = TexAlphabet.Fraktur,
        ["mathsf"] = TexAlphabet.SansSerif,
        ["mathtt"] = TexAlphabet.Monospace,
        ["bm"] = TexAlphabet.BoldItalic,
        ["Bbb"] = TexAlphabet.DoubleStruck,
    };

    /// <summary>Commands that set the rest of their group in another alphabet.</summary>
    public static readonly IReadOnlyDictionary<string, TexAlphabet> Declarations =
        new Dictionary<string, TexAlphabet>(StringComparer.Ordinal)
        {
            ["rm"] = TexAlphabet.Upright,
            ["it"] = TexAlphabet.Italic,
            ["bf"] = TexAlphabet.Bold,
            ["cal"] = TexAlphabet.Calligraphic,
            ["sf"] = TexAlphabet.SansSerif,
            ["tt"] = TexAlphabet.Monospace,
            ["frak"] = TexAlphabet.Fraktur,
        };

    /// <summary>The colours, as CSS names them. Others are written <c>#rrggbb</c>.</summary>
    public static readonly IReadOnlyCollection<string> Colours =
    [
        "black", "blue", "brown", "cyan", "darkgray", "gray", "green", "lightgray", "lime", "magenta", "olive", "orange", "pink", "purple",
        "red", "teal", "violet", "white", "yellow", "maroon", "navy", "crimson", "gold", "indigo",
    ];

    /// <summary>Arrows as wide as what stands above them.</summary>
    public static readonly IReadOnlyDictionary<string, string> WideArrows = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["xrightarrow"] = "→",
        ["xleftarrow"] = "←",
        ["xRightarrow"] = "⇒",
        ["xLeftarrow"] = "⇐",
        ["xleftrightarrow"] = "↔",
        ["xmapsto"] = "↦",
    };

    /// <summary>Commands between what stands above and below them in a group.</summary>
    public static readonly IReadOnlyCollection<string> Infixes = ["over", "choose", "atop", "brack", "brace"];

    /// <summary>Commands that number equations, which have no numbers here.</summary>
    public static readonly IReadOnlyCollection<string> Ignored = ["notag", "nonumber"];

    /// <summary>Commands that set words; null where the words of a formula are as they are.</summary>
    public static readonly IReadOnlyDictionary<string, TexAlphabet?> Words = new Dictionary<string, TexAlphabet?>(StringComparer.Ordinal)
    {
        ["text"] = null,
        ["textrm"] = null,
        ["textnormal"] = null,
        ["mbox"] = null,
        ["textit"] = TexAlphabet.Italic,
        ["textbf"] = TexAlphabet.Bold,
        ["textsf"] = TexAlphabet.SansSerif,
        ["texttt"] = TexAlphabet.Monospace,
    };

    /// <summary>Commands that put an accent on their argument.</summary>
    public static readonly IReadOnlyDictionary<string, TexAccent> Accents = new TexAccent[]
    {
        new("hat", '\u0302', '\u02C6'),
        new("widehat", '\u0302', '^', IsWide: true),
        new("bar", '\u0304', '\u203E'),
        new("overline", '\u0305', '\u203E', IsWide: true),
        new("tilde", '\u0303', '\u02DC'),
        new("widetilde", '\u0303', '~', IsWide: true),
        new("vec", '\u20D7', '\u2192'),
        new("dot", '\u0307', '\u02D9'),
        new("ddot", '\u0308', '\u00A8'),
        new("overrightarrow", '\u20D7', '\u2192', IsWide: true),
        new("overleftarrow", '\u20D6', '\u2190', IsWide: true),
        new("underline", '\u0332', '_', IsWide: true, IsBelow: true),
        new("check", '\u030C', '\u02C7'),
        new("breve", '\u0306', '\u02D8'),
        new("acute", '\u0301', '\u00B4'),
        new("grave", '\u0300', '\u0060'),
        new("mathring", '\u030A', '\u02DA'),
    }.ToDictionary(accent => accent.Name, StringComparer.Ordinal);

    /// <summary>Commands that say how large the rest of a group is: as in a displayed formula, or as in a line.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Styles = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["displaystyle"] = true,
        ["textstyle"] = false,
    };

    /// <summary>Commands that make the delimiter after them large: its size in em.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sizes =
        (from size in new[] { ("big", "1.2"), ("Big", "1.8"), ("bigg", "2.4"), ("Bigg", "3") }
         from side in new[] { "", "l", "r", "m" }
         select (Name: size.Item1 + side, Size: size.Item2)).ToDictionary(size => size.Name, size => size.Size, StringComparer.Ordinal);

    /// <summary>Environments by name. Equations have no numbers, so a star makes no difference.</summary>
    public static readonly IReadOnlyDictionary<string, TexEnvironment> Environments = BuildEnvironments();

    /// <summary>Commands with a form of their own.</summary>
    public static readonly IReadOnlyCollection<string> Structures =
    [
        "frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom", "sqrt", "pmod", "mod", "not", "substack", "operatorname",
        "underset", "overset", "stackrel", "underbrace", "overbrace", "limits", "nolimits", "left", "right", "begin", "end",
        "boxed", "color", "textcolor", "tag", "mathop", "middle", "hspace", "textcircled",
        .. Styles.Keys, .. Sizes.Keys, .. Declarations.Keys, .. WideArrows.Keys, .. Infixes, .. Ignored,
    ];

    /// <summary>What <c>\not</c> makes of a symbol.</summary>
    public static readonly IReadOnlyDictionary<string, string> Negated = Pairs(
        "= ≠ < ≮ > ≯ ≤ ≰ ≥ ≱ ∈ ∉ ∋ ∌ ⊂ ⊄ ⊃ ⊅ ⊆ ⊈ ⊇ ⊉ ∣ ∤ ∥ ∦ ∼ ≁ ≃ ≄ ≈ ≉ ≡ ≢ ≅ ≇ ∃ ∄ → ↛ ← ↚ ↔ ↮ ⇒ ⇏ ⇐ ⇍ ⇔ ⇎ " +
        "⊢ ⊬ ⊨ ⊭ ≺ ⊀ ≻ ⊁");

    /// <summary>The symbol of a character that an author typed, such as × or ≤; null where no command has it.</summary>
    public static TexSymbol? Typed(string character) => OfCharacters.TryGetValue(character, out var symbol) ? symbol : null;

    private static readonly Dictionary<string, TexSymbol> OfCharacters = Symbols.Values
        .Where(symbol => symbol.Text.Length == 1 && symbol.Text[0] > 127).GroupBy(symbol => symbol.Text)
        .ToDictionary(symbols => symbols.Key, symbols => symbols.First(), StringComparer.Ordinal);

    /// <summary>Every command, for a suggestion beside a misspelt one.</summary>
    public static IEnumerable<string> All =>
        [.. Symbols.Keys, .. Spaces.Keys, NegativeSpace, .. Alphabets.Keys, .. Words.Keys, .. Accents.Keys, .. Structures];

    private static Dictionary<string, TexEnvironment> BuildEnvironments()
    {
        TexEnvironment Matrix(string? opening = null, string? closing = null) => new(TexEnvironmentKind.Matrix, "c", opening, closing);
        TexEnvironment cases = new(TexEnvironmentKind.Cases, "l", "{"), displayedCases = cases with { IsDisplayed = true };
        TexEnvironment aligned = new(TexEnvironmentKind.Aligned, "rl", IsDisplayed: true);
        TexEnvironment gathered = new(TexEnvironmentKind.Gathered, "c", IsDisplayed: true);
        return new Dictionary<string, TexEnvironment>(StringComparer.Ordinal)
        {
            ["matrix"] = Matrix(),
            ["pmatrix"] = Matrix("(", ")"),
            ["bmatrix"] = Matrix("[", "]"),
            ["Bmatrix"] = Matrix("{", "}"),
            ["vmatrix"] = Matrix("|", "|"),
            ["Vmatrix"] = Matrix("‖", "‖"),
            ["smallmatrix"] = Matrix(),
            ["array"] = new(TexEnvironmentKind.Array, "c"),
            ["cases"] = cases,
            ["dcases"] = displayedCases,
            ["aligned"] = aligned,
            ["align"] = aligned,
            ["align*"] = aligned,
            ["split"] = aligned,
            ["alignedat"] = aligned with { TakesCount = true },
            ["alignat"] = aligned with { TakesCount = true },
            ["alignat*"] = aligned with { TakesCount = true },
            ["eqnarray"] = aligned with { Columns = "rcl" },
            ["eqnarray*"] = aligned with { Columns = "rcl" },
            ["gathered"] = gathered,
            ["gather"] = gathered,
            ["gather*"] = gathered,
            ["equation"] = gathered,
            ["equation*"] = gathered,
        };
    }

    private static Dictionary<string, string> Pairs(string pairs)
    {
        var words = pairs.Split(' ');
        return Enumerable.Range(0, words.Length / 2).ToDictionary(i => words[2 * i], i => words[(2 * i) + 1], StringComparer.Ordinal);
    }

    private static Dictionary<string, TexSymbol> Build(params (TexClass Class, string Pairs)[] groups)
    {
        var symbols = new Dictionary<string, TexSymbol>(StringComparer.Ordinal);
        foreach ((var texClass, var pairs) in groups)
        {
            var words = pairs.Split(' ');
            for (var i = 0; i < words.Length; i += 2)
                symbols[words[i]] = new TexSymbol(words[i + 1], texClass, WithLimits.Contains(words[i]));
        }

        return symbols;
    }
}
