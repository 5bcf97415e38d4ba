// A passage of a question, and where in its interleaved text a sentence stands.

using QuizKit.Language;
using QuizKit.Language.Model;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

/// <summary>A passage of a question.</summary>
/// <param name="origin">The part of the question that it is.</param>
/// <param name="name">Its name in the generated code.</param>
/// <param name="text">Its forms.</param>
/// <param name="interleaved">The forms in one string.</param>
internal sealed class Passage(ClaimOrigin origin, string name, RichTextModel text, string interleaved)
{
    // Sentences follow each other. How far behind the beginning of the last one the next is looked for.
    private const int Window = 4_000;

    // The index of the Unicode form, which tells where words are.
    private const int Unicode = 2;

    // In one line, as sentences are.
    private readonly string _line = text.UnicodeText.Replace('\n', ' ');
    private List<Piece>? _pieces;
    private int _last;

    /// <summary>A piece of the interleaved text: shared characters, one behind an escape, or the forms where they differ.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="Length">Its length.</param>
    /// <param name="Place">Where it begins in the Unicode form.</param>
    /// <param name="Count">Its length there.</param>
    /// <param name="IsShared">Whether its characters are those of each form.</param>
    private readonly record struct Piece(int Start, int Length, int Place, int Count, bool IsShared);

    public ClaimOrigin Origin => origin;

    public string Name => name;

    public RichTextModel Text => text;

    public string Interleaved => interleaved;

    /// <summary>The part of the interleaved text whose Unicode form is a sentence, in one line; null where there is none.</summary>
    public (int Start, int Length)? Find(string sentence, Cancellation cancellation)
    {
        cancellation.Look();
        var place = _line.IndexOf(sentence, _last, Math.Min(_line.Length - _last, Window + sentence.Length), StringComparison.Ordinal);
        if (place < 0 || sentence.Length == 0) return null;
        _last = place;
        return BoundaryAt(place) is { } start && BoundaryAt(place + sentence.Length) is { } end ? (start, end - start) : null;
    }

    // Where the interleaved text can be cut at a place of the Unicode form: within shared characters, and before or behind what differs.
    private int? BoundaryAt(int place)
    {
        var pieces = _pieces ??= PiecesOf();
        for (var i = FirstThatReaches(pieces, place); i < pieces.Count && pieces[i].Place <= place; i++)
        {
            var piece = pieces[i];
            if (piece.IsShared) return piece.Start + place - piece.Place;
            if (piece.Place == place) return piece.Start;
            if (piece.Place + piece.Count == place) return piece.Start + piece.Length;
        }

        return null;
    }

    private static int FirstThatReaches(List<Piece> pieces, int place)
    {
        int low = 0, high = pieces.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (pieces[middle].Place + pieces[middle].Count < place) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private List<Piece> PiecesOf()
    {
        var pieces = new List<Piece>();
        var place = 0;
        for (var at = 0; at < interleaved.Length;)
        {
            var end = at;
            while (end < interleaved.Length && interleaved[end] is not (InterleavedText.Open or InterleavedText.Escape)) end++;
            if (end > at) Add(end, end - at, isShared: true);
            if (at == interleaved.Length) break;
            if (interleaved[at] == InterleavedText.Escape) Add(at + 2, 1, isShared: false);
            else AddDifference();

            void Add(int stop, int count, bool isShared)
            {
                pieces.Add(new Piece(at, stop - at, place, count, isShared));
                at = stop;
                place += count;
            }

            void AddDifference()
            {
                var (form, count, next) = (0, 0, at + 1);
                for (; interleaved[next] != InterleavedText.Close; next++)
                {
                    if (interleaved[next] == InterleavedText.Next)
                    {
                        form++;
                        continue;
                    }

                    if (interleaved[next] == InterleavedText.Escape) next++;
                    if (form == Unicode) count++;
                }

                Add(next + 1, count, isShared: false);
            }
        }

        return pieces;
    }
}
