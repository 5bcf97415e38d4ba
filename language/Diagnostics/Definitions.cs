// Every diagnostic of a quiz: the rules in the order of their ids, each with its messages below it.

namespace QuizKit.Language.Diagnostics;

internal static class Definitions
{
    private const string SlugRule =
        "A slug consists of lower-case ASCII letters and digits, in words joined by single hyphens, and begins with a letter.";

    private const string AllowedLinks = "A quiz links to http, https and mailto addresses, to files beside it, and to its own headings.";

    // First, because each rule below adds itself.
    private static readonly List<DiagnosticRule> Declared = [];

    private static readonly DiagnosticRule QK0001 = Error("QK0001", "Empty quiz file");
    public static readonly DiagnosticDefinition EmptyFile = new(
        QK0001, "The quiz file is empty. Begin it with front matter: '---', 'id: …', 'language: …', '---'.");

    private static readonly DiagnosticRule QK0002 = Error("QK0002", "Quiz file is not UTF-8");
    public static readonly DiagnosticDefinition NotUtf8 = new(
        QK0002, "The quiz file is not UTF-8: this byte sequence is not valid. Save the file as UTF-8.");

    private static readonly DiagnosticRule QK0003 = Error("QK0003", "Front matter missing or unclosed");
    public static readonly DiagnosticDefinition FrontMatterMissing = new(
        QK0003, "The file does not begin with front matter. Its first line is '---', then 'id: …' and 'language: …', then '---' again.");
    public static readonly DiagnosticDefinition FrontMatterUnclosed = new(
        QK0003, "The front matter is never closed. End it with a line '---'.");
    public static readonly DiagnosticDefinition FrontMatterTooLate = new(
        QK0003, "The front matter begins in the first line of the file, without spaces before it: remove what is above or before it.");
    public static readonly DiagnosticDefinition FrontMatterFence = new(
        QK0003, "The front matter begins and ends with a line of exactly three hyphens: write '---' instead of '{0}'.");
    public static readonly DiagnosticDefinition FrontMatterUnopened = new(
        QK0003, "The line '---' above the front matter is missing: write it as the first line of the file.");
    public static readonly DiagnosticDefinition ByteOrderMark = new(
        QK0003, "An invisible byte order mark (U+FEFF) stands here. Only the file itself begins with one: remove it.");

    private static readonly DiagnosticRule QK0004 = Error("QK0004", "Front matter key unknown or repeated");
    public static readonly DiagnosticDefinition FrontMatterKeyUnknown = new(
        QK0004, "Unknown key '{0}' in {1}.{2} The keys are {3}.");
    public static readonly DiagnosticDefinition FrontMatterKeyRepeated = new(
        QK0004, "The key '{0}' occurs twice in {1}. Remove one.");

    private static readonly DiagnosticRule QK0005 = Error("QK0005", "Front matter value missing or invalid");
    public static readonly DiagnosticDefinition FrontMatterLineInvalid = new(
        QK0005, "A line of front matter has the form 'key: value'.");
    public static readonly DiagnosticDefinition FrontMatterColonMissing = new(
        QK0005, "Between a key and its value stands a colon: write '{0}: {1}'.");
    public static readonly DiagnosticDefinition FrontMatterList = new(
        QK0005, "A list stands on the line of its key, separated by commas: write '{0}: {1}'.");
    public static readonly DiagnosticDefinition FrontMatterKeyMissing = new(
        QK0005, "The front matter needs '{0}': {1}.");
    public static readonly DiagnosticDefinition FrontMatterValueEmpty = new(
        QK0005, "The key '{0}' has no words behind it. Write them, or remove the key.");
    public static readonly DiagnosticDefinition FrontMatterSlugInvalid = new(
        QK0005, "'{0}' is not a valid slug. " + SlugRule);
    public static readonly DiagnosticDefinition LanguageInvalid = new(
        QK0005, "'{0}' is not a valid language tag. Write a BCP 47 tag such as 'en' or 'pt-BR'.");
    public static readonly DiagnosticDefinition CoverageInvalid = new(
        QK0005, "'{0}' is not a valid value of 'coverage'. Write 'complete' or 'open'.");
    public static readonly DiagnosticDefinition RetiredIdMissing = new(
        QK0005, "An id is missing here. List slugs, separated by commas, or remove the key 'retired'.");

    private static readonly DiagnosticRule QK0006 = Error("QK0006", "Title missing");
    public static readonly DiagnosticDefinition TitleMissing = new(
        QK0006, "The quiz has no title. Write '# Title' below the front matter.");

    private static readonly DiagnosticRule QK0007 = Error("QK0007", "Unexpected heading");
    public static readonly DiagnosticDefinition WordsBeforeTitle = new(
        QK0007, "There are words before the first heading. '# Title' comes directly after the front matter.");
    public static readonly DiagnosticDefinition HeadingUnderlined = new(
        QK0007, "A line of '=' or '-' below words makes them a heading. Write headings with '#', and a rule as '* * *'.");
    public static readonly DiagnosticDefinition TitleRepeated = new(
        QK0007, "This is a second title. A quiz has one '# Title', at its start.");
    public static readonly DiagnosticDefinition TitleTooLate = new(
        QK0007, "The title comes before the first question.");
    public static readonly DiagnosticDefinition SectionOutsideQuestion = new(
        QK0007, "'{0}' does not belong to a question: '## Question 1' is missing above it.");
    public static readonly DiagnosticDefinition AnswerRepeated = new(
        QK0007, "This is a second answer to one question. Merge the answers, or begin a new question.");
    public static readonly DiagnosticDefinition ExplanationRepeated = new(
        QK0007, "This is a second explanation of one question. Merge the explanations, or begin a new question.");
    public static readonly DiagnosticDefinition HeadingUnknown = new(
        QK0007,
        "Unknown heading.{0} The headings are '# Title', '## Question N', '### Hint', '### Answer', '### Explanation' and '### Erratum'.");
    public static readonly DiagnosticDefinition QuestionHeading = new(
        QK0007, "The heading of a question is its number, and a title if it has one: write '## Question {0}' or '## Question {0}: Title'.");
    public static readonly DiagnosticDefinition HeadingLookalike = new(
        QK0007, "The character {0} in this heading is invisible or only looks like a letter, digit or space. Type '{1}' again.");
    public static readonly DiagnosticDefinition HeadingSpaceMissing = new(
        QK0007, "This line is not a heading: '#' marks and a plain space come before its words. Write '{0}'.");

