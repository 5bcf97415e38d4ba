// The parts of the laboratory of question 19.

using System;

namespace QuizKit.Laboratory.Settings;

/// <summary>A part of the laboratory.</summary>
internal enum LabPart
{
    /// <summary>In which order implementations add numbers up.</summary>
    Order,

    /// <summary>The same network through NumPy and PyTorch.</summary>
    Pair,

    /// <summary>What varies from run to run.</summary>
    Variation,

    /// <summary>Sums whose bits are fixed, and their cost.</summary>
    Cure,
}

internal static class LabParts
{
    /// <summary>A part's name on the command line and in reports.</summary>
    /// <param name="part">The part.</param>
    public static string IdOf(LabPart part) => part switch
    {
        LabPart.Order => "order",
        LabPart.Pair => "pair",
        LabPart.Variation => "variation",
        LabPart.Cure => "cure",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "No such part."),
    };
}
