// Formats several numbers for a sentence.

using System.Globalization;

namespace QuizKit.GpuChecks.Checks.Support;

internal static class NumberList
{
    /// <summary>Whole numbers with thousands separators: <c>704, 2,080 and 33</c>.</summary>
    public static string Of(IEnumerable<double> numbers)
    {
        string[] texts = [.. numbers.Select(number => number.ToString("#,0.##########", CultureInfo.InvariantCulture))];
        return texts.Length < 2 ? string.Concat(texts) : $"{string.Join(", ", texts[..^1])} and {texts[^1]}";
    }

    public static string Of(IEnumerable<int> numbers) => Of(numbers.Select(number => (double)number));
}
