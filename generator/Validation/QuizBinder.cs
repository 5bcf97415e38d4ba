// Finds out what a quiz file means: ids, kinds, values and the rules between them. Whatever is wrong is reported at its place,
// and the rest still becomes a model, so that one mistake does not drown the others in follow-up errors.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Model;
using QuizKit.Generator.Syntax;

namespace QuizKit.Generator.Validation;

/// <summary>What a file means, and what a look at the whole project still needs of it.</summary>
/// <param name="Model">The meaning.</param>
/// <param name="Id">The quiz's id with its place, or null where there is none.</param>
/// <param name="Syntax">The file as read, or null where nothing could be.</param>
internal sealed record BoundQuiz(QuizModel Model, Token? Id, QuizSyntax? Syntax);

/// <summary>Binds one file.</summary>
internal sealed class QuizBinder
{
    private static readonly Regex LanguageTag = new("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant);
    private static readonly Regex LeadingTruth = new(@"^\W*(true|false)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, TextSpan> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextSpan> _retired = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, TextSpan Span)> _questionMembers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, TextSpan Span)> _claimMembers = new(StringComparer.Ordinal);
    private Token? _quizId;

    private QuizBinder(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
    }

    /// <summary>Reads and binds a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="diagnostics">Where problems go.</param>
    public static BoundQuiz Bind(SourceText source, DiagnosticBag diagnostics)
    {
        if (!Utf8Check.Check(source, diagnostics) || IsEmpty(source, diagnostics))
            return new BoundQuiz(new QuizModel("", "", RichTextModel.Empty, null, EquatableArray<QuestionModel>.Empty), null, null);
        QuizSyntax syntax = QuizReader.Read(source, diagnostics);
        var binder = new QuizBinder(source, diagnostics);
        return new BoundQuiz(binder.Bind(syntax), binder._quizId, syntax);
    }

    private static bool IsEmpty(SourceText source, DiagnosticBag diagnostics)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (!char.IsWhiteSpace(source[i])) return false;
        }

        diagnostics.Report(Descriptors.EmptyFile, default);
        return true;
    }

    private QuizModel Bind(QuizSyntax syntax)
    {
        (string id, string language) = BindFrontMatter(syntax);
        if (syntax.Title is null && !syntax.FrontMatterSpan.IsEmpty && syntax.FrontMatterSpan.End < _source.Length)
            _diagnostics.Report(Descriptors.TitleMissing, new TextSpan(syntax.FrontMatterSpan.End, 0));

        var questions = new List<QuestionModel>();
        for (var i = 0; i < syntax.Questions.Count; i++)
        {
            if (BindQuestion(syntax.Questions[i], i + 1) is { } question) questions.Add(question);
        }

        RichTextModel? introduction = syntax.Title?.Introduction.Text;
        return new QuizModel(
            id,
            language,
            syntax.Title?.Title ?? RichTextModel.Empty,
            introduction is null or { UnicodeText.Length: 0 } ? null : introduction,
            questions.ToEquatableArray());
    }

    private (string Id, string Language) BindFrontMatter(QuizSyntax syntax)
    {
        var attributes = new AttributeReader(
            syntax.FrontMatter, "the front matter", Descriptors.FrontMatterKey, _diagnostics, "id", "language", "retired");
        foreach (Token retired in attributes.List("retired"))
        {
            CheckSlug(retired, Descriptors.FrontMatterValue);
            _retired[retired.Text] = retired.Span;
        }

        if (syntax.FrontMatterSpan.IsEmpty) return ("", "");
        TextSpan fence = _source.Lines[0].Span;
        _quizId = attributes["id"];
        string id = Require(attributes["id"], fence, "id", "a slug such as 'neural-networks'");
        if (attributes["id"] is { Text.Length: > 0 } idToken) CheckSlug(idToken, Descriptors.FrontMatterValue);
        string language = Require(attributes["language"], fence, "language", "a language tag such as 'en'");
        if (language.Length > 0 && !LanguageTag.IsMatch(language))
        {
            _diagnostics.Report(
                Descriptors.FrontMatterValue, attributes["language"]!.Span, $"'{language}' is no language tag. Write a BCP 47 tag such as 'en' or 'pt-BR'.");
        }

        return (id, language);
    }

