// Takes the known keys out of a comment or the front matter, and reports the unknown and the repeated ones.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

/// <summary>The attributes of one comment, by key.</summary>
internal sealed class AttributeReader
{
    // A double holds every integer of 15 digits.
    private static readonly Regex Fraction = new("^(-?[0-9]{1,15})/([0-9]{1,15})$", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, Token> _values = new(StringComparer.Ordinal);
    private readonly DiagnosticBag _diagnostics;
    private readonly bool _isYaml;

    private AttributeReader(
        IReadOnlyList<AttributeSyntax> attributes,
        string owner,
        DiagnosticDefinition unknown,
        DiagnosticDefinition repeated,
        DiagnosticBag diagnostics,
        string[] known)
    {
        _diagnostics = diagnostics;
        _isYaml = unknown == Definitions.FrontMatterKeyUnknown;
        var unknownOnes = new List<AttributeSyntax>();
        foreach (var attribute in attributes)
        {
            var key = attribute.Key.Text;
            var place = attribute.Key.Span.IsEmpty ? attribute.Value.Span : attribute.Key.Span;
            if (!known.Contains(key, StringComparer.Ordinal))
            {
                var whole = TextSpan.FromBounds(place.Start, Math.Max(place.End, attribute.Value.Span.End));
                var near = NearestName.Nearest(key, known);
                var isFree = !attribute.Key.Span.IsEmpty && attributes.All(other => other.Key.Text != near);
                diagnostics.Fixing(place, isFree ? near : null)
                    .ReportSlip(unknown, place, whole, key, owner, NearestName.Sentence(near), string.Join(", ", known));
                unknownOnes.Add(attribute);
            }
            else if (_values.ContainsKey(key))
            {
                diagnostics.Report(repeated, place, key, owner);
            }
            else
            {
                _values.Add(key, attribute.Value);
            }
        }

        // A misspelt key stands for the one that it is near to, so that this one is not reported as missing.
        foreach (var attribute in unknownOnes)
        {
            var meant = NearestName.Find(attribute.Key.Text, known, ignoreCase: true);
            if (meant is not null && !_values.ContainsKey(meant)) _values.Add(meant, attribute.Value);
        }
    }

    public static AttributeReader OfFrontMatter(
        IReadOnlyList<AttributeSyntax> attributes, DiagnosticBag diagnostics, params string[] known) => new(
        attributes, "the front matter", Definitions.FrontMatterKeyUnknown, Definitions.FrontMatterKeyRepeated, diagnostics, known);

    /// <summary>Reads the attributes of a comment, or none where it is null; a message calls it by the owner.</summary>
    public static AttributeReader OfComment(CommentSyntax? comment, string owner, DiagnosticBag diagnostics, params string[] known) => new(
        comment?.Attributes ?? [], owner, Definitions.CommentKeyUnknown, Definitions.CommentKeyRepeated, diagnostics, known);

    public Token? this[string key] => _values.TryGetValue(key, out var value) ? value : null;

    /// <summary>The keys that are written, those of the meant ones that are misspelt among them.</summary>
    public IReadOnlyList<string> Keys => [.. _values.Keys];

    /// <summary>Puts another value in the place of one, or none.</summary>
    public void Replace(string key, string? text)
    {
        if (text is null) _values.Remove(key);
        else _values[key] = new Token(text, _values[key].Span);
    }

    /// <summary>Adds the keys of another comment that this one leaves out, at a place of this one.</summary>
    public void Inherit(IEnumerable<(string Key, string Text)> keys, TextSpan place)
    {
        foreach ((var key, var text) in keys)
        {
            if (!_values.ContainsKey(key)) _values.Add(key, new Token(text, place));
        }
    }

    /// <summary>The keys as they are written, but for one.</summary>
    public IEnumerable<KeyModel> Written(string except = "") =>
        _values.Where(pair => pair.Key != except).Select(pair => new KeyModel(pair.Key, pair.Value.Text));

    /// <summary>Reads one of some words; the first is the default. A misspelt one is the one that it is near to.</summary>
    public T Word<T>(string key, params (string Word, T Value)[] words) => Find(key, words, out _);

    /// <summary>Reads one of some words, and tells whether it is known or near to a known one.</summary>
    public T Find<T>(string key, (string Word, T Value)[] words, out bool isKnown)
    {
        isKnown = true;
        if (this[key] is not { } value) return words[0].Value;
        foreach ((var word, var meaning) in words)
        {
            if (word == value.Text) return meaning;
        }

        string[] known = [.. words.Select(pair => pair.Word)];
        var suggestion = NearestName.Nearest(value.Text, known);
        _diagnostics.Fixing(value.Span, suggestion).Report(
            Definitions.CommentWordInvalid, value.Span, value.Text, key, NearestName.Sentence(suggestion), string.Join(", ", known));
        var near = NearestName.Find(value.Text, known, ignoreCase: true);
        isKnown = near is not null;
        return words[isKnown ? Array.IndexOf(known, near) : 0].Value;
    }

    /// <summary>Reads a finite number, or null where there is none.</summary>
    public double? Number(string key) => this[key] is { } value ? ParseNumber(key, value) : null;

    /// <summary>Reads the comma-separated parts of a value, each with its place.</summary>
    public IEnumerable<Token> List(string key)
    {
        if (this[key] is not { } value) yield break;
        if (value.Text.StartsWith("[", StringComparison.Ordinal) && value.Text.EndsWith("]", StringComparison.Ordinal))
        {
            var parts = value.Part(1, value.Text.Substring(1).TrimEnd(']').Length);
            if (!_isYaml)
            {
                _diagnostics.Fixing(value.Span, parts.Text.Trim())
                    .Report(Definitions.CommentListInBrackets, value.Span, key, parts.Text.Trim());
            }

            value = parts;
        }

        var start = 0;
        foreach (var part in value.Text.Split(','))
        {
            var trimmed = part.Trim();
            yield return value.Part(start + part.IndexOf(trimmed, StringComparison.Ordinal), trimmed.Length);
            start += part.Length + 1;
        }
    }

    /// <summary>Reads a comma-separated list of finite numbers.</summary>
    public IEnumerable<(double Number, Token Token)> Numbers(string key)
    {
        foreach (var token in List(key))
        {
            if (ParseNumber(key, token) is { } number) yield return (number, token);
        }
    }

    /// <summary>Reads the number of a key, and reports one that is not valid.</summary>
    public double? ParseNumber(string key, Token token)
    {
        if (NumberOf(token.Text) is { } number) return number;
        if (token.Text.EndsWith("%", StringComparison.Ordinal))
            _diagnostics.Report(Definitions.CommentPercentage, token.Span, token.Text, key, token.Text.TrimEnd('%'));
        else
            _diagnostics.Report(Definitions.CommentNumberInvalid, token.Span, token.Text, key);
        return null;
    }

    /// <summary>A number as in code, or a fraction of two integers, which becomes the double nearest to it; null for other words.</summary>
    public static double? NumberOf(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number)) number = double.NaN;
        if (Fraction.Match(text) is { Success: true } fraction)
        {
            number = double.Parse(fraction.Groups[1].Value, Style, CultureInfo.InvariantCulture)
                / double.Parse(fraction.Groups[2].Value, Style, CultureInfo.InvariantCulture);
        }

        return double.IsInfinity(number) || double.IsNaN(number) ? null : number;
    }
}
