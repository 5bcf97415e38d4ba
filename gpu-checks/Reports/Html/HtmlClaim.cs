// One claim on the web page: the mark in the text, and the details that the mark links to.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Variation;
using QuizKit.Reports.Html;

namespace QuizKit.GpuChecks.Reports.Html;

/// <summary>One claim and its result on each device.</summary>
internal sealed class HtmlClaim(Claim claim, RunReport report)
{
    private readonly IReadOnlyList<CheckResult> _results = [.. report.Results.Where(result => result.Claim.Id == claim.Id)];

    /// <summary>The id of the element with the details of the claim; a link to it opens them.</summary>
    public string Anchor => "claim-" + claim.Id;

    private bool SeveralDevices => report.Request.Devices.Count > 1;

    private bool IsAlarming => _results.Any(result => result.Judgement is Judgement.Differs or Judgement.Broken);

    /// <summary>
    /// Returns the mark for the claim's words: a link to the details for each verdict, with the devices if there are several.
    /// </summary>
    public ClaimMark Mark()
    {
        var markup = new Markup();
        var verdicts = Verdicts();
        foreach ((var mark, var devices) in verdicts)
        {
            // The space belongs to the mark, not to the text: no word of the quiz is followed by one that is not its author's.
            markup.Open("a", ("class", $"mark {mark.Class}"), ("href", "#" + Anchor), ("lang", "en"), ("title", claim.Id)).Text(" ");
            WriteVerdict(markup, mark, devices);
            markup.Element("span", $": {claim.Id}", ("class", "unseen")).Close();
        }

        return new ClaimMark(verdicts.Count == 1 ? verdicts[0].Mark.Class : "mixed", markup.ToString());
    }

    /// <summary>Writes the folded details: open if a result is not as expected.</summary>
    public void WriteDetails(Markup page)
    {
        page.Open("details", ("class", "claim"), ("open", IsAlarming ? "" : null)).Line();
        page.Open("summary");
        foreach ((var mark, var devices) in Verdicts())
        {
            page.Open("span", ("class", $"mark {mark.Class}"));
            WriteVerdict(page, mark, devices);
            page.Close().Text(" ");
        }

        page.Element("code", claim.Id);
        if (_results.Any(result => result.Judgement == Judgement.Differs))
            page.Text(" ").Element("strong", $"expected: {Names.IdOf(claim.Expected)}", ("class", "alarm"));
        var measured = _results.Select(result => result.Outcome.Deciding is { } one ? MeasurementText.Of(one) : null).Distinct().ToList();
        if (measured is [{ } same]) page.Text(" ").Element("span", same, ("class", "short"));
        page.Close().Line();
        page.Open("div", ("id", Anchor), ("class", "body")).Line();
        page.Open("blockquote", ("lang", report.Quiz.Language)).Raw(HtmlQuestion.KeepTogether(claim.Statement.Html)).Close().Line();
        page.Open("p").Element("a", "To the sentence in its text", ("href", "#quote-" + claim.Id)).Close().Line();
        if (claim.NotExecutableReason is { } reason) page.Element("p", reason).Line();
        else if (_results.Count == 0) page.Element("p", VerdictMark.NotRun.Meaning).Line();
        foreach (var result in _results) WriteResult(page, result);
        page.Close().Close().Line();
    }

    private void WriteResult(Markup page, CheckResult result)
    {
        var outcome = result.Outcome;
        page.Open("section").Line();
        if (SeveralDevices)
            page.Element("h5", $"{result.Device.Id}: {result.Device.Name}").Line();
        page.Element("p", RunTableRow.Of(result).Finding, ("class", "finding")).Line();
        foreach (var reduction in outcome.Reductions)
        {
            page.Element("p", $"Reduced to fit into the device's memory: {NumberText.Of(reduction.Used)} of "
                + $"{NumberText.Of(reduction.Asked)} {reduction.What}.").Line();
        }

        WriteMeasurements(page, outcome.Measurements, $"Measurements of {claim.Id} on {result.Device.Id}");
        if (outcome.Replays is { } replays) HtmlRenderer.WriteTable(page, VariationSection.Replays(replays));
        HtmlRenderer.Write(page, [.. outcome.Plots.Select(plot => new DocumentPlot(plot))]);
        page.Open("dl").Line();
        if (outcome.Method.Length > 0) Field("Method", FormulaText.Of(outcome.Method));
        Field("Expected", Names.IdOf(claim.Expected) + (claim.IsExistential ? ", or not observed" : ""));
        Field("Device", $"{result.Device.Name} ({result.Device.Platform})");
        Field("Evidence", ExplainDocument.DescribeEvidence(outcome.Evidence));
        if (outcome.Kernels.Count > 0) Field("Kernels", string.Join(", ", outcome.Kernels.Select(kernel => kernel.Name)));
        if (outcome.Runs is { } runs) Field("Runs", NumberText.Of(runs));
        if (outcome.Seed is { } seed) Field("Seed", NumberText.OfSeed(seed));
        Field("Time", NumberText.OfTime(result.Milliseconds));
        page.Close().Close().Line();

        void Field(string label, string value) => page.Element("dt", label).Element("dd", value).Line();
    }

    private static void WriteMeasurements(Markup page, IReadOnlyList<Measurement> measurements, string label)
    {
        if (measurements.Count == 0) return;
        page.Open("table", ("aria-label", label)).Line().Open("thead").Open("tr");
        foreach (var head in new[] { "quantity", "measured", "reference", "bound" })
            page.Element("th", head, ("scope", "col"), ("class", head == "quantity" ? null : "number"));
        page.Close().Close().Line().Open("tbody").Line();
        foreach (var measurement in measurements)
        {
            page.Open("tr").Open("th", ("scope", "row")).Text(FormulaText.Of(measurement.Name));
            if (measurement.Source is { } source) page.Element("small", FormulaText.Of(source));
            page.Close();
            Number("measured", measurement.Measured, measurement.Unit);
            Number("reference", measurement.Reference, measurement.Unit);
            Number("bound", measurement.Bound, measurement.Unit);
            page.Close().Line();
        }

        page.Close().Close().Line();

        void Number(string head, double? value, string unit) => page.Element(
            "td", value is { } number ? NumberText.Of(number) + NumberText.OfUnit(unit) : "", ("class", "number"), ("data-head", head));
    }

    private static void WriteVerdict(Markup markup, VerdictMark mark, string devices)
    {
        mark.Write(markup);
        if (devices.Length > 0) markup.Text(" ").Element("small", devices);
    }

    /// <summary>The marks of the claim, each with its devices; no devices if the run has only one.</summary>
    private IReadOnlyList<(VerdictMark Mark, string Devices)> Verdicts()
    {
        if (!claim.IsExecutable) return [(VerdictMark.NotExecutable, "")];
        IEnumerable<(VerdictMark Mark, string Device)> found = report.Request.Devices.Select(device => (
            _results.FirstOrDefault(result => result.Device == device) is { } result
                ? VerdictMark.Of(result.Outcome.Verdict)
                : VerdictMark.NotRun,
            device.Id));
        return [.. found.GroupBy(one => one.Mark, one => one.Device).Select(
            group => (group.Key, SeveralDevices ? string.Join(", ", group) : ""))];
    }
}