    private static readonly DiagnosticRule QK0008 = Error("QK0008", "Question out of sequence");
    public static readonly DiagnosticDefinition QuestionNumber = new(
        QK0008,
        "This is question {0}, and the one above it is question {1}. Numbers rise, with or without gaps: write '## Question {2}' and "
            + "number those below it on from there, or '## Question' for the next number. Ids stay as they are.");

    private static readonly DiagnosticRule QK0009 = Error("QK0009", "Comment with metadata missing");
    public static readonly DiagnosticDefinition QuizCommentMissing = new(
        QK0009,
        "The question has no id, and none can be made of its words, which have no letter from a to z. "
            + "Write '<!-- quiz: id=a-slug -->' on the line below its heading.");
    public static readonly DiagnosticDefinition ErratumCommentMissing = new(
        QK0009,
        "The erratum does not say what it corrects. "
            + "Write '<!-- erratum: kind=wrong-result claim=the-claim -->' on the line below its heading.");

    private static readonly DiagnosticRule QK0010 = Error("QK0010", "Unknown comment");
    public static readonly DiagnosticDefinition CommentUnknown = new(
        QK0010, "Unknown comment '{0}'.{1} The comments are quiz, answer, claim, /claim, not-checkable, /not-checkable, slip, erratum, "
            + "choice, suppress and note.");

    private static readonly DiagnosticRule QK0011 = Error("QK0011", "Comment key unknown, repeated or out of place");
    public static readonly DiagnosticDefinition CommentKeyUnknown = new(
        QK0011, "Unknown key '{0}' in {1}.{2} The keys are {3}.");
    public static readonly DiagnosticDefinition CommentKeyRepeated = new(
        QK0011, "The key '{0}' occurs twice in {1}. Remove one.");
    public static readonly DiagnosticDefinition NotExecutableClaimKey = new(
        QK0011, "A claim that is not executable has no verdict to expect and no values to check. Remove this key.");
    public static readonly DiagnosticDefinition ErratumValueUnexpected = new(
        QK0011, "Only an erratum to a numeric question has a value. Remove this key.");
    public static readonly DiagnosticDefinition ValueUnexpected = new(
        QK0011, "Only a numeric or true-false question has a value. Set 'kind', or remove this key.");
    public static readonly DiagnosticDefinition NumericKeyUnexpected = new(
        QK0011, "Only a numeric question has tolerance, digits, accept or unit. Set kind=numeric, or remove this key.");
    public static readonly DiagnosticDefinition ToleranceWithDigits = new(
        QK0011, "A question has a tolerance or digits, not both. Remove one.");

    private static readonly DiagnosticRule QK0012 = Error("QK0012", "Comment value missing or invalid");
    public static readonly DiagnosticDefinition CommentWordInvalid = new(
        QK0012, "'{0}' is not a valid value of '{1}'.{2} The values are {3}.");
    public static readonly DiagnosticDefinition CommentNumberInvalid = new(
        QK0012, "'{0}' is not a valid number for '{1}'. Write it like 2817, -1.5, 3.8e-6 or 1/4.");
    public static readonly DiagnosticDefinition CommentPercentage = new(
        QK0012, "'{0}' is not a valid number for '{1}'. Write {2} and unit=%, or {2}e-2 for the part of one.");
    public static readonly DiagnosticDefinition CommentListInBrackets = new(
        QK0012, "A list has no brackets around it: write {0}=\"{1}\".");
    public static readonly DiagnosticDefinition CommentSlugInvalid = new(
        QK0012, "'{0}' is not a valid slug. " + SlugRule);
    public static readonly DiagnosticDefinition TagRepeated = new(
        QK0012, "The tag '{0}' occurs twice. Remove one.");
    public static readonly DiagnosticDefinition AnswerValueMissing = new(
        QK0012, "A {0} question needs its answer: write value=….");
    public static readonly DiagnosticDefinition ToleranceNegative = new(
        QK0012, "A tolerance is 0 or more.");
    public static readonly DiagnosticDefinition DigitsInvalid = new(
        QK0012, "'{0}' is not a number of significant digits. Write digits=3, or another number from 1 to 15.");
    public static readonly DiagnosticDefinition DigitsOfZero = new(
        QK0012, "The number 0 has no significant digits. Write a tolerance instead.");
    public static readonly DiagnosticDefinition DigitsNotWritten = new(
        QK0012, "The value {0} has fewer than {1} significant digits. Write as many as are compared, zeros too, or a smaller number.");
    public static readonly DiagnosticDefinition AcceptedInvalid = new(
        QK0012, "'{0}' is not a number or an interval. Write accept=\"-2\", accept=\"2.5 to 3.5\", or several, joined by 'or'.");
    public static readonly DiagnosticDefinition IntervalReversed = new(
        QK0012, "An interval goes from a smaller number to a larger one, and '{0}' does not.");
    public static readonly DiagnosticDefinition ClaimIdMissing = new(
        QK0012, "The claim has no id: write '<!-- claim: a-slug … -->'.");
    public static readonly DiagnosticDefinition NotExecutableReasonMissing = new(
        QK0012, "Say why a program cannot check the words: not-executable=\"…\".");
    public static readonly DiagnosticDefinition NotCheckableReasonMissing = new(
        QK0012, "Say why the words cannot be checked: reason=\"…\".");
    public static readonly DiagnosticDefinition MisconceptionMissing = new(
        QK0012, "The choice comment names no misconception: write misconception=a-slug.");
    public static readonly DiagnosticDefinition MisconceptionOfRightChoice = new(
        QK0012, "A right choice shows no misconception. Remove this comment, or the tick.");
    public static readonly DiagnosticDefinition ErratumKindMissing = new(
        QK0012, "The erratum has no kind: write kind=wrong-result, wrong-statement, outdated or imprecise.");
    public static readonly DiagnosticDefinition ErratumClaimMissing = new(
        QK0012, "The erratum does not name the claim that it corrects: write claim=the-claim.");
    public static readonly DiagnosticDefinition SuppressionReasonMissing = new(
        QK0012, "Say why the warning is accepted: reason=\"…\".");

