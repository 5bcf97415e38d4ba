// Every diagnostic of the generator, and a bag to collect them in.

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace QuizKit.Generator.Validation;

/// <summary>One finding and its place in the quiz file.</summary>
internal sealed record QuizDiagnostic(DiagnosticDescriptor Descriptor, TextSpan Span, object[] Arguments);

/// <summary>Collects the findings of one file, so that all of them come in one run.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<QuizDiagnostic> _items = [];

    /// <summary>The findings in the order of the text.</summary>
    public IReadOnlyList<QuizDiagnostic> InTextOrder =>
        [.. _items.OrderBy(item => item.Span.Start).ThenBy(item => item.Descriptor.Id, System.StringComparer.Ordinal)];

    /// <summary>Takes out the findings that a predicate names, and returns how many there were.</summary>
    public int Remove(System.Predicate<QuizDiagnostic> isRemoved) => _items.RemoveAll(isRemoved);

    public void Report(DiagnosticDescriptor descriptor, TextSpan span, params object[] arguments) =>
        _items.Add(new QuizDiagnostic(descriptor, span, arguments));
}

/// <summary>The descriptors; ids are stable from the first release on.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor EmptyFile = Error(
        "QK0001", "Empty quiz file", "The quiz file is empty. Begin it with front matter: '---', 'id: …', 'language: …', '---'.");

    public static readonly DiagnosticDescriptor NotUtf8 = Error(
        "QK0002", "Quiz file is not UTF-8", "The quiz file is not UTF-8: this byte sequence is not valid there. Save the file as UTF-8.");

    public static readonly DiagnosticDescriptor FrontMatterMissing = Error(
        "QK0003", "Front matter missing or unclosed", "{0}");

    public static readonly DiagnosticDescriptor FrontMatterKey = Error(
        "QK0004", "Front matter key unknown or repeated", "{0}");

    public static readonly DiagnosticDescriptor FrontMatterValue = Error(
        "QK0005", "Front matter value missing or invalid", "{0}");

    public static readonly DiagnosticDescriptor TitleMissing = Error(
        "QK0006", "Title missing", "The quiz has no title. Write '# Title' below the front matter.");

    public static readonly DiagnosticDescriptor UnexpectedHeading = Error(
        "QK0007", "Unexpected heading", "{0}");

    public static readonly DiagnosticDescriptor QuestionNumber = Error(
        "QK0008", "Question out of sequence", "This is question {0} of the file, but its heading says {1}. Write '## Question {0}'; the id keeps its identity.");

    public static readonly DiagnosticDescriptor QuizCommentMissing = Error(
        "QK0009", "Comment with metadata missing", "{0}");

    public static readonly DiagnosticDescriptor UnknownComment = Error(
        "QK0010", "Unknown comment", "Unknown comment '{0}'.{1} The comments are quiz, answer, claim, /claim, erratum, suppress and note.");

    public static readonly DiagnosticDescriptor CommentKey = Error(
        "QK0011", "Comment key unknown, repeated or out of place", "{0}");

    public static readonly DiagnosticDescriptor CommentValue = Error(
        "QK0012", "Comment value missing or invalid", "{0}");

    public static readonly DiagnosticDescriptor MalformedComment = Error(
        "QK0013", "Malformed comment", "{0}");

    public static readonly DiagnosticDescriptor MisplacedComment = Error(
        "QK0014", "Misplaced comment", "{0}");

    public static readonly DiagnosticDescriptor DuplicateId = Error(
        "QK0015", "Duplicate id", "The id '{0}' is already used in line {1}. Ids identify for ever: choose another.");

    public static readonly DiagnosticDescriptor RetiredId = Error(
        "QK0016", "Retired id", "The id '{0}' is retired in the front matter (line {1}) and is never used again. Choose another.");

    public static readonly DiagnosticDescriptor AnswerMissing = Error(
        "QK0017", "Answer missing", "Question {0} has no answer. Write '### Answer' and the answer below its prompt.");

    public static readonly DiagnosticDescriptor EmptySection = Error(
        "QK0018", "Section without words", "{0} has no words.");

    public static readonly DiagnosticDescriptor ClaimBounds = Error(
        "QK0019", "Claim not closed or not open", "{0}");

    public static readonly DiagnosticDescriptor ClaimWithoutWords = Error(
        "QK0020", "Claim without words", "The claim '{0}' quotes no words. Put its comments around the sentence that it is about.");

    public static readonly DiagnosticDescriptor ClaimValue = Error(
        "QK0021", "Claim value not printed", "The claim '{0}' declares the value {1}, which its words do not print. They print: {2}.");

    public static readonly DiagnosticDescriptor UnbalancedMath = Error(
        "QK0022", "Unbalanced math", "{0}");

    public static readonly DiagnosticDescriptor UnknownTex = Error(
        "QK0023", "TeX outside the closed subset", "{0}");

    public static readonly DiagnosticDescriptor RawHtml = Error(
        "QK0024", "Raw HTML", "Raw HTML is not allowed in a quiz. Write it in Markdown, or escape the '<' as '\\<'.");

    public static readonly DiagnosticDescriptor UnsupportedMarkdown = Error(
        "QK0025", "Unsupported Markdown", "{0}");

    public static readonly DiagnosticDescriptor AnswerContradicted = Error(
        "QK0026", "Declared answer contradicts the prose", "{0}");

    public static readonly DiagnosticDescriptor RefutedWithoutErratum = Error(
        "QK0027", "Refuted claim without erratum", "The claim '{0}' is expected to be refuted, but no erratum of this question corrects it. Write '### Erratum' below the answer, with claim={0} in its comment.");

    public static readonly DiagnosticDescriptor ErratumClaim = Error(
        "QK0028", "Erratum of an unknown claim", "The erratum corrects '{0}', which is no claim of this question's prompt or answer.{1}");

    public static readonly DiagnosticDescriptor Choices = Error(
        "QK0029", "Choices missing or out of place", "{0}");

    public static readonly DiagnosticDescriptor MemberCollision = Error(
        "QK0030", "Ids become the same C# name", "The ids '{0}' and '{1}' (line {2}) both become the C# member '{3}'. Rename one of them.");

    public static readonly DiagnosticDescriptor DuplicateQuizId = Error(
        "QK0031", "Duplicate quiz id", "The quiz id '{0}' is already used in {1}({2},{3}). An id identifies one quiz of the project: choose another.");

    public static readonly DiagnosticDescriptor DuplicateClass = Error(
        "QK0032", "Two quiz files for one class", "This file and {0} would both become the class '{1}', and only the other one does. Rename the file, or set QuizClassName or QuizNamespace on its item.");

    public static readonly DiagnosticDescriptor DeadLink = Warning(
        "QK0033", "Dead link", "{0}");

    public static readonly DiagnosticDescriptor UnsafeLink = Error(
        "QK0034", "Link with a scheme that is not allowed", "{0} A quiz links to http, https and mailto addresses, to files beside it, and to its own headings.");

    public static readonly DiagnosticDescriptor MissingWords = Warning(
        "QK0035", "Link or picture without words", "{0}");

    public static readonly DiagnosticDescriptor BadSuppression = Error(
        "QK0036", "Suppression of what cannot be suppressed", "{0}");

    public static readonly DiagnosticDescriptor NeedlessSuppression = Warning(
        "QK0037", "Suppression without effect", "Nothing in this section is reported as {0}. Remove the comment.");

    public static readonly DiagnosticDescriptor InvalidMetadata = Error(
        "QK0038", "Invalid item metadata", "The item metadata {0} is '{1}', which is no {2}. Mend it in the project file.");

    /// <summary>All of them, by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        EmptyFile, NotUtf8, FrontMatterMissing, FrontMatterKey, FrontMatterValue, TitleMissing, UnexpectedHeading, QuestionNumber,
        QuizCommentMissing, UnknownComment, CommentKey, CommentValue, MalformedComment, MisplacedComment, DuplicateId, RetiredId,
        AnswerMissing, EmptySection, ClaimBounds, ClaimWithoutWords, ClaimValue, UnbalancedMath, UnknownTex, RawHtml,
        UnsupportedMarkdown, AnswerContradicted, RefutedWithoutErratum, ErratumClaim, Choices, MemberCollision, DuplicateQuizId,
        DuplicateClass, DeadLink, UnsafeLink, MissingWords, BadSuppression, NeedlessSuppression, InvalidMetadata);

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    // An error that someone turned off would compile a quiz with words or claims missing: errors cannot be configured.
    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) => new(
        id,
        title,
        message,
        "QuizKit",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: DocumentationLink.Of(id),
        customTags: severity == DiagnosticSeverity.Error ? [WellKnownDiagnosticTags.NotConfigurable] : []);
}
