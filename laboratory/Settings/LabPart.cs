// The parts of the laboratory of question 19.

namespace QuizKit.Laboratory.Settings;

internal enum LabPart
{
    /// <summary>The accumulation orders of implementations.</summary>
    Order,

    /// <summary>The same network through NumPy and PyTorch.</summary>
    Pair,

    /// <summary>Run-to-run variation.</summary>
    Variation,

    /// <summary>Sums with fixed bits, and their cost.</summary>
    Cure,
}

internal static class LabParts
{
    /// <summary>A part's name on the command line and in reports.</summary>
    public static string IdOf(LabPart part) => part.ToString().ToLowerInvariant();
}