    private static readonly DiagnosticRule QK0013 = Error("QK0013", "Malformed comment");
    public static readonly DiagnosticDefinition ColonMissing = new(
        QK0013, "A colon is missing after '{0}': write '<!-- {0}: … -->'.");
    public static readonly DiagnosticDefinition KeyWithoutValue = new(
        QK0013, "'{0}' is not 'key=value'. A value that contains a space is quoted: key=\"a b\".");
    public static readonly DiagnosticDefinition ValueUnquoted = new(
        QK0013, "'{0}' is not 'key=value'. A value that contains a space is quoted: {1}=\"{2}\".");
    public static readonly DiagnosticDefinition IdWithoutKey = new(
        QK0013, "'{0}' is not 'key=value'. If it is the question's id, write 'id={0}'.");
    public static readonly DiagnosticDefinition ClaimIdWithKey = new(
        QK0013, "The id of a claim has no key: write '<!-- claim: {0} … -->'.");
    public static readonly DiagnosticDefinition SpaceAroundEquals = new(
        QK0013, "No space stands around the '=' of a key: write '{0}={1}'.");
    public static readonly DiagnosticDefinition ColonForEquals = new(
        QK0013, "Between a key and its value stands '=': write '{0}={1}'.");
    public static readonly DiagnosticDefinition SeparatorBetweenKeys = new(
        QK0013, "Only spaces stand between the parts of a comment. Remove each '{0}'.");
    public static readonly DiagnosticDefinition CommentMarkWide = new(
        QK0013, "'{0}' is a full-width character. Write '{1}' instead.");
    public static readonly DiagnosticDefinition QuotationMarkCurly = new(
        QK0013, "Values are quoted by straight double quotation marks: write {0}=\"{1}\".");
    public static readonly DiagnosticDefinition QuotationMarkUnclosed = new(
        QK0013, "This quotation mark is never closed.");
    public static readonly DiagnosticDefinition ClosingCommentNotEmpty = new(
        QK0013, "A closing comment is '<!-- {0} -->' and contains nothing else.");
    public static readonly DiagnosticDefinition CommentUnclosed = new(
        QK0013, "This comment is never closed: '-->' is missing.");
    public static readonly DiagnosticDefinition CommentUnclosedInParagraph = new(
        QK0013, "This comment is never closed: '-->' is missing in its paragraph.");
    public static readonly DiagnosticDefinition OpeningMarkWrong = new(
        QK0013, "A comment begins with '<!--'. Write that mark instead.");

    private static readonly DiagnosticRule QK0014 = Error("QK0014", "Misplaced comment");
    public static readonly DiagnosticDefinition WordsAfterComment = new(
        QK0014,
        "In Markdown, words after a comment that begins a line are raw HTML. "
            + "Put the comment at the end of the previous line, or on a line of its own.");
    public static readonly DiagnosticDefinition CommentInHeading = new(
        QK0014, "A heading cannot contain comments. Put the comment below it.");
    public static readonly DiagnosticDefinition CommentInFormula = new(
        QK0014, "A formula cannot contain comments. Put the comment before or after the formula.");
    public static readonly DiagnosticDefinition CommentInFence = new(
        QK0014, "The line that opens a block of code cannot contain comments. Put the comment on the line above it.");
    public static readonly DiagnosticDefinition ChoiceCommentMisplaced = new(
        QK0014, "The comment 'choice' belongs behind the words of a choice, once in each.");
    public static readonly DiagnosticDefinition QuotationInIntroduction = new(
        QK0014, "The {0} is in the introduction, which belongs to no question: move it into a question, or remove its comments.");
    public static readonly DiagnosticDefinition CommentNotBelowHeading = new(
        QK0014, "The comment '{0}' belongs on the line below its heading.");

    private static readonly DiagnosticRule QK0015 = Error("QK0015", "Duplicate id");
    public static readonly DiagnosticDefinition DuplicateId = new(
        QK0015, "The id '{0}' is already used in line {1}. Ids are permanent; choose a different one.");
    public static readonly DiagnosticDefinition DerivedIdTaken = new(
        QK0015,
        "The question writes no id, and its words make '{0}', which is already used in line {1}. "
            + "Write '<!-- quiz: id=a-slug -->' on the line below its heading.");

    private static readonly DiagnosticRule QK0016 = Error("QK0016", "Retired id");
    public static readonly DiagnosticDefinition RetiredId = new(
        QK0016, "The id '{0}' is retired in the front matter (line {1}) and cannot be used again. Choose a different one.");

    private static readonly DiagnosticRule QK0017 = Error("QK0017", "Answer missing");
    public static readonly DiagnosticDefinition AnswerMissing = new(
        QK0017, "Question {0} has no answer. Write '### Answer' and the answer below its prompt.");

    private static readonly DiagnosticRule QK0018 = Error("QK0018", "Section without words");
    public static readonly DiagnosticDefinition TitleEmpty = new(QK0018, "The title has no words.");
    public static readonly DiagnosticDefinition PromptEmpty = new(QK0018, "The prompt of this question has no words.");
    public static readonly DiagnosticDefinition HintEmpty = new(QK0018, "The hint has no words.");
    public static readonly DiagnosticDefinition SlipEmpty = new(QK0018, "The slip has no words.");
    public static readonly DiagnosticDefinition ExplanationEmpty = new(QK0018, "The explanation has no words.");
    public static readonly DiagnosticDefinition AnswerEmpty = new(QK0018, "The answer has no words.");
    public static readonly DiagnosticDefinition ErratumEmpty = new(QK0018, "The erratum has no words.");

