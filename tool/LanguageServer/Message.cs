// A message of JSON-RPC 2.0, and what is wrong with one.

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuizKit.Tool.LanguageServer;

/// <summary>A request, or a notification where it has no id.</summary>
/// <param name="Id">The id, to be sent back as it came; null for a notification.</param>
/// <param name="Method">What is asked for; null for the reply to a request of the server.</param>
/// <param name="Parameters">Its parameters; undefined where there are none.</param>
internal sealed record Message(JsonElement? Id, string? Method, JsonElement Parameters)
{
    /// <summary>The id as a key.</summary>
    public string? IdText => Id?.GetRawText();

    /// <summary>Reads the body of a message.</summary>
    /// <exception cref="RpcException">It is not one.</exception>
    public static Message Read(byte[] body)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(body);
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new RpcException(RpcException.ParseError, "The message is not JSON: " + exception.Message);
        }

        if (root.ValueKind != JsonValueKind.Object) throw new RpcException(RpcException.InvalidRequest, "A message is a JSON object.");
        JsonElement? id = root.TryGetProperty("id", out var given) && given.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? given
            : null;
        if (!root.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String)
        {
            return root.TryGetProperty("result", out _) || root.TryGetProperty("error", out _)
                ? new Message(id, null, default)
                : throw new RpcException(RpcException.InvalidRequest, "A message has a 'method'.", id);
        }

        return new Message(id, method.Text(), root.TryGetProperty("params", out var parameters) ? parameters : default);
    }
}

/// <summary>Ends a request with an error.</summary>
/// <param name="code">Its code in JSON-RPC or the Language Server Protocol.</param>
/// <param name="message">What is wrong, for the user.</param>
/// <param name="id">The request, where it is not the one that is being answered.</param>
internal sealed class RpcException(int code, string message, JsonElement? id = null) : Exception(message)
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParameters = -32602;
    public const int InternalError = -32603;
    public const int NotInitialized = -32002;
    public const int Cancelled = -32800;
    public const int RequestFailed = -32803;

    public int Code => code;

    public JsonElement? Id => id;
}

/// <summary>Nobody reads what the server writes.</summary>
internal sealed class EditorGoneException : Exception;

internal static class JsonReading
{
    /// <summary>The value at some keys within each other; undefined where one is missing.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element)) return default;
        }

        return element;
    }

    public static bool IsTrue(this JsonElement element, params ReadOnlySpan<string> keys) =>
        element.At(keys).ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; none where it is not one.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>A string that has to be there.</summary>
    /// <exception cref="RpcException">It is not.</exception>
    public static string Text(this JsonElement element, params ReadOnlySpan<string> keys)
    {
        var value = element.At(keys);
        if (value.ValueKind != JsonValueKind.String) throw Missing(keys, "a string");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which an edit may leave behind, is not UTF-8.
            return Unescape(value.GetRawText()[1..^1]);
        }
    }

    /// <summary>A number that has to be there, from 0; a larger one than any text has is the largest.</summary>
    /// <exception cref="RpcException">It is not.</exception>
    public static int Number(this JsonElement element, params ReadOnlySpan<string> keys)
    {
        var value = element.At(keys);
        if (value.ValueKind != JsonValueKind.Number) throw Missing(keys, "a number");
        return value.TryGetInt32(out var number) ? Math.Max(0, number) : value.GetDouble() < 0 ? 0 : int.MaxValue;
    }

    private static RpcException Missing(ReadOnlySpan<string> keys, string what) =>
        new(RpcException.InvalidParameters, $"'{string.Join('.', keys.ToArray())}' is not {what}.");

    private static string Unescape(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            var c = json[++i];
            text.Append(c switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)Convert.ToUInt16(json.Substring(i + 1, 4), 16),
                _ => c,
            });
            if (c == 'u') i += 4;
        }

        return text.ToString();
    }
}

/// <summary>Writes messages. One thread writes.</summary>
internal sealed class MessageWriter(TextWriter output)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private int _requests;

    public void Reply(JsonElement? id, JsonNode? result) => Write(new JsonObject { ["id"] = NodeOf(id), ["result"] = result });

    public void Fail(JsonElement? id, int code, string message) => Write(new JsonObject
    {
        ["id"] = NodeOf(id),
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    });

    public void Notify(string method, JsonNode parameters) => Write(new JsonObject { ["method"] = method, ["params"] = parameters });

    /// <summary>Asks the editor for something; what it replies is not looked at.</summary>
    public void Ask(string method, JsonNode parameters) =>
        Write(new JsonObject { ["id"] = $"quizkit-{++_requests}", ["method"] = method, ["params"] = parameters });

    private static JsonNode? NodeOf(JsonElement? id) => id is { } element ? JsonNode.Parse(element.GetRawText()) : null;

    private void Write(JsonObject message)
    {
        message.Insert(0, "jsonrpc", "2.0");
        var body = message.ToJsonString(Json);
        try
        {
            output.Write($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
            output.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new EditorGoneException();
        }
    }
}
