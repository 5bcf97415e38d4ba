// A shuffle that is the same for a seed on every machine and in every version of .NET, which System.Random does not promise.

namespace QuizKit;

internal static class Shuffle
{
    /// <summary>The items in an order that the seed and the name decide, each order as likely as any other.</summary>
    /// <remarks>
    /// The shuffle is that of Durstenfeld (Algorithm 235, 1964). Its numbers are those of SplitMix64 (Steele, Lea and Flood, Fast
    /// splittable pseudorandom number generators, 2014), which starts from the seed and an FNV-1a hash of the name.
    /// </remarks>
    public static T[] Of<T>(IEnumerable<T> items, int seed, string name)
    {
        T[] shuffled = [.. items];
        var state = StateOf(seed, name);
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = (int)Below((ulong)last + 1, ref state);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    /// <summary>
    /// A number that a seed and an id decide. Ids in the order of their numbers are in an order as likely as any other, in which one that
    /// is added or removed does not move the others.
    /// </summary>
    public static ulong KeyOf(string id, int seed)
    {
        // Not the state that shuffles the choices of the question with this id.
        var state = StateOf(seed, "order of " + id);
        return Next(ref state);
    }

    private static ulong StateOf(int seed, string name)
    {
        var state = 14695981039346656037UL;
        foreach (var c in name) state = unchecked((state ^ c) * 1099511628211UL);
        return unchecked(state + ((ulong)(uint)seed << 32));
    }

    // A number below a bound; those that would make some numbers likelier are drawn again.
    private static ulong Below(ulong bound, ref ulong state)
    {
        var limit = ulong.MaxValue - (ulong.MaxValue % bound);
        while (true)
        {
            var drawn = Next(ref state);
            if (drawn < limit) return drawn % bound;
        }
    }

    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