    private string Require(Token? token, TextSpan fallback, string key, string example)
    {
        if (token is { Text.Length: > 0 }) return token.Text;
        _diagnostics.Report(
            Descriptors.FrontMatterValue, token?.Span ?? fallback, $"The front matter needs '{key}': {example}.");
        return "";
    }

    private QuestionModel? BindQuestion(QuestionSyntax syntax, int number)
    {
        SectionSyntax prompt = syntax.Prompt;
        if (syntax.PrintedNumber != number)
        {
            _diagnostics.Report(
                Descriptors.QuestionNumber, prompt.Heading.Span, number, syntax.PrintedNumber.ToString(CultureInfo.InvariantCulture));
        }

        if (syntax.Answers.Count == 0) _diagnostics.Report(Descriptors.AnswerMissing, prompt.Heading.Span, syntax.PrintedNumber);
        foreach (SectionSyntax second in syntax.Answers.Skip(1))
            _diagnostics.Report(Descriptors.UnexpectedHeading, second.Heading.Span, "A second answer to one question. Join them, or begin a new question.");
        if (prompt.Comment is null)
        {
            _diagnostics.Report(
                Descriptors.QuizCommentMissing, prompt.Heading.Span, "The question has no id. Write '<!-- quiz: id=a-slug -->' on the line below its heading.");
        }

        SectionSyntax? answer = syntax.Answers.Count > 0 ? syntax.Answers[0] : null;
        AttributeReader attributes = new(
            prompt.Comment?.Attributes ?? [], "a quiz comment", Descriptors.CommentKey, _diagnostics, "id", "kind", "value", "tolerance", "unit");
        Token? idToken = attributes["id"];
        if (prompt.Comment is not null && idToken is null)
            _diagnostics.Report(Descriptors.CommentValue, prompt.Comment.Span, "The quiz comment has no id: write 'id=a-slug'.");
        bool hasId = idToken is not null && Declare(idToken);
        string memberName = hasId ? MemberName.FromSlug(idToken!.Text, "Question") : "";
        hasId = hasId && DeclareMember(_questionMembers, memberName, idToken!);

        var kind = attributes.Word(
            "kind",
            ("open", QuestionKindModel.Open),
            ("true-false", QuestionKindModel.TrueFalse),
            ("numeric", QuestionKindModel.Numeric),
            ("choice", QuestionKindModel.Choice));

        var claims = new List<ClaimModel>();
        BindClaims(prompt.Prose, ClaimOriginModel.Prompt, claims);
        if (answer is not null) BindClaims(answer.Prose, ClaimOriginModel.Answer, claims);
        (List<ErratumModel> errata, double? correction) = BindErrata(syntax, kind, claims);
        CheckRefutedClaims(prompt, answer, claims, errata);
        TypedAnswerModel typed = BindTypedAnswer(kind, attributes, prompt, answer, correction);
        bool isByEditors = answer is not null && BindAuthor(answer);

        if (!hasId || answer is null) return null;
        return new QuestionModel(
            idToken!.Text,
            memberName,
            number,
            kind,
            prompt.Prose.Text,
            answer.Prose.Text,
            isByEditors,
            typed,
            claims.ToEquatableArray(),
            errata.ToEquatableArray());
    }

    private bool BindAuthor(SectionSyntax answer)
    {
        if (answer.Comment is null) return false;
        var attributes = new AttributeReader(answer.Comment.Attributes, "an answer comment", Descriptors.CommentKey, _diagnostics, "author");
        return attributes.Word("author", ("source", false), ("editors", true));
    }

    private void BindClaims(ProseSyntax prose, ClaimOriginModel origin, List<ClaimModel> claims)
    {
        foreach (ClaimSyntax syntax in prose.Claims)
        {
            if (BindClaim(syntax, origin) is { } claim) claims.Add(claim);
        }
    }

