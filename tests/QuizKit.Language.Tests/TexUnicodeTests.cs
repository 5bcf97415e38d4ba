// Formulas as a terminal shows them.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Rendering;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class TexUnicodeTests
{
    [Theory]
    [InlineData(@"w_1 = 1, w_2 = 1, b = -1.5", "w₁ = 1, w₂ = 1, b = −1.5")]
    [InlineData(@"\{(0,0), (1,1)\}", "{(0, 0), (1, 1)}")]
    [InlineData(@"704 + 33 = 2{,}817", "704 + 33 = 2,817")]
    [InlineData(@"\mathbf{W}'\mathbf{x}", "𝐖′𝐱")]
    [InlineData(@"0.25^{L-1}", "0.25ᴸ⁻¹")]
    [InlineData(@"3.8 \times 10^{-6}", "3.8 × 10⁻⁶")]
    [InlineData(@"x^10", "x¹0")]
    [InlineData(@"\frac{\partial \mathcal{L}}{\partial \hat{y}}", "∂ℒ/∂ŷ")]
    [InlineData(@"\frac{\hat{y} - y}{\hat{y}(1 - \hat{y})}", "(ŷ − y)/(ŷ(1 − ŷ))")]
    [InlineData(@"\frac{2}{n_\text{in} + n_\text{out}}", "2/(nᵢₙ + nₒᵤₜ)")]
    [InlineData(@"\frac{f''(\theta)}{2}\epsilon^2", "(f″(θ)/2)ϵ²")]
    [InlineData(@"\sigma^2(\frac{1}{2} - \frac{1}{2\pi})", "σ²(1/2 − 1/(2π))")]
    [InlineData(@"\text{ReLU}(z) = \max(0, z)", "ReLU(z) = max(0, z)")]
    [InlineData(@"z \sim \mathcal{N}(0, \sigma^2)", "z ∼ 𝒩(0, σ²)")]
    [InlineData(@"\delta^{(\ell)T} \mathbf{A}^{(\ell-1)}", "δ^((ℓ)T)𝐀^(ℓ−1)")]
    [InlineData(@"\sqrt{x} + \sqrt[3]{x+1}", "√x + ³√(x + 1)")]
    [InlineData(@"a \neq -b", "a ≠ −b")]
    [InlineData(@"\log x + \exp(\text{large})", "log x + exp(large)")]
    [InlineData(@"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ")]
    [InlineData(@"\left( x \right] \quad \left\lfloor y \right.", "(x] ⌊y")]
    [InlineData(@"\sqrt{\frac{1}{n}}", "√(1/n)")]
    [InlineData(@"\overline{AB} \boldsymbol{\theta}", "A̅B̅𝜽")]
    [InlineData(@"\hat{a}\hat{x}\bar{y}\vec{v}", "âx̂ȳv⃗")]
    [InlineData("6 {}^{14}C {}_1x", "6 ¹⁴C ₁x")]
    [InlineData(@"2\sqrt[3]{x}", "2 ³√x")]
    [InlineData(@"\sqrt[n+1]{x}", "ⁿ⁺¹√x")]
    [InlineData(@"\sqrt[q]{x}", "^q√x")]
    [InlineData(@"\sqrt[3]{}", "³√")]
    [InlineData(@"x_{\text{in all}}^{\log n}", "x_(in all)^(log n)")]
    [InlineData(@"x^{a \bmod b}", "x^(a mod b)")]
    [InlineData("x_{}y", "xy")]
    [InlineData("x'''y''''z'", "x‴y′′′′z′")]
    [InlineData("x_q^Q", "x_q^Q")]
    [InlineData("x^{(a)}_{(b)}", "x_(b)⁽ᵃ⁾")]
    [InlineData(@"\mathit{ab}\mathrm{c}\mathcal{L}\mathbb{R}", "abcℒℝ")]
    [InlineData(@"\hat{ab}\dot{x}\ddot{u}\tilde{n}", "âbẋüñ")]
    [InlineData(@"\hat{\boldsymbol{x}}\hat{q}", "𝒙̂q̂")]
    [InlineData(@"\sqrt{ab}\sqrt{a}", "√(ab)√a")]
    public void A_formula_is_shown_in_one_line_of_Unicode(string tex, string shown)
    {
        Assert.Equal(shown, Show(tex));
    }

    [Theory]
    [InlineData(@"\mathbf{AZaz09\Gamma\Omega\alpha\omega}", "𝐀𝐙𝐚𝐳𝟎𝟗𝚪𝛀𝛂𝛚")]
    [InlineData(@"\mathbf{\nabla\partial\epsilon\vartheta\phi ϰϱϖ}", "𝛁𝛛𝛜𝛝𝛟𝛞𝛠𝛡")]
    [InlineData(@"\boldsymbol{AZaz09\Gamma\Omega\alpha\omega}", "𝑨𝒁𝒂𝒛𝟎𝟗𝚪𝛀𝜶𝝎")]
    [InlineData(@"\boldsymbol{\nabla\partial\epsilon\vartheta\phi ϰϱϖ}", "𝛁𝝏𝝐𝝑𝝓𝝒𝝔𝝕")]
    [InlineData(@"\mathcal{ABCDEFGHIJKLMNOPQRSTUVWXYZ}", "𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵")]
    [InlineData(@"\mathcal{abcdefghijklmnopqrstuvwxyz1\alpha}", "𝒶𝒷𝒸𝒹ℯ𝒻ℊ𝒽𝒾𝒿𝓀𝓁𝓂𝓃ℴ𝓅𝓆𝓇𝓈𝓉𝓊𝓋𝓌𝓍𝓎𝓏1α")]
    [InlineData(@"\mathbb{ABCDEFGHIJKLMNOPQRSTUVWXYZ}", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ")]
    [InlineData(@"\mathbb{az09\alpha!}", "𝕒𝕫𝟘𝟡α!")]
    [InlineData(@"\mathrm{Az9}\mathit{Az9}", "Az9Az9")]
    public void Letters_of_an_alphabet_are_those_of_Unicode(string tex, string shown) => Assert.Equal(shown, Show(tex));

    [Theory]
    [InlineData("hat", '\u0302')]
    [InlineData("widehat", '\u0302')]
    [InlineData("bar", '\u0304')]
    [InlineData("overline", '\u0305')]
    [InlineData("tilde", '\u0303')]
    [InlineData("widetilde", '\u0303')]
    [InlineData("vec", '\u20D7')]
    [InlineData("dot", '\u0307')]
    [InlineData("ddot", '\u0308')]
    public void A_letter_with_an_accent_is_composed_where_Unicode_has_it_as_one(string accent, char mark)
    {
        foreach (var letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZγΩ0")
            Assert.Equal($"{letter}{mark}".Normalize(), Show($@"\{accent}{{{letter}}}"));
    }

    [Theory]
    [InlineData("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")]
    [InlineData("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", null)]
    [InlineData("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", null)]
    [InlineData("aehijklmnoprstuvx", null, "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")]
    [InlineData("βγρφχ", null, "ᵦᵧᵨᵩᵪ")]
    public void A_script_has_the_characters_that_Unicode_has_for_it(string written, string? superscripts, string? subscripts)
    {
        for (var i = 0; i < written.Length; i++)
        {
            if (superscripts is not null) Assert.Equal($"x{superscripts[i]}", Show($"x^{{{written[i]}}}"));
            if (subscripts is not null) Assert.Equal($"x{subscripts[i]}", Show($"x_{{{written[i]}}}"));
        }
    }

    [Fact]
    public void Every_command_of_the_closed_set_can_be_shown()
    {
        foreach (var name in TexCommands.All)
        {
            var tex = name switch
            {
                "frac" or "dfrac" or "tfrac" or "cfrac" or "binom" or "dbinom" or "tbinom" => $@"\{name}{{a}}{{b}}",
                "not" => @"\not{=}",
                "color" or "textcolor" => $@"\{name}{{red}}{{a}}",
                "hspace" => @"a\hspace{1em} b",
                "middle" => @"\left(a\middle|b\right)",
                _ when TexCommands.Declarations.ContainsKey(name) || TexCommands.Infixes.Contains(name) || TexCommands.Ignored.Contains(name) =>
                    $@"a \{name} b",
                "underset" or "overset" or "stackrel" => $@"\{name}{{a}}{{b}}",
                "limits" or "nolimits" => $@"\sum\{name}_a",
                _ when TexCommands.Sizes.ContainsKey(name) => $@"\{name}(a",
                "begin" or "end" => @"\begin{cases} a & b \\ c \end{cases}",
                "left" or "right" => @"\left(a\right)",
                _ when TexCommands.Symbols.ContainsKey(name) || TexCommands.Spaces.ContainsKey(name) || name == "!" =>
                    $@"a\{name} b",
                _ => $@"\{name}{{a}}",
            };
            var diagnostics = new DiagnosticBag();

            var shown = new TexUnicode(Cancellation.Never).Write(TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never));

            Assert.Empty(diagnostics.InTextOrder);
            Assert.NotEmpty(shown);
            Assert.DoesNotContain("\\", shown, System.StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_environment_can_be_shown()
    {
        foreach (var name in TexCommands.Environments.Keys)
        {
            var columns = name == "array" ? "{rl}" : name.StartsWith("alignat", System.StringComparison.Ordinal) || name == "alignedat" ? "{1}" : "";
            var tex = $@"\begin{{{name}}}{columns} a & b \\[2pt] \frac{{c}}{{2}} & d \cr \end{{{name}}}";
            var diagnostics = new DiagnosticBag();

            var formula = TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never);

            Assert.Empty(diagnostics.InTextOrder);
            Assert.Contains("c/2", new TexUnicode(Cancellation.Never).Write(formula), System.StringComparison.Ordinal);
            Assert.Equal(2, new TexUnicode(Cancellation.Never).WriteDisplayed(formula).Split('\n').Length);
        }
    }

    [Theory]
    [InlineData(@"F(x) = \begin{cases} 0 & x < 0 \\ 1-p & 0 \le x < 1 \\ 1 & x \ge 1 \end{cases}.", """
               ⎧ 0      x < 0
        F(x) = ⎨ 1 − p  0 ≤ x < 1 .
               ⎩ 1      x ≥ 1
        """)]
    [InlineData(@"\begin{aligned} f(x) + 1 &= ax + b \\ &= 2a. \end{aligned}", """
        f(x) + 1 = ax + b
                 = 2a.
        """)]
    [InlineData(@"\begin{pmatrix} 1 & -10 \\ 100 & 2 \end{pmatrix} \begin{bmatrix} x \\ y \end{bmatrix} = 0", """
        ⎛ 1   −10⎞ ⎡x⎤ = 0
        ⎝100   2 ⎠ ⎣y⎦
        """)]
    [InlineData(@"\begin{gather*} a + b + c \\ d \end{gather*}", """
        a + b + c
            d
        """)]
    [InlineData(@"\begin{equation} a = b \end{equation}", "a = b")]
    public void A_displayed_environment_has_rows_below_each_other(string tex, string shown)
    {
        var diagnostics = new DiagnosticBag();

        var formula = TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never);

        Assert.Empty(diagnostics.InTextOrder);
        Assert.Equal(shown.ReplaceLineEndings("\n"), new TexUnicode(Cancellation.Never).WriteDisplayed(formula));
    }

    public static TheoryData<string, string> Wasteful => new()
    {
        { "a wide cell", @"\begin{matrix} " + new string('a', 2_000) + Repeat(@" \\ b", 2_000) + @" \end{matrix}" },
        { "empty rows", @"\begin{matrix} " + Repeat(@"\\ ", 30_000) + @"\end{matrix}" },
        { "a high one beside others", @"\begin{matrix} a" + Repeat(@" \\ b", 200) + @" \end{matrix}" + Repeat(@"\begin{matrix} a \end{matrix}", 200) },
        { "a high one beside words", @"\begin{matrix} a" + Repeat(@" \\ b", 200) + @" \end{matrix}" + Repeat("+ a ", 200) },
    };

    [Theory]
    [MemberData(nameof(Wasteful))]
    public void An_environment_of_far_more_spaces_than_words_stands_in_one_line(string what, string tex)
    {
        var formula = TexParser.Parse(tex, new TextSpan(0, tex.Length), new DiagnosticBag(), Cancellation.Never);

        var shown = new TexUnicode(Cancellation.Never).WriteDisplayed(formula);

        Assert.False(shown.Contains('\n', System.StringComparison.Ordinal), what);
        Assert.InRange(shown.Length, 100, tex.Length);
    }

    [Theory]
    [InlineData("{")]
    [InlineData(@"\sqrt")]
    [InlineData(@"\hat")]
    [InlineData(@"\mathbf ")]
    [InlineData("x^{")]
    [InlineData(@"\left(")]
    [InlineData(@"\begin{cases}")]
    [InlineData(@"\begin{array}{c}a&")]
    public void What_nests_without_end_is_an_error_and_no_stack_overflow(string opening)
    {
        var tex = string.Concat(System.Linq.Enumerable.Repeat(opening, 100_000));
        var diagnostics = new DiagnosticBag();

        TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never);

        Assert.Contains(diagnostics.InTextOrder, diagnostic => diagnostic.Definition == Definitions.NestingTooDeep);
    }

    private static string Repeat(string piece, int count) => string.Concat(Enumerable.Repeat(piece, count));

    private static string Show(string tex)
    {
        var diagnostics = new DiagnosticBag();
        var formula = TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never);
        Assert.Empty(diagnostics.InTextOrder);
        return new TexUnicode(Cancellation.Never).Write(formula);
    }
}
