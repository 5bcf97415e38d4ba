// The closed set of TeX commands that a formula may use. A command outside it is a compile error, so that every formula can be
// shown in every form.

using System;
using System.Collections.Generic;
using System.Linq;

namespace QuizKit.Generator.Syntax.Tex;

internal static class TexCommands
{
    /// <summary>Commands that stand for one symbol.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> Symbols = Build(
        (TexClass.Ordinary,
            "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν " +
            "xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π " +
            "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ emptyset ∅ top ⊤ bot ⊥ " +
            "ldots … dots … cdots ⋯ vdots ⋮ prime ′ Re ℜ Im ℑ angle ∠ % % $ $ & & # # _ _"),
        (TexClass.Function,
            "max max min min log log ln ln exp exp sin sin cos cos tan tan sinh sinh cosh cosh tanh tanh arg arg argmax argmax " +
            "argmin argmin lim lim sup sup inf inf det det dim dim gcd gcd Pr Pr"),
        (TexClass.LargeOperator, "sum ∑ prod ∏ int ∫"),
        (TexClass.Binary,
            "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ cup ∪ cap ∩ wedge ∧ land ∧ vee ∨ " +
            "lor ∨ setminus ∖ bmod mod"),
        (TexClass.Relation,
            "approx ≈ sim ∼ simeq ≃ equiv ≡ neq ≠ ne ≠ leq ≤ le ≤ geq ≥ ge ≥ ll ≪ gg ≫ propto ∝ in ∈ notin ∉ subset ⊂ subseteq ⊆ " +
            "supset ⊃ supseteq ⊇ to → rightarrow → leftarrow ← Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ implies ⇒ mapsto ↦ " +
            "mid ∣ parallel ∥ perp ⊥ ll ≪ colon :"),
        (TexClass.Opening, "{ { lbrace { langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖"),
        (TexClass.Closing, "} } rbrace } rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖"));

    /// <summary>Commands that stand for a space.</summary>
    public static readonly IReadOnlyCollection<string> Spaces = [",", ";", ":", " ", "quad", "qquad", "!"];

    /// <summary>Commands that set their argument in another alphabet.</summary>
    public static readonly IReadOnlyDictionary<string, TexAlphabet> Alphabets = new Dictionary<string, TexAlphabet>(StringComparer.Ordinal)
    {
        ["mathrm"] = TexAlphabet.Upright,
        ["mathit"] = TexAlphabet.Italic,
        ["mathbf"] = TexAlphabet.Bold,
        ["boldsymbol"] = TexAlphabet.Bold,
        ["mathcal"] = TexAlphabet.Calligraphic,
        ["mathbb"] = TexAlphabet.DoubleStruck,
    };

    /// <summary>Commands that put an accent on their argument: the combining character of each.</summary>
    public static readonly IReadOnlyDictionary<string, char> Accents = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["hat"] = '\u0302',
        ["widehat"] = '\u0302',
        ["bar"] = '\u0304',
        ["overline"] = '\u0305',
        ["tilde"] = '\u0303',
        ["widetilde"] = '\u0303',
        ["vec"] = '\u20D7',
        ["dot"] = '\u0307',
        ["ddot"] = '\u0308',
    };

    /// <summary>Commands with a form of their own.</summary>
    public static readonly IReadOnlyCollection<string> Structures = ["frac", "sqrt", "text", "operatorname", "left", "right"];

    /// <summary>Every command, for a suggestion beside a misspelt one.</summary>
    public static IEnumerable<string> All => Symbols.Keys.Concat(Spaces).Concat(Alphabets.Keys).Concat(Accents.Keys).Concat(Structures);

    private static Dictionary<string, TexSymbol> Build(params (TexClass Class, string Pairs)[] groups)
    {
        var symbols = new Dictionary<string, TexSymbol>(StringComparer.Ordinal);
        foreach ((TexClass texClass, string pairs) in groups)
        {
            string[] words = pairs.Split(' ');
            for (var i = 0; i < words.Length; i += 2) symbols[words[i]] = new TexSymbol(words[i + 1], texClass);
        }

        return symbols;
    }
}
