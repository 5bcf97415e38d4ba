// What may stand where an author types: the names and keys of comments, the words that they take, commands of TeX. Each with its meaning.

using Markdig.Extensions.Emoji;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Syntax;

namespace QuizKit.Language.Editing;

/// <summary>A word that may stand somewhere.</summary>
/// <param name="Text">The word.</param>
/// <param name="Meaning">What it means, in a few words.</param>
internal sealed record Term(string Text, string Meaning);

internal static class Vocabulary
{
    /// <summary>The names of comments.</summary>
    public static readonly IReadOnlyList<Term> Comments =
    [
        new("quiz", "the id, the kind and the key of a question"),
        new("answer", "who wrote the answer"),
        new(CommentReader.Claim, "begins words that a check tests"),
        new(CommentReader.ClosingClaim, "ends the words of a claim"),
        new(CommentReader.NotCheckable, "begins words that nothing can check"),
        new(CommentReader.ClosingNotCheckable, "ends words that nothing can check"),
        new("slip", "a wrong number, below ### Slip"),
        new("erratum", "what an erratum corrects, below ### Erratum"),
        new(CommentReader.Choice, "the mistake behind a wrong choice"),
        new(CommentReader.Suppress, "turns a warning off, with a reason"),
        new(CommentReader.Note, "a note to other editors"),
    ];

    private static readonly Dictionary<string, string> FrontMatterMeanings = new(StringComparer.Ordinal)
    {
        ["id"] = "the id of the quiz: a slug",
        ["language"] = "the language of the words: a BCP 47 tag such as en",
        ["title"] = "the title for lists of quizzes, in plain words",
        ["description"] = "what the quiz is about",
        ["author"] = "who wrote it",
        ["source"] = "where it comes from",
        ["licence"] = "on what terms it may be used",
        ["license"] = "on what terms it may be used",
        ["tags"] = "tags that every question has, separated by commas",
        ["retired"] = "ids of removed questions and claims, separated by commas",
        ["coverage"] = "whether every sentence needs a claim: complete or open",
        [QuizKeys.Original] = "the fingerprint of the title and the introduction that are translated",
    };

    // By the name of a comment: its keys and what each means.
    private static readonly Dictionary<string, (string[] Keys, string[] Meanings)> Keys = new(StringComparer.Ordinal)
    {
        ["quiz"] =
        (
            QuizKeys.Quiz,
            [
                "the id of the question: a slug that never changes", "open, true-false, numeric or choice",
                "true or false, or the number that the answer prints", "the largest accepted difference: 0.5, 1%",
                "how many significant digits have to be right: 1 to 15", "further right replies: \"-2 or 2.5 to 3.5\"",
                "what the number counts or measures", "the topics of the question, separated by commas",
            ]),
        ["answer"] = (QuizKeys.Answer, ["who wrote the answer: source or editors"]),
        [CommentReader.Claim] =
        (
            QuizKeys.Claim,
            [
                "the verdict that a correct check gives", "the numbers that the words print, separated by commas",
                "universal, or existential for what may happen", "why no program can check the words",
            ]),
        [CommentReader.NotCheckable] = (QuizKeys.NotCheckable, ["why nothing can check the words"]),
        ["slip"] = (QuizKeys.Slip, ["the wrong number", "the name of the mistake: a slug"]),
        ["erratum"] =
        (
            QuizKeys.Erratum,
            ["what is wrong", "the claims that are corrected, separated by commas", "the correct number, where the printed one is wrong"]),
        [CommentReader.Choice] = (QuizKeys.Choice, ["the name of the mistake: a slug"]),
        [CommentReader.Suppress] = (QuizKeys.Suppress, ["why the warning is accepted"]),
    };

