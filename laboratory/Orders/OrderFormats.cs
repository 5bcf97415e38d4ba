// The formats in which orders are studied.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

internal static class OrderFormats
{
    /// <summary>The formats, binary32 first.</summary>
    public static IReadOnlyList<BinaryRounding> All { get; } =
        [BinaryRounding.Binary32, BinaryRounding.Binary64, BinaryRounding.Binary16, BinaryRounding.Bfloat16];

    /// <summary>Returns a format by its name, such as <c>binary64</c>.</summary>
    public static BinaryRounding Of(string name) => All.Single(format => format.Name == name);
}
