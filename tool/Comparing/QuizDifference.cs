// What differs between two versions of a quiz, question by question: the id is what a question is known by.

using System.Globalization;

namespace QuizKit.Tool.Comparing;

internal enum ChangeKind
{
    Added,
    Removed,
    Renamed,
    Moved,
    Changed,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Question">The id of the question in the new version, or the old one where it is removed; null for the quiz.</param>
/// <param name="Part">What of it has changed, such as <c>prompt</c>; null for the whole question.</param>
/// <param name="Old">What stood there before, or null.</param>
/// <param name="New">What stands there now, or null.</param>
internal sealed record QuizChange(ChangeKind Kind, string? Question, string? Part, string? Old, string? New);

/// <summary>Compares quizzes.</summary>
internal sealed class QuizDifference
{
    private readonly List<QuizChange> _changes = [];

    /// <summary>The differences: of the quiz, then of each question in the new order, then the questions that are removed.</summary>
    public static IReadOnlyList<QuizChange> Of(Quiz old, Quiz now)
    {
        var difference = new QuizDifference();
        difference.Compare(null, PartsOf(old), PartsOf(now));
        difference.CompareQuestions(old.Questions, now.Questions);
        return difference._changes;
    }

    private void CompareQuestions(IReadOnlyList<Question> old, IReadOnlyList<Question> now)
    {
        var oldById = old.ToDictionary(question => question.Id, StringComparer.Ordinal);
        var nowIds = now.Select(question => question.Id).ToHashSet(StringComparer.Ordinal);

        // The same words under another id, each once.
        var gone = old.Where(question => !nowIds.Contains(question.Id)).ToList();
        var oldIds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in now)
        {
            if (oldById.ContainsKey(question.Id)) oldIds.Add(question.Id, question.Id);
            else if (gone.Find(other => WordsOf(other) == WordsOf(question)) is { } renamed && gone.Remove(renamed))
                oldIds.Add(question.Id, renamed.Id);
        }

        var places = old.Select((question, i) => (question.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        List<string> kept = [.. now.Where(question => oldIds.ContainsKey(question.Id)).Select(question => question.Id)];
        var still = LongestRise([.. kept.Select(id => places[oldIds[id]])]).Select(i => kept[i]).ToHashSet(StringComparer.Ordinal);
        foreach (var question in now)
        {
            if (!oldIds.TryGetValue(question.Id, out var oldId))
            {
                _changes.Add(new QuizChange(ChangeKind.Added, question.Id, null, null, question.Prompt.Markdown));
                continue;
            }

            var before = oldById[oldId];
            if (oldId != question.Id) _changes.Add(new QuizChange(ChangeKind.Renamed, question.Id, null, oldId, question.Id));
            if (!still.Contains(question.Id))
                _changes.Add(new QuizChange(ChangeKind.Moved, question.Id, null, NumberOf(before), NumberOf(question)));
            Compare(question.Id, PartsOf(before), PartsOf(question));
        }

        foreach (var question in gone)
            _changes.Add(new QuizChange(ChangeKind.Removed, question.Id, null, question.Prompt.Markdown, null));
    }

    private void Compare(string? question, List<(string Name, string? Value)> old, List<(string Name, string? Value)> now)
    {
        var before = old.ToDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal);
        foreach ((var name, var value) in now)
        {
            var oldValue = before.GetValueOrDefault(name);
            before.Remove(name);
            Add(name, oldValue, value);
        }

        foreach ((var name, var value) in before) Add(name, value, null);

        void Add(string name, string? oldValue, string? value)
        {
            if (oldValue == value) return;
            var kind = oldValue is null ? ChangeKind.Added : value is null ? ChangeKind.Removed : ChangeKind.Changed;
            _changes.Add(new QuizChange(kind, question, name, oldValue, value));
        }
    }

    private static string NumberOf(Question question) => question.Number.ToString(CultureInfo.InvariantCulture);

    private static string WordsOf(Question question) => question.Prompt.Markdown + "\0" + question.Answer.Text.Markdown;

    private static List<(string Name, string? Value)> PartsOf(Quiz quiz) =>
    [
        ("id", quiz.Id),
        ("language", quiz.Language),
        ("title", quiz.Title.Markdown),
        ("display title", quiz.DisplayTitle == quiz.Title.UnicodeText ? null : quiz.DisplayTitle),
        ("introduction", quiz.Introduction?.Markdown),
        ("description", quiz.Description),
        ("author", quiz.Author),
        ("source", quiz.Source),
        ("licence", quiz.Licence),
    ];

