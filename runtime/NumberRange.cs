// An interval of numbers that a question accepts.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>An interval of numbers, both ends included.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed class NumberRange
{
    /// <summary>Creates an interval; generated code calls this.</summary>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The largest number, or the same for one number alone.</param>
    /// <exception cref="ArgumentException"><paramref name="low"/> is not at most <paramref name="high"/>.</exception>
    public NumberRange(double low, double high)
    {
        if (!(low <= high)) throw new ArgumentException("The ends of an interval are in order.", nameof(low));
        Low = low;
        High = high;
    }

    /// <summary>The smallest number.</summary>
    public double Low { get; }

    /// <summary>The largest number.</summary>
    public double High { get; }

    /// <summary>Whether a number is in the interval. A decimal number on an end is in it, although the binary64 of both may
    /// differ.</summary>
    /// <param name="number">The number.</param>
    public bool Contains(double number) => NumberTolerance.IsBetween(number, Low, High);

    /// <summary>Returns both ends in the invariant culture.</summary>
    public override string ToString() => FormattableString.Invariant($"{Low} to {High}");
}
