// The shapes of a function's inputs, whose sizes may vary.

using System.Globalization;

namespace QuizKit.Laboratory.Differences;

/// <summary>The shape of an input: numbers for fixed sizes, a letter for one that varies, and <c>b</c> for rows of a batch.</summary>
/// <param name="Sizes">Its sizes, as they were given.</param>
internal sealed record InputShape(IReadOnlyList<string> Sizes)
{
    /// <summary>The letter of a batch.</summary>
    public const string Batch = "b";

    private const int MostSizes = 4, LargestSize = 1 << 20;

    /// <summary>Whether a size varies.</summary>
    public bool Varies => Sizes.Any(size => size != Batch && char.IsAsciiLetter(size[0]));

    /// <summary>Whether the first size is that of a batch.</summary>
    public bool HasBatch => Sizes[0] == Batch;

    /// <summary>Reads <c>64</c>, <c>n</c>, <c>bxn</c>, <c>bx64</c>; null where a text is none of these.</summary>
    public static InputShape? Read(string text)
    {
        var sizes = text.Split('x');
        var isValid = sizes.Length <= MostSizes && !sizes.Skip(1).Contains(Batch) && sizes.All(size =>
            size is [var letter] && char.IsAsciiLetterLower(letter)
            || (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= LargestSize));
        return isValid ? new InputShape(sizes) : null;
    }

    /// <summary>Returns the sizes for a number of rows and the size of every other letter.</summary>
    public int[] At(int size, int rows) =>
    [
        .. Sizes.Select(
            text => text == Batch ? rows : char.IsAsciiLetter(text[0]) ? size : int.Parse(text, CultureInfo.InvariantCulture)),
    ];

    public override string ToString() => string.Join("x", Sizes);
}
