// Markdown that tries to become a script or a tag of its own: the families of OWASP's list of filter evasions, in what a quiz may hold.

using System.Text;

namespace QuizKit.Language.Tests;

internal static class HostileMarkdown
{
    private const string Front = "---\nid: hostile\nlanguage: en\n---\n";

    /// <summary>Addresses that some browser has once run as a script, or that lead to another server in disguise.</summary>
    private static readonly string[] Addresses =
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&#58;alert(1)", "javascript&colon;alert(1)", "javascript&#x3A;alert(1)",
        "java&#x0A;script:alert(1)", "java&#9;script:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)",
        "java&#13;script:alert(1)",
        "java&#0;script:alert(1)", "java&#1;script:alert(1)", "&#1;javascript:alert(1)", "&#14; javascript:alert(1)",
        "&#x20;javascript:alert(1)",
        "&nbsp;javascript:alert(1)", "java&shy;script:alert(1)", "java&#8203;script:alert(1)", "java&#8232;script:alert(1)",
        "&#xFEFF;javascript:alert(1)",
        "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)", "&#0000106avascript:alert(1)",
        "&#x6A&#x61vascript:alert(1)",
        "java\\script:alert(1)", "javascript\\:alert(1)", "javascript:\\alert(1)", "javascript%3Aalert(1)", "%6Aavascript:alert(1)",
        "java%0Ascript:alert(1)",
        "ja\tvascript:alert(1)", "javascript://example.org/%0Aalert(1)", "javascript:alert(1)//https://example.org", "jаvascript:alert(1)",
        "ｊavascript:alert(1)", "vbscript:msgbox(1)", "VBSCRIPT:msgbox(1)", "livescript:x", "mocha:x", "view-source:javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "data:image/svg+xml,<svg/onload=alert(1)>",
        "DATA:text/html,x", "d&#97;ta:text/html,x", "data&colon;text/html,x", "blob:https://example.org/1", "file:///etc/passwd",
        "filesystem:http://x/y",
        "ftp://example.org", "intent://x#Intent;scheme=http;end", "feed:javascript:alert(1)", "jar:http://x!/y", "about:blank",
        "ws://example.org",
        "//example.org/x", "\\\\example.org\\x", "/\\example.org", "&#47;&#47;example.org", "&#9;//example.org", "/&#9;/example.org",
        "/\t/example.org",
        "https:javascript:alert(1)", "http:\"onmouseover=alert(1)", "https://x\"onmouseover=\"alert(1)", "https://x'onmouseover='alert(1)",
        "https://x&quot;onmouseover=&quot;alert(1)", "https://x%22onmouseover=%22alert(1)", "https://x`onmouseover=`",
        "https://x><script>alert(1)</script>",
        "https://x&gt;&lt;script&gt;", "mailto:a@example.org?subject=\"><script>", "#\"><img src=x onerror=alert(1)>",
        "?\"><svg onload=alert(1)>",
        "x.svg\"onerror=\"alert(1)", "<javascript:alert(1)>", "<java script:alert(1)>", "< javascript:alert(1)>", ":javascript:alert(1)",
        "", " ",
    ];

    /// <summary>Ways to write an address; @ is the address.</summary>
    private static readonly string[] AddressForms =
    [
        "[words](@)", "![words](@)", "[words](<@>)", "<@>", "[![x](@)](@)", "[words](@ \"a title\")",
        "| [words](@) |\n| --- |\n| ![x](@) |", "- [words](@)\n",
        "**[words](@)**", "[<@>](https://example.org)",
    ];

    /// <summary>Words that are hostile wherever they stand.</summary>
    private static readonly string[] Words =
    [
        "<script>alert(1)</script>", "</p><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
        "<svg/onload=alert(1)//",
        "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "<iframe src=javascript:alert(1)>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<math><annotation-xml encoding=\"text/html\"><svg onload=alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "&#x3C;img src=x onerror=alert(1)&#x3E;", "\\<script>alert(1)\\</script>", "<scr<script>ipt>", "<<script>script>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<!--><img src=x onerror=alert(1)>-->", "<!-- note: --!><img src=x onerror=alert(1)> -->", "<?xml?><x>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<style>*{x:expression(alert(1))}</style>", "<base href=javascript:/>", "<template><script>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<plaintext>", "<textarea></textarea><script>", "</span></p></div><script>", "\u0000<script>", "<\u0000script>",
        "\uD800<script>", "\uFFFE\u0001\u000B\u007F\u0085",
        "&NotAReference;&#xD800;&#x110000;&#0;", "<img\u2028src=x>", "＜script＞", "+ADw-script+AD4-", "\u00BCscript\u00BE",
    ];

    /// <summary>Where words can stand; @ is the words.</summary>
    private static readonly string[] WordForms =
    [
        "@", "`@`", "*@*", "[@](https://example.org)", "![@](https://example.org/x.png)", "[x](https://example.org \"@\")",
        "![x](y.png '@')", "> @\n", "- @\n\n  @\n",
        "```@\ncode\n```", "```text @\n@\n```", "| @ |\n| --- |\n| @ |", "$\\text{@}$", "$\\operatorname{@}$", "$$\n\\text{@}\n$$",
        "$@$", "# @", "1. @\n",
        "<!-- claim: @ -->words<!-- /claim -->", "<!-- claim: x -->@<!-- /claim -->",
        "<!-- claim: x\" onclick=\"alert(1) -->words<!-- /claim -->", "<@>", "@://example.org",
    ];

    /// <summary>Every address and every word in every surrounding, each as the answer of a quiz; then as its title.</summary>
    public static IEnumerable<(string Name, string Quiz)> Quizzes()
    {
        foreach (var markdown in Fragments()) yield return (markdown, WithAnswer(markdown));
        foreach (var words in Words) yield return ("title: " + words, Front + $"# {words}\n\n{words}\n\n" + Question("What?", "This."));
        foreach (var words in Words)
        {
            var prompt = $"What?\n\n- [x] {words}\n- [ ] [{words}](javascript:x)";
            yield return ("choice: " + words, Front + "# T\n\n" + Question(prompt, "This.", "kind=choice"));
        }
    }

    /// <summary>Fragments side by side, in an order that a seed decides.</summary>
    public static IEnumerable<(string Name, string Quiz)> Mixed(int seed, int count)
    {
        string[] fragments = [.. Fragments()];
        string[] glue =
        [
            "", " ", "\n", "\n\n", "[", "](", ")", "`", "$", "*", "**", "\"", "<", "|", "<!-- claim: x -->", "<!-- /claim -->",
            "\n> ", "\n- ", "\\", "&",
        ];
        var random = new Random(seed);
        for (var round = 0; round < count; round++)
        {
            var markdown = new StringBuilder();
            for (var part = 0; part < 1 + (round % 6); part++)
            {
                var fragment = fragments[random.Next(fragments.Length)];
                var start = random.Next(3) == 0 ? random.Next(fragment.Length) : 0;
                markdown.Append(fragment, start, fragment.Length - start).Append(glue[random.Next(glue.Length)]);
            }

            yield return ($"seed {seed}, round {round}: {markdown}", WithAnswer(markdown.ToString()));
        }
    }

    private static IEnumerable<string> Fragments() =>
        AddressForms.SelectMany(form => Addresses.Select(address => form.Replace("@", address, StringComparison.Ordinal)))
            .Concat(WordForms.SelectMany(form => Words.Select(words => form.Replace("@", words, StringComparison.Ordinal))));

    private static string WithAnswer(string markdown) => Front + "# T\n\n" + Question("What?", markdown);

    private static string Question(string prompt, string answer, string attributes = "") =>
        $"## Question 1\n<!-- quiz: id=one {attributes} -->\n\n{prompt}\n\n### Answer\n\n{answer}\n";
}
