// Formulas in one line of keyboard characters, and in MathML.

using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Rendering;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class TexFormsTests
{
    [Theory]
    [InlineData(
        @"\begin{aligned} a &= b \end{aligned}",
        """<math><mtable displaystyle="true"><mtr><mtd style="text-align:right;padding-right:0"><mi>a</mi></mtd><mtd style="text-align:left;padding-left:0;padding-right:0"><mrow></mrow><mo>=</mo><mi>b</mi></mtd></mtr></mtable></math>""")]
    [InlineData(
        @"\begin{cases} 0 & x \end{cases}",
        """<math><mrow><mo form="prefix">{</mo><mtable><mtr><mtd style="text-align:left"><mn>0</mn></mtd><mtd style="text-align:left;padding-left:1em"><mi>x</mi></mtd></mtr></mtable></mrow></math>""")]
    [InlineData(
        @"\begin{pmatrix} 1 \\ 2 \end{pmatrix}",
        """<math><mrow><mo form="prefix">(</mo><mtable><mtr><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mn>2</mn></mtd></mtr></mtable><mo form="postfix">)</mo></mrow></math>""")]
    public void An_environment_is_a_table_whose_cells_say_how_they_are_aligned(string tex, string mathml)
    {
        var html = new HtmlWriter();

        TexMathML.Write(
            TexParser.Parse(tex, new TextSpan(0, tex.Length), new DiagnosticBag(), Cancellation.Never), isDisplayed: false, html, Cancellation.Never);

        Assert.Equal(mathml, html.Finish());
    }

    [Theory]
    [InlineData(@"x^2 + \sqrt{n}", "x^2 + sqrt(n)")]
    [InlineData(@"\frac{\partial \mathcal{L}}{\partial z}", "dL/dz")]
    [InlineData(@"\frac{\partial \mathcal{L}}{\partial \mathbf{W}^{(\ell)}}", "dL/dW^(l)")]
    [InlineData(@"\mathbf{W}_2(\mathbf{W}_1\mathbf{x} + \mathbf{b}_1)", "W_2(W_1 x + b_1)")]
    [InlineData(@"\frac{\hat{y} - y}{\hat{y}(1 - \hat{y})}", "(y_hat - y)/(y_hat(1 - y_hat))")]
    [InlineData(@"3.8 \times 10^{-6}", "3.8 * 10^-6")]
    [InlineData(@"0.25^{L-1}", "0.25^(L-1)")]
    [InlineData(@"\sum_{i=1}^n x_i", "sum_(i=1)^n x_i")]
    [InlineData(@"\frac{f''(\theta)}{2}\epsilon^2", "(f''(theta)/2) epsilon^2")]
    [InlineData(@"z \sim \mathcal{N}(0, \sigma^2)", "z ~ N(0, sigma^2)")]
    [InlineData(@"\frac{1}{2\pi} \approx 0.3408 \sigma", "1/(2 pi) ~~ 0.3408 sigma")]
    [InlineData(@"2{,}817 = n_\text{in}", "2,817 = n_in")]
    [InlineData(@"\left\lfloor \frac{n}{2} \right\rfloor", "floor(n/2)")]
    [InlineData(@"\sqrt[3]{x+1} \neq \bar{x}", "root_3(x + 1) != x_bar")]
    [InlineData(@"\mathbf{A}^\top x' \in \mathbb{R}", "A^T x' in R")]
    [InlineData(@"\delta \odot f'(z)", "delta (.) f'(z)")]
    [InlineData(@"2\log x + \max(0, z)", "2 log x + max(0, z)")]
    [InlineData(@"f\colon A \to B", "f: A -> B")]
    [InlineData(@"\frac{\sin x}{x} + \frac{\exp(x)}{2}", "(sin x)/x + exp(x)/2")]
    [InlineData(@"\int_{-\infty}^{1} x", "integral_(-infinity)^1 x")]
    [InlineData(@"\alpha{}", "alpha")]
    [InlineData(@"{}\alpha", "alpha")]
    [InlineData("x^-", "x^-")]
    [InlineData("x_{-1}", "x_-1")]
    [InlineData("x_{-n}", "x_(-n)")]
    [InlineData("x_{n-1}", "x_(n-1)")]
    [InlineData("x_{a b}", "x_ab")]
    [InlineData("x_{}y", "xy")]
    [InlineData("x^{}y", "xy")]
    [InlineData(@"x_{\text{in all}}^{\log n}", "x_(in all)^(log n)")]
    [InlineData("6 {}^{14}C {}_1", "6 ^14 C _1")]
    [InlineData("x'''y''''", "x''' y''''")]
    [InlineData(@"\sqrt[n+1]{x}2", "root_(n + 1)(x) 2")]
    [InlineData(@"\left\{x\right.", "{x")]
    [InlineData(@"\lVert x \rVert", "||x||")]
    [InlineData(@"\widehat x\widetilde y\overline{ab}", "x_hat y_tilde ab_bar")]
    [InlineData(@"\hat{a+b}", "(a + b)_hat")]
    [InlineData(@"\vartheta\varphi\Gamma\gamma", "theta phi Gamma gamma")]
    [InlineData(@"\forall x \exists y", "for all x there is y")]
    [InlineData(@"\partial x \partial", "dxd")]
    [InlineData("(a)b c", "(a) bc")]
    [InlineData(@"(a)\beta]\gamma", "(a) beta] gamma")]
    [InlineData(@"a \bmod b", "a mod b")]
    [InlineData(@"a \equiv b \pmod{m - 1}^2", "a == b (mod m - 1)^2")]
    [InlineData(@"a \mod b", "a mod b")]
    [InlineData(@"\displaystyle \sum\limits_{i=1}^n x_i + {\textstyle \frac{1}{2}}", "sum_(i=1)^n x_i + 1/2")]
    [InlineData(@"\underset{w}{\operatorname{argmax}} f(w) \overset{!}{=} \operatorname*{argmin}_x g", "argmax_w f(w) =^! argmin_x g")]
    [InlineData(@"a \stackrel{\text{def}}{=} b", "a =^def b")]
    [InlineData(@"\underbrace{a + b}_{\text{sum}} \overbrace{x}^n", "(a + b)_sum x^n")]
    [InlineData(@"\big( x \Big] \bigl\| y \biggr\}", "(x]||y}")]
    [InlineData(@"45^\degree \overrightarrow{AB}", "45^degrees AB_vec")]
    [InlineData(@"\begin{pmatrix} 1 & -2 \\ x & \frac{1}{2} \end{pmatrix}^T", "(1, -2; x, 1/2)^T")]
    [InlineData(@"|x| = \begin{cases} x & x \ge 0 \\ -x & \text{otherwise} \end{cases}", "|x| = {x, x >= 0; -x, otherwise}")]
    [InlineData(@"\begin{align*} a &= b + c \\[2pt] &= d \end{align*}", "a = b + c; = d")]
    [InlineData(@"\sum_{\substack{i < n \\ i \ne k}} x_i", "sum_(i<n;i!=k) x_i")]
    [InlineData(@"\left|\begin{matrix} a & b \cr c & d \end{matrix}\right|", "|a, b; c, d|")]
    [InlineData(@"\begin{array}{lr} a & b \\ [c] & d \end{array}", "a, b; [c], d")]
    [InlineData(@"\binom{n}{k} = \dfrac{n!}{k!(n-k)!}", "(n choose k) = n!/(k!(n - k)!)")]
    [InlineData(@"\textbf{a b}_\texttt{c\_d\%}", "a b_(c_d%)")]
    [InlineData(@"x \not\in A, y \not= z, p \not{\mid} q", "x not in A, y != z, p does not divide q")]
    [InlineData("4h × n ≤ ∞\u200B", "4h * n <= infinity")]
    [InlineData(@"\|v\| = \Vert v \Vert", "||v|| = ||v||")]
    [InlineData(@"\bigcup_{i=1}^\infty \mathscr{A}_i \leqslant \lnot q", "union_(i=1)^infinity A_i <= not q")]
    [InlineData(@"\limsup_{n \to \infty} \arctan x_n", "lim sup_(n->infinity) arctan x_n")]
    [InlineData(@"\frac{1}{xy}\frac{a}{b}", "(1/(xy))(a/b)")]
    public void A_formula_is_written_with_the_signs_of_a_keyboard(string tex, string plain)
    {
        Assert.Equal(plain, new TexPlain(Cancellation.Never).Write(Parse(tex)));
    }

    [Theory]
    [InlineData(@"x", "<mi>x</mi>")]
    [InlineData(@"\Gamma \mathrm{d}", "<mi mathvariant='normal'>Γ</mi><mi mathvariant='normal'>d</mi>")]
    [InlineData(@"\mathrm{Var}", "<mi>Var</mi>")]
    [InlineData(@"\mathbf{W}\mathbf{0}\boldsymbol{\theta}\boldsymbol{\Sigma}", "<mi>𝐖</mi><mn>𝟎</mn><mi>𝜽</mi><mi>𝚺</mi>")]
    [InlineData(@"\mathbb{R}\mathcal{L}\mathit{ab}", "<mi>ℝ</mi><mi>ℒ</mi><mi>𝑎𝑏</mi>")]
    [InlineData(@"2{,}817.5", "<mn>2,817.5</mn>")]
    [InlineData(@"-x = -1", "<mo form='prefix'>−</mo><mi>x</mi><mo>=</mo><mo form='prefix'>−</mo><mn>1</mn>")]
    [InlineData(@"a - b", "<mi>a</mi><mo>−</mo><mi>b</mi>")]
    [InlineData(@"\approx 3", "<mo lspace='0'>≈</mo><mn>3</mn>")]
    [InlineData(@"f(\cdot)", "<mi>f</mi><mo stretchy='false'>(</mo><mo lspace='0' rspace='0'>·</mo><mo stretchy='false'>)</mo>")]
    [InlineData(@"x^{n-1}", "<msup><mi>x</mi><mrow><mi>n</mi><mo lspace='0' rspace='0'>−</mo><mn>1</mn></mrow></msup>")]
    [InlineData(@"W'_1", "<msubsup><mi>W</mi><mn>1</mn><mo>′</mo></msubsup>")]
    [InlineData(@"f''^2", "<msup><mi>f</mi><mrow><mo>″</mo><mn>2</mn></mrow></msup>")]
    [InlineData(@"\hat{y}", "<mover><mi>y</mi><mo stretchy='false'>ˆ</mo></mover>")]
    [InlineData(@"\widehat{xy}", "<mover><mrow><mi>x</mi><mi>y</mi></mrow><mo>^</mo></mover>")]
    [InlineData(@"\left(\frac{a}{b}\right.", "<mrow><mo form='prefix'>(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow>")]
    [InlineData(
        @"(a)^2 b",
        "<msup><mrow><mo stretchy='false'>(</mo><mi>a</mi><mo stretchy='false'>)</mo></mrow><mn>2</mn></msup><mi>b</mi>")]
    [InlineData(@"a)^2", "<mi>a</mi><msup><mo stretchy='false'>)</mo><mn>2</mn></msup>")]
    [InlineData(
        @"\log(x)^2",
        "<mi>log</mi><mo>\u2061</mo><msup><mrow><mo stretchy='false'>(</mo><mi>x</mi><mo stretchy='false'>)</mo></mrow><mn>2</mn></msup>")]
    [InlineData(@"\lVert x \rVert", "<mo form='prefix' stretchy='false'>‖</mo><mi>x</mi><mo form='postfix' stretchy='false'>‖</mo>")]
    [InlineData(
        @"2\log x",
        "<mn>2</mn><mspace width='0.1667em'></mspace><mi>log</mi><mo>\u2061</mo><mspace width='0.1667em'></mspace><mi>x</mi>")]
    [InlineData(@"\exp(x)", "<mi>exp</mi><mo>\u2061</mo><mo stretchy='false'>(</mo><mi>x</mi><mo stretchy='false'>)</mo>")]
    [InlineData(@"\sum_{i}^n", "<msubsup><mo>∑</mo><mi>i</mi><mi>n</mi></msubsup>")]
    [InlineData(@"\sqrt{ab}\sqrt[3]{x}", "<msqrt><mi>a</mi><mi>b</mi></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>")]
    [InlineData(@"\text{in all }x", "<mtext>in all&nbsp;</mtext><mi>x</mi>")]
    [InlineData(@"a~b\ c", "<mi>a</mi><mtext>&nbsp;</mtext><mi>b</mi><mtext>&nbsp;</mtext><mi>c</mi>")]
    [InlineData(
        @"a\,b\quad c\!d",
        "<mi>a</mi><mspace width='0.1667em'></mspace><mi>b</mi><mspace width='1em'></mspace><mi>c</mi><mi>d</mi>")]
    [InlineData(@"f\colon A", "<mi>f</mi><mo>:</mo><mi>A</mi>")]
    [InlineData(@"a : b", "<mi>a</mi><mo lspace='0.2778em' rspace='0.2778em'>:</mo><mi>b</mi>")]
    [InlineData(
        @"\mathrm{a}\mathrm{Z}\mathrm{\omega}\mathrm{\epsilon}\mathrm{\partial}",
        "<mi mathvariant='normal'>a</mi><mi mathvariant='normal'>Z</mi><mi mathvariant='normal'>ω</mi>"
            + "<mi mathvariant='normal'>ϵ</mi><mi mathvariant='normal'>∂</mi>")]
    [InlineData("Α Ω α ω", "<mi mathvariant='normal'>Α</mi><mi mathvariant='normal'>Ω</mi><mi>α</mi><mi>ω</mi>")]
    [InlineData(@"\mathit{A}\mathit{\Gamma}\mathit{h}", "<mi>A</mi><mi>Γ</mi><mi>h</mi>")]
    [InlineData(@"\mathit{Ahz}", "<mi>𝐴ℎ𝑧</mi>")]
    [InlineData(
        @"\mathbf{\partial\nabla}\boldsymbol{\nabla}\partial\nabla",
        "<mrow><mi>𝛛</mi><mi>𝛁</mi></mrow><mi>𝛁</mi><mi>∂</mi><mo>∇</mo>")]
    [InlineData(@"\mathrm{ab1c}", "<mrow><mi>ab</mi><mn>1</mn><mi mathvariant='normal'>c</mi></mrow>")]
    [InlineData(
        @"\mathcal{AB}\mathbb{NR1}\boldsymbol{ab}",
        "<mrow><mi>𝒜</mi><mi>ℬ</mi></mrow><mrow><mi>ℕ</mi><mi>ℝ</mi><mn>𝟙</mn></mrow><mrow><mi>𝒂</mi><mi>𝒃</mi></mrow>")]
    [InlineData(@"\Gamma\Delta", "<mi mathvariant='normal'>Γ</mi><mi mathvariant='normal'>Δ</mi>")]
    [InlineData("x'''y''''", "<msup><mi>x</mi><mo>‴</mo></msup><msup><mi>y</mi><mo>′′′′</mo></msup>")]
    [InlineData("x_1^2", "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>")]
    [InlineData("x_{}", "<msub><mi>x</mi><mrow></mrow></msub>")]
    [InlineData("'", "<msup><mrow></mrow><mo>′</mo></msup>")]
    [InlineData(@"\sum^n x", "<msup><mo>∑</mo><mi>n</mi></msup><mi>x</mi>")]
    [InlineData(@"\prod_i^{}x", "<msubsup><mo>∏</mo><mi>i</mi><mrow></mrow></msubsup><mi>x</mi>")]
    [InlineData("+ a", "<mo form='prefix'>+</mo><mi>a</mi>")]
    [InlineData("a +", "<mi>a</mi><mo form='prefix'>+</mo>")]
    [InlineData("(+)", "<mo stretchy='false'>(</mo><mo form='prefix'>+</mo><mo stretchy='false'>)</mo>")]
    [InlineData("a, +b", "<mi>a</mi><mo>,</mo><mo form='prefix'>+</mo><mi>b</mi>")]
    [InlineData("a = -b", "<mi>a</mi><mo>=</mo><mo form='prefix'>−</mo><mi>b</mi>")]
    [InlineData("a + = b", "<mi>a</mi><mo form='prefix'>+</mo><mo>=</mo><mi>b</mi>")]
    [InlineData(@"a \pm b \mp c", "<mi>a</mi><mo>±</mo><mi>b</mi><mo>∓</mo><mi>c</mi>")]
    [InlineData(@"\pm a", "<mo form='prefix'>±</mo><mi>a</mi>")]
    [InlineData("a * b", "<mi>a</mi><mo>∗</mo><mi>b</mi>")]
    [InlineData(@"a \cdot", "<mi>a</mi><mo lspace='0' rspace='0'>·</mo>")]
    [InlineData(@"a \bmod b", "<mi>a</mi><mo lspace='0.2222em' rspace='0.2222em'>mod</mo><mi>b</mi>")]
    [InlineData(@"x^{a \bmod b}", "<msup><mi>x</mi><mrow><mi>a</mi><mo lspace='0' rspace='0'>mod</mo><mi>b</mi></mrow></msup>")]
    [InlineData("=", "<mo lspace='0' rspace='0'>=</mo>")]
    [InlineData("a =", "<mi>a</mi><mo rspace='0'>=</mo>")]
    [InlineData(":b", "<mo lspace='0' rspace='0.2778em'>:</mo><mi>b</mi>")]
    [InlineData("a:", "<mi>a</mi><mo lspace='0.2778em' rspace='0'>:</mo>")]
    [InlineData("x_{a:b}", "<msub><mi>x</mi><mrow><mi>a</mi><mo lspace='0' rspace='0'>:</mo><mi>b</mi></mrow></msub>")]
    [InlineData("x_{i,j}", "<msub><mi>x</mi><mrow><mi>i</mi><mo rspace='0'>,</mo><mi>j</mi></mrow></msub>")]
    [InlineData(
        "f(x, y); z",
        "<mi>f</mi><mo stretchy='false'>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo stretchy='false'>)</mo><mo>;</mo><mi>z</mi>")]
    [InlineData("|x|", "<mo lspace='0' rspace='0' stretchy='false'>|</mo><mi>x</mi><mo lspace='0' rspace='0' stretchy='false'>|</mo>")]
    [InlineData(@"\lvert x \rvert", "<mo form='prefix' stretchy='false'>|</mo><mi>x</mi><mo form='postfix' stretchy='false'>|</mo>")]
    [InlineData(@"\left|x\right\|", "<mrow><mo form='prefix'>|</mo><mi>x</mi><mo form='postfix'>‖</mo></mrow>")]
    [InlineData(@"\left.x\right)", "<mrow><mi>x</mi><mo form='postfix'>)</mo></mrow>")]
    [InlineData(@"\left\{\right\rangle", "<mrow><mo form='prefix'>{</mo><mo form='postfix'>⟩</mo></mrow>")]
    [InlineData(@"\left[x\right]", "<mrow><mo form='prefix'>[</mo><mi>x</mi><mo form='postfix'>]</mo></mrow>")]
    [InlineData(@"\langle x \rangle", "<mo stretchy='false'>⟨</mo><mi>x</mi><mo stretchy='false'>⟩</mo>")]
    [InlineData(@"\forall x \exists y", "<mo>∀</mo><mi>x</mi><mo>∃</mo><mi>y</mi>")]
    [InlineData(@"n! + \nabla f", "<mi>n</mi><mo>!</mo><mo>+</mo><mo>∇</mo><mi>f</mi>")]
    [InlineData("a / b?", "<mi>a</mi><mo lspace='0' rspace='0'>/</mo><mi>b</mi><mo lspace='0' rspace='0'>?</mo>")]
    [InlineData(@"\% \$ \# \_", "<mi>%</mi><mi>$</mi><mi>#</mi><mi>_</mi>")]
    [InlineData(@"\operatorname{arg max} x", "<mi>arg&nbsp;max</mi><mo>\u2061</mo><mspace width='0.1667em'></mspace><mi>x</mi>")]
    [InlineData(@"\operatorname{d} x", "<mi mathvariant='normal'>d</mi><mo>\u2061</mo><mspace width='0.1667em'></mspace><mi>x</mi>")]
    [InlineData(
        @")\log x",
        "<mo stretchy='false'>)</mo><mspace width='0.1667em'></mspace><mi>log</mi><mo>\u2061</mo>"
            + "<mspace width='0.1667em'></mspace><mi>x</mi>")]
    [InlineData(
        @"a\,\log\,x",
        "<mi>a</mi><mspace width='0.1667em'></mspace><mspace width='0.1667em'></mspace><mi>log</mi><mo>\u2061</mo>"
            + "<mspace width='0.1667em'></mspace><mspace width='0.1667em'></mspace><mi>x</mi>")]
    [InlineData(
        @"\log\log x",
        "<mi>log</mi><mo>\u2061</mo><mspace width='0.1667em'></mspace><mi>log</mi><mo>\u2061</mo>"
            + "<mspace width='0.1667em'></mspace><mi>x</mi>")]
    [InlineData(@"\log\sum x", "<mi>log</mi><mo>\u2061</mo><mspace width='0.1667em'></mspace><mo>∑</mo><mi>x</mi>")]
    [InlineData(@"\log + 1", "<mi>log</mi><mo>+</mo><mn>1</mn>")]
    [InlineData(@"\log, x", "<mi>log</mi><mo>,</mo><mi>x</mi>")]
    [InlineData(@"\log)", "<mi>log</mi><mo stretchy='false'>)</mo>")]
    [InlineData(@"\log{(x)}", "<mi>log</mi><mo>\u2061</mo><mrow><mo stretchy='false'>(</mo><mi>x</mi><mo stretchy='false'>)</mo></mrow>")]
    [InlineData(@"\log{}", "<mi>log</mi><mo>\u2061</mo><mspace width='0.1667em'></mspace><mrow></mrow>")]
    [InlineData(
        @"\log\left(x\right)",
        "<mi>log</mi><mo>\u2061</mo><mrow><mo form='prefix'>(</mo><mi>x</mi><mo form='postfix'>)</mo></mrow>")]
    [InlineData(@"x^{\frac12}", "<msup><mi>x</mi><mfrac><mn>1</mn><mn>2</mn></mfrac></msup>")]
    [InlineData(
        @"\frac{a+b}{c=d}",
        "<mfrac><mrow><mi>a</mi><mo lspace='0' rspace='0'>+</mo><mi>b</mi></mrow><mrow><mi>c</mi>"
            + "<mo lspace='0' rspace='0'>=</mo><mi>d</mi></mrow></mfrac>")]
    [InlineData(
        @"\sqrt[n+1]{x+1}",
        "<mroot><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mrow><mi>n</mi><mo lspace='0' rspace='0'>+</mo><mn>1</mn>"
            + "</mrow></mroot>")]
    [InlineData(@"\text{ a }\text{  }", "<mtext>&nbsp;a&nbsp;</mtext><mtext>&nbsp;&nbsp;</mtext>")]
    [InlineData(
        @"\tilde x\vec x\dot x\ddot x\bar x",
        "<mover><mi>x</mi><mo stretchy='false'>˜</mo></mover><mover><mi>x</mi><mo stretchy='false'>→</mo></mover><mover>"
            + "<mi>x</mi><mo stretchy='false'>˙</mo></mover><mover><mi>x</mi><mo stretchy='false'>¨</mo></mover><mover><mi>x"
            + "</mi><mo stretchy='false'>‾</mo></mover>")]
    [InlineData(@"\overline{x}\widetilde x", "<mover><mi>x</mi><mo>‾</mo></mover><mover><mi>x</mi><mo>~</mo></mover>")]
    [InlineData(
        "((a)b)^2",
        "<msup><mrow><mo stretchy='false'>(</mo><mo stretchy='false'>(</mo><mi>a</mi><mo stretchy='false'>)</mo><mi>b"
            + "</mi><mo stretchy='false'>)</mo></mrow><mn>2</mn></msup>")]
    [InlineData(
        "(a)(b)^2",
        "<mo stretchy='false'>(</mo><mi>a</mi><mo stretchy='false'>)</mo><msup><mrow><mo stretchy='false'>(</mo><mi>b"
            + "</mi><mo stretchy='false'>)</mo></mrow><mn>2</mn></msup>")]
    [InlineData(
        "(a)^2)^3",
        "<msup><mrow><mo stretchy='false'>(</mo><mi>a</mi><mo stretchy='false'>)</mo></mrow><mn>2</mn></msup><msup>"
            + "<mo stretchy='false'>)</mo><mn>3</mn></msup>")]
    [InlineData(
        @"\{a\}_1'",
        "<msubsup><mrow><mo stretchy='false'>{</mo><mi>a</mi><mo stretchy='false'>}</mo></mrow><mn>1</mn><mo>′</mo></msubsup>")]
    [InlineData("1. 5", "<mn>1</mn><mi>.</mi><mn>5</mn>")]
    [InlineData("1{,}2 1{,}", "<mn>1,2</mn><mn>1</mn><mo>,</mo>")]
    [InlineData("a {b c} d", "<mi>a</mi><mrow><mi>b</mi><mi>c</mi></mrow><mi>d</mi>")]
    [InlineData(@"2\sqrt[3]{x}", "<mn>2</mn><mroot><mi>x</mi><mn>3</mn></mroot>")]
    [InlineData("xright", "<mi>x</mi><mi>r</mi><mi>i</mi><mi>g</mi><mi>h</mi><mi>t</mi>")]
    public void A_formula_is_written_in_MathML(string tex, string mathml)
    {
        Assert.Equal("<math>" + mathml.Replace('\'', '"') + "</math>", MathML(tex, isDisplayed: false));
    }

    [Theory]
    [InlineData(
        @"\sum_{i=1}^n x",
        "<munderover><mo>∑</mo><mrow><mi>i</mi><mo lspace='0' rspace='0'>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>x</mi>")]
    [InlineData(@"\lim_x y", "<munder><mi>lim</mi><mi>x</mi></munder><mo>\u2061</mo><mspace width='0.1667em'></mspace><mi>y</mi>")]
    [InlineData(@"\int_0^1 x", "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>x</mi>")]
    [InlineData(
        @"\frac{\sum_i a}{b - c}",
        "<mfrac><mrow><msub><mo>∑</mo><mi>i</mi></msub><mi>a</mi></mrow><mrow><mi>b</mi><mo>−</mo><mi>c</mi></mrow></mfrac>")]
    [InlineData(@"\sum^n x", "<mover><mo>∑</mo><mi>n</mi></mover><mi>x</mi>")]
    [InlineData(
        @"\max_x^2 f",
        "<munderover><mi>max</mi><mi>x</mi><mn>2</mn></munderover><mo>\u2061</mo><mspace width='0.1667em'></mspace><mi>f</mi>")]
    [InlineData(@"\prod_i x", "<munder><mo>∏</mo><mi>i</mi></munder><mi>x</mi>")]
    [InlineData(@"\int^1 x", "<msup><mo>∫</mo><mn>1</mn></msup><mi>x</mi>")]
    [InlineData("x^2", "<msup><mi>x</mi><mn>2</mn></msup>")]
    [InlineData("x_1", "<msub><mi>x</mi><mn>1</mn></msub>")]
    [InlineData(
        @"\frac{a}{\frac{b+c}{2}}",
        "<mfrac><mi>a</mi><mfrac><mrow><mi>b</mi><mo lspace='0' rspace='0'>+</mo><mi>c</mi></mrow><mn>2</mn></mfrac></mfrac>")]
    [InlineData(@"x^{\sum_i a}", "<msup><mi>x</mi><mrow><msub><mo>∑</mo><mi>i</mi></msub><mi>a</mi></mrow></msup>")]
    [InlineData(@"{\sum_i a}", "<mrow><munder><mo>∑</mo><mi>i</mi></munder><mi>a</mi></mrow>")]
    public void Limits_stand_above_and_below_only_in_a_displayed_formula(string tex, string mathml)
    {
        Assert.Equal("<math display=\"block\">" + mathml.Replace('\'', '"') + "</math>", MathML(tex, isDisplayed: true));
    }

    [Theory]
    [InlineData(@"\text{if $x > 0$, $y$}", "if x > 0, y", "<mrow><mtext>if&nbsp;</mtext><mrow><mi>x</mi><mo>&gt;</mo><mn>0</mn></mrow><mtext>,&nbsp;</mtext><mi>y</mi></mrow>")]
    [InlineData(@"\text{a\dots {b}}", "a…b", "<mtext>a…b</mtext>")]
    [InlineData(@"\boxed{x = 1}", "x = 1", "<mrow style=\"border:1px solid;padding:0.2em\"><mi>x</mi><mo>=</mo><mn>1</mn></mrow>")]
    [InlineData(@"\color{red}{x} y", "xy", "<mstyle mathcolor=\"red\"><mi>x</mi></mstyle><mi>y</mi>")]
    [InlineData(@"{\color{#00F} x y} z", "xy z", "<mstyle mathcolor=\"#00f\"><mi>x</mi><mi>y</mi></mstyle><mi>z</mi>")]
    [InlineData(@"a \textcolor{Blue}{+} b", "a + b", "<mi>a</mi><mstyle mathcolor=\"blue\"><mo>+</mo></mstyle><mi>b</mi>")]
    [InlineData(@"x \tag{1}", "x (1)", "<mi>x</mi><mspace width=\"2em\"></mspace><mtext>(1)</mtext>")]
    [InlineData(@"{n \choose k} {n \brack k}", "(n choose k)[n above k]", null)]
    [InlineData(@"{a \over b}", "a/b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>")]
    [InlineData(@"x_{i \atop j}", "x_(i;j)", "<msub><mi>x</mi><mfrac linethickness=\"0\"><mi>i</mi><mi>j</mi></mfrac></msub>")]
    [InlineData(@"a \xrightarrow[g]{f} b", "a ->^f_g b", null)]
    [InlineData(@"a \xrightarrow{f} b", "a ->^f b", "<mi>a</mi><mover><mo>→</mo><mrow><mspace width=\"0.4286em\"></mspace><mi>f</mi><mspace width=\"0.4286em\"></mspace></mrow></mover><mi>b</mi>")]
    [InlineData(@"\left( a \middle| b \right)", "(a | b)", null)]
    [InlineData(@"\left\vert x \right\vert \left< y \right>", "|x|<y>", null)]
    [InlineData(@"\underline{k}", "k_underline", "<munder><mi>k</mi><mo>_</mo></munder>")]
    [InlineData(@"{\rm gcd}(a) {\bf x}", "gcd(a) x", null)]
    [InlineData(@"\mathop{\mathrm{argmax}}_x f", "argmax_x f", null)]
    [InlineData(@"a\hspace{1em}b\ 
c", "a b c", null)]
    [InlineData(@"（a，b）＝c：d", "（a， b） = c : d", null)]
    [InlineData("F’ a\u2061\u00ADb", "F' ab", null)]
    [InlineData(@"\textcircled{2} \textcircled{x}", "②(x)", "<mi>②</mi><mtext>(x)</mtext>")]
    [InlineData(@"\begin{alignedat}{2} a &= b \end{alignedat}", "a = b", null)]
    public void What_authors_write_has_its_forms(string tex, string plain, string? html)
    {
        Assert.Equal(plain, new TexPlain(Cancellation.Never).Write(Parse(tex)));
        Assert.NotEmpty(new TexUnicode(Cancellation.Never).Write(Parse(tex)));
        if (html is not null) Assert.Equal($"<math>{html}</math>", MathML(tex, isDisplayed: false));
    }

    [Fact]
    public void Every_symbol_can_be_typed_in_its_plain_form()
    {
        foreach (var name in TexCommands.Symbols.Keys)
        {
            var plain = new TexPlain(Cancellation.Never).Write(Parse($@"\{name} a"));

            Assert.True(plain.Length > 1 && plain.All(char.IsAscii), $"\\{name}: {plain}");
        }
    }

    [Fact]
    public void Words_in_a_formula_are_escaped()
    {
        Assert.Equal(
            "<math><mtext>a&lt;b&gt; &amp; \"c\"</mtext><mo>&lt;</mo><mi>&amp;</mi></math>",
            MathML("\\text{a<b> & \"c\"} < \\&", isDisplayed: false));
    }

    [Fact]
    public void The_page_on_formulas_shows_what_the_compiler_writes()
    {
        var page = FencedExamples.ReadPage("formulas.md");
        var row = Regex.Match(page, @"`\$([^`]+)\$` becomes");

        var formula = Parse(row.Groups[1].Value);

        Assert.Contains($"`{new TexPlain(Cancellation.Never).Write(formula)}`", page, StringComparison.Ordinal);
        Assert.Contains($"`{new TexUnicode(Cancellation.Never).Write(formula)}`", page, StringComparison.Ordinal);
        Assert.Contains(@"`W_2 x`", page, StringComparison.Ordinal);
        Assert.Equal("W_2 x", new TexPlain(Cancellation.Never).Write(Parse(@"\mathbf{W}_2\mathbf{x}")));
    }

    private static string MathML(string tex, bool isDisplayed)
    {
        var html = new HtmlWriter();
        TexMathML.Write(Parse(tex), isDisplayed, html, Cancellation.Never);
        return html.Finish();
    }

    private static TexNode Parse(string tex)
    {
        var diagnostics = new DiagnosticBag();
        var formula = TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never);
        Assert.Empty(diagnostics.InTextOrder);
        return formula;
    }
}
