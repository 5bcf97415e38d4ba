// The CPU accelerator, opened once for all tests that need a device.

using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Checks;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Devices;

/// <summary>One catalog and its CPU accelerator. The tests of the collection run one after the other.</summary>
public sealed class CpuFixture : IDisposable
{
    internal DeviceCatalog Catalog { get; } = new();

    internal Accelerator Accelerator { get; }

    public CpuFixture() => Accelerator = Catalog.Open(Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu));

    /// <summary>What a check is given in a test: a small problem, a fixed seed.</summary>
    internal CheckContext Context(Scale scale = Scale.Quick, ulong seed = 20260101, int runs = 100) =>
        new(Accelerator, Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu), scale, seed, runs) { Libraries = FakePython.Server() };

    public void Dispose()
    {
        Accelerator.Dispose();
        Catalog.Dispose();
    }
}

/// <summary>Names the collection of tests that share the CPU accelerator.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheCpu : ICollectionFixture<CpuFixture>
{
    public const string Name = "CPU accelerator";
}
