// Compares the outcome of a check with the verdict and the text that a test expects.

using QuizKit.GpuChecks.Outcomes;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

internal static class OutcomeAssertions
{
    public static void Finds(Verdict verdict, string finding, Outcome outcome)
    {
        Assert.Equal(verdict, outcome.Verdict);
        Assert.Equal(finding, outcome.Finding);
        if (verdict is Verdict.Confirmed or Verdict.Qualified) Assert.NotEqual("", outcome.Method);
    }

    public static void Finds(string verdict, string finding, Outcome outcome) => Finds(Enum.Parse<Verdict>(verdict), finding, outcome);

    /// <summary>Returns the number of the measurement with a name.</summary>
    public static double Measured(Outcome outcome, string name) => outcome.Measurements.Single(found => found.Name == name).Measured;
}
