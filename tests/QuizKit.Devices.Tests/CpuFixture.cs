// The CPU accelerator, opened once for all tests that need a device.

using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using Xunit;

namespace QuizKit.Devices.Tests;

/// <summary>One catalog and its CPU accelerator. The tests of the collection run one after the other.</summary>
public sealed class CpuFixture : IDisposable
{
    internal DeviceCatalog Catalog { get; } = new();

    internal Accelerator Accelerator { get; }

    public CpuFixture() => Accelerator = Catalog.Open(Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu));

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