    private static readonly DiagnosticRule QK0019 = Error("QK0019", "Claim not closed or not open");
    public static readonly DiagnosticDefinition QuotationNotOpen = new(
        QK0019, "This comment does not close a {0}: none is open in this section.");
    public static readonly DiagnosticDefinition QuotationUnclosed = new(
        QK0019, "The {0} is never closed: write '<!-- /{1} -->' after its words, in the same section.");
    public static readonly DiagnosticDefinition QuotationsOverlap = new(
        QK0019, "The {0} ends here, but the {1} that was opened in it does not: close the inner one first.");
    public static readonly DiagnosticDefinition QuotationCutsFormatting = new(
        QK0019, "The {0} cuts through emphasis or a link: open and close it on the same side of it.");
    public static readonly DiagnosticDefinition QuotationInPicture = new(
        QK0019, "The {0} cannot quote a part of a picture's alternative text: open it before the picture and close it after.");

    private static readonly DiagnosticRule QK0020 = Error("QK0020", "Claim without words");
    public static readonly DiagnosticDefinition QuotationEmpty = new(
        QK0020, "The {0} quotes no words. Put its comments around the sentence that it is about.");

    private static readonly DiagnosticRule QK0021 = Error("QK0021", "Claim value not printed");
    public static readonly DiagnosticDefinition ClaimValueNotPrinted = new(
        QK0021, "The claim '{0}' declares the value {1}, which its words do not print. They print: {2}.");

    private static readonly DiagnosticRule QK0022 = Error("QK0022", "Unbalanced math");
    public static readonly DiagnosticDefinition DollarUnbalanced = new(
        QK0022, "This '$' has no partner in its paragraph. A formula is '$…$'; a literal dollar sign is '\\$'.");
    public static readonly DiagnosticDefinition DollarsUnbalanced = new(
        QK0022,
        "These dollar signs have no partners in their paragraph, which an empty line, a list or a heading ends. "
            + "Write '$$' on a line of its own above and below the formula.");
    public static readonly DiagnosticDefinition FormulaCutOff = new(
        QK0022,
        "This formula is cut off, because one of its next lines begins like a list, a heading or a rule. "
            + "Put the sign at the end of the line before, or write '$$' on a line of its own above and below the formula.");
    public static readonly DiagnosticDefinition DollarSpace = new(
        QK0022,
        "A space stands just inside one dollar sign of this formula and not inside the other. Write '${0}$'; a literal dollar sign is '\\$'.");
    public static readonly DiagnosticDefinition DollarBesideWord = new(
        QK0022,
        "A letter or digit touches these dollar signs, and there are words between them. "
            + "Leave a space beside the formula '${0}$'; a literal dollar sign is '\\$'.");
    public static readonly DiagnosticDefinition BackslashUnbalanced = new(
        QK0022, @"This '\{0}' has no '\{1}' in its paragraph. A formula is '$…$', or '$$' on a line of its own above and below it.");
    public static readonly DiagnosticDefinition MathBlockUnclosed = new(
        QK0022, "This '$$' is never closed.");
    public static readonly DiagnosticDefinition MathBlockUnclosedInContainer = new(
        QK0022,
        "This '$$' is not closed in its list item or quotation. "
            + "Each line of the formula, and the '$$' below it, begins like the first: as far in, or with its '>'.");
    public static readonly DiagnosticDefinition WordsBehindFormula = new(
        QK0022, "These words stand behind the '$$' that ends a formula. Put them on the next line.");
    public static readonly DiagnosticDefinition BraceUnopened = new(
        QK0022, "This '}' closes nothing in its formula.");
    public static readonly DiagnosticDefinition BraceUnclosed = new(
        QK0022, "This '{' is never closed in its formula.");
    public static readonly DiagnosticDefinition SubscriptRepeated = new(
        QK0022, "This is a second subscript on one symbol: use braces.");
    public static readonly DiagnosticDefinition SuperscriptRepeated = new(
        QK0022, "This is a second superscript on one symbol: use braces.");
    public static readonly DiagnosticDefinition NestingTooDeep = new(
        QK0022, "The formula nests deeper than {0} braces, brackets and arguments.");
    public static readonly DiagnosticDefinition LeftWithoutRight = new(
        QK0022, @"This '\left' has no '\right' in its braces.");
    public static readonly DiagnosticDefinition RightWithoutLeft = new(
        QK0022, @"This '\right' has no '\left' in its braces.");
    public static readonly DiagnosticDefinition DelimiterMissing = new(
        QK0022, @"A delimiter is missing after '{0}': one of ( ) [ ] \{{ \}} | or a dot for none.");
    public static readonly DiagnosticDefinition ArgumentMissing = new(
        QK0022, "The formula ends where {0} should follow.");
    public static readonly DiagnosticDefinition BackslashAtEnd = new(
        QK0022, "The formula ends in a backslash.");
    public static readonly DiagnosticDefinition DegreeUnclosed = new(
        QK0022, @"The '[' of this \sqrt is never closed.");
    public static readonly DiagnosticDefinition EnvironmentNameMissing = new(
        QK0022, @"'\{0}' takes the name of its environment in braces: '\{0}{{aligned}}'.");
    public static readonly DiagnosticDefinition EnvironmentUnclosed = new(
        QK0022, @"This '\begin{{{0}}}' has no '\end{{{0}}}' in its braces.");
    public static readonly DiagnosticDefinition EnvironmentUnopened = new(
        QK0022, @"This '\end{{{0}}}' closes no environment.");
    public static readonly DiagnosticDefinition EnvironmentMismatched = new(
        QK0022, @"This '\end{{{0}}}' closes '\begin{{{1}}}': both have the same name.");
    public static readonly DiagnosticDefinition CellOutsideEnvironment = new(
        QK0022,
        "This '{0}' separates cells or rows, and is not in an environment such as aligned, or is in braces or between '\\left' and '\\right' there.");
    public static readonly DiagnosticDefinition InfixRepeated = new(
        QK0022, @"This '\{0}' is the second command of its kind in one group: put one of them in braces, or write '\frac' or '\binom'.");
    public static readonly DiagnosticDefinition DollarInWords = new(
        QK0022, "This '$' opens a formula among the words of another one, and never closes it. A literal dollar sign is '\\$'.");
    public static readonly DiagnosticDefinition WordsWithoutBraces = new(
        QK0022, @"'\{0}' takes its words in braces.");

