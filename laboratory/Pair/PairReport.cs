// The results of the pair study, as plain data.

using QuizKit.Laboratory.Orders;
using static System.FormattableString;

namespace QuizKit.Laboratory.Pair;

/// <summary>The results of the pair study.</summary>
/// <param name="Seed">The seed of all weights and inputs.</param>
/// <param name="Python">The Python that was used, or null if none with NumPy was found.</param>
/// <param name="Notes">What is missing and why, one line each.</param>
/// <param name="Sides">The sides that were compared: the libraries, then the imitations.</param>
/// <param name="Orders">The orders of the products of each side.</param>
/// <param name="Comparisons">The pairs of sides, the real one first.</param>
/// <param name="Errors">The distance of each side from the exact network.</param>
/// <param name="Imitations">How often each device gave the bits of each side.</param>
internal sealed record PairReport(
    ulong Seed,
    PairPythonFinding? Python,
    IReadOnlyList<string> Notes,
    IReadOnlyList<PairSide> Sides,
    IReadOnlyList<PairOrder> Orders,
    IReadOnlyList<PairComparison> Comparisons,
    IReadOnlyList<PairError> Errors,
    IReadOnlyList<PairImitation> Imitations)
{
    /// <summary>The libraries that need no Python.</summary>
    public IReadOnlyList<PairLibrary> OtherLibraries { get; init; } = [];

    /// <summary>The numbers of hidden layers.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [];

    /// <summary>The widths of hidden layers.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>
    /// Faults of this program, of a device or of a library, one line each: a difference beyond its bound, or a device that computes an
    /// order of this project with other bits than the host.
    /// </summary>
    public IReadOnlyList<string> FindFaults() =>
    [
        .. from comparison in Comparisons
           from cell in comparison.Cells
           where !(cell.LogitBoundUsed <= 1)
           select Invariant($"width {cell.Width:N0}, depth {cell.Depth}: {comparison.First} and {comparison.Second} ")
               + Invariant($"differ by {cell.LogitBoundUsed:0.##} times their bound"),
        .. from error in Errors
           where !(error.BoundUsed <= 1)
           select Invariant($"width {error.Width:N0}, depth {error.Depth}: {error.Side} ")
               + Invariant($"is {error.BoundUsed:0.##} times its bound from the exact network"),
        .. from found in Imitations
           where found.WhyNot is null && found.Equal < found.Compared && Sides.Any(side => side.Id == found.Side && side.IsImitation)
           select Invariant($"width {found.Width:N0}: {found.Device} gave {found.Equal:N0} of {found.Compared:N0} bits ")
               + $"of {found.Side}, which the host computes in the same order",
    ];
}

/// <summary>The Python that was used.</summary>
/// <param name="Interpreter">The interpreter, as named by the caller.</param>
/// <param name="Version">Its version.</param>
/// <param name="Libraries">The libraries in it that were used.</param>
internal sealed record PairPythonFinding(string Interpreter, string Version, IReadOnlyList<PairLibrary> Libraries);

/// <summary>A side of the comparison.</summary>
/// <param name="Id">Its id: that of a library, or <c>imitation.</c> and what it imitates.</param>
/// <param name="Name">What it is.</param>
/// <param name="IsImitation">Whether it is this project's own arithmetic and not a library.</param>
internal sealed record PairSide(string Id, string Name, bool IsImitation);

/// <summary>The orders of one product of a side.</summary>
/// <param name="Side">The side's id.</param>
/// <param name="Width">The width of the network.</param>
/// <param name="Examples">The number of examples.</param>
/// <param name="Inputs">The number of products of an element.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="Found">The orders of its elements, the most frequent first.</param>
internal sealed record PairOrder(string Side, int Width, int Examples, int Inputs, int Outputs, IReadOnlyList<PairElementOrder> Found);

/// <summary>The order of some elements of a product.</summary>
/// <param name="Elements">The number of elements with this order.</param>
/// <param name="Words">A description of the order, or why none was found.</param>
/// <param name="Height">The largest number of additions that an addend goes through, or null where no order was found.</param>
/// <param name="Arithmetic">How it rounds.</param>
/// <param name="Replayed">The number of replayed elements of random products; 0 for an imitation, which defines its order.</param>
/// <param name="Equal">The number of these with the side's bits.</param>
/// <param name="Tree">The tree in parentheses, where the addend with the largest index is the bias; null if it is long or unknown.</param>
internal sealed record PairElementOrder(
    int Elements, string Words, int? Height, OrderArithmetic Arithmetic, int Replayed, int Equal, string? Tree);

