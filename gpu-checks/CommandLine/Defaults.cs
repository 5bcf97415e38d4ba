// What a run does where the command line does not say. This is the only place that knows.

using QuizKit.Devices.Workloads;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal static class Defaults
{
    /// <summary>How thorough a run is.</summary>
    public const Scale Scale = Devices.Workloads.Scale.Full;

    /// <summary>The seed: fixed, so that two people who type the same command draw the same numbers.</summary>
    public const ulong Seed = 6;

    /// <summary>How often an experiment about run-to-run variation is repeated.</summary>
    public const int Runs = 100;

    /// <summary>How long one check may take, in seconds: many times what the slowest takes on two cores at the full scale.</summary>
    public const int TimeoutSeconds = 300;

    /// <summary>The form of a report.</summary>
    public const ReportFormat Format = ReportFormat.Table;
}