    private static readonly DiagnosticRule QK0023 = Error("QK0023", "TeX outside the closed subset");
    public static readonly DiagnosticDefinition TexCharacterUnknown = new(
        QK0023, "The character '{0}' is not part of the TeX that a quiz may use.");
    public static readonly DiagnosticDefinition TexCharacterInvisible = new(
        QK0023, "The invisible character {0} stands here. It is not part of the TeX that a quiz may use: delete it.");
    public static readonly DiagnosticDefinition TexCommandUnknown = new(
        QK0023, @"The command '\{0}' is not part of the TeX that a quiz may use.{1}");
    public static readonly DiagnosticDefinition EnvironmentUnknown = new(
        QK0023, @"The environment '{0}' is not part of the TeX that a quiz may use.{1}");
    public static readonly DiagnosticDefinition ArrayColumnsUnknown = new(
        QK0023, @"'\begin{array}' takes its columns in braces, a letter for each: l, c or r, such as '{lcr}'. There are no lines.");
    public static readonly DiagnosticDefinition TexWordsNotPlain = new(
        QK0023, @"The words of '\{0}' are plain text: '{1}' is not allowed there.");
    public static readonly DiagnosticDefinition ColourUnknown = new(
        QK0023, "'{0}' is not a colour that a quiz may use. Write '#rrggbb' or one of {1}.");
    public static readonly DiagnosticDefinition SpaceInvalid = new(
        QK0023, @"'{0}' is not the width of a space: write '\hspace{{1em}}', with at most 20 em.");
    public static readonly DiagnosticDefinition LimitsMisplaced = new(
        QK0022, @"'\{0}' stands behind the operator whose limits it places, such as '\sum\{0}_{{i=1}}^n'.");
    public static readonly DiagnosticDefinition NegationUnknown = new(
        QK0023, @"'{0}': '\not' strikes out one relation that has a sign of its own when struck out, such as '\not\in' or '\not='.");

    private static readonly DiagnosticRule QK0024 = Error("QK0024", "Raw HTML");
    public static readonly DiagnosticDefinition RawHtml = new(
        QK0024, "Raw HTML is not allowed in a quiz, except for <br> and, around words, <sub>, <sup> and <kbd>, which do not nest. "
            + "Write it in Markdown, or escape the '<' as '\\<'.");

    public static readonly DiagnosticDefinition TypeOutsideCode = new(
        QK0024,
        "Raw HTML is not allowed in a quiz. If this is code, write it between backticks: `{0}`; otherwise escape the '<' as '\\<'.");

    private static readonly DiagnosticRule QK0025 = Error("QK0025", "Unsupported Markdown");
    public static readonly DiagnosticDefinition CodeUnclosed = new(
        QK0025, "This code block is never closed.");
    public static readonly DiagnosticDefinition CodeIndented = new(
        QK0025, "Indented code is often an accident. Write code between lines of three backticks.");
    public static readonly DiagnosticDefinition PipeInTableCode = new(
        QK0025, "In a table, this '|' ends the cell, even in code. Write '\\|'.");
    public static readonly DiagnosticDefinition PipeInTableFormula = new(
        QK0025, "In a table, this '|' ends the cell, even in a formula. Write '\\|', or '\\vert'.");
    public static readonly DiagnosticDefinition MarkHidden = new(
        QK0025,
        "The character {0} stands where Markdown wants a plain space or nothing, so that '{1}' is read as words. "
            + "Type that again; if words are meant, write '{2}'.");
    public static readonly DiagnosticDefinition HeadingNested = new(
        QK0025, "A heading cannot be inside a list or a quotation.");
    public static readonly DiagnosticDefinition FootnoteUnsupported = new(
        QK0025, "A quiz has no footnotes. Write the words of the note in their place, in brackets for instance.");
    public static readonly DiagnosticDefinition AlertMalformed = new(
        QK0025,
        "The mark of an alert stands alone on the first line of its quotation, above its words: '> [!NOTE]'. "
            + "The alerts are {0}. If none is meant, write '\\['.");
    public static readonly DiagnosticDefinition FoldUnsupported = new(
        QK0025,
        "A quiz has no folded blocks, because its answers are shown when a reader asks for them. "
            + "Remove '<details>', '<summary>' and '</details>', and keep the words.");
    public static readonly DiagnosticDefinition AttributesUnsupported = new(
        QK0025, "A quiz has no attributes in braces: remove them. If they are words, write '\\{'.");
    public static readonly DiagnosticDefinition MarkdownUnsupported = new(
        QK0025, "A quiz may not use the Markdown construct '{0}'. See the file format for what it may use.");

    private static readonly DiagnosticRule QK0026 = Error("QK0026", "Declared answer contradicts the prose");
    public static readonly DiagnosticDefinition AnswerNotPrinted = new(
        QK0026, "The question declares the answer {0}, which the prose of its answer does not print. It prints: {1}.");
    public static readonly DiagnosticDefinition TruthContradicted = new(
        QK0026, "The question declares {0}, but its answer begins with '{1}'.");
    public static readonly DiagnosticDefinition CorrectionNotPrinted = new(
        QK0026, "The erratum declares {0}, which its words do not print. They print: {1}.");

    public static readonly DiagnosticDefinition AcceptedNotPrinted = new(
        QK0026, "The question accepts {0}, which the prose of its answer and errata does not print. It prints: {1}.");
    public static readonly DiagnosticDefinition ValueOutsideIntervals = new(
        QK0026, "The right value {0} is in none of the intervals that the question accepts.");

    private static readonly DiagnosticRule QK0027 = Error("QK0027", "Refuted claim without erratum");
    public static readonly DiagnosticDefinition RefutedWithoutErratum = new(
        QK0027,
        "The claim '{0}' is expected to be refuted, but no erratum of this question corrects it. "
            + "Write '### Erratum' below the answer, with claim={0} in its comment.");

