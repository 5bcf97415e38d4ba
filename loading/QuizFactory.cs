// From the meaning of a quiz to the objects that generated code would create.

using QuizKit.Language.Model;

namespace QuizKit.Loading;

/// <summary>Creates the objects of a quiz and of its translations.</summary>
/// <param name="original">The meaning of the file, without errors.</param>
internal sealed class QuizFactory(QuizModel original)
{
    private readonly List<(QuizModel Model, string Language)> _translations = [];

    /// <summary>Adds a translation.</summary>
    /// <param name="translation">Its meaning: the translated questions only.</param>
    /// <param name="language">Its language, as a BCP 47 tag.</param>
    public void Add(QuizModel translation, string language) => _translations.Add((translation, language));

    public Quiz Create()
    {
        var models = original.Questions.SelectMany(question => question.Claims).ToDictionary(claim => claim.Id, StringComparer.Ordinal);
        var claims = ClaimsOf(original);
        var questions = original.Questions.Select(question => Create(question, claims, original.Language)).ToArray();
        var translations = _translations.Select(translation =>
            new QuizTranslation(translation.Language, () => Translate(translation.Model, translation.Language, questions, claims, models)));
        return Create(original, original.Language, questions, [.. translations]);
    }

    // What is not translated is that of the original: the same objects.
    private Quiz Translate(
        QuizModel translation,
        string language,
        IReadOnlyList<Question> questions,
        Dictionary<string, Claim> claims,
        Dictionary<string, ClaimModel> models)
    {
        var translatedClaims = ClaimsOf(translation);
        foreach (var claim in translation.Questions.SelectMany(question => question.Claims))
            if (claim.Equals(models[claim.Id])) translatedClaims[claim.Id] = claims[claim.Id];
        var translated = translation.Questions.ToDictionary(
            question => question.Id, question => Create(question, translatedClaims, language), StringComparer.Ordinal);
        var named = translation.Title.Markdown.Length > 0 ? translation : translation with { Title = original.Title };
        return Create(
            named with { Id = original.Id },
            language,
            [.. questions.Select(question => translated.GetValueOrDefault(question.Id, question))],
            []);
    }

    private static Quiz Create(
        QuizModel quiz, string language, IReadOnlyList<Question> questions, IReadOnlyList<QuizTranslation> translations) =>
        new(
            quiz.Id,
            language,
            Text(quiz.Title),
            TextOrNull(quiz.Introduction),
            questions,
            quiz.DisplayTitle,
            quiz.Description,
            quiz.Author,
            quiz.Source,
            quiz.Licence,
            translations,
            assets: [.. quiz.Pictures.Select(picture => new QuizAsset(picture.Path, picture.Address, picture.Width, picture.Height))]);

    private static Question Create(QuestionModel question, Dictionary<string, Claim> claimsById, string language)
    {
        var (id, number, typed) = (question.Id, question.Number, question.Typed);
        var prompt = Text(question.Prompt);
        var answer = new Answer(Text(question.Answer), question.AnswerIsByEditors ? Provenance.Editors : Provenance.Source);
        var claims = Find(question.Claims.Select(claim => claim.Id));
        Erratum[] errata =
        [
            .. question.Errata.Select(erratum => new Erratum(
                Same<ErratumKind>(erratum.Kind), [.. erratum.CorrectedClaimIds], Text(erratum.Text), Find(erratum.ClaimIds))),
        ];
        string[] tags = [.. question.Tags.Select(tag => tag.Slug)];
        Sentence[] sentences =
        [
            .. question.Sentences.Select(sentence => new Sentence(
                sentence.Text,
                Same<ClaimOrigin>(sentence.Origin),
                Find(sentence.ClaimIds),
                [.. sentence.NotCheckableReasons],
                sentence.IsQuestion,
                sentence.IsCovered)),
        ];
        var title = TextOrNull(question.Title);
        RichText[] hints = [.. question.Hints.Select(Text)];
        var explanation = TextOrNull(question.Explanation);
        return Same<QuestionKind>(question.Kind) switch
        {
            QuestionKind.TrueFalse => new TrueFalseQuestion(
                id, number, prompt, answer, typed.IsTrue, claims, errata, tags, sentences, language, title, hints, explanation),
            QuestionKind.Numeric => new NumericQuestion(
                id,
                number,
                prompt,
                answer,
                typed.PrintedValue,
                typed.CorrectValue,
                typed.Tolerance,
                typed.Unit,
                claims,
                errata,
                tags,
                sentences,
                language,
                title,
                hints,
                explanation,
                [.. typed.Accepted.Select(range => new NumberRange(range.Low, range.High))],
                typed.Digits,
                [.. typed.Slips.Select(slip => new Slip(slip.Value, Text(slip.Feedback), slip.Misconception))]),
            QuestionKind.Choice => new ChoiceQuestion(
                id,
                number,
                prompt,
                answer,
                [.. typed.Choices.Select(Create)],
                claims,
                errata,
                tags,
                sentences,
                language,
                title,
                hints,
                explanation),
            QuestionKind.Open => new OpenQuestion(
                id, number, prompt, answer, claims, errata, tags, sentences, language, title, hints, explanation),
            _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "No object is created for this kind."),
        };

        Claim[] Find(IEnumerable<string> ids) => [.. ids.Select(claimId => claimsById[claimId])];
    }

    private static Choice Create(ChoiceModel choice) =>
        new(Text(choice.Text), choice.IsCorrect, TextOrNull(choice.Feedback), choice.Misconception);

    private static Dictionary<string, Claim> ClaimsOf(QuizModel quiz)
    {
        var claims = new Dictionary<string, Claim>(StringComparer.Ordinal);
        foreach (var question in quiz.Questions)
        {
            foreach (var claim in question.Claims)
            {
                claims.Add(claim.Id, new Claim(
                    claim.Id,
                    question.Id,
                    Same<ClaimOrigin>(claim.Origin),
                    Text(claim.Statement),
                    [.. claim.Values],
                    Same<ExpectedVerdict>(claim.Expected),
                    claim.IsExistential,
                    claim.NotExecutableReason));
            }
        }

        return claims;
    }

    // The language has the enums of the runtime, compiled from the same files.
    private static T Same<T>(Enum value)
        where T : struct, Enum => Enum.Parse<T>(value.ToString());

    private static RichText Text(RichTextModel text) => new(text.Markdown, text.PlainText, text.UnicodeText, text.Html);

    private static RichText? TextOrNull(RichTextModel? text) => text is null ? null : Text(text);
}
