// The clock of the wall jumps: when it is set, at the end of summer time, in a machine that slept.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class ClockTests
{
    // Dates that people read come from a TimeProvider, and how long something takes from a Stopwatch, which cannot jump.
    private const string WallClock = @"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b";

    [Fact]
    public void No_program_waits_or_measures_by_a_clock_that_may_jump() =>
        Assert.Empty(
            from file in Checkout.Files
            where file.EndsWith(".cs", StringComparison.Ordinal) && !Regex.IsMatch(file, "^(tests|samples|templates)/")
            from line in Checkout.Read(file).Split('\n')
            where Regex.IsMatch(Regex.Replace(line, "//.*", ""), WallClock)
            select $"{file}: {line.Trim()}");
}
