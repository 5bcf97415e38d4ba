// Runs a text of the corpus on the device in software.

using System.Buffers.Binary;

using QuizKit.Cuda.Emulator.Devices;
namespace QuizKit.Cuda.Emulator.Tests;

internal static class CorpusRun
{
    private const int MatrixWarps = 40;

    public static (ulong[] D, ulong[] E) Run(CudaDevice device, Corpus corpus, CorpusCase item)
    {
        var module = device.Load(item.Ptx);
        var columns = item.Inputs.Select(_ => new ulong[item.Rows]).ToArray();
        for (var row = 0; row < item.Rows; row++)
        {
            var operands = corpus.Operands(item, row);
            for (var i = 0; i < operands.Length; i++) columns[i][row] = operands[i];
        }

        var buffers = new ulong[5];
        for (var i = 0; i < columns.Length; i++)
        {
            var bytes = corpus.Sets[item.Inputs[i]].Bytes;
            buffers[i] = device.Memory.Allocate(bytes * item.Rows);
            device.Memory.Write(buffers[i], Packed(columns[i], bytes));
        }

        buffers[3] = device.Memory.Allocate(item.DBytes * item.Rows);
        device.Memory.Fill(buffers[3], 0, item.DBytes * item.Rows);
        if (item.EBytes > 0)
        {
            buffers[4] = device.Memory.Allocate(item.EBytes * item.Rows);
            device.Memory.Fill(buffers[4], 0, item.EBytes * item.Rows);
        }

        try
        {
            var grid = (item.Rows + item.Block - 1) / item.Block;
            device.Launch(module.Kernel("kernel"), new LaunchConfiguration(new(grid), new(item.Block)), Parameters(buffers, item.Rows));
            return (Unpacked(device, buffers[3], item.DBytes, item.Rows), Unpacked(device, buffers[4], item.EBytes, item.Rows));
        }
        finally
        {
            foreach (var buffer in buffers.Where(buffer => buffer != 0)) device.Memory.Free(buffer);
        }
    }

    /// <summary>The registers of D, for 40 blocks of one warp each.</summary>
    public static ulong[] Run(CudaDevice device, MatrixCase item)
    {
        var inputs = device.Memory.Allocate(item.Bytes * item.Inputs.Length);
        var results = device.Memory.Allocate(item.Bytes * item.D.Length);
        device.Memory.Write(inputs, Packed(item.Inputs, item.Bytes));
        device.Launch(
            device.Load(item.Ptx).Kernel("kernel"), new LaunchConfiguration(new(MatrixWarps), new(32)),
            Parameters([inputs, 0, 0, results, 0], 32 * MatrixWarps));
        var d = Unpacked(device, results, item.Bytes, item.D.Length);
        device.Memory.Free(inputs);
        device.Memory.Free(results);
        return d;
    }

    public static byte[] Parameters(ulong[] pointers, int count)
    {
        var parameters = new byte[(8 * pointers.Length) + 4];
        for (var i = 0; i < pointers.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(parameters.AsSpan(8 * i), pointers[i]);
        BinaryPrimitives.WriteInt32LittleEndian(parameters.AsSpan(8 * pointers.Length), count);
        return parameters;
    }

    public static byte[] Packed(ulong[] values, int bytes)
    {
        var packed = new byte[values.Length * bytes];
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < bytes; k++) packed[(i * bytes) + k] = (byte)(values[i] >> (8 * k));
        }

        return packed;
    }

    public static ulong[] Unpacked(CudaDevice device, ulong address, int bytes, int count)
    {
        var packed = new byte[bytes * count];
        device.Memory.Read(address, packed);
        var values = new ulong[bytes == 0 ? 0 : count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < bytes; k++) values[i] |= (ulong)packed[(i * bytes) + k] << (8 * k);
        }

        return values;
    }
}
