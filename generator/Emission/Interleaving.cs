// Several forms of a text in one string, which InterleavedText takes apart again.

using System.Text;
using QuizKit.Language;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

/// <summary>Finds what the forms of a text have in common. What it overlooks makes the string longer, and nothing wrong.</summary>
internal sealed class Interleaving
{
    // Fewer characters in common cost more than they save: brackets and bars around what differs.
    private const int ShortestShared = 6;

    // How far behind a difference what the forms share again is searched for, from the words without a mark of Markdown behind it not as far.
    private const int Window = 4_000;
    private const int WindowWithoutMarks = 40;

    // How many characters are looked at for each character of the forms, at most.
    private const int Effort = 100;

    private static readonly char[] Marks = ['$', '*', '`', '\n'];

    private readonly string[] _forms;

    // Where each form is, where it stops for now, and where what they share again was found.
    private readonly int[] _places;
    private readonly int[] _stops;
    private readonly int[] _found;

    private readonly StringBuilder _text = TextBuilders.Take();
    private readonly Cancellation _cancellation;
    private long _effort;

    private Interleaving(string[] forms, Cancellation cancellation)
    {
        _forms = forms;
        _places = new int[forms.Length];
        _stops = new int[forms.Length];
        _found = new int[forms.Length];
        _cancellation = cancellation;
        foreach (var form in forms) _effort += (long)Effort * form.Length;
    }

    /// <summary>The forms of some words that are cut out of the forms of a text.</summary>
    /// <param name="Part">Which words.</param>
    /// <param name="Places">Where they begin or end in each form.</param>
    private readonly record struct Cut(int Part, int[] Places);

    /// <summary>Writes the forms into one string.</summary>
    public static string Write(string[] forms, Cancellation cancellation) => Write(forms, [], cancellation, out _);

    /// <summary>Writes the forms into one string that has some words of theirs as parts.</summary>
    /// <param name="forms">The forms.</param>
    /// <param name="parts">The forms of these words, in the order in which they begin.</param>
    /// <param name="cancellation">What ends the work early.</param>
    /// <param name="places">For each of the words the part of the string, or null where they do not stand in each form.</param>
    public static string Write(
        string[] forms, IReadOnlyList<string[]> parts, Cancellation cancellation, out (int Start, int Length)?[] places)
    {
        var writer = new Interleaving(forms, cancellation);
        var begun = new int?[parts.Count];
        places = new (int, int)?[parts.Count];
        foreach (var cut in parts.Count == 0 ? [] : CutsOf(forms, parts))
        {
            // A cut that is not behind the last one in each form is none.
            if (!writer.IsAhead(cut.Places)) continue;
            writer.WriteUpTo(cut.Places);
            if (begun[cut.Part] is { } start) places[cut.Part] = (start, writer._text.Length - start);
            else begun[cut.Part] = writer._text.Length;
        }

        writer.WriteUpTo([.. forms.Select(form => form.Length)]);
        return TextBuilders.Finish(writer._text);
    }

    // The beginning and the end of each of the words that stand in each form, in their order.
    private static IEnumerable<Cut> CutsOf(string[] forms, IReadOnlyList<string[]> parts)
    {
        var cuts = new List<Cut>();
        var from = new int[forms.Length];
        for (var part = 0; part < parts.Count; part++)
        {
            var start = new int[forms.Length];
            for (var i = 0; i < start.Length; i++)
            {
                var count = Math.Min(forms[i].Length - from[i], Window + parts[part][i].Length);
                start[i] = forms[i].IndexOf(parts[part][i], from[i], count, StringComparison.Ordinal);
            }

            if (start.Contains(-1)) continue;
            from = start;
            cuts.Add(new Cut(part, start));
            cuts.Add(new Cut(part, [.. start.Select((place, i) => place + parts[part][i].Length)]));
        }

        return cuts.OrderBy(cut => cut.Places[forms.Length - 1]);
    }

