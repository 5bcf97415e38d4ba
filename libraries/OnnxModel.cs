// A model of one operator in the format of ONNX (onnx.proto), whose inputs and output are of one format and of any shape.

using System.Text;

namespace QuizKit.Libraries;

/// <summary>A model of one operator.</summary>
/// <param name="operation">The operator.</param>
/// <param name="inputs">How many inputs it takes.</param>
/// <param name="type">The type of their numbers, as ONNX counts it.</param>
internal sealed class OnnxModel(string operation, int inputs, int type = OnnxModel.Binary32)
{
    // Any version since 7 would do: version 17 is of 2022, and its ReduceSum adds everything where no axes are given.
    private const int FormatVersion = 8, OperatorSet = 17;

    private const int Integer = 2, Integer64 = 7;

    /// <summary>The types of numbers.</summary>
    public const int Binary32 = 1, Binary16 = 10, Binary64 = 11;

    /// <summary>The operator's integer attributes.</summary>
    public Dictionary<string, int> Flags { get; } = [];

    /// <summary>Whether a further input of int64 says along which axis, or which axes, it works.</summary>
    public bool HasAxis { get; init; }

    /// <summary>Returns the model as a file.</summary>
    public byte[] ToBytes()
    {
        var named = Enumerable.Range(0, inputs).Select(i => (Name: $"x{i}", Type: type)).ToList();
        if (HasAxis) named.Add(("axis", Integer64));
        byte[] node =
        [
            .. named.SelectMany(input => Field(1, input.Name)), .. Field(2, "y"), .. Field(4, operation),
            .. Flags.SelectMany(flag => Field(5, [.. Field(1, flag.Key), .. Field(3, flag.Value), .. Field(20, Integer)])),
        ];
        byte[] graph =
        [
            .. Field(1, node), .. Field(2, "graph"),
            .. named.SelectMany(input => Field(11, Tensor(input.Name, input.Type))), .. Field(12, Tensor("y", type)),
        ];
        return [.. Field(1, FormatVersion), .. Field(7, graph), .. Field(8, [.. Field(1, ""), .. Field(2, OperatorSet)])];
    }

    private static byte[] Tensor(string name, int type) => [.. Field(1, name), .. Field(2, Field(1, Field(1, type)))];

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
