// One slip of an author's, one message, at its place: each row is a file with a slip, and all that is reported for it.

using System.Diagnostics.CodeAnalysis;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class SlipTests
{
    private const string Rest = "What?\n\n### Answer\n\nIt is 5.\n";
    private const string One = "## Question 1\n<!-- quiz: id=one -->\n\n" + Rest;

    /// <summary>Files, and the id, the line, the column and the words of each message.</summary>
    public static TheoryData<string, string[]> Slips => new()
    {
        // A comment that is never closed.
        { Open("id=one ->"), ["QK0013 8:1 This comment is never closed: '-->' is missing."] },
        { Open("id=one --"), ["QK0013 8:1 This comment is never closed: '-->' is missing."] },
        { Open("id=one —>"), ["QK0013 8:1 This comment is never closed: '-->' is missing."] },
        { Open("id=one -- >"), ["QK0013 8:1 This comment is never closed: '-->' is missing."] },
        { Open("id=one"), ["QK0013 8:1 This comment is never closed: '-->' is missing."] },
        { Open(""), ["QK0013 8:1 This comment is never closed: '-->' is missing."] },
        {
            Body("## Question 1\n<!-- quiz: id=one\n\n" + Rest + "\n## Question 2\n<!-- quiz: id=two\n\n" + Rest + "\n## Question "
                + "3\n<!-- quiz: id=three -->\n\n" + Rest),
            [
                "QK0013 8:1 This comment is never closed: '-->' is missing.",
                "QK0013 17:1 This comment is never closed: '-->' is missing.",
            ]
        },
        {
            Body("## Question 1\n<!-- quiz: id=one kind=opn\n\nIt costs $x.\n\n### Answer\n\n$\\nonsense$\n"),
            [
                "QK0013 8:1 This comment is never closed: '-->' is missing.",
                "QK0022 10:10 This '$' has no partner in its paragraph. A formula is '$…$'; a literal dollar sign is '\\$'.",
                "QK0023 14:2 The command '\\nonsense' is not part of the TeX that a quiz may use.",
            ]
        },
        {
            Body("<!-- note: of the introduction\n\nWords.\n\n## Question 1\n<!-- quiz: id=one -->\n\n" + Rest),
            ["QK0013 7:1 This comment is never closed: '-->' is missing."]
        },
        {
            Answer("It is 5. <!-- claim: x values=5\nIt is so: 5.<!-- /claim --> And <!-- claim: y -->more<!-- /claim -->."),
            ["QK0013 14:10 This comment is never closed: '-->' is missing."]
        },
        {
            Answer("<!-- claim: x\nIt is so: 5.<!-- /claim --> And <!-- claim: y -->more<!-- /claim -->."),
            ["QK0013 14:1 This comment is never closed: '-->' is missing."]
        },
        { Answer("<!-- claim: x It is so: 5.<!-- /claim -->"), ["QK0013 14:1 This comment is never closed: '-->' is missing."] },
        {
            Answer("It is <!-- claim: x -->so<!-- /claim. And more.\n\nAnother <!-- claim: y -->one<!-- /claim -->."),
            ["QK0013 14:26 This comment is never closed: '-->' is missing in its paragraph."]
        },
        {
            Answer("It is so. <!-- note: a remark\ngoes on\n\nover a blank line -->"),
            ["QK0013 14:11 This comment is never closed: '-->' is missing in its paragraph."]
        },
        {
            Answer("Words.\n\n<!-- note: a remark\nthat is never closed\n\nMore words."),
            ["QK0013 16:1 This comment is never closed: '-->' is missing."]
        },
        { Answer("Words.\n\n<!--"), ["QK0013 16:1 This comment is never closed: '-->' is missing."] },
        { Answer("It is so. <!-- claim: x"), ["QK0013 14:11 This comment is never closed: '-->' is missing in its paragraph."] },
        {
            Answer("It is <!-- claim: x -->so. <!-- /claim"),
            ["QK0013 14:28 This comment is never closed: '-->' is missing in its paragraph."]
        },
        { Answer("> <!-- claim: x\n> It is so.<!-- /claim -->"), ["QK0013 14:3 This comment is never closed: '-->' is missing."] },
        { Answer("- <!-- claim: x\n  It is so.<!-- /claim -->\n- b"), ["QK0013 14:3 This comment is never closed: '-->' is missing."] },
        { Answer("Words with `<!-- claim` in code.\n\n```\n<!-- not closed\n```"), [] },
        {
            Answer("<!-- note: x --> <!-- claim: y\nIt is so.<!-- /claim -->"),
            ["QK0013 14:18 This comment is never closed: '-->' is missing."]
        },
        // Other marks around a comment.
        { Heading("## Question 1\n<!- quiz: id=one -->"), ["QK0013 8:1 A comment begins with '<!--'. Write that mark instead."] },
        { Heading("## Question 1\n<-- quiz: id=one -->"), ["QK0013 8:1 A comment begins with '<!--'. Write that mark instead."] },
        { Heading("## Question 1\n<!—quiz: id=one -->"), ["QK0013 8:1 A comment begins with '<!--'. Write that mark instead."] },
        { Heading("## Question 1\n<!-- quiz: id=one --->"), [] },
        {
            Answer("<!-- claim: x -->It is so.<!-- /claim -->"),
            [
                "QK0014 14:18 In Markdown, words after a comment that begins a line are raw HTML. Put the comment at the end of the "
                    + "previous line, or on a line of its own.",
            ]
        },
        {
            Answer("> <!-- claim: x -->It is so.<!-- /claim -->"),
            [
                "QK0014 14:20 In Markdown, words after a comment that begins a line are raw HTML. Put the comment at the end of the "
                    + "previous line, or on a line of its own.",
            ]
        },
        {
            Answer("- <!-- claim: x -->It is so.<!-- /claim -->\n- more"),
            [
                "QK0014 14:20 In Markdown, words after a comment that begins a line are raw HTML. Put the comment at the end of the "
                    + "previous line, or on a line of its own.",
            ]
        },
        {
            Body("## Question 1\n<!-- quiz: id=one --> What?\n\n### Answer\n\nx"),
            [
                "QK0014 8:23 In Markdown, words after a comment that begins a line are raw HTML. Put the comment at the end of the "
                    + "previous line, or on a line of its own.",
            ]
        },
        // Names of comments.
        {
            Answer("<!-- Claim: x -->\nIt is so.<!-- /claim -->"),
            [
                "QK0010 14:6 Unknown comment 'Claim'. Did you mean 'claim'? The comments are quiz, answer, claim, /claim, not-checkable, "
                    + "/not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        {
            Answer("A <!-- clam: x -->word<!-- /claim -->."),
            [
                "QK0010 14:8 Unknown comment 'clam'. Did you mean 'claim'? The comments are quiz, answer, claim, /claim, not-checkable, "
                    + "/not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        {
            Answer("A <!-- claim x -->word<!-- /claim -->."),
            ["QK0013 14:8 A colon is missing after 'claim': write '<!-- claim: … -->'."]
        },
        {
            Answer("A word <!-- claim: x -->is so. <!-- / claim -->"),
            [
                "QK0010 14:37 Unknown comment '/ claim'. Did you mean '/claim'? The comments are quiz, answer, claim, /claim, "
                    + "not-checkable, /not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        {
            Answer("A word <!-- claim: x -->is so. <!-- /Claim -->"),
            [
                "QK0010 14:37 Unknown comment '/Claim'. Did you mean '/claim'? The comments are quiz, answer, claim, /claim, "
                    + "not-checkable, /not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        {
            Answer("A word <!-- claim: x -->is so. <!-- end claim -->"),
            [
                "QK0010 14:37 Unknown comment 'end claim'. Did you mean '/claim'? The comments are quiz, answer, claim, /claim, "
                    + "not-checkable, /not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        {
            Answer("A word <!-- claim: x -->is so. <!-- /claim: x -->"),
            ["QK0013 14:43 A closing comment is '<!-- /claim -->' and contains nothing else."]
        },
        {
            Heading("## Question 1\n<!-- Quiz: id=one -->"),
            [
                "QK0010 8:6 Unknown comment 'Quiz'. Did you mean 'quiz'? The comments are quiz, answer, claim, /claim, not-checkable, "
                    + "/not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        { Heading("## Question 1\n<!-- quiz id=one -->"), ["QK0013 8:6 A colon is missing after 'quiz': write '<!-- quiz: … -->'."] },
        { Heading("## Question 1\n<!-- quiz： id=one -->"), ["QK0013 8:10 '：' is a full-width character. Write ':' instead."] },
        {
            Heading("## Question 1\n<!-- id=one -->"),
            [
                "QK0010 8:6 Unknown comment 'id=one'. Did you mean 'quiz'? The comments are quiz, answer, claim, /claim, not-checkable, "
                    + "/not-checkable, slip, erratum, choice, suppress and note.",
            ]
        },
        // Keys and values.
        { Comment("id = one"), ["QK0013 8:12 No space stands around the '=' of a key: write 'id=one'."] },
        { Comment("id =one"), ["QK0013 8:12 No space stands around the '=' of a key: write 'id=one'."] },
        { Comment("id= one"), ["QK0013 8:12 No space stands around the '=' of a key: write 'id=one'."] },
        { Comment("id: one"), ["QK0013 8:12 Between a key and its value stands '=': write 'id=one'."] },
        { Comment("id:one"), ["QK0013 8:12 Between a key and its value stands '=': write 'id=one'."] },
        { Comment("id＝one"), ["QK0013 8:14 '＝' is a full-width character. Write '=' instead."] },
        { Comment("one"), ["QK0013 8:12 'one' is not 'key=value'. If it is the question's id, write 'id=one'."] },
        {
            Comment("ID=one"),
            ["QK0011 8:12 Unknown key 'ID' in a quiz comment. Did you mean 'id'? The keys are id, kind, value, tolerance, digits, accept, unit, tags."]
        },
        { Comment("id=one, tags=b"), ["QK0013 8:18 Only spaces stand between the parts of a comment. Remove each ','."] },
        { Comment("id=one, kind=open, tags=b"), ["QK0013 8:18 Only spaces stand between the parts of a comment. Remove each ','."] },
        { Comment("id=one; tags=b"), ["QK0013 8:18 Only spaces stand between the parts of a comment. Remove each ';'."] },
        { Comment("id=one,tags=b"), ["QK0013 8:18 Only spaces stand between the parts of a comment. Remove each ','."] },
        { Comment("id=one tags=a,"), ["QK0013 8:25 Only spaces stand between the parts of a comment. Remove each ','."] },
        { Comment("id=one tags=a, b"), ["QK0013 8:27 'b' is not 'key=value'. A value that contains a space is quoted: tags=\"a, b\"."] },
        {
            Comment("id=one tags=[a, b]"),
            ["QK0013 8:28 'b]' is not 'key=value'. A value that contains a space is quoted: tags=\"[a, b]\"."]
        },
        { Comment("id=one tags=\"[a, b]\""), ["QK0012 8:25 A list has no brackets around it: write tags=\"a, b\"."] },
        {
            Comment("id=one tags=\"[ a,  B,c]\""),
            [
                "QK0012 8:25 A list has no brackets around it: write tags=\"a,  B,c\".",
                "QK0012 8:31 'B' is not a valid slug. A slug consists of lower-case ASCII letters and digits, in words joined by single "
                    + "hyphens, and begins with a letter.",
            ]
        },
        {
            Comment("id=one,knd=open"),
            [
                "QK0013 8:18 Only spaces stand between the parts of a comment. Remove each ','.",
                "QK0011 8:19 Unknown key 'knd' in a quiz comment. Did you mean 'kind'? The keys are id, kind, value, tolerance, digits, accept, unit, tags.",
            ]
        },
        {
            Comment("id=one,id=two"),
            [
                "QK0013 8:18 Only spaces stand between the parts of a comment. Remove each ','.",
                "QK0011 8:19 The key 'id' occurs twice in a quiz comment. Remove one.",
            ]
        },
        {
            Comment("=one"),
            [
                "QK0013 8:12 '=one' is not 'key=value'. A value that contains a space is quoted: key=\"a b\".",
            ]
        },
        { Comment("id=\"one"), ["QK0013 8:15 This quotation mark is never closed."] },
        {
            Comment("id="),
            [
                "QK0012 8:15 '' is not a valid slug. A slug consists of lower-case ASCII letters and digits, in words joined by single "
                    + "hyphens, and begins with a letter.",
            ]
        },
        {
            Comment("id=one kind=number value=5 unit=km"),
            ["QK0012 8:24 'number' is not a valid value of 'kind'. The values are open, true-false, numeric, choice."]
        },
        {
            Comment("id=one kind=Numeric value=5"),
            [
                "QK0012 8:24 'Numeric' is not a valid value of 'kind'. Did you mean 'numeric'? The values are open, true-false, numeric, "
                    + "choice.",
            ]
        },
        {
            Comment("id=one kind=numeric value=5 unit=“km”"),
            ["QK0013 8:40 Values are quoted by straight double quotation marks: write unit=\"km\"."]
        },
        {
            Comment("id=one kind=numeric value=5 unit=‘km’"),
            ["QK0013 8:40 Values are quoted by straight double quotation marks: write unit=\"km\"."]
        },
        {
            Comment("id=one kind=numeric value=5 unit=„red apples“"),
            ["QK0013 8:40 Values are quoted by straight double quotation marks: write unit=\"red apples\"."]
        },
        {
            Comment("id=one kind=numeric value=5 unit='km'"),
            ["QK0013 8:40 Values are quoted by straight double quotation marks: write unit=\"km\"."]
        },
        { Comment("id=one kind=numeric value=5 unit='"), [] },
        {
            Comment("id=one kind=numeric value=5 unit=red apples"),
            ["QK0013 8:49 'apples' is not 'key=value'. A value that contains a space is quoted: unit=\"red apples\"."]
        },
        {
            Comment("id=one kind=numeric value=“5”"),
            ["QK0013 8:32 Values are quoted by straight double quotation marks: write value=\"5\"."]
        },
        { Comment("id=one\u00A0tags=a"), [] },
        {
            Answer("A <!-- claim: id=x -->word<!-- /claim -->."),
            ["QK0013 14:15 The id of a claim has no key: write '<!-- claim: x … -->'."]
        },
        {
            Answer("A <!-- claim: x, values=5 -->5<!-- /claim -->."),
            ["QK0013 14:16 Only spaces stand between the parts of a comment. Remove each ','."]
        },
        {
            Answer("A <!-- claim: x not-executable=“No program can.” -->word<!-- /claim -->."),
            ["QK0013 14:17 Values are quoted by straight double quotation marks: write not-executable=\"No program can.\"."]
        },
        {
            Answer("A <!-- claim: x expect=refute -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=x -->\n"
                + "\nNo."),
            [
                "QK0012 14:24 'refute' is not a valid value of 'expect'. Did you mean 'refuted'? The values are confirmed, qualified, "
                    + "refuted.",
            ]
        },
        {
            Answer("A <!-- claim: x expect=wrong -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=x -->\n\nNo."),
            ["QK0012 14:24 'wrong' is not a valid value of 'expect'. The values are confirmed, qualified, refuted."]
        },
        {
            Answer("A <!-- not-checkable: It points elsewhere. -->word<!-- /not-checkable -->."),
            [
                "QK0013 14:23 'It points elsewhere.' is not 'key=value'. A value that contains a space is quoted: reason=\"It points "
                    + "elsewhere.\".",
            ]
        },
        {
            Answer("A <!-- not-checkable: reason=It points elsewhere. -->word<!-- /not-checkable -->."),
            [
                "QK0013 14:33 'points elsewhere.' is not 'key=value'. A value that contains a space is quoted: reason=\"It points "
                    + "elsewhere.\".",
            ]
        },
        // Headings.
        { Heading("## Question 1: Title\n<!-- quiz: id=one -->"), [] },
        { Heading("## Question 1. Title\n<!-- quiz: id=one -->"), [] },
        { Heading("## Question 1.\n<!-- quiz: id=one -->"), [] },
        {
            Heading("## Question one\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        { Heading("## Question\n<!-- quiz: id=one -->"), [] },
        {
            Heading("## Question 01\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        {
            Heading("## Question1\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        {
            Heading("## Question #1\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        {
            Heading("## question 1\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        {
            Heading("## Frage 1\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        {
            Heading("## **Question 1**\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 The heading of a question is its number, and a title if it has one: "
                    + "write '## Question 1' or '## Question 1: Title'.",
            ]
        },
        {
            Heading("### Question 1\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 Unknown heading. Did you mean '## Question 1'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Heading("# Question 1\n<!-- quiz: id=one -->"),
            [
                "QK0007 7:1 Unknown heading. Did you mean '## Question 1'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Heading("##Question 1\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 This line is not a heading: '#' marks and a plain space come before its words. Write '## Question 1'."]
        },
        {
            Heading("##\u00A0Question 1\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 This line is not a heading: the character U+00A0 stands behind its '#' marks instead of a plain space. Write '## Question 1'."]
        },
        {
            Heading("＃＃ Question 1\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 This line is not a heading: '#' marks and a plain space come before its words. Write '## Question 1'."]
        },
        {
            Heading("## Question\u00A01\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 The character U+00A0 in this heading is invisible or only looks like a letter, digit or space. Type '## Question 1' again."]
        },
        {
            Heading("## Question １\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 The character U+FF11 in this heading is invisible or only looks like a letter, digit or space. Type '## Question 1' again."]
        },
        {
            Heading("## Ques\u200Btion 1\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 The character U+200B in this heading is invisible or only looks like a letter, digit or space. Type '## Question 1' again."]
        },
        {
            Heading("## Question 1\u200B\n<!-- quiz: id=one -->"),
            ["QK0007 7:1 The character U+200B in this heading is invisible or only looks like a letter, digit or space. Type '## Question 1' again."]
        },
        {
            Body(One.Replace("Answer", "Answer\u200B")),
            ["QK0007 12:1 The character U+200B in this heading is invisible or only looks like a letter, digit or space. Type '### Answer' again."]
        },
        { Body("\u200B" + One), [Hidden("7:1", "U+200B", "##", "\\##")] },
        { Body(One + "\n-\u00A0one\n- two\n"), [Hidden("16:1", "U+00A0", "-", "\\-")] },
        { Body(One + "\n1.\u3000one\n2. two\n"), [Hidden("16:1", "U+3000", "1.", "1\\.")] },
        { Body(One + "\n> \u2060* one\n"), [Hidden("16:3", "U+2060", "*", "\\*")] },
        { Body(One + "\n\u200B> one\n"), [Hidden("16:1", "U+200B", ">", "\\>")] },
        { Body(One + "\n\u00A0```\none\n```\n"), [Hidden("16:1", "U+00A0", "```", "\\```")] },
        { Body(One + "\n1.\u00A0Mai 2024\n"), [] },
        { Body(One + "\n`\u00A0- one`\n\n\\-\u00A0one\n"), [] },
        {
            Body(One.Replace("What?", "What?\n\n- [\u00A0] one\n- [x\u200B] two")),
            [Hidden("12:3", "U+00A0", "[ ]", "\\[ ]"), Hidden("13:3", "U+200B", "[x]", "\\[x]")]
        },
        {
            Body(One.Replace("What?", "What?\n\n- [ ]\u200Bone\n- [x]\u00A0two\n- [x]\u200B three")),
            [
                Hidden("12:3", "U+200B", "[ ]", "\\[ ]"), Hidden("13:3", "U+00A0", "[x]", "\\[x]"),
                Hidden("14:3", "U+200B", "[x]", "\\[x]"),
            ]
        },
        {
            Body(One.Replace("id=one", "id=o\u200Bne")),
            [
                "QK0012 8:15 'o(U+200B)ne' is not a valid slug. A slug consists of lower-case ASCII letters and digits, in words joined by single "
                    + "hyphens, and begins with a letter.",
            ]
        },
        {
            Heading("\uFEFF## Question 1\n<!-- quiz: id=one -->"),
            ["QK0003 7:1 An invisible byte order mark (U+FEFF) stands here. Only the file itself begins with one: remove it."]
        },
        {
            Heading("## Question 1\n\nWords first. <!-- quiz: id=one -->"),
            ["QK0014 9:14 The comment 'quiz' belongs on the line below its heading."]
        },
        {
            Prompt("###Answer\n\nx"),
            ["QK0007 12:1 This line is not a heading: '#' marks and a plain space come before its words. Write '### Answer'."]
        },
        {
            Prompt("###\u3000Answer\n\nx"),
            ["QK0007 12:1 This line is not a heading: the character U+3000 stands behind its '#' marks instead of a plain space. Write '### Answer'."]
        },
        {
            Prompt("### answer\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("### Answer:\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("### Answers\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("### Solution\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("## Answer\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("# Answer\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("#### Answer\n\nx"),
            [
                "QK0007 12:1 Unknown heading. Did you mean '### Answer'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            Prompt("Answer\n------\n\nx"),
            ["QK0007 12:1 A line of '=' or '-' below words makes them a heading. Write headings with '#', and a rule as '* * *'."]
        },
        {
            Body("## Question 1\n<!-- quiz: id=one -->\n\n" + Rest + "\n## Question 1\n<!-- quiz: id=two -->\n\n" + Rest + "\n## "
                + "Question 2\n<!-- quiz: id=three -->\n\n" + Rest),
            [
                "QK0008 16:1 This is question 1, and the one above it is question 1. Numbers rise, with or without gaps: write "
                    + "'## Question 2' and number those below it on from there, or '## Question' for the next number. Ids stay as they are.",
            ]
        },
        {
            Answer("It is so.\n---"),
            ["QK0007 14:1 A line of '=' or '-' below words makes them a heading. Write headings with '#', and a rule as '* * *'."]
        },
        { Answer("Words.\n\n###Remarks and #1."), [] },
        // Answers that are wrong as a whole.
        { Answer("$\\nonsense$"), ["QK0023 14:2 The command '\\nonsense' is not part of the TeX that a quiz may use."] },
        { Answer("<div>x</div>"), ["QK0024 14:1 Raw HTML is not allowed in a quiz, except for <br> and, around words, <sub>, <sup> and <kbd>, which do not nest. Write it in Markdown, or escape the '<' as '\\<'."] },
        // Front matter and title.
        {
            "# T\n\n---\nid: a\nlanguage: en\n---\n\n" + One,
            [
                "QK0003 3:1 The front matter begins in the first line of the file, without spaces before it: remove what is above or "
                    + "before it.",
            ]
        },
        {
            "# T\n---\nid: a\nlanguage: en\n---\n" + One,
            [
                "QK0003 2:1 The front matter begins in the first line of the file, without spaces before it: remove what is above or "
                    + "before it.",
            ]
        },
        {
            "\n---\nid: a\nlanguage: en\n---\n# T\n\n" + One,
            [
                "QK0003 2:1 The front matter begins in the first line of the file, without spaces before it: remove what is above or "
                    + "before it.",
            ]
        },
        {
            " ---\nid: a\nlanguage: en\n ---\n# T\n\n" + One,
            [
                "QK0003 1:1 The front matter begins in the first line of the file, without spaces before it: remove what is above or "
                    + "before it.",
            ]
        },
        {
            "----\nid: a\nlanguage: en\n----\n# T\n\n" + One,
            ["QK0003 1:1 The front matter begins and ends with a line of exactly three hyphens: write '---' instead of '----'."]
        },
        {
            "id: a\nlanguage: en\n---\n# T\n\n" + One,
            ["QK0003 1:1 The line '---' above the front matter is missing: write it as the first line of the file."]
        },
        {
            "---\nid: a\nlanguage: en\n...\n# T\n\n" + One,
            ["QK0003 4:1 The front matter begins and ends with a line of exactly three hyphens: write '---' instead of '...'."]
        },
        { "---\nid = a\nlanguage: en\n---\n# T\n\n" + One, ["QK0005 2:1 Between a key and its value stands a colon: write 'id: a'."] },
        { "---\nid：a\nlanguage: en\n---\n# T\n\n" + One, ["QK0005 2:1 Between a key and its value stands a colon: write 'id: a'."] },
        {
            "---\nID: a\nlanguage: en\n---\n# T\n\n" + One,
            [
                "QK0004 2:1 Unknown key 'ID' in the front matter. Did you mean 'id'? The keys are id, language, title, "
                    + "description, author, source, licence, license, tags, retired, coverage.",
            ]
        },
        { "---\nid: a\nlanguage: en\nretired: [b, c]\n---\n# T\n\n" + One, [] },
        {
            "---\nid: a\nlanguage: en\nretired: [b,  Cc ]\n---\n# T\n\n" + One,
            [
                "QK0005 4:15 'Cc' is not a valid slug. A slug consists of lower-case ASCII letters and digits, in words joined by single "
                    + "hyphens, and begins with a letter.",
            ]
        },
        {
            "---\nid: a\nlanguage: en\nretired:\n  - b\n  - c\n---\n# T\n\n" + One,
            ["QK0005 5:1 A list stands on the line of its key, separated by commas: write 'retired: b, …'."]
        },
        {
            "\uFEFF---\nid: a\nlanguage: en\n---\n# T\n\n" + One,
            ["QK0003 1:1 An invisible byte order mark (U+FEFF) stands here. Only the file itself begins with one: remove it."]
        },
        {
            "---\nid: a\nlanguage: en\n---\n#T\n\n" + One,
            ["QK0007 5:1 This line is not a heading: '#' marks and a plain space come before its words. Write '# T'."]
        },
        {
            "---\nid: a\nlanguage: en\n---\n## T\n\n" + One,
            [
                "QK0007 5:1 Unknown heading. Did you mean '# T'? The headings are '# Title', '## Question N', '### Hint', '### Answer', "
                    + "'### Explanation' and '### Erratum'.",
            ]
        },
        {
            "---\nid: a\nlanguage: en\n---\nT\n=====\n\n" + One,
            ["QK0007 5:1 A line of '=' or '-' below words makes them a heading. Write headings with '#', and a rule as '* * *'."]
        },
        {
            "---\nid: a\nlanguage: en\n---\nWords.\n\n" + One,
            ["QK0006 5:1 The quiz has no title. Write '# Title' below the front matter."]
        },
        {
            "no quiz at all\n",
            [
                "QK0003 1:1 The file does not begin with front matter. Its first line is '---', then 'id: …' and 'language: …', then "
                    + "'---' again.",
            ]
        },
        // Merge conflicts.
        {
            Answer("<<<<<<< HEAD\nIt is so.\n=======\nIt is not so.\n>>>>>>> theirs"),
            [
                "QK0045 14:1 A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the "
                + "other lines.",
            ]
        },
        {
            Answer("<<<<<<< HEAD\nIt is so.\n||||||| base\nIs it?\n=======\nIt is not so.\n>>>>>>> theirs"),
            [
                "QK0045 14:1 A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the "
                + "other lines.",
            ]
        },
        {
            "---\n<<<<<<< HEAD\nid: a\n=======\nid: b\n>>>>>>> x\nlanguage: en\n---\n# T\n\n" + One,
            [
                "QK0045 2:1 A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the "
                + "other lines.",
            ]
        },
        {
            Body("<<<<<<< HEAD\n## Question 1\n<!-- quiz: id=one -->\n=======\n## Question 1\n<!-- quiz: id=two -->\n>>>>>>> x\n\n"
                + Rest),
            [
                "QK0045 7:1 A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the "
                + "other lines.",
            ]
        },
        {
            Answer("Words.\n\n>>>>>>> theirs\n\nMore."),
            [
                "QK0045 16:1 A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the "
                + "other lines.",
            ]
        },
        {
            Answer("Words.\n\n=======\n\nMore."),
            [
                "QK0045 16:1 A merge conflict is not resolved here. Keep the lines that are right, and delete its marks and the "
                + "other lines.",
            ]
        },
        { Answer("```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```"), [] },
        // Tables.
        {
            Answer("| a | b |\n| - | - |\n| 1 | 2 |\nSo it is."),
            ["QK0046 17:1 Words directly below a table belong to it. Leave an empty line between them."]
        },
        {
            Answer("So it is:\n| a | b |\n| - | - |\n| 1 | 2 |"),
            ["QK0046 14:1 Words directly above a table keep it from being one. Leave an empty line between them."]
        },
        {
            Answer("| a | b |\n| 1 | 2 |"),
            ["QK0046 14:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("| a | b |\n| = | = |\n| 1 | 2 |"),
            ["QK0046 14:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("| a | b |\n| - |\n| 1 | 2 |"),
            ["QK0046 15:1 The header of this table has 2 cells, but the line below it has 1 cell. Write | --- | --- |"]
        },
        {
            Answer("| a | b |\n| - | - | - |\n| 1 | 2 |"),
            ["QK0046 15:1 The header of this table has 2 cells, but the line below it has 3 cells. Write | --- | --- |"]
        },
        {
            Answer("| a | b |\n\n| - | - |\n| 1 | 2 |"),
            ["QK0046 16:1 This line belongs below the header of a table, which is missing directly above it."]
        },
        {
            Answer("- Item:\n  | a | b |\n  | - | - |\n  | 1 | 2 |"),
            ["QK0046 14:3 Words directly above a table keep it from being one. Leave an empty line between them."]
        },
        {
            Answer("a | b\n<b>-|-\n1 | 2"),
            ["QK0046 15:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("a |\n-||\n1 | 2"),
            ["QK0046 15:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("| a | b | c |\n|--||--|\n| 1 | 2 | 3 |"),
            ["QK0046 15:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- | --- |"]
        },
        {
            Answer("| a | b | c |\n|--|: |--|\n| 1 | 2 | 3 |"),
            ["QK0046 15:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- | --- |"]
        },
        {
            Answer("| a | b |\n| : - | - |\n| 1 | 2 |"),
            ["QK0046 15:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("| a | b |\n| -- | -:- |\n| 1 | 2 |"),
            ["QK0046 15:1 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("> a | b\n> <b>-|-\n> 1 | 2"),
            ["QK0046 15:3 Below the header of a table stands a line with '---' for each of its columns. Write here: | --- | --- |"]
        },
        {
            Answer("| a |\n| - |\n\u0085words"),
            ["QK0046 16:1 Words directly below a table belong to it. Leave an empty line between them."]
        },
        { Answer("| a |\n| - |\n| 1 |\n\n$|x|$ and `a|b`, a | b\n|y| is so."), [] },
        // Links and footnotes.
        {
            Answer("See [a](my file.png) here."),
            [
                "QK0047 14:5 These words are not a link, because the address contains a space. Write it in angle brackets: "
                + "](<my file.png>). "
                    + "If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("See ![a](my file.png) here."),
            [
                "QK0047 14:5 These words are not a link, because the address contains a space. Write it in angle brackets: "
                + "](<my file.png>). "
                    + "If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("See [a](https://example.org here."),
            ["QK0047 14:5 These words are not a link. Write it as [words](address). If none is meant, write '\\]'."]
        },
        {
            Answer("See (a)[https://example.org] here."),
            ["QK0047 14:5 These words are not a link, because its brackets are the wrong way round. Write [a](https://example.org)."]
        },
        {
            Answer("](b) [c](d e) ](f) g."),
            [
                "QK0047 14:6 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<d e>). If none is meant, write '\\]'.",
            ]
        },
        { Answer("A ](b) c."), [] },
        { Answer("a](b](c) d."), [] },
        {
            Answer("[](b c) d."),
            [
                "QK0047 14:1 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<b c>). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("![b](c d)."),
            [
                "QK0047 14:1 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<c d>). If none is meant, write '\\]'.",
            ]
        },
        { Answer("A !](c d)."), [] },
        {
            Answer("A [b](c d) [e](f g)."),
            [
                "QK0047 14:3 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<c d>). If none is meant, write '\\]'.",
                "QK0047 14:12 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<f g>). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("[a [b](c d) e](f g)."),
            [
                "QK0047 14:4 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<c d>). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("A [b]( c d ) e."),
            [
                "QK0047 14:3 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<c d>). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("A [b](c d \"t\") e."),
            [
                "QK0047 14:3 These words are not a link. Write it as [words](address). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("A [b](c <d) e."),
            [
                "QK0047 14:3 These words are not a link. Write it as [words](address). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("A [b](c\nd) e [f](g h)."),
            [
                "QK0047 14:3 These words are not a link. Write it as [words](address). If none is meant, write '\\]'.",
                "QK0047 15:6 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<g h>). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("A [b]("),
            [
                "QK0047 14:3 These words are not a link. Write it as [words](address). If none is meant, write '\\]'.",
            ]
        },
        {
            Answer("A [b](c `)` d."),
            [
                "QK0047 14:3 These words are not a link. Write it as [words](address). If none is meant, write '\\]'.",
            ]
        },
        { Answer("A [b]\\(c d) \\[b](c d) [b\\](c d)."), [] },
        {
            Answer("A (b)[http://x.org] f(c)[mailto:x@y.org] d."),
            [
                "QK0047 14:3 These words are not a link, because its brackets are the wrong way round. Write [b](http://x.org).",
                "QK0047 14:22 These words are not a link, because its brackets are the wrong way round. Write [c](mailto:x@y.org).",
            ]
        },
        { Answer("A (b)[ftp://x.org] (b)[x.md] ()[https://x.org] (b)[https://x y] (b)[https://]."), [] },
        { Answer("A (b `c`)[https://x.org] `(b)[https://x.org]` \\(b)[https://x.org]."), [] },
        {
            Answer("A [b](c d)(e)[https://x.org]."),
            [
                "QK0047 14:3 These words are not a link, because the address contains a space. Write it in angle brackets: "
                    + "](<c d>). If none is meant, write '\\]'.",
                "QK0047 14:11 These words are not a link, because its brackets are the wrong way round. Write [e](https://x.org).",
            ]
        },
        { Answer("See [a](<https://example.org/my file.png>) and `[a](b c)` here."), [] },
        {
            Answer("Yes[^1], and so on[^1].\n\n[^1]: Note."),
            ["QK0025 14:4 A quiz has no footnotes. Write the words of the note in their place, in brackets for instance."]
        },
        {
            Answer("Yes[^note].\n\n[^note]: A longer note,\n    and more."),
            ["QK0025 14:4 A quiz has no footnotes. Write the words of the note in their place, in brackets for instance."]
        },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void A_slip_is_reported_once_at_its_place_and_its_consequences_are_not(string text, string[] expected)
    {
        Assert.Equal(expected, Read(text).Messages);
    }

    [Theory]
    [MemberData(nameof(Slips))]
    public void A_slip_is_reported_the_same_with_carriage_returns(string text, string[] expected)
    {
        Assert.Equal(expected, Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Messages);
    }

    [Theory]
    [MemberData(nameof(Slips))]
    [SuppressMessage("Usage", "xUnit1026", Justification = "Which lines a carriage return alone ends is Markdown's business.")]
    public void A_slip_is_sound_with_carriage_returns_alone(string text, string[] expected)
    {
        Assert.Equal([], Soundness.Judge(text.Replace('\n', '\r')).Faults);
    }

    [Theory]
    [InlineData("id = one kind = numeric value = 5")]
    [InlineData("id: one, kind: numeric, value: 5")]
    [InlineData("id=one kind=number value=“5”")]
    [InlineData("one Kind=Numeric Value=5")]
    public void What_the_author_meant_is_compiled_so_that_no_further_mistake_follows_in_CSharp(string comment)
    {
        var question = Assert.Single(Read(Comment(comment)).Quiz.Questions);

        Assert.Equal(("one", "One", 5.0), (question.Id, question.MemberName, question.Typed.PrintedValue));
    }

    [Theory]
    [InlineData("“”„‟«»＂″'‘’‚‛`´‹›")]
    public void Every_other_quotation_mark_is_replaced_by_the_straight_double_one(string marks)
    {
        foreach (var mark in marks)
        {
            var (quiz, messages) = Read(Comment($"id=one kind=numeric value=5 unit={mark}red apples{mark} tolerance=1"));

            Assert.Equal(["QK0013 8:40 Values are quoted by straight double quotation marks: write unit=\"red apples\"."], messages);
            Assert.Equal(("red apples", 1.0), (quiz.Questions[0].Typed.Unit, quiz.Questions[0].Typed.Tolerance));
        }
    }

    [Theory]
    [InlineData(",;，；、")]
    public void Every_separator_between_keys_is_reported_and_read_over(string separators)
    {
        foreach (var separator in separators)
        {
            var (quiz, messages) = Read(Comment($"id=one{separator} kind=numeric value=5{separator}unit=km {separator} tolerance=1"));

            var message = $"Only spaces stand between the parts of a comment. Remove each '{separator}'.";
            Assert.Equal(["QK0013 8:18 " + message], messages);
            Assert.Equal(("km", 1.0), (quiz.Questions[0].Typed.Unit, quiz.Questions[0].Typed.Tolerance));
        }
    }

    [Fact]
    public void A_comment_that_is_never_closed_takes_no_question_and_no_claim_with_it()
    {
        var quiz = Read(Body(
            "## Question 1\n<!-- quiz: id=first kind=numeric value=5 unit=km\n\nHow far?\n\n### Answer\n\n"
            + "5 km. <!-- claim: far values=5 -->\nIt is 5 km.<!-- /claim -->\n\n## Question 2\n<!-- quiz: id=second -->\n\n" + Rest)).Quiz;

        Assert.Equal(["first", "second"], quiz.Questions.Select(question => question.Id));
        Assert.Equal(("How far?", "km"), (quiz.Questions[0].Prompt.Markdown, quiz.Questions[0].Typed.Unit));
        Assert.Equal("It is 5 km.", Assert.Single(quiz.Questions[0].Claims).Statement.Markdown);
    }

    [Theory]
    [InlineData("<!-- note: a remark  \nthat is never closed  \n\nMore words.", "More words.")]
    [InlineData("Words. <!-- note: a remark", "Words.")]
    [InlineData("A <!-- foo bar\nof more.\n\nWords.", "A\n\nWords.")]
    [InlineData("A <!--\n\nWords.", "A\n\nWords.")]
    [InlineData("<!-- claim: x\nIt is so: 5.<!-- /claim -->", "It is so: 5.", "x: It is so: 5.")]
    [InlineData("<!-- claim: x values=5\nIt is so: 5.<!-- /claim -->", "It is so: 5.", "x: It is so: 5.")]
    [InlineData("<!-- claim: x\nexpect=confirmed\nIt is so.<!-- /claim -->", "It is so.", "x: It is so.")]
    [InlineData("<!-- claim: x it is so.<!-- /claim -->", "it is so.", "x: it is so.")]
    [InlineData("<!-- note: x --> <!-- claim: y\nIt is so.<!-- /claim -->", "It is so.", "y: It is so.")]
    [InlineData("A <!-- claim: x --->b<!-- /claim c.", "A b c.", "x: b")]
    [InlineData("A <!-- not-checkable: reason=\"a b\"\nIt is.<!-- /not-checkable -->", "A\nIt is.")]
    [InlineData("A <!-- not-checkable\nIt is.<!-- /not-checkable -->", "A\nIt is.")]
    [InlineData("A. <!-- suppress: QK0033 reason=x\n[a](missing.txt) more.", "A.\n[a](missing.txt) more.")]
    [InlineData("A. <!-- suppress: QK0033 reason=\"x y\"\n[a](missing.txt) more.", "A.\n[a](missing.txt) more.")]
    public void A_comment_that_is_never_closed_ends_after_its_own_parts(string answer, string markdown, params string[] claims)
    {
        var (quiz, messages) = Read(Answer(answer), exists: false);

        Assert.Contains("This comment is never closed", Assert.Single(messages), StringComparison.Ordinal);
        Assert.Equal(markdown, quiz.Questions[0].Answer.Markdown);
        Assert.Equal(claims, quiz.Questions[0].Claims.Select(claim => $"{claim.Id}: {claim.Statement.Markdown}"));
    }

    [Theory]
    [InlineData("<<<<<<< HEAD\nThis.\n=======\nThat.\n>>>>>>> theirs", "This.", 1)]
    [InlineData("<<<<<<<\na\n=======\nb\n>>>>>>>", "a", 1)]
    [InlineData("<<<<<<< x\na\n||||||| y\nb\n=======\nc\n>>>>>>> z\nd\n<<<<<<< x\ne\n=======\nf\n>>>>>>> z\ng", "a\nd\ne\ng", 2)]
    [InlineData("<<<<<<< x\na\n=======\nb", "a\nb", 1)]
    [InlineData("<<<<<<< x\na\n||||||| y\nb", "a\nb", 1)]
    [InlineData("<<<<<<< x\na\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y", "a\nb", 2)]
    [InlineData("<<<<<<< x\na", "a", 1)]
    [InlineData(">>>>>>> x\na", "a", 1)]
    [InlineData("a\n|||||||", "a", 1)]
    [InlineData("<<<<<<<a\nb", "<<<<<<<a\nb", 0)]
    [InlineData("<<<<<<<<\na", "<<<<<<<<\na", 0)]
    [InlineData("a <<<<<<< x", "a <<<<<<< x", 0)]
    [InlineData("```\n<<<<<<< x\n```\n\n<<<<<<< x\na\n=======\nb\n>>>>>>> y", "```\n<<<<<<< x\n```\n\na", 1)]
    public void Of_a_merge_conflict_the_first_side_is_compiled(string answer, string markdown, int count)
    {
        var (quiz, messages) = Read(Answer(answer));

        Assert.Equal(markdown, quiz.Questions[0].Answer.Markdown);
        Assert.Equal(Enumerable.Repeat("QK0045", count), messages.Select(message => message[..6]));
    }

    [Fact]
    public void Places_in_messages_are_those_of_the_file_also_below_a_slip()
    {
        var messages = Read(Body(One + "\n<!-- note: x --> Words.\n\n## Question 2\n<!-- quiz: id=one -->\n\n" + Rest)).Messages;

        Assert.Equal(["QK0014 16:18", "QK0015 19:15"], messages.Select(message => message[..12]));
        Assert.Contains("already used in line 8", messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppression_below_a_slip_holds_for_its_section()
    {
        const string Words = "<!-- note: x --> Words.\n\n[a](missing.txt) <!-- suppress: QK0033 reason=x -->";

        var messages = Read(Answer(Words), exists: false).Messages;

        Assert.StartsWith("QK0014", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_more_open_comments_than_are_closed_one_by_one_nothing_follows_from_them()
    {
        var questions = Enumerable.Range(1, 60).Select(n => $"## Question {n}\n<!-- quiz: id=q{n}\n\n{Rest}\n");

        var messages = Read(Body(string.Concat(questions))).Messages;

        Assert.Equal(32, messages.Length);
        Assert.All(messages, message => Assert.Contains("This comment is never closed", message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_open_comment_is_reported_once_wherever_it_stands()
    {
        string[] places = ["", "> ", "- ", "1. ", "> - ", "- > ", "# ", "a ", "> a ", "*a ", "[a ", "- a\n- ", "| a ", "~~~\nc\n~~~\n"];
        string[] comments =
            ["<!-- a", "<!-- note: a", "<!-- claim: a", "<!-- claim: a values=\"1", "<!-- /claim", "<!-- quiz: id=x", "<!---", "<!-- a -- b", "<!--"];
        string[] sequels = ["", "\nb", "\n> c", "\n- c", "\n\nb", "\n# c", "\n```\nc\n```", " `c`", "\n| - |\n| c |", "\n***", "\n<!-- d -->"];
        var failures = new List<string>();
        foreach (var place in places)
        {
            foreach (var comment in comments)
            {
                foreach (var sequel in Thorough.Cases(sequels, oneOf: 5))
                {
                    var problems = FrontEnd.Compile(FrontEnd.QuizOf(place + comment + sequel)).Problems;
                    var reported = problems.Where(problem => problem.Definition.Rule.Id == "QK0013").Select(problem => problem.Span).ToList();
                    if (!problems.Any() || reported.Distinct().Count() != reported.Count) failures.Add(place + comment + sequel);
                }
            }
        }

        Assert.Empty(failures);
    }

    [Theory]
    [InlineData("<!-- a\n\n")]
    [InlineData("<!-- note: x --> y\n\n")]
    [InlineData("<<<<<<< x\n=======\n")]
    [InlineData("[^a] ")]
    [InlineData("[a](b c) ")]
    [InlineData("| a | b\n")]
    [InlineData("#Answer\n")]
    [InlineData("a\n===\n")]
    [InlineData("\uFEFF")]
    public void Twice_as_many_slips_need_no_more_than_about_twice_the_memory(string slip)
    {
        _ = AllocatedBy(slip, 500);

        var (once, twice) = (AllocatedBy(slip, 2_000), AllocatedBy(slip, 4_000));

        Assert.InRange(twice, once, 2.6 * once);
    }

    private static double AllocatedBy(string slip, int count)
    {
        var text = Answer(string.Concat(Enumerable.Repeat(slip, count)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Read(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Hidden(string place, string character, string mark, string escaped) =>
        $"QK0025 {place} The character {character} stands where Markdown wants a plain space or nothing, so that '{mark}' is read as words. "
            + $"Type that again; if words are meant, write '{escaped}'.";

    private static string Body(string body) => Samples.FrontMatter + body;

    private static string Comment(string attributes) => Open(attributes + " -->");

    private static string Open(string comment) => Body("## Question 1\n<!-- quiz: " + comment + "\n\n" + Rest);

    private static string Heading(string heading) => Body(heading + "\n\n" + Rest);

    private static string Prompt(string below) => Body("## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n" + below + "\n");

    private static string Answer(string words) => Prompt("### Answer\n\n" + words);

    private static (Model.QuizModel Quiz, string[] Messages) Read(string text, bool exists = true)
    {
        var source = new SourceText(text);
        var (model, problems) = FrontEnd.Compile(text, exists);
        return (model, [.. problems.Select(Show)]);

        string Show(QuizDiagnostic diagnostic)
        {
            (var line, var column) = source.PlaceOf(diagnostic.Span.Start);
            return $"{diagnostic.Definition.Rule.Id} {line}:{column} {diagnostic.Message}";
        }
    }
}