    private ClaimModel? BindClaim(ClaimSyntax syntax, ClaimOriginModel origin)
    {
        var attributes = new AttributeReader(
            syntax.Comment.Attributes, "a claim comment", Descriptors.CommentKey, _diagnostics, "expect", "values", "kind", "not-executable");
        var expected = attributes.Word(
            "expect",
            ("confirmed", ExpectedVerdictModel.Confirmed),
            ("qualified", ExpectedVerdictModel.Qualified),
            ("refuted", ExpectedVerdictModel.Refuted));
        bool isExistential = attributes.Word("kind", ("universal", false), ("existential", true));
        Token? reason = attributes["not-executable"];
        if (reason is { Text: var words } && words.Trim().Length == 0)
            _diagnostics.Report(Descriptors.CommentValue, syntax.Comment.Span, "Say why no program can check the words: not-executable=\"…\".");
        if (reason is not null && (attributes["expect"] ?? attributes["values"] ?? attributes["kind"]) is { } extra)
        {
            _diagnostics.Report(
                Descriptors.CommentKey, extra.Span, "A claim that is not executable has no verdict to expect and no values to check. Remove this key.");
        }

        if (syntax.Comment.Argument is not { } id)
        {
            _diagnostics.Report(Descriptors.CommentValue, syntax.Comment.Span, "The claim has no id: write '<!-- claim: a-slug … -->'.");
            return null;
        }

        if (syntax.Statement.UnicodeText.Length == 0) _diagnostics.Report(Descriptors.ClaimWithoutWords, syntax.Comment.Span, id.Text);
        var values = new List<double>();
        foreach ((double value, Token token) in attributes.Numbers("values"))
        {
            values.Add(value);
            if (!syntax.PrintedNumbers.Contains(value))
                _diagnostics.Report(Descriptors.ClaimValue, token.Span, id.Text, token.Text, Show(syntax.PrintedNumbers));
        }

        if (!Declare(id)) return null;
        string memberName = MemberName.FromSlug(id.Text, "Claim");
        if (!DeclareMember(_claimMembers, memberName, id)) return null;
        return new ClaimModel(
            id.Text, memberName, origin, syntax.Statement, values.ToEquatableArray(), expected, isExistential, reason?.Text);
    }

    private (List<ErratumModel> Errata, double? Correction) BindErrata(
        QuestionSyntax syntax, QuestionKindModel kind, List<ClaimModel> claims)
    {
        var errata = new List<ErratumModel>();
        double? correction = null;
        string[] correctable = [.. claims.Select(claim => claim.Id)];
        foreach (SectionSyntax section in syntax.Errata)
        {
            var ownClaims = new List<ClaimModel>();
            BindClaims(section.Prose, ClaimOriginModel.Erratum, ownClaims);
            claims.AddRange(ownClaims);
            if (section.Comment is null)
            {
                _diagnostics.Report(
                    Descriptors.QuizCommentMissing,
                    section.Heading.Span,
                    "The erratum does not say what it corrects. Write '<!-- erratum: kind=wrong-result claim=the-claim -->' on the line below its heading.");
                continue;
            }

            var attributes = new AttributeReader(
                section.Comment.Attributes, "an erratum comment", Descriptors.CommentKey, _diagnostics, "kind", "claim", "value");
            if (attributes["kind"] is null)
            {
                _diagnostics.Report(
                    Descriptors.CommentValue, section.Comment.Span, "The erratum has no kind: write kind=wrong-result, wrong-statement, outdated or imprecise.");
            }

            var erratumKind = attributes.Word(
                "kind",
                ("wrong-result", ErratumKindModel.WrongResult),
                ("wrong-statement", ErratumKindModel.WrongStatement),
                ("outdated", ErratumKindModel.Outdated),
                ("imprecise", ErratumKindModel.Imprecise));
            List<Token> corrected = [.. attributes.List("claim")];
            if (corrected.Count == 0)
                _diagnostics.Report(Descriptors.CommentValue, section.Comment.Span, "The erratum corrects no claim: write claim=the-claim.");
            foreach (Token claim in corrected.Where(claim => !correctable.Contains(claim.Text)))
                _diagnostics.Report(Descriptors.ErratumClaim, claim.Span, claim.Text, NearestName.Suggest(claim.Text, correctable));
            correction = BindCorrection(attributes, section, kind) ?? correction;
            errata.Add(new ErratumModel(
                erratumKind,
                corrected.Select(claim => claim.Text).ToEquatableArray(),
                section.Prose.Text,
                ownClaims.Select(claim => claim.Id).ToEquatableArray()));
        }

        return (errata, correction);
    }

