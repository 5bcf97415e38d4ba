// An editor cancels the work on a text that has changed: the next look stops it, and no stage works for long without one.

using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class CancellationTests
{
    // Between two looks a stage may copy the text a few times, but may not build anything of it: a tree takes more than this.
    private const int BytesPerCharacter = 48;

    private const string EveryStage = Samples.EveryKind + """
        ## Question 5
        <!-- quiz: id=five -->

        What of [this][m], ![that](this.png) and `code`?

        ### Answer

        | a | b |
        | - | - |
        | c | $\frac{d}{e}$ |

        <!-- note: never closed

        ###Answer

        > $$
        > \sqrt{x}
        > $$

        - A <!-- claim: five-a -->b<!-- /claim --> *c*<!-- note: d -->*e*. <!-- suppress: QK0033 reason="It is known." -->

        [m]: x.md

        """;

    [Fact]
    public void Work_that_is_cancelled_stops_at_the_next_look()
    {
        var all = 0;
        FrontEnd.Compile(EveryStage, cancellation: new Cancellation(default, () => all++));
        Assert.True(all > 2_000, $"{all} looks.");

        for (var last = 1; last <= all; last += 1 + (all / 200))
        {
            using var source = new CancellationTokenSource();
            var looks = 0;
            var cancellation = new Cancellation(source.Token, () =>
            {
                if (++looks == last) source.Cancel();
            });

            Assert.ThrowsAny<OperationCanceledException>(() => FrontEnd.Compile(EveryStage, cancellation: cancellation));

            Assert.Equal(last, looks);
        }
    }

    [Theory]
    [InlineData("A word.\n\n")]
    [InlineData("word ")]
    [InlineData("A sentence is here. ")]
    [InlineData("a\n")]
    [InlineData("## Words\n\n")]
    [InlineData("## Question 1\n<!-- quiz: id=q@ -->\n\nWhat?\n\n### Answer\n\nThis.\n\n")]
    [InlineData("- item\n")]
    [InlineData("- item\n\n")]
    [InlineData("> quote\n\n")]
    [InlineData("<b>\n\n")]
    [InlineData("#a\n")]
    [InlineData("a\n---\n\n")]
    [InlineData("a[^1] b\n\n")]
    [InlineData("`a` ")]
    [InlineData("&amp; ")]
    [InlineData("\\* ")]
    [InlineData("a\\\n")]
    [InlineData("a $ b\n\n")]
    [InlineData("$a_1^2$ ")]
    [InlineData("It is $\\frac{a_1}{b^2} + \\sqrt{x}$.\n\n")]
    [InlineData("a_1 + \\frac{a}{b} ", "$$\n", "\n$$")]
    [InlineData("a & b \\\\ ", "$$\n\\begin{matrix} ", "\\end{matrix}\n$$")]
    [InlineData("abc def\n", "```text\n", "```")]
    [InlineData("[a](b.md) so.\n\n")]
    [InlineData("It <!-- claim: c@ values=5 -->has 5.<!-- /claim -->\n\n")]
    [InlineData("a <!-- note: b --> c\n\n")]
    [InlineData("<!-- note: b --> c\n\n")]
    [InlineData("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n\n")]
    public void Little_is_done_between_two_looks(string part, string before = "", string after = "")
    {
        Longest(FrontEnd.QuizOf(before + part.Replace('@', '0') + after));
        var parts = Enumerable.Range(0, 100_000 / part.Length).Select(number => part.Replace("@", $"{number}", StringComparison.Ordinal));
        var quiz = FrontEnd.QuizOf(before + string.Concat(parts) + after);

        Assert.InRange(Longest(quiz) / (double)quiz.Length, 0, BytesPerCharacter);
    }

    // The most bytes that are allocated between two looks.
    private static long Longest(string quiz)
    {
        var (last, longest) = (GC.GetAllocatedBytesForCurrentThread(), 0L);
        FrontEnd.Compile(quiz, cancellation: new Cancellation(default, Look));
        Look();
        return longest;

        void Look()
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            longest = Math.Max(longest, now - last);
            last = now;
        }
    }
}
