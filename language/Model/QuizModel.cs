// What a quiz file means: everything the emitter needs and nothing of where it stood. All of it compares by value, and none of
// it holds a position in the text, so that an edit which moves a sentence without changing it regenerates nothing.

namespace QuizKit.Language.Model;

/// <summary>A piece of prose in each form that is made at compile time.</summary>
internal sealed record RichTextModel(string Markdown, string PlainText, string UnicodeText, string Html)
{
    public static readonly RichTextModel Empty = new("", "", "", "");

    public string[] Forms => [Markdown, PlainText, UnicodeText, Html];

    /// <summary>About the number of characters that the compiled text takes at most: what forms share is stored once.</summary>
    public int Length => Markdown.Length
        + (PlainText == Markdown ? 0 : PlainText.Length)
        + (UnicodeText == Markdown || UnicodeText == PlainText ? 0 : UnicodeText.Length)
        + (Html == Markdown || Html == PlainText || Html == UnicodeText ? 0 : Html.Length);
}

internal sealed record QuizModel(
    string Id,
    string Language,
    RichTextModel Title,
    RichTextModel? Introduction,
    EquatableArray<QuestionModel> Questions,
    string? DisplayTitle = null,
    string? Description = null,
    string? Author = null,
    string? Source = null,
    string? Licence = null,
    EquatableArray<PictureModel> Pictures = default)
{
    /// <summary>What a file without a meaning becomes: a class without questions.</summary>
    public static readonly QuizModel Empty = new("", "", RichTextModel.Empty, null, EquatableArray<QuestionModel>.Empty);

    /// <summary>The quiz with each of its texts changed, those of the front first and then those of each question.</summary>
    public QuizModel WithTexts(Func<RichTextModel, RichTextModel> change)
    {
        return this with
        {
            Title = change(Title),
            Introduction = OrNull(Introduction),
            Questions = All(Questions, question => question with
            {
                Title = OrNull(question.Title),
                Prompt = change(question.Prompt),
                Hints = All(question.Hints, change),
                Answer = change(question.Answer),
                Explanation = OrNull(question.Explanation),
                Typed = question.Typed with
                {
                    Choices = All(question.Typed.Choices, choice => choice with
                    {
                        Text = change(choice.Text),
                        Feedback = OrNull(choice.Feedback),
                    }),
                    Slips = All(question.Typed.Slips, slip => slip with { Feedback = change(slip.Feedback) }),
                },
                Claims = All(question.Claims, claim => claim with { Statement = change(claim.Statement) }),
                Errata = All(question.Errata, erratum => erratum with { Text = change(erratum.Text) }),
            }),
        };

        RichTextModel? OrNull(RichTextModel? text) => text is null ? null : change(text);

        static EquatableArray<T> All<T>(EquatableArray<T> items, Func<T, T> change)
            where T : IEquatable<T> => new([.. items.Select(change)]);
    }

    /// <summary>The number of characters in all texts, each form counted.</summary>
    public int TextLength()
    {
        var length = Title.Length + (Introduction?.Length ?? 0);
        foreach (var question in Questions)
        {
            length += question.Prompt.Length + question.Answer.Length + (question.Title?.Length ?? 0) + (question.Explanation?.Length ?? 0);
            foreach (var hint in question.Hints) length += hint.Length;
            foreach (var choice in question.Typed.Choices) length += choice.Text.Length + (choice.Feedback?.Length ?? 0);
            foreach (var slip in question.Typed.Slips) length += slip.Feedback.Length;
            foreach (var claim in question.Claims) length += claim.Statement.Length;
            foreach (var erratum in question.Errata) length += erratum.Text.Length;
            foreach (var sentence in question.Sentences)
                length += sentence.Text.Length + sentence.NotCheckableReasons.Sum(reason => reason.Length);
        }

        return length;
    }
}

internal sealed record QuestionModel(
    string Id,
    string MemberName,
    int Number,
    QuestionKind Kind,
    RichTextModel? Title,
    RichTextModel Prompt,
    EquatableArray<RichTextModel> Hints,
    RichTextModel Answer,
    bool AnswerIsWritten,
    bool AnswerIsByEditors,
    RichTextModel? Explanation,
    TypedAnswerModel Typed,
    EquatableArray<ClaimModel> Claims,
    EquatableArray<ErratumModel> Errata,
    EquatableArray<TagModel> Tags,
    EquatableArray<SentenceModel> Sentences,
    EquatableArray<KeyModel> Keys);

/// <summary>A picture that lies below the folder of the quiz.</summary>
/// <param name="Path">The path at which an app has it, with slashes.</param>
/// <param name="Address">The address that HTML has, percent-encoded.</param>
/// <param name="Width">The width in CSS pixels, or null where it is not known.</param>
/// <param name="Height">The height in CSS pixels, or null where it is not known.</param>
internal sealed record PictureModel(string Path, string Address, int? Width, int? Height);

/// <summary>A key of a comment as it is written, which a translation takes from its original.</summary>
internal sealed record KeyModel(string Key, string Text);

/// <summary>A word that says what a question is about, and the C# name of its constant.</summary>
internal sealed record TagModel(string Slug, string MemberName);

/// <summary>The part of an answer that a program can compare; only the members of the question's kind mean anything.</summary>
internal sealed record TypedAnswerModel(
    bool IsTrue,
    double PrintedValue,
    double CorrectValue,
    double Tolerance,
    string? Unit,
    EquatableArray<ChoiceModel> Choices,
    EquatableArray<RangeModel> Accepted,
    int? Digits,
    EquatableArray<SlipModel> Slips);

/// <summary>An interval of numbers that are right too; one number alone where both ends are the same.</summary>
internal sealed record RangeModel(double Low, double High);

/// <summary>A wrong number and what to say to it.</summary>
internal sealed record SlipModel(double Value, RichTextModel Feedback, string? Misconception, EquatableArray<KeyModel> Keys);

internal sealed record ChoiceModel(RichTextModel Text, bool IsCorrect, RichTextModel? Feedback, string? Misconception);

internal sealed record ClaimModel(
    string Id,
    string MemberName,
    ClaimOrigin Origin,
    RichTextModel Statement,
    EquatableArray<double> Values,
    ExpectedVerdict Expected,
    bool IsExistential,
    string? NotExecutableReason,
    EquatableArray<KeyModel> Keys)
{
    public bool IsExecutable => NotExecutableReason is null;
}

internal sealed record ErratumModel(
    ErratumKind Kind,
    EquatableArray<string> CorrectedClaimIds,
    RichTextModel Text,
    EquatableArray<string> ClaimIds,
    EquatableArray<KeyModel> Keys);

/// <summary>A sentence of the prompt, a hint, the answer, the explanation or an erratum; its claims are among those of its question.</summary>
internal sealed record SentenceModel(
    string Text,
    ClaimOrigin Origin,
    EquatableArray<string> ClaimIds,
    EquatableArray<string> NotCheckableReasons,
    bool IsQuestion,
    bool IsCovered);
