// A model of one operator in the format of ONNX (onnx.proto), whose inputs and output are of binary32 and of any shape.

using System.Text;

namespace QuizKit.Libraries;

/// <summary>A model of one operator.</summary>
/// <param name="operation">The operator.</param>
/// <param name="inputs">How many inputs it takes.</param>
internal sealed class OnnxModel(string operation, int inputs)
{
    // Any version since 7 would do: version 17 is of 2022, and its ReduceSum adds everything where no axes are given.
    private const int FormatVersion = 8, OperatorSet = 17;

    private const int Binary32 = 1, Integer = 2;

    /// <summary>The operator's integer attributes.</summary>
    public Dictionary<string, int> Flags { get; } = [];

    /// <summary>Returns the model as a file.</summary>
    public byte[] ToBytes()
    {
        string[] names = [.. Enumerable.Range(0, inputs).Select(i => $"x{i}")];
        byte[] node =
        [
            .. names.SelectMany(name => Field(1, name)), .. Field(2, "y"), .. Field(4, operation),
            .. Flags.SelectMany(flag => Field(5, [.. Field(1, flag.Key), .. Field(3, flag.Value), .. Field(20, Integer)])),
        ];
        byte[] graph =
        [
            .. Field(1, node), .. Field(2, "graph"), .. names.SelectMany(name => Field(11, Tensor(name))), .. Field(12, Tensor("y")),
        ];
        return [.. Field(1, FormatVersion), .. Field(7, graph), .. Field(8, [.. Field(1, ""), .. Field(2, OperatorSet)])];
    }

    private static byte[] Tensor(string name) => [.. Field(1, name), .. Field(2, Field(1, Field(1, Binary32)))];

    /// <summary>A field of Protocol Buffers: its number and its kind, and its value.</summary>
    private static byte[] Field(int number, int value) => [.. Number(number << 3), .. Number(value)];

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] message) => [.. Number((number << 3) | 2), .. Number(message.Length), .. message];

    private static byte[] Number(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 128; value >>= 7) bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
