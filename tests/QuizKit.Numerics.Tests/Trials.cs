// Runs a test on many hostile arrays, and describes the first one that fails.

using System.Numerics;
using Xunit;

namespace QuizKit.Numerics.Tests;

internal static class Trials
{
    /// <summary>Calls a test with so many arrays of each kind; it returns null, or what is wrong.</summary>
    public static void ForEachArray(int seed, int arrays, Func<HostileNumbers, Hostility, int, string?> fault)
    {
        var numbers = new HostileNumbers(seed);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            for (var i = 0; i < arrays; i++)
            {
                var found = fault(numbers, kind, numbers.Length(24));
                if (found is not null) Assert.Fail($"{kind}: {found}");
            }
        }
    }

    /// <summary>Whether two numbers have the same bits.</summary>
    public static bool Same(double left, double right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    public static string Show<T>(T[] values) => string.Join(", ", values.Select(value => FormattableString.Invariant($"{value:R}")));

    public static double[] Widen<T>(T[] values)
        where T : INumberBase<T> => [.. values.Select(double.CreateChecked)];

    /// <summary>Calls a test with arrays of binary32 and of binary64 numbers, both as binary64 numbers and in their own format.</summary>
    public static void ForEachFormat(int seed, int arrays, Func<Arrays, string?> fault) => ForEachArray(seed, arrays, (numbers, kind, length) =>
    {
        var singles = numbers.Singles(kind, length);
        var doubles = numbers.Doubles(kind, length);
        return fault(new(numbers, ReferenceFormat.Single, singles, Widen(singles))) is { } single
            ? $"binary32: {single} of {Show(singles)}"
            : fault(new(numbers, ReferenceFormat.Double, null, doubles)) is { } wide ? $"binary64: {wide} of {Show(doubles)}" : null;
    });
}

/// <summary>An array of one format.</summary>
internal sealed record Arrays(HostileNumbers Numbers, ReferenceFormat Format, float[]? Singles, double[] Values);
