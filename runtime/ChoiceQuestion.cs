// A question whose answer is one or more of given texts.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>One of the texts a choice question offers.</summary>
public sealed class Choice
{
    /// <summary>Creates a choice; generated code calls this.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="isCorrect">Whether it belongs to the right answer.</param>
    /// <param name="feedback">What to say to a learner who chooses it, or null.</param>
    /// <param name="misconception">The kebab-case name of the mistake behind it, or null.</param>
    public Choice(RichText text, bool isCorrect, RichText? feedback = null, string? misconception = null)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        IsCorrect = isCorrect;
        Feedback = feedback;
        Misconception = misconception;
    }

    /// <summary>What it says.</summary>
    public RichText Text { get; }

    /// <summary>Whether it belongs to the right answer.</summary>
    public bool IsCorrect { get; }

    /// <summary>What to say to a learner who chooses it; null for most choices.</summary>
    public RichText? Feedback { get; }

    /// <summary>The kebab-case name of the mistake that leads to a wrong choice; null where its author names none.</summary>
    public string? Misconception { get; }

    /// <summary>Returns the text.</summary>
    public override string ToString() => Text.UnicodeText;
}

/// <summary>A question answered by choosing one or more of the given texts.</summary>
public sealed class ChoiceQuestion : Question
{
    /// <summary>Creates a choice question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked, without the choices.</param>
    /// <param name="answer">The answer in prose.</param>
    /// <param name="choices">The texts to choose from, at least two of them and at least one correct.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    /// <param name="tags">What the question is about, or null for nothing said.</param>
    /// <param name="sentences">Every sentence, in the order of the text, or null where nobody divided it into sentences.</param>
    /// <param name="language">The language of the quiz, as a BCP 47 tag.</param>
    /// <param name="title">What the heading says beside the number, or null.</param>
    /// <param name="hints">What helps, in the order to show it, or null for nothing.</param>
    /// <param name="explanation">Why the answer is right, or null where nothing more is said.</param>
    public ChoiceQuestion(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        IReadOnlyList<Choice> choices,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata,
        IReadOnlyList<string>? tags = null,
        IReadOnlyList<Sentence>? sentences = null,
        string language = "en",
        RichText? title = null,
        IReadOnlyList<RichText>? hints = null,
        RichText? explanation = null)
        : base(id, number, prompt, answer, claims, errata, tags, sentences, language, title, hints, explanation) =>
        Choices = Frozen.Copy(choices, nameof(choices));

    /// <inheritdoc/>
    [JsonIgnore]
    public override QuestionKind Kind => QuestionKind.Choice;

    /// <summary>The texts to choose from, in the order written.</summary>
    public IReadOnlyList<Choice> Choices { get; }

    /// <summary>Whether more than one choice is right, so that a learner has to be able to choose several.</summary>
    [JsonIgnore]
    public bool HasSeveralCorrect => Choices.Count(choice => choice.IsCorrect) > 1;

    /// <summary>The letter of a choice, for display: <c>a</c> for the first. What follows <c>z</c> has none, and is an empty
    /// text.</summary>
    /// <param name="index">The index in <see cref="Choices"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such choice.</exception>
    public string LetterOf(int index)
    {
        if (index < 0 || index >= Choices.Count) throw new ArgumentOutOfRangeException(nameof(index));
        return index < 26 ? ((char)('a' + index)).ToString() : "";
    }

    /// <summary>
    /// This question with its choices in another order, which the seed and the id decide: the same on every machine. Letters, indexes and
    /// grading are those of the new order, and the choices are the same objects. Words of the answer or a feedback that name a letter are
    /// not changed.
    /// </summary>
    /// <param name="seed">Any number: one for each learner or attempt.</param>
    public ChoiceQuestion Shuffled(int seed) => new(
        Id, Number, Prompt, Answer, Shuffle.Of(Choices, seed, Id), Claims, Errata, Tags, Sentences, Language, Title, Hints, Explanation);

