// Formulas made from the closed set of commands: each of them in every surrounding that changes how it is drawn.

using QuizKit.Language.Formulas;

namespace QuizKit.Formulas;

internal static class CommandCorpus
{
    public static IEnumerable<string> Formulas()
    {
        foreach (var command in TexCommands.Symbols.Where(command => command.Key != "\\"))
        {
            foreach (var template in TemplatesOf(command.Value.Class))
                yield return template.Replace("@", $@"\{command.Key} ").Replace("OPENING", $@"\{OpeningOf(command.Key)} ");
        }

        foreach (var space in TexCommands.Spaces.Keys.Append(TexCommands.NegativeSpace)) yield return $@"a\{space} b";
        foreach (var alphabet in TexCommands.Alphabets.Keys)
        {
            foreach (var body in new[] { "x", "R", "AB", "x_1", "W^2", "0", "12", @"\alpha", @"\Gamma" })
                yield return $@"\{alphabet}{{{body}}} + 1";
        }

        foreach (var declared in TexCommands.Declarations.Keys) yield return $@"a + {{\{declared} x + 1}} b";
        foreach (var arrow in TexCommands.WideArrows.Keys) yield return $@"a \{arrow}{{f}} b";
        foreach (var infix in TexCommands.Infixes) yield return $@"1 + {{n + 1 \{infix} 2}}";
        foreach (var words in TexCommands.Words.Keys) yield return $@"x_\{words}{{in}} + \{words}{{ a b }}";
        foreach (var negated in TexCommands.Symbols.Where(symbol => TexCommands.Negated.ContainsKey(symbol.Value.Text)))
        {
            // Temml does not read \not before these.
            if (negated.Key is not ("iff" or "implies" or "impliedby" or "Longrightarrow" or "Longleftarrow" or "Longleftrightarrow"))
                yield return $@"a \not\{negated.Key} b";
        }

        foreach (var size in new[] { "", "d", "t" })
        {
            yield return $@"1 + \{size}frac{{x + 1}}{{2}}";
            yield return $@"x^{{\{size}frac{{1}}{{2}}}}";
            yield return $@"2 \{size}binom{{n}}{{k}} + \frac{{\{size}binom{{n + 1}}{{2}}}}{{2}}";
        }

        foreach (var size in new[] { "big(", "Big[", "bigg|", @"Biggl\{", "bigr)", "bigm|" }) yield return $@"a \{size} x";
        foreach (var rest in TexCommands.Sizes.Keys) yield return $@"\{rest}(";
        foreach (var operation in new[] { @"\sum", @"\int", @"\max" })
        {
            yield return $@"{operation}\limits_{{i=1}}^n x_i";
            yield return $@"{operation}\nolimits_{{i=1}}^n x_i";
        }

        foreach (var style in TexCommands.Styles.Keys) yield return $@"a + {{\{style} \sum_i x_i + \frac{{1}}{{2}}}} + b";
        yield return @"\boxed{x = 1} + \text{if $x > 0$}";
        yield return @"\textcircled{2}";
        yield return @"\mathop{\mathrm{tr}}";
        yield return @"\textcolor{red}{x} + {\color{#0000ff} a b} + 1 \hspace{1em} \notag \nonumber";
        yield return @"\left( \frac{a}{2} \middle| b \right)";
        yield return @"\underset{w}{M} f(w) \overset{!}{=} b + \operatorname*{tr}_x g";
        yield return @"a \stackrel{\text{def}}{=} b + \underbrace{a + b}_{\text{sum}} + \overbrace{x}^n + \underbrace{y}";
        yield return @"\cfrac{1}{1 + \cfrac{1}{x}}";
        foreach (var modulo in new[] { @"a \equiv b \pmod m", @"a \equiv b \pmod{m + 1}", @"a \mod b" }) yield return modulo;
        foreach (var name in TexCommands.Environments.Keys)
        {
            // Temml does not know eqnarray, takes one column in an equation, and alignat only where it is displayed.
            if (name.StartsWith("eqnarray") || name.StartsWith("alignat")) continue;
            yield return $@"\begin{{{name}}}{(name == "array" ? "{c}" : CountOf(name))} a = b + 1 \end{{{name}}}";
            if (name.StartsWith("equation")) continue;
            var columns = name == "array" ? "{rl}" : CountOf(name);
            yield return $@"\begin{{{name}}}{columns} a & = b + 1 \\ \frac{{c}}{{2}} & d \end{{{name}}}";
        }

        yield return @"f(x) = \begin{cases} 0 & x < 0 \\ x^2 & \text{otherwise} \end{cases} + 1";
        yield return @"\left| \begin{matrix} a & b \\ c & d \end{matrix} \right|^2";
        yield return @"\begin{equation} a + \begin{pmatrix} 1 & 2 & 3 \end{pmatrix}^T \end{equation}";
        yield return @"\sum_{\substack{i < n \\ j}} x_i";
        foreach (var accent in TexCommands.Accents.Keys)
        {
            foreach (var body in new[] { "x", "xy", "x_1", @"\mathbf{x}", @"\theta" }) yield return $@"\{accent}{{{body}}}_2 - 1";
        }
    }

    /// <summary>Formulas that Temml reads only where they are displayed.</summary>
    public static IEnumerable<string> Displayed() =>
    [
        @"x = 1 \tag{1}", @"\begin{alignat}{2} a & = b \\ c & = d \end{alignat}",
        @"\begin{alignat*}{2} a & = b \\ c & = d \end{alignat*}",
    ];

    private static string CountOf(string environment) => TexCommands.Environments[environment].TakesCount ? "{2}" : "";

    private static string OpeningOf(string closing) => closing == "}" ? "{" : "l" + closing[1..];

    // Each surrounding once: at both ends, between variables, before a bracket, in a script and in a fraction.
    private static string[] TemplatesOf(TexClass texClass) => texClass switch
    {
        TexClass.Ordinary => ["@", "a @ b", "x_{@}^{@}", @"\frac{@}{2}", "@^2 + @", "(@)"],
        TexClass.Function => ["@ x", "2 @ x", "@(x) + 1", "@_x y", @"a + @ \frac{x}{2}", @"@ \left( x \right)", "@ @ x"],
        TexClass.LargeOperator => ["@ x", "@_{i=1}^n x_i", "@_i x", "2 @^n x", @"\frac{@_i x}{2}"],
        TexClass.Binary => ["a @ b", "x_{a @ b}", @"\frac{a @ b}{c}", "(a) @ (b)"],
        TexClass.Relation => ["a @ b", "x_{a @ b}", "(a) @ (b)"],
        TexClass.Opening => [@"@ x )", @"\left @ \frac{x}{2} \right)"],
        TexClass.Closing => ["OPENING x @", @"\left( \frac{x}{2} \right @", "OPENING x @^2"],
        _ => ["a @ b"],
    };
}
