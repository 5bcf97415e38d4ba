// Several forms of a text in one string: the words that they share stand in it once. The compiler of quizzes, which writes such strings, is
// compiled with this file too.

using System.Text;

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>
/// Reads one form of an interleaved text. Where the forms differ, each has its part in brackets, in their order:
/// <c>a ⟦**¦¦¦&lt;b>⟧word</c>. Behind <c>⁞</c>, each of the four signs stands for itself.
/// </summary>
internal static class InterleavedText
{
    public const char Open = '⟦';
    public const char Next = '¦';
    public const char Close = '⟧';
    public const char Escape = '⁞';

    private static readonly char[] Signs = [Open, Next, Close, Escape];

    /// <summary>The form at an index, from 0. Where all forms are equal it is the string itself.</summary>
    public static string Form(string interleaved, int form)
    {
        var sign = interleaved.IndexOfAny(Signs);
        if (sign < 0) return interleaved;
        var text = new StringBuilder(interleaved.Length);
        const int Shared = -1;
        var part = Shared;
        var start = 0;
        for (; sign >= 0; sign = start < interleaved.Length ? interleaved.IndexOfAny(Signs, start) : -1)
        {
            if (part == Shared || part == form) text.Append(interleaved, start, sign - start);
            start = sign + 1;
            switch (interleaved[sign])
            {
                case Open:
                    part = 0;
                    break;
                case Next:
                    part++;
                    break;
                case Close:
                    part = Shared;
                    break;
                default:
                    // The sign behind it, which the next search must not find.
                    if (start < interleaved.Length && (part == Shared || part == form)) text.Append(interleaved[start]);
                    start++;
                    break;
            }
        }

        if (start < interleaved.Length) text.Append(interleaved, start, interleaved.Length - start);
        return text.ToString();
    }
}
