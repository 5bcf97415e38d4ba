// The shape of the JSON that programs read. docs/report-json.md describes each field: change the two together.

using System.Collections.Generic;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The tool that wrote a report.</summary>
internal sealed record ToolJson(string Name, string Version);

/// <summary>The machine that ran the checks.</summary>
internal sealed record MachineJson(string Os, string Architecture, int ProcessorCount, string Runtime);

/// <summary>A usable device.</summary>
internal sealed record DeviceJson(
    string Id, string Kind, string Name, string Platform, int Multiprocessors, long MemoryBytes, int WarpSize, bool Float64);

/// <summary>A device or driver that cannot be used.</summary>
internal sealed record LeftOutJson(string Kind, string Name, string Reason, string Remedy);

/// <summary>One measured quantity beside what it is held against.</summary>
internal sealed record MeasurementJson(
    string Name, double Measured, double? Reference, double? Bound, string Unit, string? Source, bool Exact);

/// <summary>A kernel that a check launched, and what was found in its code.</summary>
internal sealed record KernelJson(
    string Name, string? Language, string? PlainArithmetic, int FloatOperations, IReadOnlyList<string> Violations);

/// <summary>What was made smaller to fit into a device's memory.</summary>
internal sealed record ReductionJson(string What, long Asked, long Used);

/// <summary>How two devices or more compare on the claims that ran on all of them.</summary>
internal sealed record CrossDeviceJson(IReadOnlyList<string> Devices, bool Agree, IReadOnlyList<ComparisonJson> Comparisons);

/// <summary>How two devices compare on one claim.</summary>
internal sealed record ComparisonJson(
    string Claim,
    string First,
    string Second,
    bool Agree,
    int ExactMeasurements,
    int BoundedMeasurements,
    IReadOnlyList<DisagreementJson> Disagreements);

/// <summary>Where two devices disagree.</summary>
internal sealed record DisagreementJson(string What, string First, string Second, double? Difference, double? Allowed);

/// <summary>One series of a plot: its points as two arrays of one length.</summary>
internal sealed record SeriesJson(string Name, string Kind, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>A plot of what was measured.</summary>
internal sealed record PlotJson(string Title, string XLabel, string YLabel, bool LogX, bool LogY, IReadOnlyList<SeriesJson> Series);

/// <summary>What one check found on one device.</summary>
internal sealed record OutcomeJson(
    string Claim,
    int Question,
    string QuestionId,
    string Device,
    string Verdict,
    string Expected,
    bool? AsExpected,
    double? Measured,
    double? Reference,
    double? Bound,
    string? Unit,
    long? Runs,
    ulong? Seed,
    double Milliseconds,
    string Evidence,
    string Finding,
    string Method,
    IReadOnlyList<MeasurementJson> Measurements,
    IReadOnlyList<KernelJson> Kernels,
    IReadOnlyList<ReductionJson> Reductions,
    IReadOnlyList<PlotJson> Plots);

/// <summary>A chosen claim that no program can check.</summary>
internal sealed record NotExecutableJson(string Claim, int Question, string QuestionId, string Reason);

/// <summary>The report of <c>gpu-checks run</c>.</summary>
internal sealed record RunJson(
    int SchemaVersion,
    ToolJson Tool,
    string Quiz,
    bool Complete,
    int ExitCode,
    string Scale,
    ulong Seed,
    int Runs,
    MachineJson Machine,
    IReadOnlyList<DeviceJson> Devices,
    IReadOnlyList<LeftOutJson> LeftOut,
    IReadOnlyList<OutcomeJson> Outcomes,
    IReadOnlyList<NotExecutableJson> NotExecutable,
    CrossDeviceJson? CrossDevice);

/// <summary>The report of <c>gpu-checks devices</c>.</summary>
internal sealed record DevicesJson(
    int SchemaVersion,
    ToolJson Tool,
    MachineJson Machine,
    IReadOnlyList<DeviceJson> Devices,
    IReadOnlyList<LeftOutJson> LeftOut);

/// <summary>A claim of the quiz.</summary>
internal sealed record ClaimJson(
    string Claim,
    int Question,
    string QuestionId,
    string Origin,
    string? Expected,
    bool Existential,
    bool Executable,
    string? Reason,
    IReadOnlyList<double> Values,
    string Statement);

/// <summary>The report of <c>gpu-checks list</c>.</summary>
internal sealed record ListJson(int SchemaVersion, ToolJson Tool, string Quiz, IReadOnlyList<ClaimJson> Claims);