    private double? BindCorrection(AttributeReader attributes, SectionSyntax section, QuestionKindModel kind)
    {
        if (attributes["value"] is not { } token) return null;
        if (kind != QuestionKindModel.Numeric)
        {
            _diagnostics.Report(Descriptors.CommentKey, token.Span, "Only the erratum of a numeric question has a value.");
            return null;
        }

        double? value = attributes.Number("value");
        if (value is { } number && !section.Prose.PrintedNumbers.Contains(number))
        {
            _diagnostics.Report(
                Descriptors.AnswerContradicted, token.Span, $"The erratum declares {token.Text}, which its words do not print. They print: {Show(section.Prose.PrintedNumbers)}.");
        }

        return value;
    }

    private void CheckRefutedClaims(SectionSyntax prompt, SectionSyntax? answer, List<ClaimModel> claims, List<ErratumModel> errata)
    {
        foreach (ClaimModel claim in claims.Where(claim => claim.Expected == ExpectedVerdictModel.Refuted))
        {
            if (errata.Any(erratum => erratum.CorrectedClaimIds.Contains(claim.Id))) continue;
            CommentSyntax? comment = prompt.Prose.Claims.Concat(answer?.Prose.Claims ?? [])
                .FirstOrDefault(syntax => syntax.Comment.Argument?.Text == claim.Id)?.Comment;
            _diagnostics.Report(Descriptors.RefutedWithoutErratum, comment?.Span ?? prompt.Heading.Span, claim.Id);
        }
    }

    private TypedAnswerModel BindTypedAnswer(
        QuestionKindModel kind, AttributeReader attributes, SectionSyntax prompt, SectionSyntax? answer, double? correction)
    {
        TextSpan place = prompt.Comment?.Span ?? prompt.Heading.Span;
        Token? value = attributes["value"];
        bool isValued = kind is QuestionKindModel.Numeric or QuestionKindModel.TrueFalse;
        if (isValued && value is null && prompt.Comment is not null)
            _diagnostics.Report(Descriptors.CommentValue, place, $"A {(kind == QuestionKindModel.Numeric ? "numeric" : "true-false")} question needs its answer: write value=….");
        if (!isValued && value is not null)
            _diagnostics.Report(Descriptors.CommentKey, value.Span, "Only a numeric or true-false question has a value. Set kind, or remove it.");
        if (kind != QuestionKindModel.Numeric && (attributes["tolerance"] ?? attributes["unit"]) is { } extra)
            _diagnostics.Report(Descriptors.CommentKey, extra.Span, "Only a numeric question has a tolerance or a unit. Set kind=numeric, or remove it.");

        var isTrue = false;
        double? printed = null;
        if (kind == QuestionKindModel.TrueFalse && value is not null)
        {
            isTrue = attributes.Word("value", ("false", false), ("true", true));
            CheckTruth(value, isTrue, answer);
        }
        else if (kind == QuestionKindModel.Numeric && value is not null)
        {
            printed = attributes.Number("value");
            if (printed is { } number && answer is not null && !answer.Prose.PrintedNumbers.Contains(number))
            {
                _diagnostics.Report(
                    Descriptors.AnswerContradicted,
                    value.Span,
                    $"The question declares the answer {value.Text}, which the prose of its answer does not print. It prints: {Show(answer.Prose.PrintedNumbers)}.");
            }
        }

        double tolerance = kind == QuestionKindModel.Numeric ? attributes.Number("tolerance") ?? 0 : 0;
        if (tolerance < 0) _diagnostics.Report(Descriptors.CommentValue, attributes["tolerance"]!.Span, "A tolerance is 0 or more.");
        CheckChoices(kind, prompt);
        return new TypedAnswerModel(
            isTrue,
            printed ?? 0,
            correction ?? printed ?? 0,
            tolerance,
            attributes["unit"]?.Text,
            prompt.Prose.Choices.Select(choice => new ChoiceModel(choice.Text, choice.IsChecked)).ToEquatableArray());
    }

