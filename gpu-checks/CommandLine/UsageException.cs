// A command line that makes no sense, said in one line that names the remedy.

using System;
using System.Collections.Generic;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>Ends the command with one line on the error stream and exit code 2.</summary>
/// <param name="line">The line, without the name of the tool.</param>
internal sealed class UsageException(string line) : Exception(OneLine.Of(line))
{
    /// <summary>A name that is not known.</summary>
    /// <param name="kind">What it would name: <c>claim</c>, <c>device</c>.</param>
    /// <param name="given">The name as typed.</param>
    /// <param name="known">The names that are known.</param>
    /// <param name="otherwise">What to say where none of them is near.</param>
    public static UsageException Unknown(string kind, string given, IEnumerable<string> known, string otherwise) =>
        new($"unknown {kind} '{given}': {(NearestName.Find(given, known) is { } near ? $"did you mean '{near}'?" : otherwise)}");
}
