// An invalid command line, reported in one line with the fix.

using QuizKit.Language.Diagnostics;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>Ends the command with one line on the error stream and exit code 2.</summary>
/// <param name="line">The line, without the name of the tool.</param>
internal sealed class UsageException(string line) : Exception(OneLine.Of(line))
{
    /// <summary>A name that is not known.</summary>
    /// <param name="kind">The kind of name: <c>claim</c>, <c>device</c>.</param>
    /// <param name="otherwise">The hint if none of them is similar.</param>
    public static UsageException Unknown(string kind, string given, IEnumerable<string> known, string otherwise)
    {
        var hint = NearestName.Find(given, known, ignoreCase: true) is { } near ? $"did you mean '{near}'?" : otherwise;
        return new UsageException($"unknown {kind} '{given}': {hint}");
    }

    /// <summary>A name that is not one of a few, which are all shown: a similar one can be the opposite of what was meant.</summary>
    public static UsageException NotOneOf(string kind, string given, IEnumerable<string> known) =>
        new($"unknown {kind} '{given}': it is one of {string.Join(", ", known)}.");
}
