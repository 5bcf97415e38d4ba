// Compares a translation with its original: the same questions, kinds, values and right choices, and words that are up to date.

using System.Globalization;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

/// <summary>What a file translates.</summary>
/// <param name="Original">The original.</param>
/// <param name="Language">The language of the translation, as the name of its file says.</param>
/// <param name="Fingerprints">
/// That of each question of the original, by id. Null where the two are not compared, because the original has errors or nobody asks.
/// </param>
internal sealed record Translation(QuizModel Original, string Language, IReadOnlyDictionary<string, string>? Fingerprints)
{
    /// <summary>That of the title and the introduction of the original, or null where the two are not compared.</summary>
    public string? TitleFingerprint { get; init; }

    /// <summary>The translation of a quiz.</summary>
    /// <param name="original">The original, or null where it is missing.</param>
    /// <param name="isRight">Whether it has no errors, so that the two are compared.</param>
    /// <param name="language">The language of the translation.</param>
    public static Translation Of(BoundQuiz? original, bool isRight, string language) => new(
        original?.Model ?? QuizModel.Empty,
        language,
        isRight
            ? original!.Questions.ToDictionary(question => question.Id, question => question.Fingerprint, StringComparer.Ordinal)
            : null)
    {
        TitleFingerprint = isRight ? original!.TitleFingerprint : null,
    };
}

