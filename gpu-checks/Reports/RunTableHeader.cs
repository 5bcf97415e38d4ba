// The headings of the run table's columns.

namespace QuizKit.GpuChecks.Reports;

internal static class RunTableHeader
{
    /// <summary>Over the ids of claims.</summary>
    public const string Claim = "claim";

    /// <summary>Over the ids of devices.</summary>
    public const string Device = "device";

    /// <summary>Over the verdicts.</summary>
    public const string Verdict = "verdict";

    /// <summary>Over the deciding measurements.</summary>
    public const string Measured = "measured";

    /// <summary>Over their references.</summary>
    public const string Reference = "reference";

    /// <summary>Over their bounds.</summary>
    public const string Bound = "bound";

    /// <summary>Over the findings.</summary>
    public const string Finding = "finding";
}
