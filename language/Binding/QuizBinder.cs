// Finds out what a quiz file means: ids, kinds, values and the rules between them. Whatever is wrong is reported at its place,
// and the rest still becomes a model, so that one mistake does not drown the others in follow-up errors.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Coverage;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Rendering;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Binding;

/// <summary>What a file means. <c>Id</c> and <c>Syntax</c> are null where there are none; checks of the whole project need them.</summary>
internal sealed record BoundQuiz(QuizModel Model, Token? Id, QuizSyntax? Syntax)
{
    /// <summary>The questions that have an id, and where each stands in the file.</summary>
    public IReadOnlyList<(string Id, string Fingerprint, TextSpan Heading)> Questions { get; init; } = [];

    /// <summary>That of the title and the introduction, or null where there is no title.</summary>
    public string? TitleFingerprint { get; init; }
}

/// <summary>Binds one file.</summary>
internal sealed class QuizBinder
{
    private static readonly Regex LanguageTag = new("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant);
    private static readonly Regex LeadingWord = new(@"^\W*(\w+)", RegexOptions.CultureInvariant);

    /// <summary>How many characters a file may have. A larger one takes minutes and gigabytes to compile, most of them in the compiler of C#.</summary>
    public const int MaximumLength = 4_000_000;

    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly Cancellation _cancellation;
    private readonly TranslationCheck? _translation;
    private readonly List<(string Id, string Fingerprint, TextSpan Heading)> _questions = [];
    private readonly Dictionary<string, TextSpan> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextSpan> _retired = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, TextSpan Span)> _questionMembers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, TextSpan Span)> _claimMembers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, TextSpan Span)> _tagMembers = new(StringComparer.Ordinal);

    // The ids that the file writes: none that is derived takes one of them away.
    private readonly Dictionary<string, TextSpan> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimsOfUnknownVerdict = new(StringComparer.Ordinal);
    private Token? _quizId;
    private List<TagModel> _quizTags = [];
    private RichTextModel _title = RichTextModel.Empty;
    private string _language = "";
    private int _lastNumber;

    // In a translation: what the question is the translation of.
    private QuestionModel? _original;
    private bool _requiresCoverage;

    private QuizBinder(SourceText source, DiagnosticBag diagnostics, Cancellation cancellation, Translation? translation)
    {
        _source = source;
        _diagnostics = diagnostics;
        _cancellation = cancellation;
        if (translation is not null) _translation = new TranslationCheck(translation, diagnostics);
    }

    /// <summary>Reads and binds a file.</summary>
    /// <param name="source">The text of the file.</param>
    /// <param name="diagnostics">What is wrong in it.</param>
    /// <param name="cancellation">What ends the work early.</param>
    /// <param name="translation">What it translates, or null. The model then has the translated questions only.</param>
    public static BoundQuiz Bind(
        SourceText source, DiagnosticBag diagnostics, Cancellation cancellation, Translation? translation = null)
    {
        if (IsTooLarge(source, diagnostics) || !Utf8Check.Check(source, diagnostics) || IsEmpty(source, diagnostics))
            return new BoundQuiz(QuizModel.Empty, null, null);
        var (repaired, document) = SlipRepair.Apply(source, isFile: true, diagnostics, cancellation);
        var syntax = QuizReader.Read(repaired, document, diagnostics, cancellation, translation?.Language);

        // What follows from errors of the original is not reported again in its translations.
        var isCompared = translation is null or { Fingerprints: not null };
        var binder = new QuizBinder(
            source, isCompared ? diagnostics : new DiagnosticBag { Text = diagnostics.Text }, cancellation, translation);
        var model = binder.Bind(syntax);
        var id = translation is null ? binder._quizId : null;
        return new BoundQuiz(model, id is null ? null : id with { Span = diagnostics.SpanInFile(id.Span) }, syntax)
        {
            Questions = binder._questions,
            TitleFingerprint = syntax.Title?.Fingerprint,
        };
    }

    private static bool IsTooLarge(SourceText source, DiagnosticBag diagnostics)
    {
        if (source.Length <= MaximumLength) return false;
        diagnostics.ReportAlone(Definitions.FileTooLarge, new TextSpan(0, 1), Show(source.Length), Show(MaximumLength));
        return true;

        static string Show(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }

    private static bool IsEmpty(SourceText source, DiagnosticBag diagnostics)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (!char.IsWhiteSpace(source[i])) return false;
        }

        diagnostics.Report(Definitions.EmptyFile, default);
        return true;
    }

    private QuizModel Bind(QuizSyntax syntax)
    {
        _title = syntax.Title is null ? RichTextModel.Empty : RichText.Render(syntax.Title.Title, _diagnostics);
        var quiz = BindFrontMatter(syntax);
        _language = quiz.Language;
        if (syntax.Title is null && !syntax.FrontMatterSpan.IsEmpty && syntax.FrontMatterSpan.End < syntax.Length)
            _diagnostics.Report(Definitions.TitleMissing, new TextSpan(syntax.FrontMatterSpan.End, 0));

        var questions = new List<QuestionModel>();
        foreach (var token in syntax.Questions.SelectMany(WrittenIds))
        {
            if (!_written.ContainsKey(token.Text)) _written.Add(token.Text, token.Span);
        }

        foreach (var question in syntax.Questions)
        {
            if (BindQuestion(question) is not { } bound) continue;
            questions.Add(bound);
            _questions.Add((bound.Id, question.Fingerprint, _diagnostics.SpanInFile(question.Prompt.Heading.Span)));
        }

        if (syntax.Title is not null && _title.Markdown.Length == 0) _diagnostics.Report(Definitions.TitleEmpty, syntax.Title.Span);
        var introduction = syntax.Title is null
            ? RichTextModel.Empty
            : RichText.Render(syntax.Title.Introduction.Text, _diagnostics);
        if (syntax.Title is not null) _translation?.CheckIntroduction(syntax.Title.Span, introduction.UnicodeText.Length > 0);
        _translation?.ReportMissing(syntax.Title?.Span ?? _source.Line(0));

        return quiz with
        {
            Title = _title,
            Introduction = introduction.UnicodeText.Length == 0 ? null : introduction,
            Questions = questions.ToEquatableArray(),
        };
    }

    /// <summary>The ids that a question writes: its own and those of its claims.</summary>
    public static IEnumerable<Token> WrittenIds(QuestionSyntax question)
    {
        foreach (var attribute in question.Prompt.Comment?.Attributes ?? [])
        {
            if (attribute.Key.Text == "id") yield return attribute.Value;
        }

        foreach (var quotation in question.Sections.SelectMany(section => section.Prose.Quotations))
        {
            if (quotation is { IsClaim: true, Comment.Argument: { } id }) yield return id;
        }
    }

    private QuizModel BindFrontMatter(QuizSyntax syntax)
    {
        var known = QuizKeys.FrontMatter;
        var attributes = AttributeReader.OfFrontMatter(
            syntax.FrontMatter, _diagnostics, _translation is null ? known : [.. known, QuizKeys.Original]);
        foreach (var retired in attributes.List("retired"))
        {
            if (retired.Text.Length == 0)
                _diagnostics.Report(Definitions.RetiredIdMissing, retired.Span);
            else if (CheckSlug(retired, Definitions.FrontMatterSlugInvalid))
                _retired[retired.Text] = retired.Span;
        }

        _requiresCoverage = attributes["coverage"]?.Text == "complete";
        if (attributes["coverage"] is { Text: not ("complete" or "open") } coverage)
            _diagnostics.Report(Definitions.CoverageInvalid, coverage.Span, coverage.Text);
        if (syntax.FrontMatterSpan.IsEmpty) return QuizModel.Empty;
        var fence = _source.Line(0);
        _translation?.CheckFrontMatter(attributes);
        if (_translation is not null) attributes.Inherit([("id", _translation.Original.Id), ("language", _translation.Language)], fence);
        _quizId = attributes["id"] ?? (Slug.FromWords(_title.PlainText) is { } slug ? new Token(slug, syntax.Title!.Span) : null);
        var id = Require(_quizId, fence, "id", "a slug such as 'neural-networks'");
        if (attributes["id"] is { Text.Length: > 0 } idToken) CheckSlug(idToken, Definitions.FrontMatterSlugInvalid);
        var language = Require(attributes["language"], fence, "language", "a language tag such as 'en'");
        if (language.Length > 0 && !LanguageTag.IsMatch(language))
            _diagnostics.Report(Definitions.LanguageInvalid, attributes["language"]!.Span, language);
        if (attributes["licence"] is not null && attributes["license"] is { } second)
            _diagnostics.Report(Definitions.FrontMatterKeyRepeated, second.Span, "licence", "the front matter");
        _quizTags = BindTags(attributes, Definitions.FrontMatterSlugInvalid);
        var original = _translation?.Original;
        return QuizModel.Empty with
        {
            Id = original?.Id ?? id,
            Language = _translation?.Language ?? language,
            DisplayTitle = Words("title"),
            Description = Words("description") ?? original?.Description,
            Author = Words("author") ?? original?.Author,
            Source = Words("source") ?? original?.Source,
            Licence = Words("licence") ?? Words("license") ?? original?.Licence,
        };

        string? Words(string key)
        {
            if (attributes[key] is not { } token) return null;
            if (Unquoted(token.Text) is { Length: > 0 } words) return words;
            _diagnostics.Report(Definitions.FrontMatterValueEmpty, token.Span, key);
            return null;
        }
    }

    // In YAML, a value with a colon in it stands in quotation marks.
    private static string Unquoted(string value)
    {
        if (value.Length < 2 || value[0] != value[value.Length - 1] || value[0] is not ('"' or '\'')) return value;
        var words = value.Substring(1, value.Length - 2);
        return (value[0] == '"' ? words.Replace("\\\"", "\"") : words.Replace("''", "'")).Trim();
    }

    private string Require(Token? token, TextSpan fallback, string key, string example)
    {
        if (token is { Text.Length: > 0 }) return token.Text;
        _diagnostics.Report(Definitions.FrontMatterKeyMissing, token?.Span ?? fallback, key, example);
        return "";
    }

    private QuestionModel? BindQuestion(QuestionSyntax syntax)
    {
        _cancellation.Look();
        var prompt = syntax.Prompt;
        CheckNumber(syntax);
        var known = QuizKeys.Quiz;
        var attributes = AttributeReader.OfComment(
            prompt.Comment, "a quiz comment", _diagnostics, _translation is null ? known : [.. known, QuizKeys.Original]);
        KeyModel[] keys = [.. attributes.Written().Where(key => key.Key is not ("id" or "tags"))];
        var original = _translation?.Find(syntax, attributes);
        _original = original;
        if (original is not null)
            _translation!.CompleteQuestion(attributes, original, prompt.Comment?.Span ?? prompt.Heading.Span);
        var kind = BindKind(attributes, prompt);
        if (syntax.Answers.Count == 0 && kind != QuestionKind.Choice)
            _diagnostics.Report(Definitions.AnswerMissing, prompt.Heading.Span, syntax.Number);
        var title = syntax.Title is null ? null : RichText.Render(syntax.Title, _diagnostics);
        var promptText = Render(prompt, Definitions.PromptEmpty);
        List<RichTextModel> hints = [.. syntax.Hints.Select(hint => Render(hint, Definitions.HintEmpty))];
        var answerText = RenderFirst(syntax.Answers, Definitions.AnswerEmpty, Definitions.AnswerRepeated);
        var explanation = RenderFirst(syntax.Explanations, Definitions.ExplanationEmpty, Definitions.ExplanationRepeated);
        var answer = syntax.Answers.Count > 0 ? syntax.Answers[0] : null;

        var id = attributes["id"];
        var hasId = id is not null
            ? Declare(id)
            : _translation is null && Derive(prompt.Heading, title ?? promptText, out id);
        var memberName = hasId ? MemberName.FromSlug(id!.Text, "Question") : "";
        hasId = hasId && DeclareMember(_questionMembers, memberName, id!);

        var claims = new List<ClaimModel>();
        var sentences = new List<SentenceModel>();
        BindProse(prompt.Prose, ClaimOrigin.Prompt, claims, sentences);
        foreach (var hint in syntax.Hints) BindProse(hint.Prose, ClaimOrigin.Hint, claims, sentences);
        if (answer is not null) BindProse(answer.Prose, ClaimOrigin.Answer, claims, sentences);
        if (explanation is not null) BindProse(syntax.Explanations[0].Prose, ClaimOrigin.Explanation, claims, sentences);
        (var errata, var correction) = BindErrata(syntax, kind, claims, sentences);
        if (_translation is null) CheckErrata(syntax, claims, errata);
        var typed = BindTypedAnswer(kind, attributes, syntax, answer, answerText ?? RichTextModel.Empty, correction);
        var isByEditors = answer is not null && BindAuthor(answer);
        var ownTags = BindTags(attributes, Definitions.CommentSlugInvalid).Where(tag => !_quizTags.Contains(tag));

        // The ticks of a choice question are an answer.
        if (kind == QuestionKind.Choice) answerText ??= RichText.ListOf([.. typed.Choices.Where(c => c.IsCorrect).Select(c => c.Text)]);
        if (original is not null) _translation!.CheckAge(original, syntax, attributes);
        if (!hasId || answerText is null || (_translation is not null && original is null)) return null;
        var question = new QuestionModel(
            id!.Text,
            memberName,
            syntax.Number,
            kind,
            title,
            promptText,
            hints.ToEquatableArray(),
            answerText,
            answer is not null,
            isByEditors,
            explanation,
            typed,
            claims.ToEquatableArray(),
            errata.ToEquatableArray(),
            _quizTags.Concat(ownTags).ToEquatableArray(),
            sentences.ToEquatableArray(),
            keys.ToEquatableArray());
        if (original is null) return question;

        _translation!.Compare(original, question, syntax, attributes);
        var quoted = claims.ToDictionary(claim => claim.Id, StringComparer.Ordinal);
        return question with
        {
            Id = original.Id,
            MemberName = original.MemberName,
            Number = original.Number,
            Claims = original.Claims.Select(claim => quoted.TryGetValue(claim.Id, out var words) ? words : claim).ToEquatableArray(),
            Tags = original.Tags,
        };
    }

    private RichTextModel? RenderFirst(IReadOnlyList<SectionSyntax> sections, DiagnosticDefinition empty, DiagnosticDefinition repeated)
    {
        RichTextModel? first = null;
        foreach (var section in sections)
        {
            var text = Render(section, empty);
            if (first is null) first = text;
            else _diagnostics.Report(repeated, section.Heading.Span);
        }

        return first;
    }

    private void CheckNumber(QuestionSyntax syntax)
    {
        if (syntax.Number <= _lastNumber)
        {
            var next = _lastNumber + 1;
            _diagnostics.Fixing(syntax.NumberSpan, next.ToString(CultureInfo.InvariantCulture))
                .Report(Definitions.QuestionNumber, syntax.Prompt.Heading.Span, syntax.Number, _lastNumber, next);
        }

        _lastNumber = syntax.Number;
    }

    // The id of a question that writes none.
    private bool Derive(Token heading, RichTextModel words, out Token? id)
    {
        id = Slug.FromWords(words.PlainText) is { } slug ? new Token(slug, heading.Span) : null;
        if (id is null)
        {
            // What has no words, or wrong ones, is reported as that.
            if (words.PlainText.Length > 0) _diagnostics.Report(Definitions.QuizCommentMissing, heading.Span);
            return false;
        }

        if (!_written.TryGetValue(id.Text, out var first) && !_ids.TryGetValue(id.Text, out first)) return Declare(id);
        _diagnostics.Report(Definitions.DerivedIdTaken, heading.Span, id.Text, LineOf(first));
        return false;
    }

    // Choices make a question one of choice. An unknown kind is the one that the rest of the question fits.
    private static QuestionKind BindKind(AttributeReader attributes, SectionSyntax prompt)
    {
        var kind = attributes.Find(
            "kind",
            [
                ("open", QuestionKind.Open),
                ("true-false", QuestionKind.TrueFalse),
                ("numeric", QuestionKind.Numeric),
                ("choice", QuestionKind.Choice),
            ],
            out var isKnown);
        if (attributes["kind"] is null && prompt.Prose.Choices.Count > 0) return QuestionKind.Choice;
        if (isKnown) return kind;
        if (attributes["value"] is { Text: "true" or "false" }) return QuestionKind.TrueFalse;
        if ((attributes["value"] ?? NumericKey(attributes)) is not null) return QuestionKind.Numeric;
        return prompt.Prose.Choices.Count > 0 ? QuestionKind.Choice : QuestionKind.Open;
    }

    private static Token? NumericKey(AttributeReader attributes) =>
        attributes["tolerance"] ?? attributes["digits"] ?? attributes["accept"] ?? attributes["unit"];

    private List<TagModel> BindTags(AttributeReader attributes, DiagnosticDefinition invalid)
    {
        var tags = new List<TagModel>();
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in attributes.List("tags"))
        {
            if (!CheckSlug(token, invalid)) continue;
            var memberName = MemberName.FromSlug(token.Text, "Tag");
            var isKnown = _tagMembers.TryGetValue(memberName, out var first) && first.Id == token.Text;
            if (!slugs.Add(token.Text)) _diagnostics.Report(Definitions.TagRepeated, token.Span, token.Text);
            else if (isKnown || DeclareMember(_tagMembers, memberName, token)) tags.Add(new TagModel(token.Text, memberName));
        }

        return tags;
    }

    private bool BindAuthor(SectionSyntax answer)
    {
        var attributes = AttributeReader.OfComment(answer.Comment, "an answer comment", _diagnostics, QuizKeys.Answer);
        var byEditors = new KeyModel("author", "editors");
        Complete(attributes, answer, _original is { AnswerIsByEditors: true } ? [byEditors] : []);
        return attributes.Word("author", ("source", false), ("editors", true));
    }

    // What a comment of a translation leaves out is that of the original.
    private void Complete(AttributeReader attributes, SectionSyntax section, IEnumerable<KeyModel>? keys)
    {
        if (_original is not null)
            _translation!.Complete(attributes, keys ?? [], _original.Id, section.Comment?.Span ?? section.Heading.Span, _ => false);
    }

    private void BindProse(ProseSyntax prose, ClaimOrigin origin, List<ClaimModel> claims, List<SentenceModel> sentences)
    {
        // What each quotation is: the id of its claim or its reason, or neither where something is wrong with it.
        var bound = new List<(string? ClaimId, string? Reason)>();
        foreach (var syntax in prose.Quotations)
        {
            _cancellation.Look();
            var claim = syntax.IsClaim ? BindClaim(syntax, origin) : null;
            if (claim is not null) claims.Add(claim);
            bound.Add((claim?.Id, syntax.IsClaim ? null : BindReason(syntax)));
        }

        foreach (var sentence in SentenceReader.Read(prose))
        {
            _cancellation.Look();
            sentences.Add(new SentenceModel(
                sentence.Text,
                origin,
                sentence.Quotations.Select(index => bound[index].ClaimId).OfType<string>().ToEquatableArray(),
                sentence.Quotations.Select(index => bound[index].Reason).OfType<string>().ToEquatableArray(),
                sentence.IsQuestion,
                sentence.IsCovered));
            if (sentence.IsCovered || !_requiresCoverage) continue;
            foreach (var gap in sentence.Gaps) _diagnostics.Report(Definitions.SentenceUncovered, gap.Span, gap.Beginning);
        }
    }

    private string? BindReason(QuotationSyntax syntax)
    {
        var attributes = AttributeReader.OfComment(syntax.Comment, "a not-checkable comment", _diagnostics, QuizKeys.NotCheckable);
        if (ProseText.Write(syntax.Words, new TexUnicode(_cancellation)).Length == 0)
            _diagnostics.Report(Definitions.QuotationEmpty, syntax.Comment.Span, syntax.Description);
        if (attributes["reason"] is { } reason && reason.Text.Trim().Length > 0) return reason.Text;
        _diagnostics.Report(Definitions.NotCheckableReasonMissing, syntax.Comment.Span);
        return null;
    }

    private ClaimModel? BindClaim(QuotationSyntax syntax, ClaimOrigin origin)
    {
        var attributes = AttributeReader.OfComment(syntax.Comment, "a claim comment", _diagnostics, QuizKeys.Claim);
        KeyModel[] keys = [.. attributes.Written()];
        var original = _original is not null && syntax.Comment.Argument is { } claimId
            ? _translation!.FindClaim(_original, claimId, origin)
            : null;
        if (original is not null) _translation!.Complete(attributes, original.Keys, _original!.Id, syntax.Comment.Span, _ => false);
        var expected = attributes.Find(
            "expect",
            [
                ("confirmed", ExpectedVerdict.Confirmed),
                ("qualified", ExpectedVerdict.Qualified),
                ("refuted", ExpectedVerdict.Refuted),
            ],
            out var isVerdictKnown);
        var isExistential = attributes.Word("kind", ("universal", false), ("existential", true));
        var reason = attributes["not-executable"];
        if (reason is { Text: var words } && words.Trim().Length == 0)
            _diagnostics.Report(Definitions.NotExecutableReasonMissing, syntax.Comment.Span);
        if (reason is not null && (attributes["expect"] ?? attributes["values"] ?? attributes["kind"]) is { } extra)
            _diagnostics.Report(Definitions.NotExecutableClaimKey, extra.Span);
        if (syntax.Comment.Argument is not { } id)
        {
            _diagnostics.Report(Definitions.ClaimIdMissing, syntax.Comment.Span);
            return null;
        }

        var statement = RichText.Render(syntax.Words, _diagnostics);
        if (statement.UnicodeText.Length == 0) _diagnostics.Report(Definitions.QuotationEmpty, syntax.Comment.Span, syntax.Description);
        var values = new List<double>();
        HashSet<double>? printed = null;
        foreach ((var value, var token) in attributes.Numbers("values"))
        {
            values.Add(value);
            if ((printed ??= [.. syntax.PrintedNumbers]).Contains(value)) continue;
            var shown = NumericRules.Show(syntax.PrintedNumbers);
            _diagnostics.Report(Definitions.ClaimValueNotPrinted, token.Span, id.Text, token.Text, shown);
        }

        if (!isVerdictKnown) _claimsOfUnknownVerdict.Add(id.Text);
        if (!Declare(id)) return null;
        var memberName = MemberName.FromSlug(id.Text, "Claim");
        if (!DeclareMember(_claimMembers, memberName, id)) return null;
        if (_translation is not null) return original is null ? null : original with { Statement = statement };
        return new ClaimModel(
            id.Text,
            memberName,
            origin,
            statement,
            values.ToEquatableArray(),
            expected,
            isExistential,
            reason?.Text,
            keys.ToEquatableArray());
    }

    private (List<ErratumModel> Errata, double? Correction) BindErrata(
        QuestionSyntax syntax, QuestionKind kind, List<ClaimModel> claims, List<SentenceModel> sentences)
    {
        var errata = new List<ErratumModel>();
        double? correction = null;
        HashSet<string> correctable = [.. (_original?.Claims ?? claims.ToEquatableArray()).Select(claim => claim.Id)];
        HashSet<string> confirmed =
        [
            .. claims.Where(claim => claim.IsExecutable && claim.Expected == ExpectedVerdict.Confirmed).Select(claim => claim.Id)
                .Where(id => !_claimsOfUnknownVerdict.Contains(id)),
        ];
        foreach (var section in syntax.Errata)
        {
            var ownClaims = new List<ClaimModel>();
            BindProse(section.Prose, ClaimOrigin.Erratum, ownClaims, sentences);
            var text = Render(section, Definitions.ErratumEmpty);
            claims.AddRange(ownClaims);
            var original = _original is not null && errata.Count < _original.Errata.Count ? _original.Errata[errata.Count] : null;
            if (section.Comment is null && original is null)
            {
                _diagnostics.Report(Definitions.ErratumCommentMissing, section.Heading.Span);
                continue;
            }

            var attributes = AttributeReader.OfComment(section.Comment, "an erratum comment", _diagnostics, QuizKeys.Erratum);
            KeyModel[] keys = [.. attributes.Written()];
            Complete(attributes, section, original?.Keys);
            var place = section.Comment?.Span ?? section.Heading.Span;
            if (attributes["kind"] is null) _diagnostics.Report(Definitions.ErratumKindMissing, place);
            var erratumKind = attributes.Word(
                "kind",
                ("wrong-result", ErratumKind.WrongResult),
                ("wrong-statement", ErratumKind.WrongStatement),
                ("outdated", ErratumKind.Outdated),
                ("imprecise", ErratumKind.Imprecise));
            List<Token> corrected = [.. attributes.List("claim")];
            if (corrected.Count == 0) _diagnostics.Report(Definitions.ErratumClaimMissing, place);
            foreach (var claim in corrected.Where(claim => !correctable.Contains(claim.Text)))
            {
                var near = _diagnostics.Nearest(claim.Text, correctable);
                _diagnostics.Fixing(claim.Span, near)
                    .Report(Definitions.ErratumClaimUnknown, claim.Span, claim.Text, NearestName.Sentence(near));
            }

            foreach (var claim in corrected.Where(claim => _original is null && confirmed.Contains(claim.Text)))
                _diagnostics.Report(Definitions.ErratumOfConfirmedClaim, claim.Span, claim.Text);
            correction = BindCorrection(attributes, section, kind) ?? correction;
            errata.Add(new ErratumModel(
                erratumKind,
                corrected.Select(claim => claim.Text).ToEquatableArray(),
                text,
                original?.ClaimIds ?? ownClaims.Select(claim => claim.Id).ToEquatableArray(),
                keys.ToEquatableArray()));
        }

        return (errata, correction);
    }

    private double? BindCorrection(AttributeReader attributes, SectionSyntax section, QuestionKind kind)
    {
        if (attributes["value"] is not { } token) return null;
        if (kind != QuestionKind.Numeric)
        {
            _diagnostics.Report(Definitions.ErratumValueUnexpected, token.Span);
            return null;
        }

        var value = attributes.Number("value");
        if (value is { } number && !section.Prose.PrintedNumbers.Contains(number))
            _diagnostics.Report(Definitions.CorrectionNotPrinted, token.Span, token.Text, NumericRules.Show(section.Prose.PrintedNumbers));
        return value;
    }

    // What is not expected to be confirmed needs an erratum.
    private void CheckErrata(QuestionSyntax syntax, List<ClaimModel> claims, List<ErratumModel> errata)
    {
        var comments = syntax.Sections.SelectMany(section => section.Prose.Quotations)
            .Where(quotation => quotation.IsClaim)
            .ToLookup(quotation => quotation.Comment.Argument?.Text, quotation => quotation.Comment);
        HashSet<string> corrected = [.. errata.SelectMany(erratum => erratum.CorrectedClaimIds)];
        foreach (var claim in claims.Where(claim => claim.Expected != ExpectedVerdict.Confirmed))
        {
            if (corrected.Contains(claim.Id)) continue;
            var definition = claim.Expected == ExpectedVerdict.Refuted
                ? Definitions.RefutedWithoutErratum
                : Definitions.QualifiedWithoutErratum;
            _diagnostics.Report(definition, comments[claim.Id].First().Span, claim.Id);
        }
    }

    private TypedAnswerModel BindTypedAnswer(
        QuestionKind kind,
        AttributeReader attributes,
        QuestionSyntax question,
        SectionSyntax? answer,
        RichTextModel answerText,
        double? correction)
    {
        var prompt = question.Prompt;
        var place = prompt.Comment?.Span ?? prompt.Heading.Span;
        var value = attributes["value"];
        var isValued = kind is QuestionKind.Numeric or QuestionKind.TrueFalse;
        if (isValued && value is null && prompt.Comment is not null)
            _diagnostics.Report(Definitions.AnswerValueMissing, place, kind == QuestionKind.Numeric ? "numeric" : "true-false");
        if (!isValued && value is not null) _diagnostics.Report(Definitions.ValueUnexpected, value.Span);
        if (kind != QuestionKind.Numeric && NumericKey(attributes) is { } extra)
            _diagnostics.Report(Definitions.NumericKeyUnexpected, extra.Span);

        var isTrue = false;
        double? printed = null;
        if (kind == QuestionKind.TrueFalse && value is not null)
        {
            isTrue = attributes.Word("value", ("false", false), ("true", true));
            CheckTruth(value, isTrue, answerText);
        }
        else if (kind == QuestionKind.Numeric && value is not null)
        {
            printed = attributes.Number("value");
        }

        var numbers = kind == QuestionKind.Numeric ? new NumericRules(attributes, _diagnostics) : null;
        var correct = correction ?? printed ?? 0;
        if (printed is { } number && answer is not null)
        {
            numbers!.CheckPrinted(number, answer.Prose.PrintedNumbers);
            numbers.CheckAccepted(
                correct, [.. answer.Prose.PrintedNumbers, .. question.Errata.SelectMany(section => section.Prose.PrintedNumbers)]);
        }

        var choices = prompt.Prose.Choices.Select(BindChoice).ToList();
        CheckChoices(kind, prompt, choices);
        var slips = BindSlips(question, numbers, correct);
        return new TypedAnswerModel(
            isTrue,
            printed ?? 0,
            correct,
            numbers?.ToleranceOf(correct) ?? 0,
            attributes["unit"]?.Text,
            choices.ToEquatableArray(),
            (numbers?.Accepted ?? []).ToEquatableArray(),
            numbers?.Digits,
            slips.ToEquatableArray());
    }

    private List<SlipModel> BindSlips(QuestionSyntax question, NumericRules? numbers, double correct)
    {
        var slips = new List<SlipModel>();
        var places = new List<TextSpan>();
        foreach (var section in question.Slips)
        {
            var feedback = Render(section, Definitions.SlipEmpty);
            foreach (var quotation in section.Prose.Quotations)
                _diagnostics.Report(Definitions.QuotationInSlip, quotation.Comment.Span, quotation.Description);
            var attributes = AttributeReader.OfComment(section.Comment, "a slip comment", _diagnostics, QuizKeys.Slip);
            KeyModel[] keys = [.. attributes.Written()];
            Complete(attributes, section, _original?.Typed.Slips.ElementAtOrDefault(slips.Count)?.Keys);
            var misconception = attributes["misconception"];
            if (misconception is not null && !CheckSlug(misconception, Definitions.CommentSlugInvalid)) misconception = null;
            if (numbers is null)
            {
                _diagnostics.Report(Definitions.SlipUnexpected, section.Heading.Span);
                continue;
            }

            if (attributes["value"] is not { } token)
            {
                _diagnostics.Report(Definitions.SlipValueMissing, section.Comment?.Span ?? section.Heading.Span);
                continue;
            }

            if (attributes.Number("value") is not { } value) continue;
            var tolerance = numbers.ToleranceOf(correct);
            if (numbers.IsRight(value, correct)) _diagnostics.Report(Definitions.SlipIsRight, token.Span, token.Text);
            var other = slips.FindIndex(slip =>
                NumberTolerance.IsWithin((slip.Value / 2) + (value / 2), slip.Value, tolerance)
                && NumberTolerance.IsWithin((slip.Value / 2) + (value / 2), value, tolerance));
            if (other >= 0) _diagnostics.Report(Definitions.SlipRepeated, token.Span, LineOf(places[other]));
            slips.Add(new SlipModel(value, feedback, misconception?.Text, keys.ToEquatableArray()));
            places.Add(token.Span);
        }

        return slips;
    }

    private ChoiceModel BindChoice(ChoiceSyntax choice, int index)
    {
        var text = RichText.Render(choice.Text, _diagnostics);
        var feedback = choice.Feedback is null ? null : RichText.Render(choice.Feedback, _diagnostics);
        if (feedback?.UnicodeText.Length == 0) feedback = null;
        var known = _original?.Typed.Choices.ElementAtOrDefault(index)?.Misconception;
        if (choice.Comment is null) return new ChoiceModel(text, choice.IsChecked, feedback, known);
        var attributes = AttributeReader.OfComment(choice.Comment, "a choice comment", _diagnostics, QuizKeys.Choice);
        if (_original is not null)
        {
            KeyModel[] keys = known is null ? [] : [new KeyModel("misconception", known)];
            _translation!.Complete(attributes, keys, _original.Id, choice.Comment.Span, _ => false);
        }

        var misconception = attributes["misconception"];
        if (misconception is null) _diagnostics.Report(Definitions.MisconceptionMissing, choice.Comment.Span);
        else if (!CheckSlug(misconception, Definitions.CommentSlugInvalid)) misconception = null;
        else if (choice.IsChecked) _diagnostics.Report(Definitions.MisconceptionOfRightChoice, choice.Comment.Span);
        return new ChoiceModel(text, choice.IsChecked, feedback, misconception?.Text);
    }

    private void CheckTruth(Token value, bool isTrue, RichTextModel answer)
    {
        var word = LeadingWord.Match(answer.UnicodeText).Groups[1].Value;
        if (TruthWords.ReadBeginning(word, _language) is not { } said || said == isTrue) return;
        _diagnostics.Report(Definitions.TruthContradicted, value.Span, value.Text, word);
    }

    private void CheckChoices(QuestionKind kind, SectionSyntax prompt, List<ChoiceModel> choices)
    {
        var syntax = prompt.Prose.Choices;
        if (kind != QuestionKind.Choice)
        {
            if (choices.Count > 0) _diagnostics.Report(Definitions.ChoicesUnexpected, syntax[0].Span);
            return;
        }

        if (choices.Count < 2) _diagnostics.Report(Definitions.ChoicesMissing, prompt.Comment?.Span ?? prompt.Heading.Span);
        else if (!choices.Any(choice => choice.IsCorrect)) _diagnostics.Report(Definitions.RightChoiceMissing, syntax[0].Span);
        var first = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        for (var i = 0; i < choices.Count; i++)
        {
            var text = choices[i].Text.UnicodeText;
            if (text.Length == 0) _diagnostics.Report(Definitions.ChoiceEmpty, syntax[i].Span);
            else if (first.TryGetValue(text, out var equal))
                _diagnostics.Report(Definitions.ChoicesEqual, syntax[i].Span, LineOf(equal), Cut(text));
            else first.Add(text, syntax[i].Span);
        }
    }

    private static string Cut(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length <= 40 && line.Length == text.Length ? line : line.Substring(0, Math.Min(line.Length, 40)) + "…";
    }

    private bool Declare(Token id)
    {
        if (!CheckSlug(id, Definitions.CommentSlugInvalid)) return false;
        if (_retired.TryGetValue(id.Text, out var retired))
        {
            _diagnostics.Report(Definitions.RetiredId, id.Span, id.Text, LineOf(retired));
            return false;
        }

        if (_ids.TryGetValue(id.Text, out var first))
        {
            _diagnostics.Report(Definitions.DuplicateId, id.Span, id.Text, LineOf(first));
            return false;
        }

        _ids.Add(id.Text, id.Span);
        return true;
    }

    private bool DeclareMember(Dictionary<string, (string Id, TextSpan Span)> members, string memberName, Token id)
    {
        if (members.TryGetValue(memberName, out var first))
        {
            _diagnostics.Report(Definitions.MemberCollision, id.Span, id.Text, first.Id, LineOf(first.Span), memberName);
            return false;
        }

        members.Add(memberName, (id.Text, id.Span));
        return true;
    }

    private bool CheckSlug(Token token, DiagnosticDefinition definition)
    {
        if (Slug.IsValid(token.Text)) return true;
        _diagnostics.Report(definition, token.Span, token.Text);
        return false;
    }

    private RichTextModel Render(SectionSyntax section, DiagnosticDefinition empty)
    {
        var text = RichText.Render(section.Prose.Text, _diagnostics);
        if (text.UnicodeText.Length == 0 && !_diagnostics.HasErrorIn(section.Prose.Text.Range))
            _diagnostics.Report(empty, section.Heading.Span);
        return text;
    }

    private int LineOf(TextSpan span) => _source.PlaceOf(_diagnostics.SpanInFile(span).Start).Line;
}
