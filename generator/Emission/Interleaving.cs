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

    // How far behind a difference the forms are searched for what they share again, and how many comparisons each character may cost.
    private const int Window = 2_000;
    private const int WindowOfWords = 100;
    private const int ComparisonsPerCharacter = 100;

    private readonly string[] _forms;
    private readonly int[] _places;
    private readonly int[] _found;

    // The form that is searched for what the others share: the first has TeX, and the last has MathML.
    private readonly int _words;
    private readonly StringBuilder _text = TextBuilders.Take();
    private readonly Cancellation _cancellation;
    private long _comparisons;

    private Interleaving(string[] forms, Cancellation cancellation)
    {
        _forms = forms;
        _places = new int[forms.Length];
        _found = new int[forms.Length];
        _words = forms.Length / 2;
        _cancellation = cancellation;
        foreach (var form in forms) _comparisons += (long)ComparisonsPerCharacter * form.Length;
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

    // Whether the forms share a few characters not far behind where they are; each form's are then at the place found.
    private bool FindShared(int end)
    {
        var words = _forms[_words];
        var last = Math.Min(words.Length - end, _places[_words] + WindowOfWords) - ShortestShared;
        for (var place = _places[_words]; place <= last; place++)
        {
            if (char.IsLowSurrogate(words[place])) continue;
            _found[_words] = place;
            if (IsShared(place, end)) return true;
            if (_comparisons < 0) return false;
        }

        return false;
    }

    private bool IsShared(int place, int end)
    {
        for (var i = 0; i < _forms.Length; i++)
        {
            if (i == _words) continue;
            var form = _forms[i];
            var last = Math.Min(form.Length - end, _places[i] + Window) - ShortestShared;
            var found = _places[i];
            while (found <= last && string.CompareOrdinal(form, found, _forms[_words], place, ShortestShared) != 0) found++;
            _comparisons -= found - _places[i];
            if (found > last) return false;
            _found[i] = found;
        }

        return true;
    }
}
