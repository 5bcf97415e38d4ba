// The JSON that programs read. Domain records are serialized as they are; the records here are the shapes that differ from them.

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Batch;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Differences;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Rules;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.TensorCores;
using QuizKit.Laboratory.Tolerance;
using QuizKit.Laboratory.Variation;
using QuizKit.Sessions;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The tool that wrote a report.</summary>
/// <param name="Name">gpu-checks.</param>
/// <param name="Version">Its version.</param>
internal sealed record ToolJson(string Name, string Version);

/// <summary>The fields of every report.</summary>
internal abstract record ReportJson
{
    /// <summary>1; counts up when a field changes its meaning or goes.</summary>
    [JsonPropertyOrder(-2)]
    [JsonRequired]
    public int SchemaVersion { get; init; } = JsonReports.SchemaVersion;

    /// <summary>The tool that wrote the report.</summary>
    [JsonPropertyOrder(-1)]
    [JsonRequired]
    public ToolJson Tool { get; init; } = new("gpu-checks", JsonReports.ToolVersion);
}

/// <summary>The result of one check on one device.</summary>
internal sealed record OutcomeJson(
    string Claim,
    int Question,
    string QuestionId,
    string Device,
    Verdict Verdict,
    ExpectedVerdict Expected,
    bool? AsExpected,
    double? Measured,
    double? Reference,
    double? Bound,
    string? Unit,
    long? Runs,
    ulong? Seed,
    double Milliseconds,
    Evidence Evidence,
    string Finding,
    string Method,
    IReadOnlyList<Measurement> Measurements,
    IReadOnlyList<KernelUse> Kernels,
    IReadOnlyList<SizeReduction> Reductions,
    IReadOnlyList<Plot> Plots)
{
    /// <summary>The distinct results of what varies, each with the seed of a schedule that gives it again; absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ResultCount>? Replays { get; init; }

    /// <summary>The part of a sweep that the shard measured; absent for whole checks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SweepPart? Part { get; init; }

    public static OutcomeJson Of(CheckResult result)
    {
        var outcome = result.Outcome;
        var deciding = outcome.Deciding;
        return new OutcomeJson(
            result.Claim.Id,
            result.Question.Number,
            result.Question.Id,
            result.Device.Id,
            outcome.Verdict,
            result.Claim.Expected,
            result.Judgement == Judgement.Undecided ? null : result.Judgement == Judgement.AsExpected,
            deciding?.Measured,
            deciding?.Reference,
            deciding?.Bound,
            deciding?.Unit,
            outcome.Runs,
            outcome.Seed,
            Math.Round(result.Milliseconds, 3),
            outcome.Evidence,
            outcome.Finding,
            outcome.Method,
            outcome.Measurements,
            [.. outcome.Kernels.Select(kernel => kernel with { Code = null })],
            outcome.Reductions,
            outcome.Plots)
        {
            Replays = outcome.Replays,
            Part = outcome.Part,
        };
    }

    /// <summary>Returns the outcome that was written.</summary>
    public Outcome ToOutcome() => new()
    {
        Verdict = Verdict,
        Evidence = Evidence,
        Finding = Finding,
        Method = Method,
        Runs = Runs,
        Seed = Seed,
        Measurements = Measurements,
        Kernels = Kernels,
        Reductions = Reductions,
        Plots = Plots,
        Replays = Replays,
        Part = Part,
    };
}

/// <summary>A selected claim that no program can check.</summary>
internal sealed record NotExecutableJson(string Claim, int Question, string QuestionId, string Reason);

/// <summary>The comparison of two devices on one claim.</summary>
internal sealed record ComparisonJson(
    string Claim,
    string First,
    string Second,
    bool Agree,
    int ExactMeasurements,
    int BoundedMeasurements,
    IReadOnlyList<Disagreement> Disagreements);

/// <summary>The comparison of the devices of a run on the claims that ran on all of them.</summary>
internal sealed record CrossDeviceJson(IReadOnlyList<string> Devices, bool Agree, IReadOnlyList<ComparisonJson> Comparisons);

