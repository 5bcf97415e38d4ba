// Divides text into words as far as counting them needs: no dictionary, the same words in every culture.

namespace QuizKit.Language.Coverage;

internal static class WordReader
{
    /// <summary>
    /// Returns the words between two places. A word is what stands between white space and has a letter, a digit, a formula or code
    /// in it; in scripts that are written without spaces (Chinese, Japanese, Thai, Lao, Burmese, Khmer), each letter counts as one.
    /// </summary>
    public static IEnumerable<(int Start, int End)> Read(FlatText text, int start, int end)
    {
        for (var i = start; i < end;)
        {
            text.Cancellation.Look();
            if (text.IsSpace(i))
            {
                i++;
                continue;
            }

            var from = i;
            var isWord = false;
            for (; i < end && !text.IsSpace(i); i++)
            {
                var isLetter = LengthOfUnspacedLetter(text, i, end);
                if (isLetter == 0)
                {
                    isWord |= text.IsWordPart(i);
                    continue;
                }

                if (isWord) yield return (from, i);
                yield return (i, i + isLetter);
                i += isLetter - 1;
                (from, isWord) = (i + 1, false);
            }

            if (isWord) yield return (from, i);
        }
    }

    // 1, or 2 for an ideograph that takes two chars; 0 for any other character.
    private static int LengthOfUnspacedLetter(FlatText text, int index, int end)
    {
        if (text.IsOpaque(index)) return 0;
        var c = text[index];
        if (char.IsHighSurrogate(c))
        {
            var isIdeograph = index + 1 < end && char.IsLowSurrogate(text[index + 1])
                && char.ConvertToUtf32(c, text[index + 1]) is >= 0x20000 and <= 0x3FFFF;
            return isIdeograph ? 2 : 0;
        }

        var isUnspaced = c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
            or (>= '\u3005' and <= '\u3007') or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF')
            or (>= '\uF900' and <= '\uFAFF');
        return isUnspaced && char.IsLetter(c) ? 1 : 0;
    }
}
