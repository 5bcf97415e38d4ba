// How the device describes itself: CUDA's device attributes (CUdevice_attribute) and limits.

using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver;

internal static class DeviceAttributes
{
    public const string Name = CudaEmulator.DeviceName;

    /// <summary>CUDA 12.4.</summary>
    public const int DriverVersion = 12040;

    public const int WarpSize = 32;
    public const int MaxThreadsPerBlock = 1024;
    public const int MaxThreadsPerMultiprocessor = 2048;
    public const int MaxBlocksPerMultiprocessor = 32;
    public const int MaxBlockX = 1024;
    public const int MaxBlockY = 1024;
    public const int MaxBlockZ = 64;
    public const int MaxGridX = int.MaxValue;
    public const int MaxGridYZ = 65535;

    /// <summary>Shared memory of a block in bytes, unless its kernel asks for more.</summary>
    public const int SharedPerBlock = 48 * 1024;

    /// <summary>Shared memory of a block in bytes that a kernel may ask for.</summary>
    public const int SharedPerBlockOptIn = 227 * 1024;

    public const int SharedPerMultiprocessor = 228 * 1024;

    /// <summary>The identity of the device: "quizkit software".</summary>
    public static ReadOnlySpan<byte> Uuid => "quizkit software"u8;

    /// <summary>The value of an attribute; null where the number is not that of one.</summary>
    public static int? Find(int attribute, DriverOptions options) => attribute switch
    {
        1 => MaxThreadsPerBlock,
        2 => MaxBlockX,
        3 => MaxBlockY,
        4 => MaxBlockZ,
        5 => MaxGridX,
        6 or 7 => MaxGridYZ,
        8 => SharedPerBlock,
        9 => 64 * 1024, // constant memory
        10 => WarpSize,
        11 => int.MaxValue, // the pitch of a copy
        12 or 82 => 64 * 1024, // registers of a block and of a multiprocessor
        13 or 36 => 1_000_000, // clock rates in kHz: of no device
        14 or 23 => 512, // alignments of textures
        16 => options.Multiprocessors,
        37 => 64, // the bus of the memory in bits
        38 => 1 << 20, // the L2 cache
        39 => MaxThreadsPerMultiprocessor,
        41 => 1, // one address space with the host
        75 => options.Capability / 10,
        76 => options.Capability % 10,
        79 or 80 => 1, // global and local memory are cached in L1
        81 => SharedPerMultiprocessor,
        97 => SharedPerBlockOptIn,
        106 => MaxBlocksPerMultiprocessor,

        // What the device does not have: textures, managed memory, concurrent kernels, peers.
        >= 1 and <= 134 => 0,
        _ => null,
    };
}