/// <summary>The part of a run that a report has.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Count">The number of all parts.</param>
/// <param name="Command">The command that repeats it.</param>
/// <param name="Fingerprint">The content of the quiz, as 16 hexadecimal digits.</param>
/// <param name="Claims">The ids of all claims of the whole run.</param>
internal sealed record ShardJson(int Index, int Count, string Command, string Fingerprint, IReadOnlyList<string> Claims)
{
    public static ShardJson Of(Quiz quiz, RunRequest request, Shard shard) => new(
        shard.Index,
        shard.Count,
        SummaryText.Command(quiz, request),
        FingerprintOf(quiz),
        [.. request.Claims.Select(claim => claim.Id)]);

    /// <summary>A hash of all questions and claims.</summary>
    public static string FingerprintOf(Quiz quiz)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        JsonReports.Write(text, ListJson.Of(quiz));
        foreach (var question in quiz.Questions) text.Write(QuizProgress.FingerprintOf(quiz, question.Id));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}

/// <summary>The report of <c>gpu-checks run</c> and <c>gpu-checks explain</c>.</summary>
internal sealed record RunJson(
    string Quiz,
    bool Complete,
    int ExitCode,
    Scale Scale,
    ulong Seed,
    int Runs,
    MachineInfo Machine,
    IReadOnlyList<DeviceInfo> Devices,
    IReadOnlyList<LeftOutDevice> LeftOut,
    IReadOnlyList<OutcomeJson> Outcomes,
    IReadOnlyList<NotExecutableJson> NotExecutable,
    CrossDeviceJson? CrossDevice) : ReportJson
{
    /// <summary>The number of schedules that CUDA in software tried; absent without it, and where its schedule was fixed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Schedules { get; init; }

    /// <summary>The part of the run that the report has; absent for a whole run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShardJson? Shard { get; init; }

    /// <summary>The results of the laboratory; absent if not requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabJson? Laboratory { get; init; }

    public static RunJson Of(RunReport report, LabReport? lab = null) => new(
        report.Quiz.Id,
        report.IsComplete,
        (int)RunSummary.Of(report).ExitStatus,
        report.Request.Scale,
        report.Request.Seed,
        report.Request.Runs,
        report.Machine,
        report.Request.Devices,
        report.LeftOut,
        [.. report.Results.Select(OutcomeJson.Of)],
        [.. from claim in report.NotExecutable
            let question = report.Quiz.FindQuestion(claim.QuestionId)!
            select new NotExecutableJson(claim.Id, question.Number, question.Id, claim.NotExecutableReason!)],
        report.CrossDevice is not { } cross ? null : new CrossDeviceJson(
            [.. cross.Devices.Select(device => device.Id)],
            cross.Agree,
            [.. cross.Comparisons.Select(comparison => new ComparisonJson(
                comparison.Claim.Id,
                comparison.First.Id,
                comparison.Second.Id,
                comparison.Agree,
                comparison.ExactMeasurements,
                comparison.BoundedMeasurements,
                comparison.Disagreements))]))
    {
        Schedules = report.Request.Schedules,
        Shard = report.Request.Shard is { } shard ? ShardJson.Of(report.Quiz, report.Request, shard) : null,
        Laboratory = lab is null ? null : LabJson.Of(lab),
    };
}

/// <summary>The report of <c>gpu-checks devices</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Devices">The devices that can be used.</param>
/// <param name="LeftOut">The devices and drivers that cannot.</param>
internal sealed record DevicesJson(MachineInfo Machine, IReadOnlyList<DeviceInfo> Devices,
    IReadOnlyList<LeftOutDevice> LeftOut) : ReportJson;

/// <summary>A claim of the quiz.</summary>
/// <param name="Claim">Its id.</param>
/// <param name="Question">The number of its question.</param>
/// <param name="QuestionId">The id of its question.</param>
/// <param name="Origin">The part of the question whose words it checks.</param>
/// <param name="Expected">The verdict that it should get; null where no program can check it.</param>
/// <param name="Existential">Whether one device that shows it is enough.</param>
/// <param name="Executable">Whether a program can check it.</param>
/// <param name="Reason">Why no program can check it; null where one can.</param>
/// <param name="Values">The numbers in its words that a check takes from there.</param>
/// <param name="Statement">Its words, formulas in Unicode.</param>
internal sealed record ClaimJson(
    string Claim,
    int Question,
    string QuestionId,
    ClaimOrigin Origin,
    ExpectedVerdict? Expected,
    bool Existential,
    bool Executable,
    string? Reason,
    IReadOnlyList<double> Values,
    string Statement);

