// The test assembly as a worker process whose checks hang, crash and chatter, as drivers do.

using System.Diagnostics;
using System.Runtime.InteropServices;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.Tests.Running;

internal static class MisbehavingWorker
{
    /// <summary>The entry point of the test assembly. The test runner loads the assembly and does not call it.</summary>
    public static int Main(string[] args) => args switch
    {
        [Worker.Command, var pipe] => (int)Worker.Run(
            pipe,
            new Worker<CheckJob, CheckAnswer>(CheckJob.Contract, python => new CheckExecutor(SampleQuiz.Quiz, new Checks(), new FakeCatalog(FakeCatalog.Cpu), python)),
            new Worker<LabJob, LabReply>(LabJob.Contract, python => new LabExecutor(new MisbehavingCatalog(), python))),
        _ => 2,
    };

    /// <summary>A device whose driver aborts when it is opened.</summary>
    public static DeviceInfo Aborting => FakeCatalog.OpenCL;

    /// <summary>A device that never opens.</summary>
    public static DeviceInfo Hanging => FakeCatalog.Cuda;

    /// <summary>Starts this assembly with the runtime that runs the tests.</summary>
    public static ProcessStartInfo Start()
    {
        var assembly = typeof(MisbehavingWorker).Assembly.Location;
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new ProcessStartInfo(host) { ArgumentList = { assembly } };
    }

    private sealed class Checks : IClaimChecks
    {
        public IReadOnlyDictionary<string, ISweep> Sweeps { get; } = new Dictionary<string, ISweep>();

        public Outcome Run(Claim claim, CheckContext context)
        {
            switch (claim.Id)
            {
                case SampleQuiz.Corrected:
                    // As a kernel that never ends: it does not notice a cancellation.
                    Thread.Sleep(Timeout.Infinite);
                    break;
                case SampleQuiz.LongName:
                    FailAnAssertion();
                    break;
                case SampleQuiz.Qualified:
                    context.Libraries.Send("what is the answer?");
                    return SampleQuiz.Expected(claim) with { Finding = context.Libraries.Read(context.Cancellation) };
                case SampleQuiz.Existential:
                    Console.Out.Write("a driver's banner without a line end");
                    Console.Out.Flush();
                    context.Cancellation.WaitHandle.WaitOne(context.Runs == 1 ? Timeout.Infinite : 0);
                    context.Cancellation.ThrowIfCancellationRequested();
                    break;
            }

            return SampleQuiz.Expected(claim);
        }
    }

    /// <summary>As a native assertion in a driver.</summary>
    private static void FailAnAssertion()
    {
        Console.Error.WriteLine("driver.cc:1234: assertion failed: queue != NULL");
        Console.Error.Flush();
        if (OperatingSystem.IsWindows()) Environment.Exit(3);
        Abort();
    }

    private sealed class MisbehavingCatalog : IDeviceCatalog
    {
        private readonly FakeCatalog _catalog = new(FakeCatalog.Cpu, Aborting, Hanging);

        public IReadOnlyList<DeviceInfo> Devices => _catalog.Devices;

        public CudaDriver Driver => _catalog.Driver;

        public IReadOnlyList<LeftOutDevice> LeftOut => _catalog.LeftOut;

        public Accelerator Open(DeviceInfo device)
        {
            if (device == Aborting) FailAnAssertion();
            if (device == Hanging) Thread.Sleep(Timeout.Infinite);
            return _catalog.Open(device);
        }

        public void Dispose() => _catalog.Dispose();
    }

    [DllImport("libc", EntryPoint = "abort")]
    private static extern void Abort();
}
