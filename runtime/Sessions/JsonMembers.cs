// The members of an object of saved JSON: each is taken once, with its type, and none may be left over.

using System.Globalization;

namespace QuizKit.Sessions;

internal sealed class JsonMembers
{
    private readonly Dictionary<string, object?> _members;
    private readonly string _place;

    public JsonMembers(object? value, string place)
    {
        _place = place;
        _members = value as Dictionary<string, object?> ?? throw Malformed($"{place} is not an object");
    }

    public string Text(string name, int longest) => OptionalText(name, longest) ?? throw Missing(name, "a string");

    public string? OptionalText(string name, int longest)
    {
        var value = Take(name);
        if (value is null) return null;
        var text = value as string ?? throw Missing(name, "a string");
        return text.Length <= longest
            ? text
            : throw Missing(name, FormattableString.Invariant($"a string of at most {longest} characters"));
    }

    public long Integer(string name, long low, long high) => OptionalInteger(name, low, high) ?? throw Missing(name, "a number");

    public long? OptionalInteger(string name, long low, long high) => Take(name) switch
    {
        null => null,
        var value => IntegerOf(value, name, low, high),
    };

    public double Number(string name, double low, double high) => Take(name) switch
    {
        double number when number >= low && number <= high => number,
        _ => throw Missing(name, FormattableString.Invariant($"a number from {low} to {high}")),
    };

    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParseExact(
            Text(name, 24), JsonTime.Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Missing(name, "a time like 2026-01-31T12:00:00.000Z");

    /// <summary>One of some words, as its index.</summary>
    public int Word(string name, IReadOnlyList<string> words)
    {
        var text = Text(name, 100);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == text) return i;
        }

        throw Missing(name, "one of: " + string.Join(", ", words));
    }

    public IReadOnlyList<object?> List(string name) => Take(name) as List<object?> ?? throw Missing(name, "a list");

    public IReadOnlyList<string>? OptionalTexts(string name, int longest) => Take(name) switch
    {
        null => null,
        List<object?> { Count: > 0 } items when items.All(item => item is string text && text.Length <= longest) =>
            [.. items.Cast<string>()],
        _ => throw Missing(name, "a list of strings"),
    };

    public IReadOnlyList<int>? OptionalIntegers(string name) => Take(name) switch
    {
        null => null,
        List<object?> items => [.. items.Select(item => (int)IntegerOf(item, name, 0, 10_000))],
        _ => throw Missing(name, "a list of numbers"),
    };

    /// <summary>Refuses what nobody took: writing the text again would lose it.</summary>
    public void End()
    {
        if (_members.Count == 0) return;
        var first = _members.Keys.OrderBy(name => name, StringComparer.Ordinal).First();
        throw Malformed($"{_place} has an unknown member {ReplyText.Quote(first)}");
    }

    private object? Take(string name)
    {
        if (!_members.TryGetValue(name, out var value)) return null;
        _members.Remove(name);
        return value ?? throw Missing(name, "not null");
    }

    private long IntegerOf(object? value, string name, long low, long high) =>
        value is double number && number >= low && number <= high && Math.Floor(number) == number
            ? (long)number
            : throw Missing(name, FormattableString.Invariant($"an integer from {low} to {high}"));

    private QuizSessionException Missing(string name, string expected) => Malformed($"'{name}' of {_place} has to be {expected}");

    private static QuizSessionException Malformed(string what) =>
        new(SessionProblem.Malformed, $"The saved text is not valid: {what}. Load a copy that was not edited.");
}

internal static class JsonTime
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
