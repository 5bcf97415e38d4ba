// The shape of the JSON that programs read. docs/report-json.md describes each field: change the two together.

using System.Collections.Generic;
using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Reports.Laboratory;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The tool that wrote a report.</summary>
/// <param name="Name">gpu-checks.</param>
/// <param name="Version">Its version.</param>
internal sealed record ToolJson(string Name, string Version);

/// <summary>The machine that ran the checks.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The architecture of the process.</param>
/// <param name="ProcessorCount">The number of processors.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record MachineJson(string Os, string Architecture, int ProcessorCount, string Runtime);

/// <summary>A usable device.</summary>
/// <param name="Id">The name to choose it by: cpu, opencl, opencl:1, cuda.</param>
/// <param name="Kind">How it is driven: cpu, opencl or cuda.</param>
/// <param name="Name">The device's own name.</param>
/// <param name="Platform">The platform and driver with their versions.</param>
/// <param name="Multiprocessors">The number of multiprocessors or compute units.</param>
/// <param name="MemoryBytes">The device's memory in bytes.</param>
/// <param name="WarpSize">The number of threads that run in step.</param>
/// <param name="Float64">Whether the device computes in binary64.</param>
internal sealed record DeviceJson(
    string Id, string Kind, string Name, string Platform, int Multiprocessors, long MemoryBytes, int WarpSize, bool Float64);

/// <summary>A device or driver that cannot be used.</summary>
/// <param name="Kind">How it would be driven.</param>
/// <param name="Name">The device's own name, or the driver's.</param>
/// <param name="Reason">Why it cannot be used.</param>
/// <param name="Remedy">What would change that.</param>
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
    CrossDeviceJson? CrossDevice)
{
    /// <summary>What the laboratory found; absent where it was not asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabJson? Laboratory { get; init; }
}

/// <summary>The report of <c>gpu-checks devices</c>.</summary>
/// <param name="SchemaVersion">1; counts up when a field changes its meaning or goes.</param>
/// <param name="Tool">The tool that wrote the report.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Devices">The devices that can be used.</param>
/// <param name="LeftOut">The devices and drivers that cannot.</param>
internal sealed record DevicesJson(
    int SchemaVersion,
    ToolJson Tool,
    MachineJson Machine,
    IReadOnlyList<DeviceJson> Devices,
    IReadOnlyList<LeftOutJson> LeftOut);

/// <summary>A claim of the quiz.</summary>
/// <param name="Claim">Its id.</param>
/// <param name="Question">The number of its question.</param>
/// <param name="QuestionId">The id of its question.</param>
/// <param name="Origin">Whose words it checks: those of the source, or those of the correction.</param>
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
    string Origin,
    string? Expected,
    bool Existential,
    bool Executable,
    string? Reason,
    IReadOnlyList<double> Values,
    string Statement);

/// <summary>The report of <c>gpu-checks list</c>.</summary>
/// <param name="SchemaVersion">1; counts up when a field changes its meaning or goes.</param>
/// <param name="Tool">The tool that wrote the report.</param>
/// <param name="Quiz">The id of the quiz.</param>
/// <param name="Claims">Every claim, in the order of the quiz.</param>
internal sealed record ListJson(int SchemaVersion, ToolJson Tool, string Quiz, IReadOnlyList<ClaimJson> Claims);

/// <summary>What an assembler made of a kernel.</summary>
/// <param name="Bytes">The size of the machine code in bytes.</param>
/// <param name="ContractionChangesIt">Whether it is other machine code where the assembler may contract a product and an addition.</param>
/// <param name="FloatInstructions">How many of each floating-point instruction it has.</param>
internal sealed record MachineCodeJson(int Bytes, bool ContractionChangesIt, IReadOnlyDictionary<string, int> FloatInstructions);

