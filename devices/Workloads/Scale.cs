// How large the problems of a run are.

namespace QuizKit.Devices.Workloads;

internal enum Scale
{
    /// <summary>Small problems: seconds for everything on two CPU cores.</summary>
    Quick,

    /// <summary>The sizes that the claims are stated for.</summary>
    Full,

    /// <summary>Every binary32 number where a claim allows it.</summary>
    Exhaustive,
}
