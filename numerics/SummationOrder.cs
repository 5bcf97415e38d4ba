// Finds the order in which an implementation adds numbers up, from nothing but its results.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace QuizKit.Numerics;

/// <summary>
/// Reveals the summation tree of an implementation that can only be called (the method of FPRev: Xie et al., "Revealing
/// Floating-Point Accumulation Orders in Software/Hardware Implementations", USENIX ATC 2025, arXiv:2411.00442).
/// </summary>
/// <remarks>
/// All addends are 1, but for x[i] = 2¹²⁷ and x[j] = −2¹²⁷. Whatever is added before these two meet is swallowed, so the result
/// counts the addends outside the smallest subtree that holds both. A sum of n addends takes n−1 such probes if it is
/// sequential, about (n/2)·log₂ n if it is balanced, and n²/2 at worst; each is made twice. It cannot see whether a product and an
/// addition are fused.
/// </remarks>
public static class SummationOrder
{
    private const float Mask = 1.7014118e38f;

    /// <summary>Finds the order of a sum of binary32 numbers.</summary>
    /// <param name="sum">The implementation. For a dot product, the given numbers are one operand and ones the other.</param>
    /// <param name="length">How many numbers to add up, at least 1 and below 2²⁴.</param>
    /// <exception cref="NoFixedOrderException">The implementation has no fixed order, or does not add in a tree.</exception>
    public static SummationTree Reveal(Func<float[], float> sum, int length)
    {
        ArgumentNullException.ThrowIfNull(sum);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(length, 1 << 24);
        var (tree, _) = Build([.. Enumerable.Range(0, length)], new Probes(sum, length));
        return tree.LeafCount == length ? tree : throw NotATree();
    }

    /// <summary>Returns the tree over some addends, and the size of the largest subtree seen, which may reach beyond them.</summary>
    private static (SummationTree Tree, int Size) Build(List<int> addends, Probes probes)
    {
        var first = addends[0];
        var root = SummationTree.Of(first);
        var size = 1;
        foreach (var group in addends.Skip(1).GroupBy(addend => probes.SubtreeSize(first, addend)).OrderBy(group => group.Key))
        {
            size = group.Key;
            var members = group.ToList();
            var (sibling, siblingSize) = Build(members, probes);
            if (siblingSize == members.Count) root = SummationTree.Of(root, sibling);
            else if (siblingSize == size) root = sibling.With(root);
            else throw NotATree();
            if (root.LeafCount > size) throw NotATree();
        }

        return (root, size);
    }

    private static NoFixedOrderException NotATree() => new(
        "The results are not those of a tree of additions: the sum is exact, compensated, or sorted by magnitude.");

    private sealed class Probes(Func<float[], float> sum, int length)
    {
        public int SubtreeSize(int i, int j)
        {
            var values = new float[length];
            Array.Fill(values, 1f);
            values[i] = Mask;
            values[j] = -Mask;
            var outside = sum(values);
            var again = sum(values);
            if (BitConverter.SingleToUInt32Bits(outside) != BitConverter.SingleToUInt32Bits(again))
            {
                throw new NoFixedOrderException(string.Format(
                    CultureInfo.InvariantCulture, "No fixed order: the same {0} numbers gave {1:R} and then {2:R}.", length, outside, again));
            }

            return outside >= 0 && outside <= length - 2 && outside == MathF.Floor(outside)
                ? length - (int)outside
                : throw new NoFixedOrderException(string.Format(
                    CultureInfo.InvariantCulture, "Ones, 2^127 and -2^127, {0} numbers in all, gave {1:R}, which no order of additions does.", length, outside));
        }
    }
}

/// <summary>An implementation of a sum has no order to reveal; the message says how that shows.</summary>
public sealed class NoFixedOrderException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public NoFixedOrderException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">How it shows.</param>
    public NoFixedOrderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">How it shows.</param>
    /// <param name="innerException">What led to it.</param>
    public NoFixedOrderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