    // Everything that an app has of a question, under names that two versions share.
    private static List<(string Name, string? Value)> PartsOf(Question question)
    {
        List<(string Name, string? Value)> parts =
        [
            ("kind", question.Kind.ToString()),
            ("title", question.Title?.Markdown),
            ("prompt", question.Prompt.Markdown),
        ];
        if (question is TrueFalseQuestion trueFalse) parts.Add(("key", trueFalse.IsTrue ? "true" : "false"));
        if (question is NumericQuestion numeric) AddKey(parts, numeric);
        if (question is ChoiceQuestion choices) AddChoices(parts, choices);
        AddNumbered(parts, "hint", question.Hints);
        parts.Add(("answer", question.Answer.Text.Markdown));
        parts.Add(("author of the answer", question.Answer.Provenance == Provenance.Editors ? "editors" : null));
        parts.Add(("explanation", question.Explanation?.Markdown));
        for (var i = 0; i < question.Errata.Count; i++)
        {
            var erratum = question.Errata[i];
            var corrected = string.Join(", ", erratum.CorrectedClaimIds);
            parts.Add((Numbered("erratum", i), $"{erratum.Kind} of {corrected}: {erratum.Text.Markdown}"));
        }

        foreach (var claim in question.Claims)
        {
            parts.Add(($"claim {claim.Id}", claim.Statement.Markdown));
            var values = string.Join(", ", claim.Values.Select(Show));
            var how = claim.IsExecutable ? $"{claim.Expected}{(claim.IsExistential ? ", existential" : "")}" : claim.NotExecutableReason;
            parts.Add(($"check of claim {claim.Id}", $"{claim.Origin}: {how}{(values.Length > 0 ? ": " : "")}{values}"));
        }

        parts.Add(("tags", question.Tags.Count > 0 ? string.Join(", ", question.Tags) : null));
        return parts;
    }

    private static void AddKey(List<(string Name, string? Value)> parts, NumericQuestion question)
    {
        parts.Add(("key", Show(question.CorrectValue)));
        parts.Add(("printed value", question.PrintedValue == question.CorrectValue ? null : Show(question.PrintedValue)));
        parts.Add(("tolerance", question.Tolerance == 0 ? null : Show(question.Tolerance)));
        parts.Add(("digits", question.Digits?.ToString(CultureInfo.InvariantCulture)));
        parts.Add(("unit", question.Unit));
        var accepted = string.Join(" or ", question.Accepted.Select(range =>
            range.Low == range.High ? Show(range.Low) : $"{Show(range.Low)} to {Show(range.High)}"));
        parts.Add(("accepted besides", accepted.Length > 0 ? accepted : null));
        foreach (var slip in question.Slips.DistinctBy(slip => slip.Value))
        {
            parts.Add(($"slip {Show(slip.Value)}", slip.Feedback.Markdown));
            parts.Add(($"misconception of slip {Show(slip.Value)}", slip.Misconception));
        }
    }

    // A choice is known by its place: its words may change.
    private static void AddChoices(List<(string Name, string? Value)> parts, ChoiceQuestion question)
    {
        for (var i = 0; i < question.Choices.Count; i++)
        {
            var choice = question.Choices[i];
            parts.Add((Numbered("choice", i), choice.Text.Markdown));
            parts.Add((Numbered("key of choice", i), choice.IsCorrect ? "right" : "wrong"));
            parts.Add((Numbered("feedback to choice", i), choice.Feedback?.Markdown));
            parts.Add((Numbered("misconception of choice", i), choice.Misconception));
        }
    }

    private static void AddNumbered(List<(string Name, string? Value)> parts, string name, IReadOnlyList<RichText> texts)
    {
        for (var i = 0; i < texts.Count; i++) parts.Add((Numbered(name, i), texts[i].Markdown));
    }

    private static string Numbered(string name, int index) => $"{name} {(index + 1).ToString(CultureInfo.InvariantCulture)}";

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // The indexes of a longest subsequence that rises: what is not in it has moved.
    private static List<int> LongestRise(IReadOnlyList<int> values)
    {
        var ends = new List<int>();
        var previous = new int[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            var length = ends.FindIndex(end => values[end] >= values[i]);
            if (length < 0) length = ends.Count;
            previous[i] = length > 0 ? ends[length - 1] : -1;
            if (length == ends.Count) ends.Add(i);
            else ends[length] = i;
        }

        var rise = new List<int>();
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = previous[i]) rise.Add(i);
        return rise;
    }
}