    private static readonly DiagnosticRule QK0028 = Error("QK0028", "Erratum of an unknown claim");
    public static readonly DiagnosticDefinition ErratumClaimUnknown = new(
        QK0028, "The erratum corrects '{0}', which is not a claim of this question.{1}");

    private static readonly DiagnosticRule QK0029 = Error("QK0029", "Choices missing or out of place");
    public static readonly DiagnosticDefinition TaskListMisplaced = new(
        QK0029, "A task list offers the choices of a choice question: it ends the prompt, and nothing follows it.");
    public static readonly DiagnosticDefinition WordsBelowChoices = new(
        QK0029, "The choices end the prompt. Write these words above them; what belongs to a choice is indented like its words.");
    public static readonly DiagnosticDefinition CodeBelowChoices = new(
        QK0029,
        "The choices end the prompt. If this code belongs to the choice above it, indent the code by two spaces, as its words are.");
    public static readonly DiagnosticDefinition ChoiceUnmarked = new(
        QK0029, "Every choice begins with '[ ]' or '[x]'.");
    public static readonly DiagnosticDefinition ChoicesUnexpected = new(
        QK0029, "Only a choice question has choices. Write kind=choice in its quiz comment, or no kind.");
    public static readonly DiagnosticDefinition ChoicesMissing = new(
        QK0029, "The prompt of a choice question ends in a task list of two or more choices: '- [x] right', '- [ ] wrong'.");
    public static readonly DiagnosticDefinition RightChoiceMissing = new(
        QK0029, "None of the choices is right. Tick at least one: '- [x] right'.");
    public static readonly DiagnosticDefinition ChoiceEmpty = new(
        QK0029, "This choice has no words.");

    private static readonly DiagnosticRule QK0030 = Error("QK0030", "Ids become the same C# name");
    public static readonly DiagnosticDefinition MemberCollision = new(
        QK0030, "'{0}' and '{1}' (line {2}) both become the C# member '{3}'. Rename one of them.");

    private static readonly DiagnosticRule QK0031 = Error("QK0031", "Duplicate quiz id");
    public static readonly DiagnosticDefinition DuplicateQuizId = new(
        QK0031, "The quiz id '{0}' is already used in {1}({2},{3}). An id identifies one quiz of the project; choose a different one.");

    private static readonly DiagnosticRule QK0032 = Error("QK0032", "Two quiz files for one class");
    public static readonly DiagnosticDefinition DuplicateClass = new(
        QK0032,
        "This file and {0} would both become the class '{1}', and only the other one does. "
            + "Rename the file, or set QuizClassName or QuizNamespace on its item.");

    private static readonly DiagnosticRule QK0033 = Warning("QK0033", "Dead link");
    public static readonly DiagnosticDefinition LinkToNoHeading = new(
        QK0033, "The quiz has no heading '#{0}'.{1} Headings are linked as #question-1.");
    public static readonly DiagnosticDefinition LinkToNoFile = new(
        QK0033, "There is no file '{0}' beside the quiz. A relative link starts from the folder of the quiz file.");
    public static readonly DiagnosticDefinition LinkUndefined = new(
        QK0033, "The quiz does not define '[{0}]'. Write '[{0}]: address' on a line of its own, or '\\[' for a bracket that is words.");
    public static readonly DiagnosticDefinition LinkEmpty = new(
        QK0033, "The link leads nowhere: its address is empty.");

    private static readonly DiagnosticRule QK0034 = Error("QK0034", "Link with a scheme that is not allowed");
    public static readonly DiagnosticDefinition LinkSchemeNotAllowed = new(
        QK0034, "The scheme '{0}:' is not allowed in a link. " + AllowedLinks);
    public static readonly DiagnosticDefinition LinkWithBackslash = new(
        QK0034, "A backslash is not allowed in the address of a link: browsers read it as a slash. " + AllowedLinks);
    public static readonly DiagnosticDefinition LinkWithoutScheme = new(
        QK0034, "An address that begins with '//' takes its scheme from the page that shows it. " + AllowedLinks);

    private static readonly DiagnosticRule QK0035 = Warning("QK0035", "Link or picture without words");
    public static readonly DiagnosticDefinition PictureWithoutWords = new(
        QK0035, "The picture has no alternative text for readers who cannot see it: write ![what it shows](address).");
    public static readonly DiagnosticDefinition LinkWithoutWords = new(
        QK0035, "The link has no words to follow: write [words](address).");

    private static readonly DiagnosticRule QK0036 = Error("QK0036", "Suppression of what cannot be suppressed");
    public static readonly DiagnosticDefinition SuppressionWithoutId = new(
        QK0036, "The comment does not name a warning. The warnings that can be suppressed are {0}.");
    public static readonly DiagnosticDefinition SuppressionOfError = new(
        QK0036, "'{0}' is an error and cannot be suppressed. The warnings that can be suppressed are {1}.");
    public static readonly DiagnosticDefinition SuppressionUnknown = new(
        QK0036, "'{0}' is not a warning that can be suppressed. Those are {1}.");

    private static readonly DiagnosticRule QK0037 = Warning("QK0037", "Suppression without effect");
    public static readonly DiagnosticDefinition SuppressionNeedless = new(
        QK0037, "Nothing in this section is reported as {0}. Remove the comment.");

    private static readonly DiagnosticRule QK0038 = Error("QK0038", "Invalid item metadata");
    public static readonly DiagnosticDefinition MetadataInvalid = new(
        QK0038, "Item metadata '{0}' has the value '{1}', which is not a valid {2}. Fix it in the project file.");

    private static readonly DiagnosticRule QK0039 = Error("QK0039", "Sentence without a claim");
    public static readonly DiagnosticDefinition SentenceUncovered = new(
        QK0039,
        "No claim quotes the words '{0}', and the front matter says 'coverage: complete'. Put '<!-- claim: ID -->' and '<!-- /claim -->' "
            + "around them, or, if nothing can be checked, '<!-- not-checkable: reason=\"…\" -->' and '<!-- /not-checkable -->'.");