/// <summary>The report of <c>gpu-checks list</c>.</summary>
/// <param name="Quiz">The id of the quiz.</param>
/// <param name="Claims">Every claim, in the order of the quiz.</param>
internal sealed record ListJson(string Quiz, IReadOnlyList<ClaimJson> Claims) : ReportJson
{
    public static ListJson Of(Quiz quiz) => new(
        quiz.Id,
        [.. from question in quiz.Questions
            from claim in question.Claims
            select new ClaimJson(
                claim.Id,
                question.Number,
                question.Id,
                claim.Origin,
                claim.IsExecutable ? claim.Expected : null,
                claim.IsExistential,
                claim.IsExecutable,
                claim.NotExecutableReason,
                claim.Values,
                claim.Statement.UnicodeText)]);
}

/// <summary>A sentence of the quiz.</summary>
/// <param name="Question">The number of its question.</param>
/// <param name="QuestionId">The id of its question.</param>
/// <param name="Origin">The part of the question that holds it.</param>
/// <param name="Text">Its words in one line, formulas in Unicode.</param>
/// <param name="Asks">Whether it ends in a question mark, and so states nothing.</param>
/// <param name="Covered">Whether it asks, or no four words in a row lie outside the claims and the not-checkable passages.</param>
/// <param name="Claims">The ids of the claims that quote words of it.</param>
/// <param name="Reasons">Why words of it cannot be checked.</param>
internal sealed record SentenceJson(
    int Question,
    string QuestionId,
    ClaimOrigin Origin,
    string Text,
    bool Asks,
    bool Covered,
    IReadOnlyList<string> Claims,
    IReadOnlyList<string> Reasons);

/// <summary>The report of <c>gpu-checks list --coverage</c>.</summary>
/// <param name="Quiz">The id of the quiz.</param>
/// <param name="ExitCode">0 where every statement is covered, 1 where one is not.</param>
/// <param name="Uncovered">The number of statements that are not covered.</param>
/// <param name="Sentences">Every sentence, in the order of the quiz.</param>
internal sealed record CoverageJson(string Quiz, int ExitCode, int Uncovered, IReadOnlyList<SentenceJson> Sentences) : ReportJson
{
    public static CoverageJson Of(Quiz quiz)
    {
        List<SentenceJson> sentences =
        [
            .. from question in quiz.Questions
               from sentence in question.Sentences
               select new SentenceJson(
                question.Number,
                question.Id,
                sentence.Origin,
                sentence.Text,
                sentence.IsQuestion,
                sentence.IsCovered,
                [.. sentence.Claims.Select(claim => claim.Id)],
                sentence.NotCheckableReasons),
        ];
        var uncovered = sentences.Count(sentence => !sentence.Covered);
        return new CoverageJson(quiz.Id, uncovered == 0 ? 0 : 1, uncovered, sentences);
    }
}

/// <summary>The report of <c>gpu-checks compile</c>.</summary>
/// <param name="Ptxas">The release of the assembler; null where there is none.</param>
/// <param name="Kernels">One object for each kernel and target.</param>
internal sealed record CompileJson(string? Ptxas, IReadOnlyList<KernelBuild> Kernels) : ReportJson;

/// <summary>The report of <c>gpu-checks conformance</c>.</summary>
/// <param name="Scale">How thorough the measurement was: quick, full or exhaustive.</param>
/// <param name="Seed">The seed of the random operands.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Devices">The results of each device.</param>
internal sealed record ConformanceJson(
    Scale Scale, ulong Seed, MachineInfo Machine, IReadOnlyList<DeviceConformance> Devices) : ReportJson;

/// <summary>The report of <c>gpu-checks order</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where every tree was proven by replay, 1 where one was not, 3 where a target gave no answer.</param>
/// <param name="Orders">The orders.</param>
internal sealed record OrderReportJson(MachineInfo Machine, int ExitCode, OrderReport Orders) : ReportJson;

