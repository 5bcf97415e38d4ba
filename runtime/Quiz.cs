// A whole quiz: what a generated class hands to an app.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A quiz: its questions in order, and every claim they make. Immutable and safe to share between threads.</summary>
public sealed class Quiz
{
    private readonly OnDemandList<Question> _questions;

    // Collected from the questions when they are asked for, unless whoever created the quiz has them.
    private OnDemandList<Claim>? _claims;
    private Dictionary<string, IReadOnlyList<Question>>? _questionsByTag;
    private IReadOnlyList<string>? _tags;

    // Of an original: its translations, and the quiz of each that was asked for.
    private readonly IReadOnlyList<QuizTranslation> _translations;
    private readonly Quiz?[] _translated;
    private IReadOnlyList<string>? _languages;

    // Of a translation: what it translates. Set before anybody else sees the translation.
    private Quiz? _original;

    /// <summary>Creates a quiz; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="language">The language of the prose, as a BCP 47 tag such as <c>en</c>.</param>
    /// <param name="title">The title.</param>
    /// <param name="introduction">The words between the title and the first question, or null where there are none.</param>
    /// <param name="questions">The questions, in order. An <see cref="OnDemandList{T}"/> is not copied, and no question of it is created
    /// here.</param>
    /// <param name="displayTitle">The title for lists of quizzes, or null for <paramref name="title"/>.</param>
    /// <param name="description">What the quiz is about, or null.</param>
    /// <param name="author">Who wrote it, or null.</param>
    /// <param name="source">Where it comes from, or null.</param>
    /// <param name="licence">On what terms it may be used, or null.</param>
    /// <param name="translations">The quiz in other languages, or null for none.</param>
    /// <param name="claims">Every claim of the questions, in order, or null to collect them from the questions.</param>
    /// <param name="assets">The pictures that lie below the folder of the quiz, or null for none.</param>
    /// <exception cref="ArgumentException">Two questions or two claims share an id, or two of the languages are the same.</exception>
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
        string? licence = null,
        IReadOnlyList<QuizTranslation>? translations = null,
        IReadOnlyList<Claim>? claims = null,
        IReadOnlyList<QuizAsset>? assets = null)
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
        Assets = Frozen.CopyOrEmpty(assets, nameof(assets));
        _questions = questions as OnDemandList<Question>
            ?? new OnDemandList<Question>(questions, question => question.Id, nameof(questions));
        if (claims is not null)
            _claims = claims as OnDemandList<Claim> ?? new OnDemandList<Claim>(claims, claim => claim.Id, nameof(claims));
        else if (questions is not OnDemandList<Question>)
            _claims = ClaimsOfQuestions();

        _translations = Frozen.CopyOrEmpty(translations, nameof(translations));
        _translated = new Quiz?[_translations.Count];
        for (var i = 0; i < _translated.Length; i++)
        {
            var translation = _translations[i].Language;
            if (IsLanguage(translation, Language))
                throw new ArgumentException($"The quiz itself is in '{Language}'.", nameof(translations));
            for (var other = 0; other < i; other++)
            {
                if (IsLanguage(translation, _translations[other].Language))
                    throw new ArgumentException($"Two translations are in '{translation}'.", nameof(translations));
            }
        }
    }

    /// <summary>The kebab-case id.</summary>
    public string Id { get; }

    /// <summary>The language of the prose, as a BCP 47 tag such as <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>
    /// The languages that <see cref="In"/> has the quiz in, as BCP 47 tags: that of the original, then those of its translations in
    /// ordinal order. A translation has the same list as its original.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Languages => LazyInitializer.EnsureInitialized(
        ref Original._languages,
        () => Frozen.Copy([Original.Language, .. Original._translations.Select(translation => translation.Language)], nameof(Languages)))!;

    /// <summary>Whether <see cref="Language"/> is written from right to left: a page then has <c>dir="rtl"</c>.</summary>
    [JsonIgnore]
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

    /// <summary>
    /// The pictures that the texts show and that lie below the folder of the quiz, each once. A picture on a server, one outside that folder,
    /// and one that is not there are not among them.
    /// </summary>
    public IReadOnlyList<QuizAsset> Assets { get; }

    /// <summary>The questions, in the order of the file. Those of a generated class are created one by one, when they are asked for.</summary>
    public IReadOnlyList<Question> Questions => _questions;

    /// <summary>Every claim of every question, in the order of the file.</summary>
    [JsonIgnore]
    public IReadOnlyList<Claim> Claims => AllClaims;

    /// <summary>Every tag of its questions once, in ordinal order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Tags => LazyInitializer.EnsureInitialized(ref _tags, () =>
    {
        string[] tags = [.. QuestionsByTag.Keys];
        Array.Sort(tags, StringComparer.Ordinal);
        return Frozen.Copy(tags, nameof(tags));
    })!;

    /// <summary>The quiz in its other languages, in their order; empty for a translation.</summary>
    public IReadOnlyList<QuizTranslation> Translations =>
        _original is null ? [.. Languages.Skip(1).Select(language => new QuizTranslation(language, In(language)))] : [];

    /// <summary>
    /// Returns the quiz in a language: the same ids, numbers, kinds, right answers and claims, with the words, and the way to read and
    /// write numbers, of that language. Where there is no such translation, it is that of the wider language (<c>de</c> for
    /// <c>de-AT</c>), and in the end the original. A question that is not translated is the one of the original, in its language.
    /// </summary>
    /// <param name="language">
    /// A BCP 47 tag such as <c>de</c>, <c>pt-BR</c> or <c>zh-Hans</c>, in any case, or the name of a culture. The culture of the thread has
    /// no influence.
    /// </param>
    public Quiz In(string language) => FindLanguage(language) ?? Original;

    /// <summary>Returns the quiz in a language or a wider one, as <see cref="In"/> does, or null where it has neither: to try one language
    /// of a learner after the other.</summary>
    /// <param name="language">A BCP 47 tag, in any case.</param>
    public Quiz? FindLanguage(string language)
    {
        var original = Original;
        foreach (var tag in Wider(language ?? throw new ArgumentNullException(nameof(language))))
        {
            if (IsLanguage(tag, original.Language)) return original;
            for (var i = 0; i < original._translated.Length; i++)
            {
                if (IsLanguage(tag, original._translations[i].Language)) return original.TranslatedAt(i);
            }
        }

        return null;
    }

    /// <summary>
    /// Returns this quiz's question with the id of another question, which has the same type: the translation of a question that a
    /// generated class has by name, as in <c>RiversQuiz.Quiz.In("de").Find(RiversQuiz.LongestInEurope)</c>.
    /// </summary>
    /// <typeparam name="TQuestion">The type of the question.</typeparam>
    /// <param name="question">A question of this quiz in any of its languages.</param>
    /// <exception cref="ArgumentException">The quiz has no such question.</exception>
    public TQuestion Find<TQuestion>(TQuestion question)
        where TQuestion : Question
    {
        _ = question ?? throw new ArgumentNullException(nameof(question));
        return FindQuestion(question.Id) as TQuestion
            ?? throw new ArgumentException($"The quiz '{Id}' has no {question.Kind} question '{question.Id}'.", nameof(question));
    }

    /// <summary>Returns the question with an id, or null where there is none.</summary>
    /// <param name="id">The id, compared ordinally.</param>
    public Question? FindQuestion(string id) =>
        _questions.Find(id ?? throw new ArgumentNullException(nameof(id)));

    /// <summary>Returns the claim with an id, or null where there is none.</summary>
    /// <param name="id">The id, compared ordinally.</param>
    public Claim? FindClaim(string id)
    {
        _ = id ?? throw new ArgumentNullException(nameof(id));

        if (_original is null) return AllClaims.Find(id);

        // The original has the same claims and knows whose each is, so that no other question of the translation is created.
        return _original.FindClaim(id) is { } claim ? FindQuestion(claim.QuestionId)?.Claims.FirstOrDefault(own => own.Id == id) : null;
    }

    /// <summary>Returns the questions that have a tag, in the order of the file; none where no question has it.</summary>
    /// <param name="tag">The tag, compared ordinally.</param>
    public IReadOnlyList<Question> QuestionsTagged(string tag) =>
        QuestionsByTag.TryGetValue(tag ?? throw new ArgumentNullException(nameof(tag)), out var questions)
            ? questions
            : [];

    /// <summary>Returns the title.</summary>
    public override string ToString() => Title.UnicodeText;

    internal Quiz Original => _original ?? this;

    private OnDemandList<Claim> AllClaims => LazyInitializer.EnsureInitialized(ref _claims, ClaimsOfQuestions)!;

    private Dictionary<string, IReadOnlyList<Question>> QuestionsByTag =>
        LazyInitializer.EnsureInitialized(ref _questionsByTag, () => ByTag(_questions))!;

    private OnDemandList<Claim> ClaimsOfQuestions() =>
        new([.. _questions.SelectMany(question => question.Claims)], claim => claim.Id, "questions");

    private static bool IsLanguage(string tag, string other) => string.Equals(tag, other, StringComparison.OrdinalIgnoreCase);

    private Quiz TranslatedAt(int index)
    {
        if (Volatile.Read(ref _translated[index]) is { } translated) return translated;

        // A copy: the quiz may be in use elsewhere.
        var quiz = _translations[index].Quiz;
        var copy = new Quiz(
            quiz.Id,
            quiz.Language,
            quiz.Title,
            quiz.Introduction,
            quiz.Questions,
            quiz.DisplayTitle,
            quiz.Description,
            quiz.Author,
            quiz.Source,
            quiz.Licence,
            assets: quiz.Assets)
        {
            _original = this,
        };
        return Interlocked.CompareExchange(ref _translated[index], copy, null) ?? copy;
    }

    // A tag, and each that is wider: zh-Hant-TW, zh-Hant, zh. Of Chinese the region tells the script where the tag does not.
    private static IEnumerable<string> Wider(string language)
    {
        var parts = language.Split('-');
        for (var count = parts.Length; count > 0; count--)
        {
            yield return string.Join("-", parts, 0, count);
            if (count == 2 && ScriptOfChinese(parts[0], parts[1]) is { } script) yield return $"{parts[0]}-{script}";
        }
    }

    private static string? ScriptOfChinese(string language, string region) =>
        !string.Equals(language, "zh", StringComparison.OrdinalIgnoreCase) ? null : region.ToUpperInvariant() switch
        {
            "TW" or "HK" or "MO" => "Hant",
            "CN" or "SG" or "MY" => "Hans",
            _ => null,
        };

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
