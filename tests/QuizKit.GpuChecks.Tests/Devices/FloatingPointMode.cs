// The processor's ways to round and to treat subnormal numbers, set for one thread and inherited by those that it starts.

using System.Runtime.InteropServices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Devices;

/// <summary>What a processor can do otherwise than .NET expects of it. Linux on x86-64 alone.</summary>
public enum FloatingPointMode
{
    ToNearest,
    TowardZero,
    Up,
    Down,
    FlushToZero,
}

internal static class FloatingPointModes
{
    // MXCSR: rounding in bits 13 and 14, flush to zero in bit 15, subnormal operands as zeros in bit 6 (Intel SDM, volume 1, 10.2.3).
    private const uint Rounding = 3u << 13, Flush = (1u << 15) | (1u << 6);

    // The C library's fenv_t on x86-64: 28 bytes of the x87 unit, then MXCSR.
    private const int EnvironmentSize = 32, MxcsrAt = 28;

    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Runs a function on a thread of its own in a mode. On Linux the threads that it starts inherit the mode.</summary>
    public static T Run<T>(FloatingPointMode mode, Func<T> function)
    {
        T result = default!;
        var thread = new Thread(() =>
        {
            Set(mode);
            result = function();
        });
        thread.Start();
        thread.Join();
        return result;
    }

    private static void Set(FloatingPointMode mode)
    {
        var environment = new byte[EnvironmentSize];
        Assert.Equal(0, GetEnvironment(environment));
        var mxcsr = BitConverter.ToUInt32(environment, MxcsrAt) & ~(Rounding | Flush);
        mxcsr |= mode switch
        {
            FloatingPointMode.Down => 1u << 13,
            FloatingPointMode.Up => 2u << 13,
            FloatingPointMode.TowardZero => 3u << 13,
            FloatingPointMode.FlushToZero => Flush,
            _ => 0,
        };
        BitConverter.TryWriteBytes(environment.AsSpan(MxcsrAt), mxcsr);
        Assert.Equal(0, SetEnvironment(environment));
    }

    [DllImport("libm.so.6", EntryPoint = "fegetenv")]
    private static extern int GetEnvironment(byte[] environment);

    [DllImport("libm.so.6", EntryPoint = "fesetenv")]
    private static extern int SetEnvironment(byte[] environment);
}

/// <summary>A theory that needs the processor's modes, skipped where they cannot be set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FloatingPointModeTheoryAttribute : TheoryAttribute
{
    public FloatingPointModeTheoryAttribute()
    {
        if (!FloatingPointModes.IsSupported)
            Skip = "The mode is set through the C library of Linux on x86-64, whose layout other systems do not have.";
    }
}
