// What the tool is made of: the one place that names the real quiz, the real checks and the real devices.

using System;
using System.Collections.Generic;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Devices;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.CommandLine;

internal static class Composition
{
    /// <summary>Creates the tool.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static GpuChecksApplication Create(Terminal terminal) => new(
        new Quiz("none", "en", new RichText("No quiz", "No quiz"), null, []), new NoChecks(), () => new NoDevices(), terminal);

    private sealed class NoChecks : IClaimChecks
    {
        public Outcome Run(Claim claim, CheckContext context) => Outcome.Unwritten();
    }

    private sealed class NoDevices : IDeviceCatalog
    {
        public IReadOnlyList<DeviceInfo> Devices => [];

        public IReadOnlyList<LeftOutDevice> LeftOut => [];

        public Accelerator Open(DeviceInfo device) => throw new ArgumentException("There is no device.", nameof(device));

        public void Dispose()
        {
        }
    }
}
