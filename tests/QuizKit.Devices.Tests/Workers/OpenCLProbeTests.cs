// A driver that crashes or hangs while devices are looked for: the process that looks tells why, and this one goes on.

using System.Diagnostics;
using QuizKit.Devices.Workers;
using Xunit;

namespace QuizKit.Devices.Tests.Workers;

public sealed class OpenCLProbeTests
{
    [Theory]
    [InlineData("exit 0", 60, null)]
    [InlineData("kill -SEGV $$", 60, "crashed while devices were looked for: that process ended with signal SIGSEGV")]
    [InlineData("kill -ABRT $$", 60, "crashed while devices were looked for: that process ended with signal SIGABRT")]
    [InlineData("exit 3", 60, "crashed while devices were looked for: that process ended with exit code 3")]
    [InlineData("exec sleep 600", 0.5, "hung while devices were looked for: nothing came within 0.5 s")]
    public void It_tells_how_the_process_that_looks_ended(string script, double limit, string? reason)
    {
        if (OperatingSystem.IsWindows()) return;

        var found = OpenCLProbe.WhyItFails(new ProcessStartInfo("sh", ["-c", script]), TimeSpan.FromSeconds(limit));

        Assert.Equal(reason is null ? null : "an OpenCL driver " + reason, found);
    }
}
