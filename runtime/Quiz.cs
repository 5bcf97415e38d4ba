// A whole quiz: what a generated class hands to an app.

namespace QuizKit;

/// <summary>A quiz: its questions in order, and every claim they make. Immutable and safe to share between threads.</summary>
public sealed class Quiz
{
    private readonly Dictionary<string, Question> _questionsById;
    private readonly Dictionary<string, Claim> _claimsById;
    private readonly Dictionary<string, IReadOnlyList<Question>> _questionsByTag;

    /// <summary>Creates a quiz; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="language">The language of the prose, as a BCP 47 tag such as <c>en</c>.</param>
    /// <param name="title">The title.</param>
    /// <param name="introduction">The words between the title and the first question, or null where there are none.</param>
    /// <param name="questions">The questions, in order.</param>
    /// <param name="displayTitle">The title for lists of quizzes, or null for <paramref name="title"/>.</param>
    /// <param name="description">What the quiz is about, or null.</param>
    /// <param name="author">Who wrote it, or null.</param>
    /// <param name="source">Where it comes from, or null.</param>
    /// <param name="licence">On what terms it may be used, or null.</param>
    /// <exception cref="ArgumentException">Two questions or two claims share an id.</exception>
    public Quiz(
        string id,
        string language,
        RichText title,
        RichText? introduction,
        IReadOnlyList<Question> questions,
        string? displayTitle = null,
        string? description = null,
        string? author = null,
        string? source = null,
        string? licence = null)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        Language = language ?? throw new ArgumentNullException(nameof(language));
        Title = title ?? throw new ArgumentNullException(nameof(title));
        DisplayTitle = displayTitle ?? title.UnicodeText;
        Description = description;
        Author = author;
        Source = source;
        Licence = licence;
        Introduction = introduction;
        Questions = Frozen.Copy(questions, nameof(questions));

        var claims = new List<Claim>();
        _questionsById = new Dictionary<string, Question>(Questions.Count, StringComparer.Ordinal);
        _claimsById = new Dictionary<string, Claim>(StringComparer.Ordinal);
        foreach (var question in Questions)
        {
            _questionsById.Add(question.Id, question);
            foreach (var claim in question.Claims)
            {
                _claimsById.Add(claim.Id, claim);
                claims.Add(claim);
            }
        }

        Claims = Frozen.Copy(claims, nameof(questions));
        _questionsByTag = ByTag(Questions);
        string[] tags = [.. _questionsByTag.Keys];
        Array.Sort(tags, StringComparer.Ordinal);
        Tags = Frozen.Copy(tags, nameof(questions));
    }

    /// <summary>The kebab-case id.</summary>
    public string Id { get; }

    /// <summary>The language of the prose, as a BCP 47 tag such as <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>Whether <see cref="Language"/> is written from right to left: a page then has <c>dir="rtl"</c>.</summary>
    public bool IsRightToLeft => TextDirection.IsRightToLeft(Language);

    /// <summary>The title.</summary>
    public RichText Title { get; }

    /// <summary>The title for lists of quizzes, as plain words: that of the front matter, or <see cref="Title"/> without one.</summary>
    public string DisplayTitle { get; }

    /// <summary>What the quiz is about, as plain words; null where the front matter does not say.</summary>
    public string? Description { get; }

    /// <summary>Who wrote the quiz; null where the front matter does not say.</summary>
    public string? Author { get; }

    /// <summary>Where the quiz comes from, as words or an address; null where the front matter does not say.</summary>
    public string? Source { get; }

    /// <summary>On what terms the quiz may be used; null where the front matter does not say.</summary>
    public string? Licence { get; }

    /// <summary>The words between the title and the first question, or null where there are none.</summary>
    public RichText? Introduction { get; }

    /// <summary>The questions, in the order of the file.</summary>
    public IReadOnlyList<Question> Questions { get; }

    /// <summary>Every claim of every question, in the order of the file.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>Every tag of its questions once, in ordinal order.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Returns the question with an id, or null where there is none.</summary>
    /// <param name="id">The id, compared ordinally.</param>
    public Question? FindQuestion(string id) =>
        _questionsById.TryGetValue(id ?? throw new ArgumentNullException(nameof(id)), out var question) ? question : null;

    /// <summary>Returns the claim with an id, or null where there is none.</summary>
    /// <param name="id">The id, compared ordinally.</param>
    public Claim? FindClaim(string id) =>
        _claimsById.TryGetValue(id ?? throw new ArgumentNullException(nameof(id)), out var claim) ? claim : null;

    /// <summary>Returns the questions that have a tag, in the order of the file; none where no question has it.</summary>
    /// <param name="tag">The tag, compared ordinally.</param>
    public IReadOnlyList<Question> QuestionsTagged(string tag) =>
        _questionsByTag.TryGetValue(tag ?? throw new ArgumentNullException(nameof(tag)), out var questions)
            ? questions
            : [];

    /// <summary>Returns the title.</summary>
    public override string ToString() => Title.UnicodeText;

    private static Dictionary<string, IReadOnlyList<Question>> ByTag(IEnumerable<Question> questions)
    {
        var growing = new Dictionary<string, List<Question>>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            foreach (var tag in question.Tags)
            {
                if (!growing.TryGetValue(tag, out var tagged)) growing.Add(tag, tagged = []);
                tagged.Add(question);
            }
        }

        var frozen = new Dictionary<string, IReadOnlyList<Question>>(growing.Count, StringComparer.Ordinal);
        foreach (var pair in growing) frozen.Add(pair.Key, Frozen.Copy(pair.Value, nameof(questions)));
        return frozen;
    }
}
