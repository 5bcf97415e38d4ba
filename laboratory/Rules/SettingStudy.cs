// How the bits of a target depend on the number of threads and on the alignment of its arrays.

using QuizKit.Laboratory.Orders;
using static System.FormattableString;

namespace QuizKit.Laboratory.Rules;

internal static class SettingStudy
{
    private const int Arrays = 5;

    private static readonly int[] Threads = [1, 2, 4, 8];

    // The last is beyond what PyTorch gives to one thread, 32,768.
    private static readonly int[] Lengths = [37, 150, 700, 5_000, 50_000];

    private static readonly string Compared =
        $"Compared with {Arrays} random arrays of each of {string.Join(", ", Lengths.Select(length => Invariant($"{length:N0}")))} numbers.";

    /// <summary>Compares the bits for several numbers of threads.</summary>
    /// <param name="target">The target.</param>
    /// <param name="seed">The seed of the arrays.</param>
    /// <param name="setThreads">Sets the number of threads and returns why it cannot, or null.</param>
    public static SettingFinding OfThreads(OrderTarget target, ulong seed, Func<int, string?> setThreads)
    {
        if (setThreads(1) is { } whyNot) return new SettingFinding("threads", [], whyNot);
        var groups = Group(Threads, count =>
        {
            setThreads(count);
            return Results(seed, target, target.ComputeAll);
        });
        setThreads(1);
        return new SettingFinding("threads", groups, "The rule was learned with one thread. " + Compared);
    }

    /// <summary>Compares the bits for the addresses of arrays modulo 64 bytes.</summary>
    public static SettingFinding OfAlignment(OrderTarget target, ulong seed)
    {
        if (target.ComputeAt is not { } compute)
            return new SettingFinding("alignment", [], "The address of its arrays cannot be chosen here.");
        var step = target.Format.Precision > 24 ? 8 : target.Format.Precision < 24 ? 2 : 4;
        var offsets = Enumerable.Range(0, 64 / step).Select(i => i * step).ToArray();
        return new SettingFinding(
            "alignment",
            Group(offsets, offset => Results(seed, target, calls => compute(calls, offset))),
            "The address of each array modulo 64 bytes. An operation that copies its operands, such as into a matrix, does not depend on it. "
                + Compared);
    }

    private static string Results(
        ulong seed, OrderTarget target, Func<IReadOnlyList<OrderOperands>, double[]> compute) => string.Join(
        ' ',
        Lengths.SelectMany(length => compute(
            RuleStudy.OperandsOf(target, unchecked((uint)seed), length, Arrays)))
            .Select(result => Invariant($"{BitConverter.DoubleToInt64Bits(result):x}")));

    private static IReadOnlyList<SettingGroup> Group(IReadOnlyList<int> settings, Func<int, string> resultsOf)
    {
        var groups = new List<(string Results, List<int> Settings)>();
        foreach (var setting in settings)
        {
            var results = resultsOf(setting);
            var known = groups.FindIndex(group => group.Results == results);
            if (known >= 0) groups[known].Settings.Add(setting);
            else groups.Add((results, [setting]));
        }

        return
        [
            .. groups.Select((group, i) => new SettingGroup(
                string.Join(", ", group.Settings.Select(setting => Invariant($"{setting}"))), Invariant($"{(char)('A' + i)}"))),
        ];
    }
}
