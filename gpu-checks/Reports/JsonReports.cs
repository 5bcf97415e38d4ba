// Writes reports as JSON: one object each, UTF-8, lines ended by LF.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports.Laboratory;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.Reports;

internal static class JsonReports
{
    /// <summary>Counts up when a field changes its meaning or goes; new fields do not change it.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The version of the tool, without the commit that a build may append.</summary>
    public static string ToolVersion { get; } =
        typeof(JsonReports).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // Formulas stay readable: a report is a file, never part of a web page's source.
    private static ReportJsonContext Json { get; } =
        new(new JsonSerializerOptions(ReportJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static ToolJson Tool { get; } = new("gpu-checks", ToolVersion);

    /// <summary>Writes the report of a run.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">The run.</param>
    /// <param name="lab">What the laboratory found, or null where it was not asked.</param>
    public static void WriteRun(TextWriter writer, RunReport report, LabReport? lab = null) =>
        Write(writer, Of(report) with { Laboratory = lab is null ? null : LabJson.Of(lab) }, Json.RunJson);

    /// <summary>Writes the devices of this machine.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="devices">The usable devices.</param>
    /// <param name="leftOut">The others.</param>
    public static void WriteDevices(TextWriter writer, IReadOnlyList<DeviceInfo> devices, IReadOnlyList<LeftOutDevice> leftOut) => Write(
        writer,
        new DevicesJson(SchemaVersion, Tool, Of(MachineInfo.Current), [.. devices.Select(Of)], [.. leftOut.Select(Of)]),
        Json.DevicesJson);

    /// <summary>Writes every claim of a quiz.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="quiz">The quiz.</param>
    public static void WriteList(TextWriter writer, Quiz quiz) => Write(
        writer,
        new ListJson(SchemaVersion, Tool, quiz.Id, [.. quiz.Questions.SelectMany(q => q.Claims.Select(claim => Of(q, claim)))]),
        Json.ListJson);

    /// <summary>Writes a comparison of reports.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="matrix">The comparison.</param>
    public static void WriteMatrix(TextWriter writer, HardwareMatrix matrix) => Write(writer, MatrixJson.Of(matrix, Tool), Json.MatrixJson);

    /// <summary>Writes the orders of sums.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What was found.</param>
    public static void WriteOrders(TextWriter writer, OrderReport report) => Write(
        writer, new OrderReportJson(SchemaVersion, Tool, Of(MachineInfo.Current), (int)report.ExitStatus, OrdersJson.Of(report)), Json.OrderReportJson);

    /// <summary>Writes what the laboratory found.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What it found.</param>
    public static void WriteLab(TextWriter writer, LabReport report) => Write(
        writer,
        new LabReportJson(
            SchemaVersion, Tool, (int)report.ExitStatus, Of(report.Machine), [.. report.Devices.Select(Of)], [.. report.LeftOut.Select(Of)], LabJson.Of(report)),
        Json.LabReportJson);

    /// <summary>Reads the report of a run back.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <exception cref="JsonException">It is no such report.</exception>
    public static RunJson ReadRun(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json.StartsWith("\uFEFF"u8) ? json[3..] : json, Json.RunJson)
            ?? throw new JsonException("It is null.");

    /// <summary>Writes what became of the kernels that were compiled without a device.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="assembler">The assembler, or null.</param>
    /// <param name="compiled">What became of the kernels.</param>
    public static void WriteCompiled(TextWriter writer, Ptxas? assembler, IReadOnlyList<KernelBuild> compiled) => Write(
        writer,
        new CompileJson(SchemaVersion, Tool, assembler?.Version, [.. compiled.Select(kernel => new CompiledJson(
            kernel.Kernel,
            kernel.Target,
            kernel.PtxVersion,
            Names.IdOf(kernel.Evidence),
            kernel.PlainArithmetic,
            kernel.Operations,
            kernel.MachineCode is { } code ? new MachineCodeJson(code.Bytes, code.ContractionChangesIt, code.FloatInstructions) : null,
            kernel.Violations,
            kernel.Error))]),
        Json.CompileJson);

    /// <summary>Writes what was measured of the arithmetic of devices.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="scale">How thorough the measurement was.</param>
    /// <param name="seed">The seed of the random operands.</param>
    /// <param name="devices">What was measured on each device.</param>
    public static void WriteConformance(TextWriter writer, Scale scale, ulong seed, IReadOnlyList<DeviceConformance> devices) => Write(
        writer,
        new ConformanceJson(SchemaVersion, Tool, Names.IdOf(scale), seed, Of(MachineInfo.Current), [.. devices.Select(device => new DeviceConformanceJson(
            Of(device.Device),
            device.Conforms,
            [.. device.Operations.Select(o => new OperationJson(o.Name, o.Cases, o.Wrong, o.Flushed, o.Example))],
            [.. device.Functions.Select(f => new FunctionJson(
                f.Name, f.From, f.To, f.Points, f.ErrorUlps, f.At, f.BoundUlps, f.Digest, f.OwnErrorUlps, f.OwnAt))]))]),
        Json.ConformanceJson);

    private static void Write<T>(TextWriter writer, T report, JsonTypeInfo<T> type)
    {
        writer.Write(JsonSerializer.Serialize(report, type));
        writer.Write('\n');
        writer.Flush();
    }

    private static RunJson Of(RunReport report) => new(
        SchemaVersion,
        Tool,
        report.Quiz.Id,
        report.IsComplete,
        (int)RunSummary.Of(report).ExitStatus,
        Names.IdOf(report.Request.Scale),
        report.Request.Seed,
        report.Request.Runs,
        Of(report.Machine),
        [.. report.Request.Devices.Select(Of)],
        [.. report.LeftOut.Select(Of)],
        [.. report.Results.Select(Of)],
        [.. report.NotExecutable.Select(claim => new NotExecutableJson(
            claim.Id, NumberOf(report.Quiz, claim), claim.QuestionId, claim.NotExecutableReason!))],
        report.CrossDevice is { } cross ? Of(cross) : null);

    private static CrossDeviceJson Of(CrossDeviceReport cross) => new(
        [.. cross.Devices.Select(device => device.Id)],
        cross.Agree,
        [.. cross.Comparisons.Select(comparison => new ComparisonJson(
            comparison.Claim.Id,
            comparison.First.Id,
            comparison.Second.Id,
            comparison.Agree,
            comparison.ExactMeasurements,
            comparison.BoundedMeasurements,
            [.. comparison.Disagreements.Select(d => new DisagreementJson(d.What, d.First, d.Second, d.Difference, d.Allowed))]))]);

    private static OutcomeJson Of(CheckResult result)
    {
        Outcome outcome = result.Outcome;
        Measurement? deciding = outcome.Measurements is [var first, ..] ? first : null;
        return new OutcomeJson(
            result.Claim.Id,
            result.Question.Number,
            result.Question.Id,
            result.Device.Id,
            Names.IdOf(outcome.Verdict),
            Names.IdOf(result.Claim.Expected),
            result.Judgement == Judgement.Undecided ? null : result.Judgement == Judgement.AsExpected,
            deciding?.Measured,
            deciding?.Reference,
            deciding?.Bound,
            deciding?.Unit,
            outcome.Runs,
            outcome.Seed,
            Math.Round(result.Milliseconds, 3),
            Names.IdOf(outcome.Evidence),
            outcome.Finding,
            outcome.Method,
            [.. outcome.Measurements.Select(m => new MeasurementJson(
                m.Name, m.Measured, m.Reference, m.Bound, m.Unit, m.Source, !m.DependsOnDevice))],
            [.. outcome.Kernels.Select(k => new KernelJson(k.Name, k.Language, k.PlainArithmetic, k.FloatOperations, k.Violations))],
            [.. outcome.Reductions.Select(r => new ReductionJson(r.What, r.Asked, r.Used))],
            [.. outcome.Plots.Select(Of)]);
    }

    private static PlotJson Of(Plot plot) => new(
        plot.Title,
        plot.XLabel,
        plot.YLabel,
        plot.LogX,
        plot.LogY,
        [.. plot.Series.Select(series => new SeriesJson(
            series.Name, series.KindId, [.. series.Points.Select(point => point.X)], [.. series.Points.Select(point => point.Y)]))]);

    private static ClaimJson Of(Question question, Claim claim) => new(
        claim.Id,
        question.Number,
        question.Id,
        Names.IdOf(claim.Origin),
        claim.IsExecutable ? Names.IdOf(claim.Expected) : null,
        claim.IsExistential,
        claim.IsExecutable,
        claim.NotExecutableReason,
        claim.Values,
        claim.Statement.UnicodeText);

    private static DeviceJson Of(DeviceInfo device) => new(
        device.Id,
        Names.IdOf(device.Kind),
        device.Name,
        device.Platform,
        device.Multiprocessors,
        device.MemoryBytes,
        device.WarpSize,
        device.SupportsFloat64);

    private static LeftOutJson Of(LeftOutDevice device) => new(Names.IdOf(device.Kind), device.Name, device.Reason, device.Remedy);

    private static MachineJson Of(MachineInfo machine) => new(machine.Os, machine.Architecture, machine.ProcessorCount, machine.Runtime);

    private static int NumberOf(Quiz quiz, Claim claim) => quiz.FindQuestion(claim.QuestionId)?.Number
        ?? throw new InvalidOperationException($"Claim '{claim.Id}' names question '{claim.QuestionId}', which the quiz lacks.");
}