    private void CheckTruth(Token value, bool isTrue, SectionSyntax? answer)
    {
        Match match = LeadingTruth.Match(answer?.Prose.Text.UnicodeText ?? "");
        if (!match.Success || string.Equals(match.Groups[1].Value, isTrue ? "true" : "false", StringComparison.OrdinalIgnoreCase)) return;
        _diagnostics.Report(
            Descriptors.AnswerContradicted, value.Span, $"The question declares {value.Text}, but its answer begins with '{match.Groups[1].Value}'.");
    }

    private void CheckChoices(QuestionKindModel kind, SectionSyntax prompt)
    {
        IReadOnlyList<ChoiceSyntax> choices = prompt.Prose.Choices;
        if (kind != QuestionKindModel.Choice)
        {
            if (choices.Count > 0) _diagnostics.Report(Descriptors.Choices, choices[0].Span, "Only a choice question has choices. Write kind=choice in its quiz comment.");
            return;
        }

        TextSpan place = prompt.Comment!.Span;
        if (choices.Count < 2)
            _diagnostics.Report(Descriptors.Choices, place, "A choice question's prompt ends in a task list of two choices or more: '- [x] right', '- [ ] wrong'.");
        else if (!choices.Any(choice => choice.IsChecked))
            _diagnostics.Report(Descriptors.Choices, choices[0].Span, "None of the choices is right. Tick at least one: '- [x] right'.");
        foreach (ChoiceSyntax choice in choices.Where(choice => choice.Text.UnicodeText.Length == 0))
            _diagnostics.Report(Descriptors.Choices, choice.Span, "This choice has no words.");
    }

    private bool Declare(Token id)
    {
        if (!CheckSlug(id, Descriptors.CommentValue)) return false;
        if (_retired.TryGetValue(id.Text, out TextSpan retired))
        {
            _diagnostics.Report(Descriptors.RetiredId, id.Span, id.Text, LineOf(retired));
            return false;
        }

        if (_ids.TryGetValue(id.Text, out TextSpan first))
        {
            _diagnostics.Report(Descriptors.DuplicateId, id.Span, id.Text, LineOf(first));
            return false;
        }

        _ids.Add(id.Text, id.Span);
        return true;
    }

    private bool DeclareMember(Dictionary<string, (string Id, TextSpan Span)> members, string memberName, Token id)
    {
        if (members.TryGetValue(memberName, out (string Id, TextSpan Span) first))
        {
            _diagnostics.Report(Descriptors.MemberCollision, id.Span, id.Text, first.Id, LineOf(first.Span), memberName);
            return false;
        }

        members.Add(memberName, (id.Text, id.Span));
        return true;
    }

    private bool CheckSlug(Token token, Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor)
    {
        if (Slug.IsValid(token.Text)) return true;
        _diagnostics.Report(descriptor, token.Span, $"'{token.Text}' is no slug: {Slug.Rule}.");
        return false;
    }

    private int LineOf(TextSpan span) => _source.Lines.GetLinePosition(span.Start).Line + 1;

    private static string Show(IReadOnlyList<double> numbers) =>
        numbers.Count == 0 ? "no number" : string.Join(", ", numbers.Take(12).Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
