// A model in the format of ONNX (onnx.proto): a chain of operators, whose inputs and output are of one format and of any shape.

using System.Runtime.InteropServices;
using System.Text;

namespace QuizKit.Libraries;

/// <summary>An operator of a model.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Inputs">How many inputs of the model the first operator takes; each later one takes the result of the one before.</param>
internal sealed record OnnxNode(string Operation, int Inputs = 1)
{
    /// <summary>The types of numbers, as ONNX counts them.</summary>
    public const int Binary32 = 1, Binary16 = 10, Binary64 = 11;

    /// <summary>The type of the inputs and the result.</summary>
    public int Type { get; init; } = Binary32;

    /// <summary>Whether a further input of int64 says along which axis, or which axes, it works.</summary>
    public bool HasAxis { get; init; }

    /// <summary>The integer attributes.</summary>
    public IReadOnlyDictionary<string, int> Flags { get; init; } = new Dictionary<string, int>();

    /// <summary>The inputs of binary32 that the model holds, behind the others.</summary>
    public IReadOnlyList<(float[] Values, int[] Shape)> Constants { get; init; } = [];
}

/// <summary>A model of operators, one after the other.</summary>
internal sealed class OnnxModel(params IReadOnlyList<OnnxNode> nodes)
{
    // Any version since 7 would do: version 17 is of 2022, and its ReduceSum adds everything where no axes are given.
    private const int FormatVersion = 8, OperatorSet = 17;

    private const int Integer = 2, Integer64 = 7;

    /// <summary>Returns the model as a file.</summary>
    public byte[] ToBytes()
    {
        var graph = new List<byte>();
        var inputs = Enumerable.Range(0, nodes[0].Inputs).Select(i => (Name: $"x{i}", nodes[0].Type)).ToList();
        if (nodes[0].HasAxis) inputs.Add(("axis", Integer64));
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            string[] constants = [.. node.Constants.Select((_, j) => $"c{i}.{j}")];
            IEnumerable<string> operands = [.. i == 0 ? inputs.Select(input => input.Name) : [Result(i - 1)], .. constants];
            graph.AddRange(Field(1, [
                .. operands.SelectMany(name => Field(1, name)), .. Field(2, Result(i)), .. Field(4, node.Operation),
                .. node.Flags.SelectMany(flag => Field(5, [.. Field(1, flag.Key), .. Field(3, flag.Value), .. Field(20, Integer)])),
            ]));
            foreach (var (name, constant) in constants.Zip(node.Constants)) graph.AddRange(Field(5, Constant(name, constant)));
        }

        graph.AddRange([
            .. Field(2, "graph"), .. inputs.SelectMany(input => Field(11, Tensor(input.Name, input.Type))),
            .. Field(12, Tensor(Result(nodes.Count - 1), nodes[^1].Type)),
        ]);
        return [.. Field(1, FormatVersion), .. Field(7, [.. graph]), .. Field(8, [.. Field(1, ""), .. Field(2, OperatorSet)])];
    }

    private static string Result(int node) => $"y{node}";

    private static byte[] Constant(string name, (float[] Values, int[] Shape) constant) =>
    [
        .. constant.Shape.SelectMany(size => Field(1, size)), .. Field(2, OnnxNode.Binary32), .. Field(8, name),
        .. Field(9, MemoryMarshal.AsBytes(constant.Values.AsSpan()).ToArray()),
    ];

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
