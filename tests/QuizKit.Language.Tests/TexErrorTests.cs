// Formulas with a mistake: what is reported, where, and what the rest of the formula still says.

using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Rendering;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class TexErrorTests
{
    private const string Colours = "black, blue, brown, cyan, darkgray, gray, green, lightgray"
        + ", lime, magenta, olive, orange, pink, purple, red, teal, violet, white, yellow, maroon, navy, crimson, gold, indigo.";

    private const string NoLeft = @"This '\right' has no '\left' in its braces.";
    private const string NoRight = @"This '\left' has no '\right' in its braces.";
    private const string NotOpened = "This '}' closes nothing in its formula.";
    private const string NotClosed = "This '{' is never closed in its formula.";
    private const string DegreeNotClosed = @"The '[' of this \sqrt is never closed.";

    [Theory]
    [InlineData(@"{x «\right») y} z", NoLeft, "x) y z")]
    [InlineData(@"x «\right») y", NoLeft, "x) y")]
    [InlineData(@"x «\right»", NoLeft, "x")]
    [InlineData(@"a «}» b", NotOpened, "ab")]
    [InlineData("«{»a {b} c", NotClosed, "abc")]
    [InlineData(@"{«\left»( x} y", NoRight, "(x y")]
    [InlineData(@"«\left»( x\rightarrow y", NoRight, "(x -> y")]
    [InlineData(@"\left\{x«\right» y", @"A delimiter is missing after '\right': one of ( ) [ ] \{ \} | or a dot for none.", "{x y")]
    [InlineData(@"\left\{x«\right»", @"A delimiter is missing after '\right': one of ( ) [ ] \{ \} | or a dot for none.", "{x")]
    [InlineData(
        @"«\left»\alpha x\right)", @"A delimiter is missing after '\left': one of ( ) [ ] \{ \} | or a dot for none.", "alpha x)")]
    [InlineData(@"\left(x«^»\right)", "The formula ends where a superscript should follow.", "(x)")]
    [InlineData("{x«_»}", "The formula ends where a subscript should follow.", "x")]
    [InlineData("x«_»", "The formula ends where a subscript should follow.", "x")]
    [InlineData("x_1«_»2", "This is a second subscript on one symbol: use braces.", "x_2")]
    [InlineData("x^1_2«^»3", "This is a second superscript on one symbol: use braces.", "x_2^3")]
    [InlineData(@"«\»frac1", @"The formula ends where the denominator of \frac should follow.", "1/")]
    [InlineData(@"2 «\»mathbf", @"The formula ends where the argument of \mathbf should follow.", "2")]
    [InlineData(@"2 «\»sqrt[3]", @"The formula ends where the argument of \sqrt should follow.", "2 root_3()")]
    [InlineData(@"«\»hat", @"The formula ends where the argument of \hat should follow.", "_hat")]
    [InlineData(@"a«\»", "The formula ends in a backslash.", "a")]
    [InlineData(@"«\text» a", @"'\text' takes its words in braces.", "a")]
    [InlineData(@"«\operatorname»", @"'\operatorname' takes its words in braces.", "")]
    [InlineData(@"a\text«{»b", NotClosed, "a")]
    [InlineData(@"\text{a «$»b}", @"This '$' opens a formula among the words of another one, and never closes it. A literal dollar sign is '\$'.", "a b")]
    [InlineData(@"\color«{rot}» x", "'rot' is not a colour that a quiz may use. Write '#rrggbb' or one of " + Colours, "x")]
    [InlineData(@"\textcolor«{#12345}»{x}", "'#12345' is not a colour that a quiz may use. Write '#rrggbb' or one of " + Colours, "x")]
    [InlineData(@"\hspace«{3 rows}» x", @"'3rows' is not the width of a space: write '\hspace{1em}', with at most 20 em.", "x")]
    [InlineData(@"a \over b «\over» c", @"This '\over' is the second command of its kind in one group: put one of them in braces, or write '\frac' or '\binom'.", "a/(bc)")]
    [InlineData(@"\operatorname{a«$»b}", @"The words of '\operatorname' are plain text: '$' is not allowed there.", "a$b")]
    [InlineData(@"\operatorname{a«\»b} c", @"The words of '\operatorname' are plain text: '\' is not allowed there.", @"a\b c")]
    [InlineData(@"«\not x» y", @"'\not x': '\not' strikes out one relation that has a sign of its own when struck out, such as '\not\in' or '\not='.", "y")]
    [InlineData(@"a «\»not", @"The formula ends where the symbol of \not should follow.", "a")]
    [InlineData(@"\textbf{a«\»frac}", @"The words of '\textbf' are plain text: '\' is not allowed there.", @"a\frac")]
    [InlineData(@"{«\limits»} a", @"'\limits' stands behind the operator whose limits it places, such as '\sum\limits_{i=1}^n'.", "a")]
    [InlineData(@"«\Big» x", @"A delimiter is missing after '\Big': one of ( ) [ ] \{ \} | or a dot for none.", "x")]
    [InlineData(@"\left( \substack«{»a \\ b \right) c", NotClosed, "(a; b) c")]
    [InlineData(@"«\begin»{cases} a & b", @"This '\begin{cases}' has no '\end{cases}' in its braces.", "{a, b}")]
    [InlineData(@"{«\begin»{cases} a} b", @"This '\begin{cases}' has no '\end{cases}' in its braces.", "{a}b")]
    [InlineData(@"a «\end{cases}» b", @"This '\end{cases}' closes no environment.", "ab")]
    [InlineData(@"\begin{cases} a «\end{matrix}»", @"This '\end{matrix}' closes '\begin{cases}': both have the same name.", "{a}")]
    [InlineData(@"«\begin» a", @"'\begin' takes the name of its environment in braces: '\begin{aligned}'.", "a")]
    [InlineData(@"«\begin{tikzpicture}» \draw & \\ \end{tikzpicture} a", @"The environment 'tikzpicture' is not part of the TeX that a quiz may use. Write a picture as '![what it shows](file.svg)' among the words.", "a")]
    [InlineData(@"«\begin{alinged}» a \end{alinged} b", @"The environment 'alinged' is not part of the TeX that a quiz may use. Did you mean 'aligned'?", "b")]
    [InlineData(@"\begin{array}«{c|c}» a & b \end{array}", @"'\begin{array}' takes its columns in braces, a letter for each: l, c or r, such as '{lcr}'. There are no lines.", "a, b")]
    [InlineData(@"a «&» b", @"This '&' separates cells or rows, and is not in an environment such as aligned, or is in braces or between '\left' and '\right' there.", "ab")]
    [InlineData(@"a «\\» b", @"This '\\' separates cells or rows, and is not in an environment such as aligned, or is in braces or between '\left' and '\right' there.", "ab")]
    [InlineData(@"\begin{cases} {a «&» b} \end{cases}", @"This '&' separates cells or rows, and is not in an environment such as aligned, or is in braces or between '\left' and '\right' there.", "{ab}")]
    [InlineData(@"\begin{cases} x«^» & b \end{cases}", "The formula ends where a superscript should follow.", "{x, b}")]
    [InlineData(@"«\foo» x", @"The command '\foo' is not part of the TeX that a quiz may use.", "x")]
    [InlineData(@"«\Ab»1", @"The command '\Ab' is not part of the TeX that a quiz may use.", "1")]
    [InlineData(@"«\aZb»1", @"The command '\aZb' is not part of the TeX that a quiz may use.", "1")]
    [InlineData(@"«\zaZ»1", @"The command '\zaZ' is not part of the TeX that a quiz may use.", "1")]
    [InlineData(@"«\@»1", @"The command '\@' is not part of the TeX that a quiz may use.", "1")]
    [InlineData(@"«\SIN» x", @"The command '\SIN' is not part of the TeX that a quiz may use.", "x")]
    [InlineData(@"«\Alpha» x", @"The command '\Alpha' is not part of the TeX that a quiz may use. Did you mean 'alpha'?", "x")]
    [InlineData(@"x«@»y", "The character '@' is not part of the TeX that a quiz may use.", "xy")]
    [InlineData("x«😀»y", "The character '😀' is not part of the TeX that a quiz may use.", "xy")]
    public void A_mistake_is_reported_at_its_place_and_the_rest_is_read(string marked, string message, string plain)
    {
        var (tex, span) = Unmark(marked);

        var (formula, problems) = Parse(tex, new TextSpan(0, tex.Length));

        var problem = Assert.Single(problems);
        Assert.Equal((span, message), (problem.Span, problem.Message));
        Assert.Equal(plain, new TexPlain(Cancellation.Never).Write(formula));
    }

    [Theory]
    [InlineData(@"\ce{H2O}", @"\mathrm{H_2O}")]
    [InlineData(@"\SI{5}{mW}", @"5\,\mathrm{mW}")]
    [InlineData(@"\nicefrac{1}{2}", @"\frac{a}{b}")]
    [InlineData(@"\cancel{x}", "~~…~~")]
    [InlineData(@"\phantom{x}", @"\quad")]
    [InlineData(@"a\label{eq:1}", @"\tag{1}")]
    [InlineData(@"\eqref{eq:1}", @"\tag{1}")]
    [InlineData(@"\newcommand{\E}{x}", @"\operatorname{name}")]
    [InlineData(@"\prescript{14}{6}{C}", @"{}^{14}_{6}\mathrm{C}")]
    [InlineData(@"\dv{y}{x}", @"\frac{\mathrm{d} y}{\mathrm{d} x}")]
    [InlineData(@"\begin{itemize} \item a \end{itemize}", "in Markdown")]
    [InlineData(@"\begin{tabular}{c} a \end{tabular}", "table of Markdown")]
    [InlineData(@"\begin{array}{c} \hline a \end{array}", "table of Markdown")]
    public void What_is_written_elsewhere_is_refused_with_the_spelling_that_is_accepted_here(string tex, string accepted)
    {
        var problem = Parse(tex, new TextSpan(0, tex.Length)).Problems[0];

        Assert.Contains(accepted, problem.Message, StringComparison.Ordinal);
        foreach (var spelling in Regex.Matches(problem.Message, @"'([^']*\\[^']{2,})'").Skip(1))
        {
            var written = spelling.Groups[1].Value;
            Assert.Empty(Parse(written, new TextSpan(0, written.Length)).Problems);
        }
    }

    [Theory]
    [InlineData(@"{\right. \right)}", "1 " + NoLeft, "9 " + NoLeft)]
    [InlineData("a } b } c", "2 " + NotOpened, "6 " + NotOpened)]
    [InlineData(@"{x \right", "0 " + NotClosed, "3 " + NoLeft)]
    [InlineData(@"\left x", @"0 A delimiter is missing after '\left': one of ( ) [ ] \{ \} | or a dot for none.", "0 " + NoRight)]
    [InlineData(@"\sqrt[3", "0 " + DegreeNotClosed, @"0 The formula ends where the argument of \sqrt should follow.")]
    [InlineData(@"\left(\sqrt[3\right)", "6 " + DegreeNotClosed, @"6 The formula ends where the argument of \sqrt should follow.")]
    [InlineData(
        @"\frac",
        @"0 The formula ends where the numerator of \frac should follow.",
        @"0 The formula ends where the denominator of \frac should follow.")]
    public void Two_mistakes_are_both_reported(string tex, string first, string second)
    {
        var problems = Parse(tex, new TextSpan(0, tex.Length)).Problems;

        Assert.Equal([first, second], problems.Select(problem => $"{problem.Span.Start} {problem.Message}"));
    }

    [Theory]
    [InlineData(@"«\left(x»\right)", "(x", NoRight)]
    [InlineData(@"«\righ»t", "", @"The command '\righ' is not part of the TeX that a quiz may use. Did you mean 'right'?")]
    [InlineData(@"«\»alpha", "", "The formula ends in a backslash.")]
    [InlineData("«1.»5", "1.", null)]
    [InlineData("«2»{,}5", "2", null)]
    [InlineData("«2{,}»5", "2,", null)]
    [InlineData("«x»^2", "x", null)]
    [InlineData(@"«\sqrt»[3]{x}", "sqrt()", @"The formula ends where the argument of \sqrt should follow.")]
    [InlineData(@"«\text{a»}", "", NotClosed)]
    public void Nothing_behind_the_end_of_a_formula_is_read(string marked, string plain, string? message)
    {
        var (text, span) = Unmark(marked);

        var (formula, problems) = Parse(text, span);

        Assert.Equal(message, problems.Select(problem => problem.Message).SingleOrDefault());
        Assert.Equal(plain, new TexPlain(Cancellation.Never).Write(formula));
    }

    [Theory]
    [InlineData("{a}")]
    [InlineData("(a)")]
    [InlineData("(a]^2")]
    [InlineData("{(a}")]
    [InlineData(@"\left(a\right)")]
    [InlineData(@"\left((a\right]")]
    [InlineData(@"\sqrt\alpha")]
    [InlineData(@"\sqrt[(]{a}")]
    [InlineData(@"\sqrt[a]{b}")]
    [InlineData(@"\frac\alpha\beta")]
    [InlineData(@"\mathbf\hat x")]
    [InlineData(@"x_\alpha^\beta ")]
    [InlineData(@"\begin{cases}a & b \\ c\end{cases}")]
    public void What_stands_side_by_side_does_not_nest(string piece)
    {
        var tex = string.Concat(Enumerable.Repeat(piece, 300));

        Assert.Empty(Parse(tex, new TextSpan(0, tex.Length)).Problems);
    }

    [Theory]
    [InlineData("{", "}", 0)]
    [InlineData("(", ")", 0)]
    [InlineData(@"\left(", @"\right)", 0)]
    [InlineData("x^{", "}", 2)]
    public void A_formula_nests_a_hundred_deep_and_no_deeper(string open, string close, int offset)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "x" + string.Concat(Enumerable.Repeat(close, depth));

        var problem = Assert.Single(Parse(Nested(101), new TextSpan(0, Nested(101).Length)).Problems);

        Assert.Equal("The formula nests deeper than 100 braces, brackets and arguments.", problem.Message);
        Assert.Equal(new TextSpan((100 * open.Length) + offset, 1), problem.Span);
        Assert.Empty(Parse(Nested(100), new TextSpan(0, Nested(100).Length)).Problems);
    }

    [Fact]
    public void Environments_nest_ten_deep_and_no_deeper()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(@"\begin{cases}", depth)) + "x" + string.Concat(Enumerable.Repeat(@"\end{cases}", depth));

        var problem = Assert.Single(Parse(Nested(11), new TextSpan(0, Nested(11).Length)).Problems);

        Assert.Equal(Definitions.NestingTooDeep, problem.Definition);
        Assert.Empty(Parse(Nested(10), new TextSpan(0, Nested(10).Length)).Problems);
    }

    private static (string Text, TextSpan Span) Unmark(string marked)
    {
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var end = marked.IndexOf('»', StringComparison.Ordinal) - 1;
        return (marked.Remove(end + 1, 1).Remove(start, 1), TextSpan.FromBounds(start, end));
    }

    private static (TexNode Formula, IReadOnlyList<QuizDiagnostic> Problems) Parse(string text, TextSpan span)
    {
        var diagnostics = new DiagnosticBag();
        var formula = TexParser.Parse(text, span, diagnostics, Cancellation.Never);
        return (formula, diagnostics.InTextOrder);
    }
}
