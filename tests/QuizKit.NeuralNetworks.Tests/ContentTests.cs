// What can be said of the quiz's content without compiling it.

using Xunit;

namespace QuizKit.NeuralNetworks.Tests;

public sealed class ContentTests
{
    [Fact]
    public void Every_formula_of_numbers_adds_up()
    {
        // given: every such formula of the quiz: of its author, of the errata and of the editors' answer
        var formulas = PrintedArithmetic.FormulasIn(Files.Read(Files.QuizPath));
        Assert.Contains(@"5{,}120 + 65{,}536 + 256 = 70{,}912", formulas);
        Assert.Contains(@"5{,}120 + 65{,}536 + 65{,}536 + 256 = 136{,}448", formulas);
        Assert.Contains(@"10^{-7/9} \approx 0.17", formulas);

        // when
        var wrong = formulas.Where(tex => !PrintedArithmetic.Holds(tex));

        // then: one that leaves a layer out, as question 16 does, still adds up
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(@"10 \times 64 + 64 = 704", true)]
    [InlineData(@"10 \times 64 + 64 = 705", false)]
    [InlineData(@"704 + 2080 + 33 = 2{,}817", true)]
    [InlineData(@"704 + 2080 + 33 = 2{,}871", false)]
    [InlineData(@"0.25^9 \approx 3.8 \times 10^{-6}", true)]
    [InlineData(@"0.25^9 \approx 3.9 \times 10^{-6}", false)]
    [InlineData(@"0.25^9 \approx 3.8 \times 10^{-7}", false)]
    [InlineData(@"10^{-7/9} \approx 0.17", true)]
    [InlineData(@"10^{-7/9} \approx 0.16", false)]
    public void A_printed_result_is_worked_out_again(string tex, bool holds)
    {
        // given: a formula of numbers only
        var found = Assert.Single(PrintedArithmetic.FormulasIn($"It is ${tex}$."));

        // when
        var result = PrintedArithmetic.Holds(found);

        // then
        Assert.Equal(holds, result);
    }
}