/// <summary>Two sides compared.</summary>
/// <param name="First">The id of the reference side.</param>
/// <param name="Second">The id of the other side.</param>
/// <param name="IsReal">Whether both are libraries.</param>
/// <param name="Reasons">For each product of each network, whether both sides compute it in the same way.</param>
/// <param name="Cells">The results for each network.</param>
internal sealed record PairComparison(
    string First, string Second, bool IsReal, IReadOnlyList<PairReason> Reasons, IReadOnlyList<PairCell> Cells);

/// <summary>Whether two sides compute one product in the same way.</summary>
/// <param name="Width">The width of the network.</param>
/// <param name="Inputs">The number of products of an element.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="IsSame">Whether every element is computed by the same operations.</param>
/// <param name="Difference">A description of the difference, or the statement that there is none.</param>
internal sealed record PairReason(int Width, int Inputs, int Outputs, bool IsSame, string Difference);

/// <summary>Two sides compared on one network.</summary>
/// <param name="Width">The width of its hidden layers.</param>
/// <param name="Depth">The number of hidden layers.</param>
/// <param name="Examples">The number of examples, each with one logit and one output.</param>
/// <param name="Logits">The values before the sigmoid.</param>
/// <param name="Outputs">The values after the sigmoid.</param>
/// <param name="LogitBound">A rigorous bound on the difference of the logits, the largest of all examples.</param>
/// <param name="LogitBoundUsed">The largest ratio of a difference to its own bound; above 1 something is broken.</param>
/// <param name="LogitModel">A model: the estimated root mean square of the logits' differences for independent roundings.</param>
/// <param name="UnequalOutputsOfEqualLogits">
/// The number of outputs that differ although their logits are equal, due to the sigmoids.
/// </param>
/// <param name="Rules">The verdict of each rule.</param>
internal sealed record PairCell(
    int Width,
    int Depth,
    int Examples,
    PairDifferences Logits,
    PairDifferences Outputs,
    double LogitBound,
    double LogitBoundUsed,
    double LogitModel,
    int UnequalOutputsOfEqualLogits,
    IReadOnlyList<PairRuling> Rules);

/// <summary>The differences of some numbers.</summary>
/// <param name="Unequal">The number of unequal pairs.</param>
/// <param name="Share">Their share, Vc of Shanmugavelu et al. 2024.</param>
/// <param name="Largest">The largest difference.</param>
/// <param name="Median">The median of the nonzero differences; 0 if all are zero.</param>
/// <param name="RootMeanSquare">The root mean square of all differences.</param>
/// <param name="LargestUlps">The largest difference, in binary32 numbers from one to the other.</param>
internal sealed record PairDifferences(int Unequal, double Share, double Largest, double Median, double RootMeanSquare, long LargestUlps);

/// <summary>The verdict of a rule on one network.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="RejectedLogits">The share of logits that it rejects.</param>
/// <param name="RejectedOutputs">The share of outputs that it rejects.</param>
internal sealed record PairRuling(string Rule, double RejectedLogits, double RejectedOutputs);

/// <summary>The distance of a side from the exact network.</summary>
/// <param name="Side">The side's id.</param>
/// <param name="Width">The width of the hidden layers.</param>
/// <param name="Depth">The number of hidden layers.</param>
/// <param name="Largest">The largest distance of a logit from the network in binary64.</param>
/// <param name="RootMeanSquare">The root mean square of these distances.</param>
/// <param name="Bound">A rigorous bound on the distance, the largest of all examples.</param>
/// <param name="BoundUsed">The largest ratio of a distance to its own bound.</param>
/// <param name="Model">The estimated root mean square for independent roundings.</param>
/// <param name="SigmoidUlps">The largest distance of an output from the exact sigmoid of its own logit, in units in the last place.</param>
internal sealed record PairError(
    string Side, int Width, int Depth, double Largest, double RootMeanSquare, double Bound, double BoundUsed, double Model,
    double SigmoidUlps);

/// <summary>How often a device gave the bits of a side in the networks of one width.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="DeviceName">The device's name.</param>
/// <param name="Side">The side's id.</param>
/// <param name="Width">The width of the hidden layers.</param>
/// <param name="WhyNot">Why it was not tried, in which case the remaining fields are empty; otherwise null.</param>
/// <param name="Layers">The share of equal pre-activations of each hidden layer, from the first.</param>
/// <param name="Logits">The share of equal logits at each depth.</param>
/// <param name="Compared">The number of compared pre-activations and logits.</param>
/// <param name="Equal">The number of equal ones.</param>
internal sealed record PairImitation(
    string Device,
    string DeviceName,
    string Side,
    int Width,
    string? WhyNot,
    IReadOnlyList<double> Layers,
    IReadOnlyList<double> Logits,
    long Compared,
    long Equal);