/// <summary>The report of <c>gpu-checks order --map</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where every target has a rule, 1 where one has none, 3 where one gave no answer.</param>
/// <param name="Rules">The rules.</param>
internal sealed record RuleReportJson(MachineInfo Machine, int ExitCode, RuleReport Rules) : ReportJson;

/// <summary>The report of <c>gpu-checks tolerance</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where a tolerance exists, 1 where none does.</param>
/// <param name="Tolerance">The two ends of the tolerance.</param>
internal sealed record ToleranceReportJson(MachineInfo Machine, int ExitCode, ToleranceReport Tolerance) : ReportJson;

/// <summary>The report of <c>gpu-checks why</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where no difference was found, 1 where the functions differ.</param>
/// <param name="Difference">The causes.</param>
internal sealed record DifferenceReportJson(MachineInfo Machine, int ExitCode, DifferenceReport Difference) : ReportJson;

/// <summary>The report of <c>gpu-checks tensor-cores</c>.</summary>
/// <param name="Scale">How many random dot products were compared: quick, full or exhaustive.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where every unit is proven and the published one, 1 where one is not.</param>
/// <param name="Devices">The matrix units of each device.</param>
internal sealed record TensorCoresJson(
    Scale Scale, ulong Seed, MachineInfo Machine, int ExitCode, IReadOnlyList<TensorCoreReport> Devices) : ReportJson;

/// <summary>The report of <c>gpu-checks batch</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ExitCode">0 where no bits depend on a size, 1 where some do, 3 where an implementation failed, 130 where the user stopped
/// it.</param>
/// <param name="Batch">The results.</param>
internal sealed record BatchReportJson(MachineInfo Machine, int ExitCode, BatchReport Batch) : ReportJson;

/// <summary>The results of the laboratory.</summary>
/// <param name="Parts">The parts that were asked for: order, pair, variation, cure.</param>
/// <param name="Scale">How thorough it was: quick, full or exhaustive.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Runs">How often what may vary was repeated.</param>
/// <param name="Complete">False where the user stopped it.</param>
/// <param name="Faults">Results that must not occur: a fixed order that varies, a sum outside its bound, a tree whose replays
/// differ.</param>
/// <param name="Failures">Work that gave no result.</param>
/// <param name="Orders">The orders of sums; null where they were not asked for.</param>
/// <param name="Pair">NumPy beside PyTorch; null where it was not asked for or gave no answer.</param>
/// <param name="Variation">What varies, on each device.</param>
/// <param name="Cure">What the sums of QuizKit.Numerics cost, on each device.</param>
internal sealed record LabJson(
    IReadOnlyList<LabPart> Parts,
    Scale Scale,
    ulong Seed,
    int Runs,
    bool Complete,
    IReadOnlyList<string> Faults,
    IReadOnlyList<LabFailure> Failures,
    OrderReport? Orders,
    PairReport? Pair,
    IReadOnlyList<VariationReport> Variation,
    IReadOnlyList<CureReport> Cure)
{
    /// <summary>The number of schedules that CUDA in software tried; absent without it, and where its schedule was fixed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Schedules { get; init; }

    public static LabJson Of(LabReport report) => new(
        report.Parts,
        report.Settings.Scale,
        report.Settings.Seed,
        report.Settings.Runs,
        report.IsComplete,
        report.Faults,
        report.Failures,
        report.Orders,
        report.Pair,
        report.Variation,
        report.Cure)
    {
        Schedules = report.Settings.Schedules,
    };
}

/// <summary>The report of <c>gpu-checks lab</c>.</summary>
/// <param name="ExitCode">0 where nothing is at fault, 1 where something is, 3 where work gave no answer, 130 where the user stopped
/// it.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Devices">The devices.</param>
/// <param name="LeftOut">The devices that were looked for and cannot be used.</param>
/// <param name="Laboratory">The results.</param>
internal sealed record LabReportJson(
    int ExitCode, MachineInfo Machine, IReadOnlyList<DeviceInfo> Devices, IReadOnlyList<LeftOutDevice> LeftOut,
    LabJson Laboratory) : ReportJson;
