// What has to hold for any text that an author types, whatever it is: judged by what goes in and what comes out.

using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;

namespace QuizKit.Language.Tests;

/// <summary>The properties of the compiler's front end that hold for every input.</summary>
internal static partial class Soundness
{
    /// <summary>Whether a quiz file compiles without an error, and what is wrong with the result: nothing where all holds.</summary>
    /// <param name="quiz">The text of the file.</param>
    /// <remarks>
    /// No exception; every diagnostic inside the file; harmless HTML; the same result twice. Where the
    /// quiz compiles also: every word is in the HTML, and the Markdown form of every text compiles to the same HTML as the text itself.
    /// </remarks>
    public static (bool Compiles, IReadOnlyList<string> Faults) Judge(string quiz)
    {
        try
        {
            return JudgeResult(quiz);
        }
        catch (Exception exception)
        {
            return (false, [$"{exception.GetType().Name}: {exception}"]);
        }
    }

    private static (bool Compiles, IReadOnlyList<string> Faults) JudgeResult(string quiz)
    {
        var faults = new List<string>();
        var (model, diagnostics) = FrontEnd.Compile(quiz);
        foreach (var problem in diagnostics)
        {
            if (problem.Span.Start < 0 || problem.Span.End > quiz.Length) faults.Add($"{problem.Definition.Rule.Id} is outside the file");
            if (problem.Message.Length == 0) faults.Add($"{problem.Definition.Rule.Id} has no words");
        }

        List<RichTextModel> texts = [.. TextsOf(model)];
        foreach (var text in texts) faults.AddRange(HtmlJudge.DangersIn(text.Html));
        if (!texts.SelectMany(text => text.Forms).SequenceEqual(TextsOf(FrontEnd.Compile(quiz).Model).SelectMany(text => text.Forms)))
            faults.Add("a second run gives another result");
        if (diagnostics.Any(problem => problem.Definition.Rule.IsError)) return (false, faults);

        faults.AddRange(LostWords(quiz, texts, diagnostics));
        foreach (var question in model.Questions)
        {
            foreach (var text in question.Errata.Select(erratum => erratum.Text).Prepend(question.Answer)) faults.AddRange(Reparse(text));
        }

        return (true, faults);
    }

    private static IEnumerable<RichTextModel> TextsOf(QuizModel model)
    {
        yield return model.Title;
        if (model.Introduction is { } introduction) yield return introduction;
        foreach (var question in model.Questions)
        {
            yield return question.Prompt;
            yield return question.Answer;
            foreach (var choice in question.Typed.Choices) yield return choice.Text;
            foreach (var erratum in question.Errata) yield return erratum.Text;
            foreach (var claim in question.Claims) yield return claim.Statement;
        }
    }

    // The text alone, compiled as the answer of another quiz, is the same text without the marks of its claims.
    private static IEnumerable<string> Reparse(RichTextModel text)
    {
        var (model, diagnostics) = FrontEnd.Compile(FrontEnd.QuizOf(text.Markdown));
        if (diagnostics.FirstOrDefault(problem => problem.Definition.Rule.IsError) is { } error)
        {
            yield return $"its own Markdown does not compile ({error.Definition.Rule.Id}): {text.Markdown}";
            yield break;
        }

        var (written, read) = (WithoutClaims(text.Html), WithoutClaims(model.Questions[0].Answer.Html));
        if (written != read) yield return $"its own Markdown means something else: {text.Markdown}\n  written: {written}\n  read:    {read}";
    }

    private static string WithoutClaims(string html)
    {
        var body = new HtmlParser().ParseDocument("<!doctype html><body>" + html + "</body>").Body!;
        foreach (var mark in body.QuerySelectorAll("[data-claim]").ToList()) mark.Replace([.. mark.ChildNodes]);
        body.Normalize();

        // An element around blocks stands on lines of its own.
        return LineEnds().Replace(body.InnerHtml, "\n").Trim('\n');
    }

    // Runs of letters and digits that a reader of the file sees, and a reader of the texts does not: unless a warning is about their line.
    private static IEnumerable<string> LostWords(string quiz, IReadOnlyList<RichTextModel> texts, IReadOnlyList<QuizDiagnostic> warnings)
    {
        var body = FrontMatterEnd().Match(quiz, 3) is { Success: true } end ? end.Index + end.Length : 0;
        var visible = Unseen().Replace(quiz.Replace('\r', '\n'), unseen => new string('\n', unseen.Length));
        var shown = string.Concat(texts.Select(text => text.PlainText + " " + text.UnicodeText + " " + Decoded(text.Html)));
        foreach (var word in Words().Matches(visible).Where(word => word.Index >= body))
        {
            if (shown.Contains(word.Value, StringComparison.Ordinal)) continue;
            var lineStart = quiz.LastIndexOfAny(['\r', '\n'], word.Index) + 1;
            if (!warnings.Any(warning => warning.Span.End >= lineStart && warning.Span.Start < word.Index + word.Length))
                yield return $"the word '{word.Value}' is lost";
        }
    }

    // The words of elements and attributes.
    private static string Decoded(string html)
    {
        var body = new HtmlParser().ParseDocument("<!doctype html><body>" + html + "</body>").Body!;
        var attributes = body.QuerySelectorAll("*").SelectMany(element => element.Attributes).Select(attribute => attribute.Value);
        return body.TextContent + " " + string.Join(" ", attributes) + " " + string.Join(" ", attributes.Select(Uri.UnescapeDataString));
    }

    // Comments; the headings that divide a quiz; the numbers of lists; the words after the language of a fence, and a language that makes it a formula; the names of elements, alerts and emoji; the names of character
    // references and of TeX commands; the digits of what is percent-encoded; the labels of reference links and their definitions; the mark of
    // a right option; a backslash that escapes.
    [GeneratedRegex(
        @"<!--.*?-->|^ {0,3}#{2,3}[ \t][^\n]*$|^[\s>*+-]*([0-9]{1,9}[.)](?=\s|$)[\s>*+-]*)+|^[\s>*+-]*(```|~~~).*$|```math|</?(?:br|sub|sup|kbd)>|\[![A-Za-z]+\]|:[a-z]+:|%[0-9a-fA-F]{2}|&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z0-9]+);|\\[A-Za-z]+"
            + @"|\]\[[^\]]*\]|^[\s>*+-]*\[[^\]]*\](?=:)|^[*+-][ \t]+\[[xX]\](?=\s)|\\",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"[\r\n\u0085\u2028\u2029]---", RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatterEnd();

    // A script of a formula is a word by itself.
    [GeneratedRegex(@"(?<=[_^])[\p{L}\p{Nd}]|[\p{L}\p{Nd}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\n+", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnds();
}
