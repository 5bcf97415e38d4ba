// Reads the JSON of a request, and no more of it than allowed.

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace QuizKit.AspNetCore;

internal static class RequestBody
{
    /// <summary>Reads a body: a value, or what is wrong with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">What to read.</param>
    /// <param name="limit">The largest number of bytes.</param>
    /// <param name="example">A body that is right, for the message.</param>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int limit, string example)
        where T : class
    {
        if (!request.HasJsonContentType()) return (null, RequestProblems.NotJson());
        if (request.ContentLength > limit) return (null, RequestProblems.TooLarge(limit));
        try
        {
            var bytes = await ReadAsync(request.Body, limit, request.HttpContext.RequestAborted);
            if (bytes is null) return (null, RequestProblems.TooLarge(limit));
            var value = JsonSerializer.Deserialize(bytes, type);
            return value is null ? (null, RequestProblems.Malformed(new JsonException(), example)) : (value, null);
        }
        catch (JsonException error)
        {
            return (null, RequestProblems.Malformed(error, example));
        }
        catch (BadHttpRequestException error)
        {
            // A limit of the server that is lower than this one, or a body that ends too early.
            return (null, TypedResults.Problem(statusCode: error.StatusCode));
        }
    }

    // Null for more than the limit. The length is not always announced.
    private static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellation)
    {
        using var read = new MemoryStream();
        var buffer = new byte[Math.Min(limit, 4096)];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (read.Length + count > limit) return null;
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
