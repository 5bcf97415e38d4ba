// A package of H5P: a question set, https://h5p.org/documentation/developers/h5p-specification. The code of its content types is not in
// it: the site has it.

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes a quiz as a question set. Formulas are TeX, which the add-on MathDisplay of H5P renders.</summary>
internal sealed class H5PPackage
{
    /// <summary>The content types, in the versions that one question set takes.</summary>
    public const string Set = "H5P.QuestionSet 1.20";
    public const string MultiChoice = "H5P.MultiChoice 1.16";
    public const string TrueFalse = "H5P.TrueFalse 1.8";
    public const string Blanks = "H5P.Blanks 1.14";
    public const string Essay = "H5P.Essay 1.5";
    public const string Image = "H5P.Image 1.1";

    /// <summary>How the comment on a question names its parts.</summary>
    public const string IdLabel = "id: ";
    public const string TagsLabel = "tags: ";
    public const string KeyLabel = "key: ";

    // So long a title and a comment may be; H5P cuts off what is longer in the feedback of a true/false question.
    private const int LongestTitle = 255;
    private const int LongestComment = 5000;
    private const int LongestFeedback = 2048;

    // A solution shows all spellings of a number that are right.
    private const int MostNumbers = 8;

    private static readonly string[] PromptElements = ["strong", "em", "sub", "sup", "h2", "h3", "pre", "code"];
    private static readonly string[] TaskElements = ["strong", "em", "a", "ul", "ol", "hr", "pre", "code"];
    private static readonly string[] SampleElements = ["strong", "a"];
    private static readonly string[] ChoiceElements = ["strong", "em", "sub", "sup", "code"];
    private static readonly string[] TipElements = ["strong", "em", "a", "code"];
    private static readonly string[] FeedbackElements = ["strong", "em", "sub", "sup", "a", "code"];
    private static readonly string[] IntroductionElements = ["sub", "sup", "strong", "em", "code"];

    // A note on a list or a table is one on them too.
    private static readonly string[] InnerElements = ["li", "tbody", "td", "th", "thead", "tr"];

    // Of the pictures of a quiz, those that H5P takes.
    private static readonly string[] PictureTypes = ["image/png", "image/jpeg", "image/gif", "image/bmp"];