    private bool IsAhead(int[] places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < _places[i]) return false;
        }

        return true;
    }

    private void WriteUpTo(int[] places)
    {
        places.CopyTo(_stops, 0);
        var end = CommonSuffix();
        while (true)
        {
            _cancellation.Look();
            Share(CommonFrom(end));
            if (Remaining(end) == 0) break;
            if (!FindShared(end))
                for (var i = 0; i < _forms.Length; i++) _found[i] = _stops[i] - end;
            WriteDifference();
        }

        Share(end);
    }

    private int Remaining(int end)
    {
        var remaining = 0;
        for (var i = 0; i < _forms.Length; i++) remaining = Math.Max(remaining, _stops[i] - end - _places[i]);
        return remaining;
    }

    private void Share(int length)
    {
        Append(_forms[0], _places[0], length);
        for (var i = 0; i < _places.Length; i++) _places[i] += length;
    }

    private void WriteDifference()
    {
        for (var i = 0; i < _forms.Length; i++)
        {
            _text.Append(i == 0 ? InterleavedText.Open : InterleavedText.Next);
            Append(_forms[i], _places[i], _found[i] - _places[i]);
            _places[i] = _found[i];
        }

        _text.Append(InterleavedText.Close);
    }

    private void Append(string form, int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (form[i] is InterleavedText.Open or InterleavedText.Next or InterleavedText.Close or InterleavedText.Escape)
                _text.Append(InterleavedText.Escape);
            _text.Append(form[i]);
        }
    }

    // How many characters the forms share from where they are, without half a surrogate pair.
    private int CommonFrom(int end)
    {
        var length = 0;
        while (IsCommon(length, end)) length++;
        return length > 0 && char.IsHighSurrogate(_forms[0][_places[0] + length - 1]) ? length - 1 : length;
    }

    private bool IsCommon(int offset, int end)
    {
        for (var i = 0; i < _forms.Length; i++)
        {
            var place = _places[i] + offset;
            if (place >= _stops[i] - end || _forms[i][place] != _forms[0][_places[0] + offset]) return false;
        }

        return true;
    }

    private int CommonSuffix()
    {
        var first = _forms[0];
        var length = _stops[0] - _places[0];
        for (var i = 1; i < _forms.Length; i++)
        {
            var shared = 0;
            length = Math.Min(length, _stops[i] - _places[i]);
            while (shared < length && _forms[i][_stops[i] - 1 - shared] == first[_stops[0] - 1 - shared]) shared++;
            length = shared;
        }

        return length > 0 && char.IsLowSurrogate(first[_stops[0] - length]) ? length - 1 : length;
    }

    // Whether the forms share a few characters not far behind where they are; each form's are then at the place found. The first form is Markdown:
    // behind a formula and the like, its words are those of all forms again.
    private bool FindShared(int end)
    {
        var markdown = _forms[0];
        var last = Math.Min(_stops[0] - end, _places[0] + Window) - ShortestShared;
        for (var place = _places[0]; place <= last && _effort > 0; place++)
        {
            // Where only the HTML has something more, the words are here already.
            var mayBegin = place == _places[0] ? !char.IsLowSurrogate(markdown[place]) : Array.IndexOf(Marks, markdown[place - 1]) >= 0;
            if (mayBegin && markdown.IndexOfAny(Marks, place, ShortestShared) < 0 && IsShared(0, place, end)) return true;
        }

        var words = _forms[1];
        last = Math.Min(_stops[1] - end, _places[1] + WindowWithoutMarks) - ShortestShared;
        for (var place = _places[1]; place <= last && _effort > 0; place++)
        {
            if (!char.IsLowSurrogate(words[place]) && IsShared(1, place, end)) return true;
        }

        return false;
    }

    // Whether what stands in a form at a place stands in the others too.
    private bool IsShared(int form, int place, int end)
    {
        var shared = _forms[form].Substring(place, ShortestShared);
        for (var other = 1; other <= _forms.Length; other++)
        {
            var i = other % _forms.Length;
            if (i == form)
            {
                _found[i] = place;
                continue;
            }

            var count = Math.Min(_stops[i] - end - _places[i], Window);
            _found[i] = _forms[i].IndexOf(shared, _places[i], count, StringComparison.Ordinal);
            _effort -= _found[i] < 0 ? count : _found[i] - _places[i];
            if (_found[i] < 0) return false;
        }

        return true;
    }
}
