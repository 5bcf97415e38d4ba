// One question on the web page: its text with every claim marked, followed by the measurements.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Reports.Html;

namespace QuizKit.GpuChecks.Reports.Html;

internal static partial class HtmlQuestion
{
    public static string AnchorOf(Question question) => "question-" + question.Id;

    /// <summary>Writes a question: prompt, hints, answer, explanation, errata, and the details of each selected claim.</summary>
    public static void Write(Markup page, Question question, RunReport report, IReadOnlyList<DocumentSection> laboratory)
    {
        var claims = report.Request.Claims
            .Where(claim => claim.QuestionId == question.Id)
            .ToDictionary(claim => claim.Id, claim => new HtmlClaim(claim, report));
        var marks = claims.ToDictionary(claim => claim.Key, claim => claim.Value.Mark());

        HtmlRenderer.OpenSection(page, AnchorOf(question), string.Create(CultureInfo.InvariantCulture, $"Question {question.Number}"));
        WriteText("prompt", question.Prompt);
        if (question is ChoiceQuestion choices) WriteChoices(page, choices, report.Quiz.Language);
        foreach (var hint in question.Hints)
        {
            page.Element("h3", "Hint").Line();
            WriteText("hint", hint);
        }

        page.Element("h3", question.Answer.Provenance == Provenance.Editors ? "Answer (by the editors)" : "Answer").Line();
        WriteText("answer", question.Answer.Text);
        if (question.Explanation is { } explanation)
        {
            page.Element("h3", "Explanation").Line();
            WriteText("explanation", explanation);
        }

        foreach (var erratum in question.Errata)
        {
            page.Open("div", ("class", "erratum"), ("role", "note")).Line();
            page.Element("h3", $"Erratum: {Names.NameOf(erratum.Kind)}").Line();
            WriteText("correction", erratum.Text);
            page.Close().Line();
        }

        if (claims.Count > 0)
        {
            page.Element("h3", "What was measured").Line();
            foreach (var claim in question.Claims.Where(claim => claims.ContainsKey(claim.Id))) claims[claim.Id].WriteDetails(page);
        }

        if (laboratory.Count > 0 && question.Claims.Any(claim => claim.Id == LabRunner.Claim))
        {
            page.Element("h3", "In the laboratory, below").Line().Open("ul").Line();
            HtmlRenderer.WriteLinks(page, laboratory);
            page.Close().Line();
        }

        page.Close().Line();

        void WriteText(string cssClass, RichText text) => page
            .Open("div", ("class", cssClass), ("lang", report.Quiz.Language))
            .Raw(ClaimMarks.Insert(KeepTogether(text.Html), marks.GetValueOrDefault))
            .Close().Line();
    }

    /// <summary>Keeps a formula and the punctuation after it on one line.</summary>
    public static string KeepTogether(string html) => FormulaBeforePunctuation().Replace(html, "<span class=\"keep\">$0</span>");

    [GeneratedRegex("<math>(?:(?!</math>).)*</math>[.,;:!?)]+", RegexOptions.Singleline)]
    private static partial Regex FormulaBeforePunctuation();

    private static void WriteChoices(Markup page, ChoiceQuestion question, string language)
    {
        page.Open("ul", ("class", "choices"), ("lang", language)).Line();
        foreach (var choice in question.Choices)
        {
            page.Open("li").Raw(choice.Text.Html);
            if (choice.IsCorrect) page.Text(" ").Element("strong", "(correct)", ("lang", "en"));
            page.Close().Line();
        }

        page.Close().Line();
    }
}
