// Asks the script in an installed Python: requests and answers as records.

using System.Buffers.Binary;
using System.Text.Json;
using static System.FormattableString;

namespace QuizKit.Laboratory.Python;

/// <summary>A Python cannot be asked, or gave no answer; the message is one line for people.</summary>
internal sealed class PythonException(string message) : Exception(message);

/// <summary>An answer of the script.</summary>
internal record PythonReply
{
    /// <summary>The status of an answer that there is not, since Python was lost.</summary>
    public const string Lost = "lost";

    /// <summary>ok, missing, broken, error or <see cref="Lost"/>, or a command's own word for success.</summary>
    public string? Status { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string? Message { get; init; }
}

/// <summary>The result of a question: its answer, a line of JSON, or why there is none.</summary>
internal sealed record PythonResult(string? Output, string? Problem);

internal sealed record NumpyModule(
    string? Interpreter, string? Python, string? Version, string? Blas, IReadOnlyList<string>? Libraries, IReadOnlyList<string>? Operations)
    : PythonReply;

internal sealed record TorchModule(
    string? Version, string? Blas, IReadOnlyList<string>? Libraries, string? Cuda, string? CudaMissing, string[]? Operations)
    : PythonReply
{
    /// <summary>Why there is none, in one line, or null.</summary>
    public string? WhyNot(string interpreter) =>
        Version is not null ? null
        : Status == Lost ? $"with PyTorch, {Message}"
        : $"{interpreter} has no PyTorch that loads: {OneLine.Of(Message ?? "no message").TrimEnd('.')}.";
}

/// <summary>A conversation with the script of a <see cref="PythonServer"/>, here or in the process that started this one.</summary>
internal sealed class PythonClient(ILineService service, CancellationToken cancellation)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The interpreter, as it was named, once NumPy is loaded.</summary>
    public string Interpreter { get; private set; } = "Python";

    /// <exception cref="PythonException">There is none that loads.</exception>
    public NumpyModule LoadNumpy()
    {
        Send(new { command = "numpy" });
        var numpy = Read<NumpyModule>();
        Interpreter = numpy.Interpreter ?? Interpreter;
        return numpy.Version is null
            ? throw new PythonException($"{Interpreter} has no NumPy that loads: {OneLine.Of(numpy.Message ?? "no message").TrimEnd('.')}.")
            : numpy;
    }

    /// <summary>Loads PyTorch; one that hangs or ends the interpreter costs itself only.</summary>
    public TorchModule LoadTorch()
    {
        service.Send(PythonServer.LoadTorch);
        return Parse<TorchModule>(service.Read(cancellation));
    }

    /// <summary>
    /// Asks one question that needs PyTorch, or both libraries. NumPy is always loaded first, so that the libraries of each are told apart.
    /// </summary>
    /// <returns>The answer, or that of the module which does not load.</returns>
    public PythonResult Ask(object request, bool needsNumpy)
    {
        string[] questions = [
            JsonSerializer.Serialize(new { command = "numpy" }), PythonServer.LoadTorch, JsonSerializer.Serialize(request)];
        var line = "";
        foreach (var question in questions)
        {
            service.Send(question);
            line = service.Read(cancellation);
            var reply = Parse<PythonReply>(line);
            if (reply.Status == PythonReply.Lost) return new PythonResult(null, reply.Message);
            if (reply.Status != "ok" && (needsNumpy || question != questions[0])) break;
        }

        return new PythonResult(line, null);
    }

    /// <summary>Sends a request; this thread may do other work before it reads the answer.</summary>
    public void Send(object request) => service.Send(JsonSerializer.Serialize(request));

    /// <summary>Reads the answer to what was sent.</summary>
    /// <exception cref="PythonException">There is none.</exception>
    public T Read<T>()
        where T : PythonReply
    {
        var answer = Parse<T>(service.Read(cancellation));
        return answer.Status switch
        {
            PythonReply.Lost => throw new PythonException(answer.Message ?? ""),
            "error" => throw new PythonException($"{Interpreter}: {OneLine.Of(answer.Message ?? "no message")}"),
            _ => answer,
        };
    }

    /// <summary>Reads the arrays of the answer to what was sent, each of the given length.</summary>
    /// <exception cref="PythonException">There is no answer.</exception>
    public IReadOnlyList<float[]> ReadArrays(int count, int length)
    {
        var arrays = Read<ArraysAnswer>().Arrays ?? [];
        if (arrays.Count != count)
            throw new PythonException(Invariant($"{Interpreter} answered with {arrays.Count} arrays instead of {count}."));
        return [.. arrays.Select(text => Decode(text, length))];
    }

    /// <summary>Writes numbers as the script reads them: binary32, little-endian, base64.</summary>
    public static string Encode(ReadOnlySpan<float> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return Convert.ToBase64String(bytes);
    }

    private float[] Decode(string text, int length)
    {
        var bytes = new byte[4 * length];
        if (!Convert.TryFromBase64String(text, bytes, out var written) || written != bytes.Length)
        {
            var start = OneLine.Of(text.Length > 80 ? text[..80] : text);
            throw new PythonException(Invariant($"{Interpreter} did not answer with {length} numbers: {start}"));
        }

        var values = new float[length];
        for (var i = 0; i < length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
        return values;
    }

    private T Parse<T>(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Options) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new PythonException($"{Interpreter} gave an invalid answer: {OneLine.Of(line)}");
        }
    }

    private sealed record ArraysAnswer(IReadOnlyList<string>? Arrays) : PythonReply;
}
