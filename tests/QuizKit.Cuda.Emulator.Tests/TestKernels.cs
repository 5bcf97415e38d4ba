// PTX texts of the tests, and a device with memory to run them on.

using QuizKit.Cuda.Emulator.Devices;
namespace QuizKit.Cuda.Emulator.Tests;

/// <summary>A device, and a kernel with two buffers of 32-bit words and a number: its parameters a, b and n.</summary>
internal sealed class TestKernel
{
    private readonly PtxKernel _kernel;

    public TestKernel(string body, CudaDeviceOptions? options = null, string declarations = "")
    {
        Text = Ptx(body, declarations);
        Device = new CudaDevice(options ?? new CudaDeviceOptions { Workers = 1 });
        _kernel = Device.Load(Text).Kernel("test");
    }

    public string Text { get; }

    public CudaDevice Device { get; }

    public static string Ptx(string body, string declarations = "") => $$"""
        .version 7.8
        .target sm_80
        .address_size 64
        .file 1 "Kernels.cs"

        .extern .shared .align 4 .b8 dynamic[];

        .visible .entry test(.param .u64 pa, .param .u64 pb, .param .u32 pn)
        {
            .reg .pred %p<8>;
            .reg .b32 %r<16>, tid, ctaid, ntid, n, i;
            .reg .f32 %f<8>;
            .reg .b64 %rd<8>, a, b;
            {{declarations}}
            ld.param.u64 a, [pa];
            ld.param.u64 b, [pb];
            ld.param.u32 n, [pn];
            mov.u32 tid, %tid.x;
            mov.u32 ctaid, %ctaid.x;
            mov.u32 ntid, %ntid.x;
            mad.lo.u32 i, ctaid, ntid, tid;
        {{body}}
        }
        """;

    /// <summary>The line of the text that holds some words.</summary>
    public int LineOf(string words) => Text.Split('\n').ToList().FindIndex(line => line.Contains(words)) + 1;

    public ulong Allocate(params uint[] words)
    {
        var address = Device.Memory.Allocate(4 * words.Length);
        Device.Memory.Write(address, CorpusRun.Packed([.. words.Select(word => (ulong)word)], 4));
        return address;
    }

    public uint[] Read(ulong address, int count) => [.. CorpusRun.Unpacked(Device, address, 4, count).Select(word => (uint)word)];

    public void Launch(ulong a, ulong b, int n, int grid, int block, int shared = 0, Scheduling.Schedule? schedule = null)
    {
        var configuration = new LaunchConfiguration(new(grid), new(block), shared);
        if (schedule is null) Device.Launch(_kernel, configuration, CorpusRun.Parameters([a, b], n));
        else Device.Launch(_kernel, configuration, CorpusRun.Parameters([a, b], n), schedule);
    }
}
