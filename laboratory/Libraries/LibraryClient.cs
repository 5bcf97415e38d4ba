// Asks a library host: requests and answers as records.

using System.Buffers.Binary;
using System.Text.Json;
using static System.FormattableString;

namespace QuizKit.Laboratory.Libraries;

/// <summary>A host cannot be asked, or gave no answer; the message is one line for people.</summary>
internal sealed class LibraryException(LibraryHost host, string message) : Exception(message)
{
    /// <summary>The host.</summary>
    public LibraryHost Host => host;
}

/// <summary>An answer of a host.</summary>
internal record LibraryReply
{
    /// <summary>The status where there is no answer, since the host was lost.</summary>
    public const string Lost = "lost";

    /// <summary>The status where there is no answer, since the host is not set up.</summary>
    public const string Absent = "absent";

    /// <summary>ok, missing, broken, error, <see cref="Lost"/> or <see cref="Absent"/>, or a command's own word for success.</summary>
    public string? Status { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string? Message { get; init; }
}

/// <summary>The result of a question: its answer, a line of JSON, or why there is none.</summary>
internal sealed record LibraryResult(string? Output, string? Problem);

/// <summary>A library that a host has loaded, or why it has not.</summary>
internal sealed record LoadedLibrary(
    string? Interpreter, string? Python, string? Version, string? Blas, IReadOnlyList<string>? Libraries, string? Cuda, string? CudaMissing,
    IReadOnlyList<string>? Operations)
    : LibraryReply
{
    /// <summary>Why there is none, in one line, or null.</summary>
    public string? WhyNot(LibraryName library, string host) =>
        Version is not null ? null
        : Status == Absent ? Message
        : Status == Lost ? $"with {library.Name}, {Message}"
        : $"{host} has no {library.Name} that loads: {OneLine.Of(Message ?? "no message").TrimEnd('.')}.";
}

/// <summary>A conversation with a host through <see cref="LibraryServers"/>, here or in the process that started this one.</summary>
internal sealed class LibraryClient(ILineService service, LibraryHost host, CancellationToken cancellation)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What is asked.</summary>
    public LibraryHost Host => host;

    /// <summary>The host's name; for Python the interpreter, as it was named, once a library is loaded.</summary>
    public string Name { get; private set; } = host.Name;

    /// <summary>Loads a library; one that hangs or ends the host costs itself only.</summary>
    /// <exception cref="LibraryException">The answer is not valid.</exception>
    public LoadedLibrary Load(LibraryName library)
    {
        SendLine(LibraryServer.Load(library.Id));
        var loaded = Parse<LoadedLibrary>(service.Read(cancellation));
        Name = loaded.Interpreter ?? Name;
        return loaded;
    }

    /// <summary>Loads the library without which the host is of no use.</summary>
    /// <exception cref="LibraryException">There is none that loads.</exception>
    public LoadedLibrary Require(LibraryName library)
    {
        var loaded = Load(library);
        return loaded.Status is LibraryReply.Lost or LibraryReply.Absent ? throw new LibraryException(host, loaded.Message ?? "")
            : loaded.WhyNot(library, Name) is { } whyNot ? throw new LibraryException(host, whyNot)
            : loaded;
    }

    /// <summary>
    /// Asks Python one question that needs PyTorch, or both libraries. NumPy is always loaded first, so that the libraries of each are told
    /// apart.
    /// </summary>
    /// <returns>The answer, or that of the module which does not load.</returns>
    public LibraryResult Ask(object request, bool needsNumpy)
    {
        string[] questions = [.. host.Libraries.Select(library => LibraryServer.Load(library.Id)), JsonSerializer.Serialize(request)];
        var line = "";
        foreach (var question in questions)
        {
            SendLine(question);
            line = service.Read(cancellation);
            var reply = Parse<LibraryReply>(line);
            if (reply.Status is LibraryReply.Lost or LibraryReply.Absent) return new LibraryResult(null, reply.Message);
            if (reply.Status != "ok" && (needsNumpy || question != questions[0])) break;
        }

        return new LibraryResult(line, null);
    }

    /// <summary>Sends a request; this thread may do other work before it reads the answer.</summary>
    public void Send(object request) => SendLine(JsonSerializer.Serialize(request));

    /// <summary>Reads the answer to what was sent.</summary>
    /// <exception cref="LibraryException">There is none.</exception>
    public T Read<T>()
        where T : LibraryReply
    {
        var answer = Parse<T>(service.Read(cancellation));
        return answer.Status switch
        {
            LibraryReply.Lost or LibraryReply.Absent => throw new LibraryException(host, answer.Message ?? ""),
            "error" => throw new LibraryException(host, $"{Name}: {OneLine.Of(answer.Message ?? "no message")}"),
            _ => answer,
        };
    }

    /// <summary>Reads the arrays of the answer to what was sent, each of the given length.</summary>
    /// <exception cref="LibraryException">There is no answer.</exception>
    public IReadOnlyList<float[]> ReadArrays(int count, int length) => Decode(Read<ArraysAnswer>().Arrays, count, length);

    /// <summary>Reads the numbers of binary64 of the answer to what was sent.</summary>
    /// <exception cref="LibraryException">There is no answer, or one with another number of them.</exception>
    public double[] ReadNumbers(int count)
    {
        var text = Read<NumbersAnswer>().Numbers ?? "";
        var bytes = new byte[8 * count];
        if (!Convert.TryFromBase64String(text, bytes, out var written) || written != bytes.Length) throw NotNumbers(text, count);
        return NumbersOf(bytes);
    }

    /// <summary>Reads arrays of an answer, each of the given length.</summary>
    /// <exception cref="LibraryException">They are not as many, or not as long.</exception>
    public IReadOnlyList<float[]> Decode(IReadOnlyList<string>? arrays, int count, int length)
    {
        if (arrays?.Count != count)
            throw new LibraryException(host, Invariant($"{Name} answered with {arrays?.Count ?? 0} arrays instead of {count}."));
        return [.. arrays.Select(text => Decode(text, length))];
    }

    /// <summary>Writes numbers as hosts read them: binary32, little-endian, base64.</summary>
    public static string Encode(ReadOnlySpan<float> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Writes numbers of binary64, or of a format that it holds, little-endian, base64.</summary>
    public static string Encode(ReadOnlySpan<double> values)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads numbers of binary64.</summary>
    public static double[] DecodeNumbers(string text) => NumbersOf(Convert.FromBase64String(text));

    /// <summary>Reads numbers as hosts read them.</summary>
    public static float[] Decode(string text)
    {
        var bytes = Convert.FromBase64String(text);
        var values = new float[bytes.Length / 4];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
        return values;
    }

    private static double[] NumbersOf(byte[] bytes)
    {
        var values = new double[bytes.Length / 8];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * i));
        return values;
    }

    private LibraryException NotNumbers(string text, int length)
    {
        var start = OneLine.Of(text.Length > 80 ? text[..80] : text);
        return new LibraryException(host, Invariant($"{Name} did not answer with {length} numbers: {start}"));
    }

    private void SendLine(string line) => service.Send(LibraryServers.To(host, line));

    private float[] Decode(string text, int length)
    {
        var bytes = new byte[4 * length];
        if (!Convert.TryFromBase64String(text, bytes, out var written) || written != bytes.Length) throw NotNumbers(text, length);

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
            throw new LibraryException(host, $"{Name} gave an invalid answer: {OneLine.Of(line)}");
        }
    }

    private sealed record ArraysAnswer(IReadOnlyList<string>? Arrays) : LibraryReply;

    private sealed record NumbersAnswer(string? Numbers) : LibraryReply;
}