    private static readonly DiagnosticRule QK0040 = Warning("QK0040", "Verdict and errata disagree");
    public static readonly DiagnosticDefinition QualifiedWithoutErratum = new(
        QK0040,
        "The claim '{0}' is expected to be qualified, but no erratum of this question says where it does not hold. "
            + "Write '### Erratum' below the answer, with claim={0} in its comment.");
    public static readonly DiagnosticDefinition ErratumOfConfirmedClaim = new(
        QK0040,
        "The erratum corrects '{0}', which is expected to be confirmed. "
            + "Expect 'qualified' or 'refuted', or remove the id from the erratum.");

    private static readonly DiagnosticRule QK0041 = Error("QK0041", "Internal error");
    public static readonly DiagnosticDefinition InternalError = new(
        QK0041,
        "QuizKit failed on this file, and that is a mistake of QuizKit: {0}: {1}. "
            + "Report this message, with the file, as an issue of QuizKit. The other quizzes of the project are compiled.");

    private static readonly DiagnosticRule QK0042 = Error("QK0042", "Limit exceeded");
    public static readonly DiagnosticDefinition FileTooLarge = new(
        QK0042, "The quiz has {0} characters, and a quiz file has at most {1}. Move some of its questions into a second file.");
    public static readonly DiagnosticDefinition BlocksTooDeep = new(
        QK0042, "Lists and quotations nest at most {0} deep. Write this outside of those around it.");
    public static readonly DiagnosticDefinition InlinesTooDeep = new(
        QK0042, "Emphasis, links and pictures nest at most {0} deep. Remove some of the marks around these words.");
    public static readonly DiagnosticDefinition MarksTooMany = new(
        QK0042, "A paragraph has at most {0} {1}. Begin a new paragraph, or put a backslash before marks that are meant as words.");
    public static readonly DiagnosticDefinition TableTooRagged = new(
        QK0042,
        "The rows of this table leave out {0} cells, more than its {1} characters. "
            + "Write every row with as many cells as the longest one, or divide the table.");
    public static readonly DiagnosticDefinition QuotationsTooDeep = new(
        QK0042, "Claims and not-checkable passages nest at most {0} deep. Close one of those around this one before you open it.");

    private static readonly DiagnosticRule QK0043 = Error("QK0043", "Words that mean something else alone");
    public static readonly DiagnosticDefinition CommentKeepsApart = new(
        QK0043,
        "The text is compiled without this comment, and then the characters before and after it would mean something else in Markdown. "
            + "Put the comment between two words, or escape what is literal with a backslash.");
    public static readonly DiagnosticDefinition WordsNotAlone = new(
        QK0043,
        "Alone, these words would mean something else in Markdown than they mean here. "
            + "Quote whole sentences, items or rows, or escape what is literal with a backslash.");

    private static readonly DiagnosticRule QK0044 = Warning("QK0044", "Link without effect");
    public static readonly DiagnosticDefinition DefinitionUnused = new(
        QK0044, "No link refers to this definition. Write '[words][{0}]' where the link should be, or remove the definition.");
    public static readonly DiagnosticDefinition DefinitionRepeated = new(
        QK0044, "'[{0}]' is defined above, and the first definition counts. Remove one.");
    public static readonly DiagnosticDefinition LinkInPicture = new(
        QK0044, "The description of a picture has words only, and no link: write its words alone, or the link beside the picture.");

    private static readonly DiagnosticRule QK0045 = Error("QK0045", "Unresolved merge conflict");
    public static readonly DiagnosticDefinition MergeConflict = new(
        QK0045, "A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the other lines.");

    private static readonly DiagnosticRule QK0046 = Error("QK0046", "Malformed table");
    public static readonly DiagnosticDefinition TableDelimiterMissing = new(
        QK0046, "Below the header of a table stands a line with '---' for each of its columns. Write here: {0}");
    public static readonly DiagnosticDefinition TableHeaderMissing = new(
        QK0046, "This line belongs below the header of a table, which is missing directly above it.");
    public static readonly DiagnosticDefinition TableDelimiterWidth = new(
        QK0046, "The header of this table has {0}, but the line below it has {1}. Write {2}");
    public static readonly DiagnosticDefinition TableWordsBelow = new(
        QK0046, "Words directly below a table belong to it. Leave an empty line between them.");
    public static readonly DiagnosticDefinition TableWordsAbove = new(
        QK0046, "Words directly above a table keep it from being one. Leave an empty line between them.");

    private static readonly DiagnosticRule QK0047 = Warning("QK0047", "Link that is not one");
    public static readonly DiagnosticDefinition LinkWithSpace = new(
        QK0047,
        "These words are not a link, because the address contains a space. Write it in angle brackets: ]({0}). "
            + "If none is meant, write '\\]'.");
    public static readonly DiagnosticDefinition LinkMalformed = new(
        QK0047, "These words are not a link. Write it as [words](address). If none is meant, write '\\]'.");
    public static readonly DiagnosticDefinition LinkReversed = new(
        QK0047, "These words are not a link, because its brackets are the wrong way round. Write [{0}]({1}).");

    private static readonly DiagnosticRule QK0048 = Error("QK0048", "Class with the name of a namespace");
    public static readonly DiagnosticDefinition ClassIsNamespace = new(
        QK0048,
        "This file would become the class '{0}', but that is the name of a namespace, the one of {1}. "
            + "Rename the file, or set QuizClassName or QuizNamespace on its item.");

    private static readonly DiagnosticRule QK0049 = Warning("QK0049", "Class named like its namespace");
    public static readonly DiagnosticDefinition ClassLikeItsNamespace = new(
        QK0049,
        "The class '{0}' has a name that is part of its namespace, '{1}': where C# finds the namespace first, the class needs its full name. "
            + "Rename the file, or set QuizClassName or QuizNamespace on its item.");

    private static readonly DiagnosticRule QK0054 = Warning("QK0054", "Equal choices");
    public static readonly DiagnosticDefinition ChoicesEqual = new(
        QK0054, "This choice reads like that of line {0}: '{1}'. Nobody can tell them apart; change or remove one.");

