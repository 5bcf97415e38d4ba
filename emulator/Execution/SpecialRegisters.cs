// The registers that the hardware sets.

namespace QuizKit.Cuda.Emulator.Execution;

internal static unsafe class SpecialRegisters
{
    public static bool IsKnown(string name) => name switch
    {
        "%tid.x" or "%tid.y" or "%tid.z" or "%ntid.x" or "%ntid.y" or "%ntid.z" => true,
        "%ctaid.x" or "%ctaid.y" or "%ctaid.z" or "%nctaid.x" or "%nctaid.y" or "%nctaid.z" => true,
        "%laneid" or "%warpid" or "%nwarpid" or "%smid" or "%nsmid" or "%gridid" => true,
        "%lanemask_eq" or "%lanemask_le" or "%lanemask_lt" or "%lanemask_ge" or "%lanemask_gt" => true,
        "%dynamic_smem_size" or "%total_smem_size" => true,
        _ => false,
    };

    /// <summary>Whether the register is another one in each block.</summary>
    public static bool IsOfBlock(string name) => name.StartsWith("%ctaid", StringComparison.Ordinal);

    public static void Fill(Warp warp, SpecialRegister register)
    {
        var configuration = warp.Worker.Launch.Configuration;
        var values = (uint*)(warp.Registers + register.Offset);
        for (var lane = 0; lane < 32; lane++)
        {
            var thread = configuration.Block.At((32L * warp.Number) + lane);
            values[lane] = register.Name switch
            {
                "%tid.x" => (uint)thread.X,
                "%tid.y" => (uint)thread.Y,
                "%tid.z" => (uint)thread.Z,
                "%ntid.x" => (uint)configuration.Block.X,
                "%ntid.y" => (uint)configuration.Block.Y,
                "%ntid.z" => (uint)configuration.Block.Z,
                "%ctaid.x" => (uint)warp.Block.Index.X,
                "%ctaid.y" => (uint)warp.Block.Index.Y,
                "%ctaid.z" => (uint)warp.Block.Index.Z,
                "%nctaid.x" => (uint)configuration.Grid.X,
                "%nctaid.y" => (uint)configuration.Grid.Y,
                "%nctaid.z" => (uint)configuration.Grid.Z,
                "%laneid" => (uint)lane,
                "%warpid" => (uint)warp.Number,
                "%nwarpid" => (uint)warp.Block.Warps.Length,
                "%nsmid" => 1,
                "%lanemask_eq" => 1u << lane,
                "%lanemask_le" => (2u << lane) - 1,
                "%lanemask_lt" => (1u << lane) - 1,
                "%lanemask_ge" => ~((1u << lane) - 1),
                "%lanemask_gt" => ~((2u << lane) - 1),
                "%dynamic_smem_size" => (uint)configuration.SharedBytes,
                "%total_smem_size" => (uint)warp.Block.SharedBytes,
                _ => 0,
            };
        }
    }
}
