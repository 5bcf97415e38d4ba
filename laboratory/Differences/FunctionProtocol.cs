// What is sent to a process with a function, and what comes back: lines of JSON, arrays in base64.

using System.Buffers.Binary;
using System.Text.Json.Nodes;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Differences;

/// <summary>The answer to a request to open a function.</summary>
/// <param name="Function">Its number in requests to call it.</param>
/// <param name="Inputs">How many arrays it takes; null: it does not say.</param>
/// <param name="Shapes">Their sizes, −1 where any will do; null: it does not say.</param>
internal sealed record OpenedFunction(int? Function, int? Inputs, IReadOnlyList<int[]>? Shapes) : LibraryReply;

/// <summary>The answer to a call.</summary>
/// <param name="Numbers">Its results: binary64, little-endian, base64.</param>
internal sealed record CalledFunction(string? Numbers) : LibraryReply;

internal static class FunctionProtocol
{
    /// <summary>The status of an answer where the function, or the file that holds it, is at fault.</summary>
    public const string Raised = "raised";

    /// <summary>The commands.</summary>
    public const string Open = "open-function", Call = "call-function";

    /// <summary>A request to open a function.</summary>
    public static object OpenRequest(string path, string name) => new { command = Open, path, name };

    /// <summary>A request to call one.</summary>
    public static object CallRequest(int function, IReadOnlyList<Tensor> inputs) => new
    {
        command = Call,
        function,
        shapes = inputs.Select(input => input.Shape),
        inputs = inputs.Select(input => LibraryClient.Encode(input.Values)),
    };

    /// <summary>Reads the arrays of a request to call a function.</summary>
    public static IReadOnlyList<Tensor> InputsOf(JsonObject request) =>
    [
        .. request["shapes"]!.AsArray().Zip(request["inputs"]!.AsArray(), (shape, numbers) =>
            new Tensor([.. shape!.AsArray().Select(size => (int)size!)], LibraryClient.Decode((string)numbers!))),
    ];

    /// <summary>The answer with results.</summary>
    public static JsonObject Results(double[] numbers)
    {
        var bytes = new byte[8 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), numbers[i]);
        return new JsonObject { ["numbers"] = Convert.ToBase64String(bytes) };
    }

    /// <summary>The answer where the function is at fault.</summary>
    public static JsonObject Failed(string message) => new() { ["status"] = Raised, ["message"] = message };

    /// <summary>Reads the results of an answer; null where they are none.</summary>
    public static double[]? NumbersOf(string? text)
    {
        var bytes = new byte[(text?.Length ?? 0) * 3 / 4];
        if (!Convert.TryFromBase64String(text ?? "", bytes, out var written) || written % 8 != 0) return null;
        var numbers = new double[written / 8];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * i));
        return numbers;
    }
}