    private static readonly DiagnosticRule QK0055 = Error("QK0055", "Impossible slip");
    public static readonly DiagnosticDefinition SlipUnexpected = new(
        QK0055, "Only a numeric question has slips. A choice has its feedback in a quotation that ends it.");
    public static readonly DiagnosticDefinition SlipValueMissing = new(
        QK0055, "This slip does not say to which number it leads. Write '<!-- slip: value=… -->' on the line below its heading.");
    public static readonly DiagnosticDefinition SlipIsRight = new(
        QK0055, "The question takes {0} as right, so it cannot be a slip.");
    public static readonly DiagnosticDefinition SlipRepeated = new(
        QK0055, "A reply can be this slip and that of line {0} at once: with the tolerance, their numbers meet.");
    public static readonly DiagnosticDefinition QuotationInSlip = new(
        QK0055, "The {0} is in a slip, which learners read in place of the answer: move it there, or remove its comments.");

    private static readonly DiagnosticRule QK0056 = Error("QK0056", "Misplaced translation");
    public static readonly DiagnosticDefinition TranslationOriginalMissing = new(
        QK0056,
        "By its name this file is a translation into '{0}', but its original '{1}' is not beside it. "
            + "Put it there, or, if this is a quiz of its own, name the file '{2}'.");
    public static readonly DiagnosticDefinition TranslationOfTranslation = new(
        QK0056, "'{0}' is a translation itself. Translate its original: name this file '{1}'.");
    public static readonly DiagnosticDefinition TranslationRepeated = new(
        QK0056, "'{0}' is a translation of the same quiz into '{1}'. Keep one of the two.");
    public static readonly DiagnosticDefinition TranslationLanguageDiffers = new(
        QK0056, "The name of the file says '{0}', and the front matter '{1}'. Write 'language: {0}', or rename the file.");
    public static readonly DiagnosticDefinition TranslationLanguageTaken = new(
        QK0056, "The original is in '{0}' itself. Name the file after the language of the translation.");

    private static readonly DiagnosticRule QK0057 = Error("QK0057", "Translation differs from its original");
    public static readonly DiagnosticDefinition TranslatedIdMissing = new(
        QK0057, "A translated question has the id of its original: write '<!-- quiz: id={0} -->' on the line below its heading.");
    public static readonly DiagnosticDefinition TranslatedIdUnknown = new(
        QK0057, "The original has no question '{0}'.{1} A translation has the questions of its original and no others.");
    public static readonly DiagnosticDefinition TranslatedKeyDiffers = new(
        QK0057, "In the original, '{0}' is '{1}', and here it is '{2}'. Remove the key here, or write it as there.");
    public static readonly DiagnosticDefinition TranslatedKeyAdded = new(
        QK0057, "The original has no '{0}' here. Remove the key, or write it in the original.");
    public static readonly DiagnosticDefinition TranslatedFrontMatterKey = new(
        QK0057, "A translation takes '{0}' from its original. Remove this line.");
    public static readonly DiagnosticDefinition TranslatedTagUnknown = new(
        QK0057, "The original of this question has no tag '{0}'. Tags are not translated: remove the key.");
    public static readonly DiagnosticDefinition TranslatedNumberDiffers = new(
        QK0057, "The original of this question has the number {0}. Write '## Question {0}'.");
    public static readonly DiagnosticDefinition TranslatedPartsDiffer = new(
        QK0057, "The original has {0} here, and the translation {1}. Translate each part of the original.");
    public static readonly DiagnosticDefinition TranslatedTickDiffers = new(
        QK0057, "Choice {0} is {1} in the original, and {2} here. The choices have the order and the ticks of the original.");
    public static readonly DiagnosticDefinition TranslatedClaimUnknown = new(
        QK0057,
        "There is no claim '{0}' in this {1} of the original.{2} Claims belong to the original: "
            + "a translation quotes them where the original does, or leaves their comments out.");

    private static readonly DiagnosticRule QK0058 = Warning("QK0058", "Question not translated");
    public static readonly DiagnosticDefinition QuestionNotTranslated = new(
        QK0058,
        "Question {0} of the original, '{1}', belongs below this line and is not translated. "
            + "Until it is, learners get it in the language of the original, '{2}'.");

    private static readonly DiagnosticRule QK0059 = Warning("QK0059", "Translation out of date");
    public static readonly DiagnosticDefinition FingerprintMissing = new(
        QK0059,
        "The translation does not say which words of the original it translates, so nobody would notice that they change. "
            + "Write original={0} behind the id.");
    public static readonly DiagnosticDefinition TitleOutOfDate = new(
        QK0059,
        "The title or the introduction of the original has changed since it was translated. "
            + "Translate the change, and write 'original: {0}'.");
    public static readonly DiagnosticDefinition TranslationOutOfDate = new(
        QK0059, "The original of this question has changed since it was translated. Translate the change, and write original={0}.");

    private static readonly DiagnosticRule QK0060 = Suggestion("QK0060", "Id made of words");
    public static readonly DiagnosticDefinition IdDerived = new(
        QK0060, "The id '{0}' is made of these words, and changes with them. Write it down before apps keep progress by it.");

    private static readonly DiagnosticRule QK0061 = Suggestion("QK0061", "Title of a translation without a fingerprint");
    public static readonly DiagnosticDefinition TitleFingerprintMissing = new(
        QK0061,
        "The translation does not say which title and introduction of the original it translates, so nobody would notice that they change. "
            + "Write 'original: {0}' in the front matter.");

    /// <summary>Every rule, in the order of the ids.</summary>
    public static IReadOnlyList<DiagnosticRule> Rules => Declared;

    private static DiagnosticRule Error(string id, string title) => Declare(new DiagnosticRule(id, title, DiagnosticLevel.Error));

    private static DiagnosticRule Warning(string id, string title) => Declare(new DiagnosticRule(id, title, DiagnosticLevel.Warning));

    private static DiagnosticRule Suggestion(string id, string title) => Declare(new DiagnosticRule(id, title, DiagnosticLevel.Suggestion));

    private static DiagnosticRule Declare(DiagnosticRule rule)
    {
        Declared.Add(rule);
        return rule;
    }
}
