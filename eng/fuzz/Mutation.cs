// Makes a new input out of those that there are.

namespace QuizKit.Fuzz;

internal static class Mutation
{
    // Characters that stress a reader of text: controls, unpaired surrogates, spaces and marks of other scripts.
    private const string OddCharacters =
        "\0\t\n\r\u000B\u0085\u00A0\u00AD\u0300\u1680\u200B\u202E\u2028\u2029\u3000\uD83D\uDE00\uDFFF\uFEFF\uFFFD\uFFFF";

    /// <summary>A descendant of one of the parents, with parts of other inputs.</summary>
    public static string Of(Random random, Target target, List<string> parents, List<string> corpus)
    {
        var text = parents[random.Next(parents.Count)];
        for (var left = 1 << random.Next(4); left > 0; left--) text = Once(random, target.Pieces, corpus, text);
        return text.Length > target.MaximumLength ? text[..target.MaximumLength] : text;
    }

    private static string Once(Random random, IReadOnlyList<string> pieces, List<string> corpus, string text)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(text.Length - at, random.Next(2) == 0 ? random.Next(4) : random.Next(64));
        switch (random.Next(7))
        {
            case 0:
                return text.Remove(at, length);
            case 1:
                return text.Insert(random.Next(text.Length + 1), text.Substring(at, length));
            case 2 or 3:
                return text.Insert(at, pieces[random.Next(pieces.Count)]);
            case 4:
                return text.Remove(at, length).Insert(at, pieces[random.Next(pieces.Count)]);
            case 5:
                var other = corpus[random.Next(corpus.Count)];
                var from = random.Next(other.Length + 1);
                return text.Insert(at, other.Substring(from, Math.Min(other.Length - from, random.Next(64))));
            default:
                var odd = random.Next(3) == 0 ? OddCharacters[random.Next(OddCharacters.Length)] : (char)random.Next(' ', 127);
                return text.Remove(at, Math.Min(length, 1)).Insert(at, odd.ToString());
        }
    }
}