    /// <summary>Grades a set of choices by their place: right if it holds all the correct ones and no other.</summary>
    /// <param name="indexes">Indexes in <see cref="Choices"/>, in any order; one given twice counts once. One that does not exist is not
    /// understood.</param>
    public GradeResult Grade(IEnumerable<int> indexes)
    {
        var chosen = new HashSet<int>(indexes ?? throw new ArgumentNullException(nameof(indexes)));
        if (chosen.Count == 0) return GradeResult.Empty(Language);
        foreach (var index in chosen)
        {
            if (index < 0 || index >= Choices.Count)
            {
                return GradeResult.NotUnderstood(
                    ReplyProblem.UnknownChoice, ReplyReason.UnknownIndex, Language, Invariant(index), Invariant(Choices.Count - 1));
            }
        }

        Choice[] taken = [.. Choices.Where((_, i) => chosen.Contains(i))];
        var rightChosen = taken.Count(choice => choice.IsCorrect);
        var wrongChosen = taken.Length - rightChosen;
        var right = Choices.Count(choice => choice.IsCorrect);
        var wrong = Choices.Count - right;
        if (rightChosen == right && wrongChosen == 0) return GradeResult.OfChoices(1, taken);

        // Where one choice is right, there is nothing to be partly right about.
        var score = right < 2 ? 0 : Math.Max(0, ((double)rightChosen / right) - (wrong == 0 ? 0 : (double)wrongChosen / wrong));
        return GradeResult.OfChoices(score, taken);
    }

    /// <summary>Grades a set of choices themselves, which an app may have shown in another order.</summary>
    /// <param name="choices">Some of <see cref="Choices"/>; one of another question is not understood.</param>
    public GradeResult Grade(IEnumerable<Choice> choices)
    {
        var indexes = new List<int>();
        foreach (var choice in choices ?? throw new ArgumentNullException(nameof(choices)))
        {
            var index = 0;
            while (index < Choices.Count && !ReferenceEquals(Choices[index], choice)) index++;
            if (index == Choices.Count)
                return GradeResult.NotUnderstood(ReplyProblem.UnknownChoice, ReplyReason.ForeignChoice, Language);
            indexes.Add(index);
        }

        return Grade(indexes);
    }

    /// <summary>
    /// Grades a typed list. Each part between commas or semicolons is the letter of a choice (<see cref="LetterOf"/>) or its words, in any
    /// case;
    /// a part that is neither may be letters without commas, as in "ac" or "a c".
    /// </summary>
    /// <param name="reply">The reply as typed.</param>
    public override GradeResult Grade(string? reply)
    {
        var text = ReplyText.Trim(reply);
        if (text.Length == 0) return GradeResult.Empty(Language);
        var chosen = new HashSet<int>();

        // The words of a choice may hold a comma themselves.
        var parts = Find(text) is { Count: > 0 } ? [text] : text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            var found = Find(part);
            if (found.Count > 1)
            {
                return GradeResult.NotUnderstood(
                    ReplyProblem.AmbiguousChoice, ReplyReason.AmbiguousChoice, Language, ReplyText.Quote(part));
            }

            if (found.Count == 0) found = Letters(part);
            if (found.Count == 0)
            {
                var last = LetterOf(Math.Min(Choices.Count, 26) - 1);
                return GradeResult.NotUnderstood(
                    ReplyProblem.UnknownChoice, ReplyReason.UnknownChoice, Language, ReplyText.Quote(part), last);
            }

            chosen.UnionWith(found);
        }

        return Grade(chosen);
    }

    private static string Invariant(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The choices that a text names by letter or by words.
    private List<int> Find(string part) =>
        [.. Enumerable.Range(0, Choices.Count).Where(i => ReplyText.EqualIgnoringCase(part, LetterOf(i)) || IsText(part, Choices[i]))];

    private static bool IsText(string part, Choice choice) =>
        ReplyText.EqualIgnoringCase(part, choice.Text.UnicodeText)
            || ReplyText.EqualIgnoringCase(part, ReplyText.Trim(choice.Text.UnicodeText));

    // Several letters in one word or with spaces between them; empty if there is anything else.
    private List<int> Letters(string part)
    {
        var indexes = new List<int>();
        foreach (var c in part)
        {
            if (char.IsWhiteSpace(c)) continue;
            var index = (c is >= 'A' and <= 'Z' ? c + ('a' - 'A') : c) - 'a';
            if (index is < 0 or >= 26 || index >= Choices.Count) return [];
            indexes.Add(index);
        }

        return indexes;
    }
}