/// <summary>A kernel that was compiled without a device.</summary>
/// <param name="Kernel">The class and the method.</param>
/// <param name="Target">The architecture such as sm_90, or opencl-c.</param>
/// <param name="PtxVersion">The PTX version; null for OpenCL C.</param>
/// <param name="Evidence">What was inspected.</param>
/// <param name="PlainArithmetic">Why the kernel uses operators that a compiler may contract; null where it must not.</param>
/// <param name="Operations">How many of each floating-point operation the text has.</param>
/// <param name="MachineCode">What the assembler made of it; null where it was not asked.</param>
/// <param name="Violations">What breaks the rules of exact arithmetic, in the text or in the machine code.</param>
/// <param name="Error">Why it could not be compiled or assembled; null where it was.</param>
internal sealed record CompiledJson(
    string Kernel,
    string Target,
    string? PtxVersion,
    string Evidence,
    string? PlainArithmetic,
    IReadOnlyDictionary<string, int> Operations,
    MachineCodeJson? MachineCode,
    IReadOnlyList<string> Violations,
    string? Error);

/// <summary>The report of <c>gpu-checks compile</c>.</summary>
/// <param name="SchemaVersion">1; counts up when a field changes its meaning or goes.</param>
/// <param name="Tool">The tool that wrote the report.</param>
/// <param name="Ptxas">The release of the assembler; null where there is none.</param>
/// <param name="Kernels">One object for each kernel and target.</param>
internal sealed record CompileJson(int SchemaVersion, ToolJson Tool, string? Ptxas, IReadOnlyList<CompiledJson> Kernels);

/// <summary>What became of one operation on one device.</summary>
/// <param name="Name">The operation with its format, such as multiply 32.</param>
/// <param name="Cases">How many operands were tried.</param>
/// <param name="Wrong">How many results have other bits than the reference; any NaN equals any other.</param>
/// <param name="Flushed">How many of those have a subnormal operand or result: what a device that flushes them gets wrong.</param>
/// <param name="Example">One wrong result; null where there is none.</param>
internal sealed record OperationJson(string Name, int Cases, int Wrong, int Flushed, string? Example);

/// <summary>What became of one function on one device.</summary>
/// <param name="Name">The function.</param>
/// <param name="From">The lower end of the sweep.</param>
/// <param name="To">The upper end of the sweep.</param>
/// <param name="Points">How many arguments were tried.</param>
/// <param name="ErrorUlps">The largest error in ulp of the result.</param>
/// <param name="At">The argument of that error.</param>
/// <param name="BoundUlps">The largest accepted error in ulp.</param>
/// <param name="Digest">A digest of all results: equal on two devices where every bit is.</param>
/// <param name="OwnErrorUlps">The largest error of the device's own function in ulp; null where it has none.</param>
/// <param name="OwnAt">The argument of that error; null where there is none.</param>
internal sealed record FunctionJson(
    string Name, float From, float To, int Points, double ErrorUlps, float At, double BoundUlps, string Digest, double? OwnErrorUlps, float? OwnAt);

/// <summary>What was measured on one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Conforms">Whether every operation is exact and every function within its bound.</param>
/// <param name="Operations">The operations.</param>
/// <param name="Functions">The functions.</param>
internal sealed record DeviceConformanceJson(
    DeviceJson Device, bool Conforms, IReadOnlyList<OperationJson> Operations, IReadOnlyList<FunctionJson> Functions);

/// <summary>The report of <c>gpu-checks conformance</c>.</summary>
/// <param name="SchemaVersion">1; counts up when a field changes its meaning or goes.</param>
/// <param name="Tool">The tool that wrote the report.</param>
/// <param name="Scale">How thorough the measurement was: quick, full or exhaustive.</param>
/// <param name="Seed">The seed of the random operands.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Devices">What was measured on each device.</param>
internal sealed record ConformanceJson(
    int SchemaVersion, ToolJson Tool, string Scale, ulong Seed, MachineJson Machine, IReadOnlyList<DeviceConformanceJson> Devices);
