// Reads the numbers that a claim's sentence prints, for the check that tests them.

namespace QuizKit.GpuChecks.Checks.Support;

internal static class ClaimValues
{
    /// <summary>Returns the numbers of a claim, as many as its check needs.</summary>
    /// <exception cref="InvalidOperationException">The claim declares another number of values.</exception>
    public static IReadOnlyList<double> RequireValues(this Claim claim, int count) =>
        claim.Values.Count == count
            ? claim.Values
            : throw new InvalidOperationException(
                $"The claim '{claim.Id}' declares {claim.Values.Count} values; its check tests {count}. Fix 'values' in the quiz file.");
}