    // Between thousands, in front of the decimals.
    private static readonly Regex Groups = new(@"(?<=^-?\d+)(?=(?:\d{3})+(?:[.,]|$))", RegexOptions.CultureInvariant);
    private static readonly char[] Marks = [',', '.', ' '];

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly QuizSource _source;
    private readonly ExportTexts _texts;
    private readonly SortedDictionary<string, Picture> _pictures = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal) { Set };

    private H5PPackage(QuizSource source)
    {
        _source = source;
        _texts = new ExportTexts(source, FormulaStyle.Tex, picture => picture.Name);
    }

    public static ExportedFile Write(QuizSource source)
    {
        var package = new H5PPackage(source);
        var content = Bytes(package.Content());
        (string Name, byte[] Bytes)[] pictures =
            [.. package._pictures.Values.Select(picture => ("content/images/" + picture.Name, picture.Bytes))];
        return new ExportedFile(
            ZipFile.Write([("h5p.json", Bytes(package.Manifest())), ("content/content.json", content), .. pictures]), package._texts.Notes);
    }

    private static byte[] Bytes(JsonNode node) => [.. JsonSerializer.SerializeToUtf8Bytes(node, Options), (byte)'\n'];

    private JsonObject Manifest()
    {
        var quiz = _source.Quiz;
        var manifest = new JsonObject
        {
            ["title"] = quiz.DisplayTitle.Length > LongestTitle ? quiz.DisplayTitle[..LongestTitle] : quiz.DisplayTitle,
            ["language"] = Subtag(quiz.Language),
            ["mainLibrary"] = Set.Split(' ')[0],
            ["embedTypes"] = new JsonArray("iframe"),
            ["license"] = "U",
            ["defaultLanguage"] = Subtag(quiz.Language),
            ["preloadedDependencies"] = new JsonArray([.. _used.Select(Dependency)]),
        };
        if (quiz.Author is { } author) manifest["authors"] = new JsonArray(new JsonObject { ["name"] = author, ["role"] = "Author" });
        if (quiz.Licence is not null) manifest["licenseExtras"] = quiz.Licence;
        return manifest;
    }

    // H5P takes ten letters and hyphens.
    private static string Subtag(string language) =>
        language.Length <= 10 && !language.Any(char.IsDigit) ? language : language.Split('-')[0];

    private static JsonNode Dependency(string library)
    {
        var version = Version.Parse(library.Split(' ')[1]);
        return new JsonObject
        {
            ["machineName"] = library.Split(' ')[0],
            ["majorVersion"] = version.Major,
            ["minorVersion"] = version.Minor,
        };
    }

    private JsonObject Content()
    {
        var quiz = _source.Quiz;
        var introduction = Text(IntroductionElements, _texts.About(quiz), "the introduction");
        return new JsonObject
        {
            ["introPage"] = new JsonObject
            {
                ["showIntroPage"] = introduction.Length > 0,
                ["title"] = H5PText.Escape(quiz.DisplayTitle),
                ["introduction"] = introduction,
            },
            ["progressType"] = "dots",
            ["passPercentage"] = 50,
            ["questions"] = new JsonArray([.. quiz.Questions.Select(QuestionOf)]),
            ["disableBackwardsNavigation"] = false,
            ["randomQuestions"] = false,
        };
    }

    private JsonNode QuestionOf(Question question)
    {
        _texts.Begin(question);
        var (library, written) = question.Match(
            open => (Essay, OpenOf(open)),
            trueFalse => (TrueFalse, TrueFalseOf(trueFalse)),
            numeric => (Blanks, NumericOf(numeric)),
            choice => (MultiChoice, ChoiceOf(choice)));
        _texts.NoteMisconceptions(question, "H5P");
        if (question.Hints.Count > 0 && question.Kind is QuestionKind.Open or QuestionKind.TrueFalse)
            _texts.Note("H5P has tips for choices and blanks only: the hints are left out");
        return SubContent(library, _source.IdOf(question), written, ExportTexts.NameOf(question), CommentOf(question));
    }

    // What an import reads back, and an author sees in the metadata of the question.
    private string CommentOf(Question question)
    {
        var comment = IdLabel + _source.IdOf(question);
        if (question.Tags.Count > 0) comment += $"\n{TagsLabel}{string.Join(' ', question.Tags)}";
        if (question is NumericQuestion numeric)
        {
            var answers = NumericKey.Of(numeric).Where(answer => answer.IsRight).Select(answer => $"{answer.Value} ± {answer.Tolerance}");
            comment += $"\n{KeyLabel}{string.Join("; ", answers)}";
        }

        if (comment.Length <= LongestComment) return comment;
        _texts.Note($"H5P takes {LongestComment} characters of a comment: the tags and the exact key are left out of it");
        return IdLabel + _source.IdOf(question);
    }

    private JsonObject SubContent(string library, string id, JsonObject written, string title, string? comment)
    {
        _used.Add(library);
        var metadata = new JsonObject { ["contentType"] = library.Split(' ')[0], ["license"] = "U", ["title"] = H5PText.Escape(title) };
        if (comment is not null) metadata["authorComments"] = comment;
        return new JsonObject { ["library"] = library, ["params"] = written, ["subContentId"] = Uuid(id), ["metadata"] = metadata };
    }

    // A UUID of version 8, whose bits are anybody's.
    private static string Uuid(string id)
    {
        var digits = StableId.Hex(id, 32);
        return $"{digits[..8]}-{digits[8..12]}-8{digits[13..16]}-a{digits[17..20]}-{digits[20..]}";
    }

    private JsonObject OpenOf(OpenQuestion question) => WithPrompt(question, "taskDescription", TaskElements, new JsonObject
    {
        ["solution"] = new JsonObject { ["sample"] = Text(SampleElements, _texts.Solution(question), "the answer") },
        ["keywords"] = new JsonArray(),
        ["behaviour"] = new JsonObject { ["inputFieldSize"] = "10", ["enableRetry"] = true, ["ignoreScoring"] = true },
    });

    private JsonObject TrueFalseOf(TrueFalseQuestion question)
    {
        var words = QuizWords.Of(question.Language);
        var solution = SolutionOf(question);
        if (solution.Length > LongestFeedback)
            _texts.Note($"H5P shows {LongestFeedback} characters after a true/false question: the rest of the solution is cut off");
        return WithPrompt(question, "question", PromptElements, new JsonObject
        {
            ["correct"] = question.IsTrue ? "true" : "false",
            ["l10n"] = new JsonObject
            {
                ["trueText"] = H5PText.Escape(words[QuizWord.True]),
                ["falseText"] = H5PText.Escape(words[QuizWord.False]),
            },
            ["behaviour"] = new JsonObject
            {
                ["enableRetry"] = true,
                ["enableSolutionsButton"] = true,
                ["feedbackOnCorrect"] = solution,
                ["feedbackOnWrong"] = solution,
            },
        });
    }

    private JsonObject ChoiceOf(ChoiceQuestion question)
    {
        var (right, all) = (question.Choices.Count(choice => choice.IsCorrect), question.Choices.Count);
        if (question.HasSeveralCorrect && all - right != right && all > right)
            _texts.Note($"H5P takes 1/{right} off for each wrong choice, where the quiz takes 1/{all - right}");
        var tip = string.Concat(question.Hints.Select(hint => Text(TipElements, _texts.Blocks(hint), "a hint")));
        if (tip.Length > 0) _texts.Note("H5P has tips for choices, not for questions: the hints are the tip of the first choice");
        var answers = question.Choices.Select((choice, i) => (JsonNode)new JsonObject
        {
            ["text"] = $"<div>{Text(ChoiceElements, _texts.Html(choice.Text), "a choice")}</div>",
            ["correct"] = choice.IsCorrect,
            ["tipsAndFeedback"] = new JsonObject
            {
                ["tip"] = i == 0 ? tip : "",
                ["chosenFeedback"] = choice.Feedback is null ? "" : Text(FeedbackElements, _texts.Html(choice.Feedback), "a feedback"),
                ["notChosenFeedback"] = "",
            },
        });
        return WithPrompt(question, "question", PromptElements, new JsonObject
        {
            ["answers"] = new JsonArray([.. answers]),
            ["overallFeedback"] = OverallFeedback(question),
            ["behaviour"] = new JsonObject
            {
                ["enableRetry"] = true,
                ["enableSolutionsButton"] = true,
                ["type"] = question.HasSeveralCorrect ? "multi" : "single",
                ["singlePoint"] = false,
                ["randomAnswers"] = false,
                ["showSolutionsRequiresInput"] = true,
                ["passPercentage"] = 100,
                ["showScorePoints"] = true,
            },
        });
    }

    // A blank takes words, not numbers: it gets some of the numbers that are right, each as people write it.
    private JsonObject NumericOf(NumericQuestion question)
    {
        var words = string.Join('/', SpellingsOf(question));
        var tip = string.Join(' ', question.Hints.Select(hint => Text(null, _texts.Blocks(hint), "a hint")));
        var blank = tip.Length == 0 ? $"*{words}*" : $"*{words}:{WithoutStars(tip)}*";
        if (question.Unit is { } unit)
        {
            blank += " " + WithoutStars(H5PText.Escape(unit));
            _texts.Note($"H5P has no units: '{unit}' stands behind the blank, and a reply is a number without it");
        }

        if (question.Tolerance > 0 || question.Accepted.Any(range => range.Low != range.High))
        {
            var right = words.Replace("/", ", ", StringComparison.Ordinal);
            _texts.Note($"H5P compares words, not numbers: of those within the tolerance, these are right: {right}");
        }

        foreach (var slip in question.Slips)
            _texts.Note($"H5P has no feedback to a wrong number: the slip {question.Format(slip.Value)} is left out");
        return WithPrompt(question, "text", TaskElements, new JsonObject
        {
            ["questions"] = new JsonArray($"<p>{blank}</p>"),
            ["overallFeedback"] = OverallFeedback(question),
            ["behaviour"] = new JsonObject
            {
                ["enableRetry"] = true,
                ["enableSolutionsButton"] = true,
                ["caseSensitive"] = false,
                ["showSolutionsRequiresInput"] = true,
                ["acceptSpellingErrors"] = false,
            },
        });
    }

    // A star ends a blank.
    private static string WithoutStars(string words) => words.Replace("*", "&#42;", StringComparison.Ordinal);

    // As programs and as people of the language write them: 2850, 2850.5 or 2850,5, and 2,850, 2.850 or 2 850.
    private static IEnumerable<string> SpellingsOf(NumericQuestion question)
    {
        var numbers = NumericKey.Of(question).Where(answer => answer.IsRight).SelectMany(NumbersOf).Select(number => number.ToString());
        foreach (var number in numbers.Distinct())
        {
            var written = question.Format(double.Parse(number, CultureInfo.InvariantCulture));
            var grouped = Groups.Replace(written, "_");
            string[] spellings =
            [
                number, written, .. Marks.Select(mark => grouped.Replace('_', mark)).Where(IsRight).Take(1),
            ];
            foreach (var spelling in spellings.Distinct().Where(IsRight)) yield return spelling;
        }

        bool IsRight(string reply) => question.Grade(reply).IsCorrect;
    }

    // The number itself, and the others within the tolerance of the finest step that gives few.
    private static IEnumerable<ExactDecimal> NumbersOf(NumericAnswer answer)
    {
        yield return answer.Value;
        if (answer.Tolerance.Digits.IsZero) yield break;
        var (low, high) = (ExactDecimal.Difference(answer.Value, answer.Tolerance), ExactDecimal.Sum(answer.Value, answer.Tolerance));
        for (var exponent = answer.Value.Exponent; ; exponent++)
        {
            var (first, last) = (low.Ceiling(exponent), high.Floor(exponent));
            if (last - first >= MostNumbers) continue;
            for (var digits = first; digits <= last; digits++) yield return new ExactDecimal(digits, exponent);
            yield break;
        }
    }

    private JsonObject WithPrompt(Question question, string field, IReadOnlyList<string> elements, JsonObject written)
    {
        JsonObject? media = null;
        var prompt = Text(elements, _texts.Blocks(question.Prompt), "the prompt", (name, words) =>
        {
            var picture = _texts.Pictures.FirstOrDefault(one => one.Name == name);
            if (picture is null || media is not null) return false;
            if (!PictureTypes.Contains(picture.MediaType, StringComparer.Ordinal))
            {
                _texts.Note($"H5P takes no picture of the type {picture.MediaType}: its words stand for '{name}'");
                return false;
            }

            _pictures.TryAdd(name, picture);
            _texts.Note($"H5P shows the picture '{name}' above the question");
            media = SubContent(
                Image,
                _source.IdOf(question) + "/" + name,
                new JsonObject
                {
                    ["contentName"] = "Image",
                    ["decorative"] = words.Length == 0,
                    ["alt"] = H5PText.Escape(words),
                    ["file"] = new JsonObject
                    {
                        ["path"] = "images/" + name,
                        ["mime"] = picture.MediaType,
                        ["copyright"] = new JsonObject { ["license"] = "U" },
                    },
                },
                name,
                comment: null);
            return true;
        });
        written.Insert(0, field, prompt);
        written.Insert(0, "media", media is null ? new JsonObject() : new JsonObject { ["type"] = media, ["disableImageZooming"] = false });
        return written;
    }

    private JsonArray OverallFeedback(Question question) =>
        [new JsonObject { ["from"] = 0, ["to"] = 100, ["feedback"] = SolutionOf(question) }];

    // A line for the answer, one for the explanation, and one for each erratum: a browser shows spaces between them.
    private string SolutionOf(Question question)
    {
        var erratum = QuizWords.Of(question.Language)[QuizWord.Erratum];
        string[] parts =
        [
            Part(question.Answer.Text),
            question.Explanation is null ? "" : Part(question.Explanation),
            .. question.Errata.Select(one => $"{erratum}: {Part(one.Text)}"),
        ];
        return string.Join('\n', parts).TrimEnd('\n');

        string Part(RichText text) => Text(null, _texts.Blocks(text), "the solution");
    }

    private string Text(IReadOnlyList<string>? elements, string html, string place, Func<string, string, bool>? picture = null)
    {
        var text = new H5PText(elements, picture);
        var written = text.Write(html);
        var names = string.Join(", ", text.LeftOut.Except(InnerElements, StringComparer.Ordinal).Select(name => $"<{name}>"));
        if (names.Length > 0) _texts.Note($"H5P has no {names} in {place}: the words are written without");
        return written;
    }
}