    // By comment and key: the words that the key takes.
    private static readonly Dictionary<string, IReadOnlyList<Term>> Values = new(StringComparer.Ordinal)
    {
        ["quiz kind"] =
        [
            new("open", "answered in words"), new("true-false", "true or false"), new("numeric", "a number"),
            new("choice", "choices in a task list"),
        ],
        ["quiz value"] = [new("true", "the statement is true"), new("false", "the statement is false")],
        ["answer author"] = [new("source", "the author of the quiz"), new("editors", "the editors, where the author left none")],
        ["claim expect"] =
        [
            new("confirmed", "the words are right"), new("qualified", "right under conditions that they do not name"),
            new("refuted", "the words are wrong"),
        ],
        ["claim kind"] = [new("universal", "always so"), new("existential", "may happen: not observing it refutes nothing")],
        ["erratum kind"] =
        [
            new("wrong-result", "a number is wrong"), new("wrong-statement", "a sentence is wrong"),
            new("outdated", "it is no longer so"), new("imprecise", "it is not the whole truth"),
        ],
        ["front matter coverage"] =
            [new("complete", "every sentence needs a claim or a reason"), new("open", "a sentence may have no claim")],
    };

    /// <summary>The keys of the front matter.</summary>
    /// <param name="isTranslation">Whether the file is a translation.</param>
    public static IEnumerable<Term> FrontMatter(bool isTranslation) =>
        (isTranslation ? QuizKeys.FrontMatter.Append(QuizKeys.Original) : QuizKeys.FrontMatter)
        .Select(key => new Term(key, FrontMatterMeanings[key]));

    /// <summary>The keys of a comment; none for a name that is not known or takes no keys.</summary>
    public static IEnumerable<Term> KeysOf(string comment, bool isTranslation)
    {
        if (!Keys.TryGetValue(comment, out var known)) return [];
        var keys = known.Keys.Zip(known.Meanings, (key, meaning) => new Term(key, meaning));
        return isTranslation && comment == "quiz"
            ? keys.Append(new Term(QuizKeys.Original, "the fingerprint of the words that are translated"))
            : keys;
    }

    /// <summary>The words that a key of a comment takes; none where it takes words of the author's.</summary>
    public static IReadOnlyList<Term> ValuesOf(string comment, string key) =>
        Values.TryGetValue(comment + " " + key, out var values) ? values : [];

    /// <summary>The words that a key of the front matter takes.</summary>
    public static IReadOnlyList<Term> ValuesOf(string key) => ValuesOf("front matter", key);

    /// <summary>The warnings that a comment can suppress.</summary>
    public static IEnumerable<Term> Suppressible => Definitions.Rules
        .Where(rule => rule.Level == DiagnosticLevel.Warning && rule != Definitions.SuppressionNeedless.Rule)
        .Select(rule => new Term(rule.Id, rule.Title));

    /// <summary>The headings of a question's sections.</summary>
    public static IReadOnlyList<string> Sections => SectionHeading.Parts;

    /// <summary>Every command of TeX, without its backslash, and the sign that it stands for or what it is.</summary>
    public static readonly IReadOnlyList<Term> TexCommandTerms =
        [.. TexCommands.All.Distinct(StringComparer.Ordinal).Select(name => new Term(name, MeaningOf(name)))];

    /// <summary>Every environment of TeX.</summary>
    public static readonly IReadOnlyList<string> TexEnvironments =
        [.. TexCommands.Environments.Keys.OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>The names of emoji with their colons, and the emoji.</summary>
    public static readonly IReadOnlyList<Term> Emoji =
    [
        .. EmojiMapping.GetDefaultEmojiShortcodeToUnicode().Select(pair => new Term(pair.Key, pair.Value))
            .OrderBy(term => term.Text, StringComparer.Ordinal),
    ];

    private static string MeaningOf(string name)
    {
        if (TexCommands.Symbols.TryGetValue(name, out var symbol)) return symbol.Text;
        if (TexCommands.WideArrows.TryGetValue(name, out var arrow)) return arrow;
        if (TexCommands.Accents.TryGetValue(name, out var accent)) return "x" + accent.CombiningMark;
        if (TexCommands.Spaces.TryGetValue(name, out var width)) return width.Length == 0 ? "a space" : $"a space of {width} em";
        if (name == TexCommands.NegativeSpace) return "less space";
        if (TexCommands.Alphabets.ContainsKey(name) || TexCommands.Declarations.ContainsKey(name)) return "an alphabet";
        return TexCommands.Words.ContainsKey(name) ? "words" : "a structure";
    }
}