internal sealed class TranslationCheck(Translation translation, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, QuestionModel> _originals =
        translation.Original.Questions.ToDictionary(question => question.Id, StringComparer.Ordinal);

    // Where each translated question stands, by id.
    private readonly Dictionary<string, TextSpan> _headings = new(StringComparer.Ordinal);

    public QuizModel Original => translation.Original;

    public string Language => translation.Language;

    /// <summary>Reports a translation whose original is missing, or is a translation itself.</summary>
    /// <param name="originalFileName">The name of the file that is translated, whether it is there or not.</param>
    /// <param name="language">The language of the translation.</param>
    /// <param name="isOfTranslation">Whether that file is a translation.</param>
    /// <param name="diagnostics">Takes the report.</param>
    public static void ReportWithoutOriginal(
        string originalFileName, string language, bool isOfTranslation, DiagnosticBag diagnostics)
    {
        const string Extension = ".quiz.md";
        var stem = originalFileName.Substring(0, originalFileName.Length - Extension.Length);
        if (isOfTranslation)
        {
            var right = $"{stem.Substring(0, stem.LastIndexOf('.'))}.{language}{Extension}";
            diagnostics.Report(Definitions.TranslationOfTranslation, default, originalFileName, right);
        }
        else
        {
            var own = $"{stem}-{language}{Extension}";
            diagnostics.Report(Definitions.TranslationOriginalMissing, default, language, originalFileName, own);
        }
    }

    /// <summary>Checks what the front matter of a translation says beside its words.</summary>
    public void CheckFrontMatter(AttributeReader attributes)
    {
        if (attributes["id"] is { } id && id.Text != Original.Id)
            diagnostics.Fixing(id.Span, Original.Id).Report(Definitions.TranslatedKeyDiffers, id.Span, "id", Original.Id, id.Text);
        foreach (var key in new[] { "tags", "retired" })
        {
            if (attributes[key] is { } token) diagnostics.Report(Definitions.TranslatedFrontMatterKey, token.Span, key);
        }

        if (attributes["language"] is { } language && !IsSame(language.Text, Language))
        {
            diagnostics.Fixing(language.Span, Language)
                .Report(Definitions.TranslationLanguageDiffers, language.Span, Language, language.Text);
        }

        if (attributes["original"] is { } written && translation.TitleFingerprint is { } current && !IsSame(written.Text, current))
            diagnostics.Report(Definitions.TitleOutOfDate, written.Span, current);
        if (IsSame(Original.Language, Language))
            diagnostics.Report(Definitions.TranslationLanguageTaken, attributes["language"]?.Span ?? default, Language);
    }

    /// <summary>Checks whether the words below the title are translated, too.</summary>
    public void CheckIntroduction(TextSpan title, bool isTranslated)
    {
        var isExpected = Original.Introduction is not null;
        if (isTranslated != isExpected) ReportParts(null, title, Introduction(isExpected), Introduction(isTranslated));

        static string Introduction(bool isThere) => isThere ? "an introduction" : "no introduction";
    }

    /// <summary>
    /// Finds the question that a translated one translates. Where the id is wrong or missing, that is reported, and the original is the one
    /// that is meant, if that can be told; otherwise null.
    /// </summary>
    public QuestionModel? Find(QuestionSyntax syntax, AttributeReader attributes)
    {
        var heading = syntax.Prompt.Heading.Span;
        var numbered = Original.Questions.FirstOrDefault(question => question.Number == syntax.Number);
        QuestionModel? original;
        if (attributes["id"] is not { } id)
        {
            original = numbered;
            diagnostics.Report(Definitions.TranslatedIdMissing, heading, original?.Id ?? "a-slug");
        }
        else if (!_originals.TryGetValue(id.Text, out original))
        {
            var meant = diagnostics.Nearest(id.Text, _originals.Keys);
            diagnostics.Fixing(id.Span, meant).Report(Definitions.TranslatedIdUnknown, id.Span, id.Text, NearestName.Sentence(meant));
            original = meant is null ? numbered : _originals[meant];
        }

        if (original is null) return null;
        if (!_headings.ContainsKey(original.Id)) _headings.Add(original.Id, heading);
        if (syntax.IsNumbered && syntax.Number != original.Number)
        {
            diagnostics.Fixing(syntax.NumberSpan, original.Number.ToString(CultureInfo.InvariantCulture))
                .ReportBeside(original.Id, Definitions.TranslatedNumberDiffers, heading, original.Number);
        }

        return original;
    }

    /// <summary>Takes from the original what a comment leaves out, and reports what it says otherwise.</summary>
    /// <param name="attributes">The keys of the comment.</param>
    /// <param name="keys">Those of the original.</param>
    /// <param name="question">The id of the question.</param>
    /// <param name="place">Where what is left out would stand.</param>
    /// <param name="isFree">Whether a key may differ.</param>
    public void Complete(
        AttributeReader attributes, IEnumerable<KeyModel> keys, string question, TextSpan place, Func<string, bool> isFree)
    {
        var inherited = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys) inherited[key.Key] = key.Text;
        foreach (var written in attributes.Keys.Where(key => !isFree(key)))
        {
            var token = attributes[written]!;
            var isKnown = inherited.TryGetValue(written, out var text);
            if (text == token.Text) continue;
            diagnostics.Fixing(token.Span, isKnown && text!.All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '/') ? text : null);
            if (isKnown) diagnostics.ReportBeside(question, Definitions.TranslatedKeyDiffers, token.Span, written, text!, token.Text);
            else diagnostics.ReportBeside(question, Definitions.TranslatedKeyAdded, token.Span, written);

            // Nothing follows from a difference that is reported.
            attributes.Replace(written, text);
        }

        attributes.Inherit(inherited.Select(pair => (pair.Key, pair.Value)), place);
    }

    /// <summary>Completes the quiz comment. Words that are a unit may be translated.</summary>
    public void CompleteQuestion(AttributeReader attributes, QuestionModel original, TextSpan place) => Complete(
        attributes,
        [.. original.Keys.Where(key => key.Key != "kind"), new KeyModel("kind", NameOf(original.Kind))],
        original.Id,
        place,
        key => key is "id" or "tags" or "original"
            || (key == "unit" && original.Typed.Unit is { } unit && !UnitSymbol.IsSymbol(UnitSymbol.Normalize(unit))));

    /// <summary>Checks the tags and the parts of a bound question against those of its original.</summary>
    public void Compare(QuestionModel original, QuestionModel translated, QuestionSyntax syntax, AttributeReader attributes)
    {
        foreach (var tag in attributes.List("tags").Where(tag => original.Tags.All(known => known.Slug != tag.Text)))
            diagnostics.ReportBeside(original.Id, Definitions.TranslatedTagUnknown, tag.Span, tag.Text);
        var heading = syntax.Prompt.Heading.Span;
        CompareParts("title", original.Title is null ? 0 : 1, translated.Title is null ? 0 : 1);
        CompareParts("hint", original.Hints.Count, syntax.Hints.Count);
        CompareParts("answer", original.AnswerIsWritten ? 1 : 0, syntax.Answers.Count);
        CompareParts("explanation", original.Explanation is null ? 0 : 1, syntax.Explanations.Count);
        CompareParts("slip", original.Typed.Slips.Count, syntax.Slips.Count);
        CompareParts("erratum", original.Errata.Count, syntax.Errata.Count);
        CompareChoices(original, translated, syntax);

        void CompareParts(string name, int expected, int found)
        {
            if (expected != found) ReportParts(original.Id, heading, Count(name, expected), Count(name, found));
        }
    }

    /// <summary>Checks whether the words of the original are those that were translated.</summary>
    public void CheckAge(QuestionModel original, QuestionSyntax syntax, AttributeReader attributes)
    {
        if (translation.Fingerprints is null || !translation.Fingerprints.TryGetValue(original.Id, out var current)) return;
        if (attributes["original"] is not { } written)
        {
            var id = syntax.Prompt.Comment?.Attributes.FirstOrDefault(attribute => attribute.Key.Text == "id");
            var place = id?.Value.Span ?? syntax.Prompt.Heading.Span;

            // An id in quotation marks ends behind them.
            TextSpan? behind = id is null ? null : new TextSpan(id.Value.Span.End + id.Value.Span.Start - id.Key.Span.End - 1, 0);
            diagnostics.Fixing(behind, $" original={current}").ReportBeside(original.Id, Definitions.FingerprintMissing, place, current);
        }
        else if (!IsSame(written.Text, current))
        {
            diagnostics.ReportBeside(original.Id, Definitions.TranslationOutOfDate, written.Span, current);
        }
    }

    /// <summary>Reports the questions of the original that are not translated: each below the one that stands before it there.</summary>
    /// <param name="title">The title of the translation.</param>
    public void ReportMissing(TextSpan title) => ReportMissing(Original, _headings, title, diagnostics);

    /// <summary>Reports the questions of an original that are not translated: each below the one that stands before it there.</summary>
    /// <param name="original">The original.</param>
    /// <param name="headings">Where each translated question stands, by id.</param>
    /// <param name="title">The title of the translation.</param>
    /// <param name="diagnostics">Takes the reports.</param>
    public static void ReportMissing(
        QuizModel original, IReadOnlyDictionary<string, TextSpan> headings, TextSpan title, DiagnosticBag diagnostics)
    {
        var place = title;
        foreach (var question in original.Questions)
        {
            if (headings.TryGetValue(question.Id, out var heading))
            {
                place = heading;
                continue;
            }

            diagnostics.ReportBeside(
                question.Id, Definitions.QuestionNotTranslated, place, question.Number, question.Id, original.Language);
        }
    }

    /// <summary>The claim of the original whose translated words a comment quotes, or null, with a report, where there is none.</summary>
    public ClaimModel? FindClaim(QuestionModel original, Token id, ClaimOrigin origin)
    {
        List<ClaimModel> claims = [.. original.Claims.Where(claim => claim.Origin == origin)];
        if (claims.Find(claim => claim.Id == id.Text) is { } found) return found;
        var near = diagnostics.Nearest(id.Text, claims.Select(claim => claim.Id));
        var section = origin.ToString().ToLowerInvariant();
        diagnostics.Fixing(id.Span, near).ReportBeside(
            original.Id, Definitions.TranslatedClaimUnknown, id.Span, id.Text, section, NearestName.Sentence(near));
        return null;
    }

    private void CompareChoices(QuestionModel original, QuestionModel translated, QuestionSyntax syntax)
    {
        (var expected, var found) = (original.Typed.Choices, translated.Typed.Choices);
        if (expected.Count != found.Count)
        {
            ReportParts(original.Id, syntax.Prompt.Heading.Span, Count("choice", expected.Count), Count("choice", found.Count));
            return;
        }

        // That none is ticked at all is reported as that.
        var isTicked = found.Any(choice => choice.IsCorrect);
        for (var i = 0; i < expected.Count; i++)
        {
            var place = syntax.Prompt.Prose.Choices[i].Span;
            if (isTicked && expected[i].IsCorrect != found[i].IsCorrect)
                diagnostics.ReportBeside(original.Id, Definitions.TranslatedTickDiffers, place, i + 1, Tick(expected[i]), Tick(found[i]));
            if ((expected[i].Feedback is null) != (found[i].Feedback is null))
                ReportParts(original.Id, place, Feedback(expected[i]), Feedback(found[i]));
        }

        string Tick(ChoiceModel choice) => choice.IsCorrect ? "right" : "wrong";
        string Feedback(ChoiceModel choice) => choice.Feedback is null ? "no feedback" : "feedback";
    }

    private void ReportParts(string? question, TextSpan place, string expected, string found) =>
        diagnostics.ReportBeside(question, Definitions.TranslatedPartsDiffer, place, expected, found);

    private static string Count(string noun, int count) => count switch
    {
        0 => "no " + noun,
        1 => "1 " + noun,
        _ => count.ToString(CultureInfo.InvariantCulture) + " " + (noun == "erratum" ? "errata" : noun + "s"),
    };

    private static string NameOf(QuestionKind kind) => kind switch
    {
        QuestionKind.TrueFalse => "true-false",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
