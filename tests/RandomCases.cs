// Random values for tests, the same in each run: what fails once fails again.

using CsCheck;

namespace QuizKit.Testing;

internal static class RandomCases
{
    /// <summary>So many values of a generator, each of a seed of its own.</summary>
    public static IEnumerable<T> Of<T>(Gen<T> generator, int count) =>
        Enumerable.Range(1, count).Select(seed => generator.Generate(new PCG(1, (ulong)seed), null, out _));
}
