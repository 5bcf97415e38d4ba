// The table for people, at the widths that people have.

using System.Globalization;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class RunTableTests
{
    [Fact]
    public void At_80_columns_the_verdict_leads_the_finding_on_lines_of_its_own()
    {
        var tool = new Tool(width: 80);

        tool.Run("run");

        Assert.Equal(
            """
            Chapter 6: Quiz
            on cpu  CPU accelerator (ILGPU 1.5.3)
            scale full, seed 6, runs 100

              claim                                     measured  reference    bound

            Question 1  For a network with architecture [20, 256, 256, 256, 1], how many …
            ✗ total-multiply-adds                        136,448     70,912        0
                refuted: The kernels counted 136,448 multiply-adds; the quiz prints 70,912.
                As expected: the quiz is wrong here, see its erratum.
            ✓ total-multiply-adds-corrected              136,448    136,448        0
                confirmed: The kernels counted 136,448 multiply-adds.

            Question 2  Is backpropagation a learning algorithm?
            ✓ backpropagation-only-computes-gradients
                confirmed: All parameters are bit-identical after the backward pass.

            Question 3  Why do two implementations differ?
            ✓ parallel-reduction-varies                       11
                confirmed: 100 atomic sums of 65,536 values gave 11 distinct bit patterns; a
                fixed-tree reduction beside them gave exactly one.
            ≈ differences-near-1e-7                    3.8147e-6          0  1.28e-5
                qualified: The median difference is 5.96046e-8; it leaves 1e-7 from width
                128 on, where Σ|ab| is 16.8.

            5 checks: 5 as expected.
            1 not executable: `gpu-checks list` says why.
            Exit code 0: every verdict is as expected.

            """.ReplaceLineEndings("\n"),
            tool.Output);
    }

    [Fact]
    public void At_140_columns_everything_has_a_column()
    {
        var checks = new FakeChecks()
            .Tell(SampleQuiz.Refuted, Verdict.Confirmed, "It holds [after all].")
            .Tell(SampleQuiz.Corrected, _ => throw new InvalidOperationException("lost"))
            .Tell(SampleQuiz.Existential, Verdict.NotObserved, "100 atomic sums gave one bit pattern.")
            .Tell(SampleQuiz.LongName, _ => Outcome.Unwritten())
            .Tell(SampleQuiz.Qualified, _ => Outcome.Skipped("It needs float64."));
        var tool = new Tool(checks, width: 140);

        tool.Run("run");

        Assert.Equal(
            """
            Chapter 6: Quiz
            on cpu  CPU accelerator (ILGPU 1.5.3)
            scale full, seed 6, runs 100

              claim                                    verdict       measured  reference  bound  finding

            Question 1  For a network with architecture [20, 256, 256, 256, 1], how many multiply-adds does one forward pass take?
            ! total-multiply-adds                      confirmed                                 It holds [after all]. Expected: refuted.
            ! total-multiply-adds-corrected            error                                     The check broke: InvalidOperationException: lost

            Question 2  Is backpropagation a learning algorithm?
            … backpropagation-only-computes-gradients  unwritten                                 No check has been written for this claim yet.

            Question 3  Why do two implementations differ?
            ○ parallel-reduction-varies                not observed                              100 atomic sums gave one bit pattern.
            – differences-near-1e-7                    skipped                                   It needs float64.

            5 checks: 0 as expected, 1 not as expected, 1 not observed, 1 skipped, 1 unwritten, 1 broken.
            1 not executable: `gpu-checks list` says why.
            Exit code 3: a check broke.

            """.ReplaceLineEndings("\n"),
            tool.Output);
    }

    [Fact]
    public void Where_only_the_finding_would_be_squeezed_only_the_finding_goes_below()
    {
        var tool = new Tool(width: 80);

        tool.Run("run --claim total-multiply-adds");

        Assert.Contains(
            """
              claim                verdict  measured  reference  bound

            Question 1  For a network with architecture [20, 256, 256, 256, 1], how many …
            ✗ total-multiply-adds  refuted   136,448     70,912      0
                The kernels counted 136,448 multiply-adds; the quiz prints 70,912. As
                expected: the quiz is wrong here, see its erratum.

            """.ReplaceLineEndings("\n"),
            tool.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(140, "✓ total-multiply-adds-corrected  cuda    confirmed   136,448    136,448      0  The kernels counted 136,448 multiply-adds.")]
    [InlineData(70, "    cuda, confirmed: The kernels counted 136,448 multiply-adds.")]
    public void Several_devices_are_told_apart(int width, string expected)
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.Cuda), width: width);

        tool.Run("run --claim total-multiply-adds-corrected");

        Assert.Contains(expected + "\n", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(140)]
    [InlineData(500)]
    public void No_line_is_wider_than_the_terminal_and_none_ends_in_spaces(int width)
    {
        var tool = new Tool(width: width);

        tool.Run("run");

        var lines = tool.Output.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length}: {line}"));
        if (width >= 60) Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.Contains("70,912", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_culture_with_other_signs_and_separators_changes_nothing()
    {
        // Turkish has its own lower case of I, Arabic its own separators; a culture of our own has everything else.
        var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        strange.NumberFormat.NumberDecimalSeparator = "٫";
        strange.NumberFormat.NumberGroupSeparator = "·";
        strange.NumberFormat.NegativeSign = "\u2212";
        CultureInfo[] cultures = [strange, CultureInfo.GetCultureInfo("tr-TR"), CultureInfo.GetCultureInfo("ar-SA")];

        string[] tables =
        [
            .. cultures.Prepend(CultureInfo.InvariantCulture).Select(culture => Tool.InCulture(culture, () =>
            {
                var tool = new Tool();
                tool.Run("run --scale QUICK --device CPU");
                return tool.Output + tool.Error;
            })),
        ];

        Assert.All(tables, table => Assert.Equal(tables[0], table));
        Assert.Contains("3.8147e-6", tables[0], StringComparison.Ordinal);
        Assert.Contains("scale quick", tables[0], StringComparison.Ordinal);
    }
}
