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
    private readonly int[] _places;
    private readonly int[] _found;

    private readonly StringBuilder _text = TextBuilders.Take();
    private readonly Cancellation _cancellation;
    private long _effort;

    private Interleaving(string[] forms, Cancellation cancellation)
    {
        _forms = forms;
        _places = new int[forms.Length];
        _found = new int[forms.Length];
        _cancellation = cancellation;
        foreach (var form in forms) _effort += (long)Effort * form.Length;
    }

    /// <summary>Writes the forms into one string.</summary>
    public static string Write(string[] forms, Cancellation cancellation)
    {
        var writer = new Interleaving(forms, cancellation);
        writer.Write();
        return TextBuilders.Finish(writer._text);
    }

    private void Write()
    {
        var end = CommonSuffix();
        while (true)
        {
            _cancellation.Look();
            Share(CommonFrom(end));
            if (Remaining(end) == 0) break;
            if (!FindShared(end))
                for (var i = 0; i < _forms.Length; i++) _found[i] = _forms[i].Length - end;
            WriteDifference();
        }

        Append(_forms[0], _forms[0].Length - end, end);
    }

    private int Remaining(int end)
    {
        var remaining = 0;
        for (var i = 0; i < _forms.Length; i++) remaining = Math.Max(remaining, _forms[i].Length - end - _places[i]);
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
            if (place >= _forms[i].Length - end || _forms[i][place] != _forms[0][_places[0] + offset]) return false;
        }

        return true;
    }

    private int CommonSuffix()
    {
        var first = _forms[0];
        var length = first.Length;
        foreach (var form in _forms)
        {
            var shared = 0;
            while (shared < length && shared < form.Length && form[form.Length - 1 - shared] == first[first.Length - 1 - shared]) shared++;
            length = shared;
        }

        return length > 0 && char.IsLowSurrogate(first[first.Length - length]) ? length - 1 : length;
    }

    // Whether the forms share a few characters not far behind where they are; each form's are then at the place found. The first form is Markdown:
    // behind a formula and the like, its words are those of all forms again.
    private bool FindShared(int end)
    {
        var markdown = _forms[0];
        var last = Math.Min(markdown.Length - end, _places[0] + Window) - ShortestShared;
        for (var place = _places[0]; place <= last && _effort > 0; place++)
        {
            // Where only the HTML has something more, the words are here already.
            var mayBegin = place == _places[0] ? !char.IsLowSurrogate(markdown[place]) : Array.IndexOf(Marks, markdown[place - 1]) >= 0;
            if (mayBegin && markdown.IndexOfAny(Marks, place, ShortestShared) < 0 && IsShared(0, place, end)) return true;
        }

        var words = _forms[1];
        last = Math.Min(words.Length - end, _places[1] + WindowWithoutMarks) - ShortestShared;
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

            var count = Math.Min(_forms[i].Length - end - _places[i], Window);
            _found[i] = _forms[i].IndexOf(shared, _places[i], count, StringComparison.Ordinal);
            _effort -= _found[i] < 0 ? count : _found[i] - _places[i];
            if (_found[i] < 0) return false;
        }

        return true;
    }
}
