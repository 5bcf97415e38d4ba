// Limits how many requests each client makes.

using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace QuizKit.AspNetCore;

/// <summary>
/// The limiter of .NET with a window for each client. It is a filter of the endpoints, not the middleware, which does nothing in an app that
/// forgets to call it.
/// </summary>
internal sealed class ClientRateLimiter(QuizRateLimit limit) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimitPartition.GetFixedWindowLimiter(
            (limit.Client ?? NameOf)(context),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = limit.Requests, Window = limit.Window }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = _limiter.AttemptAcquire(context.HttpContext);
        if (lease.IsAcquired) return await next(context);
        var retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : limit.Window;
        var headers = context.HttpContext.Response.Headers;
        headers.RetryAfter = RequestProblems.Seconds(retryAfter).ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers.CacheControl = "no-store";
        return RequestProblems.TooManyRequests(retryAfter);
    }

    public void Dispose() => _limiter.Dispose();

    private static string NameOf(HttpContext context)
    {
        var user = context.User.Identity is { IsAuthenticated: true } identity
            ? context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? identity.Name
            : null;
        return user is null ? NameOf(context.Connection.RemoteIpAddress) : "user " + user;
    }

    // A host gets 64 bits of an IPv6 network, all of which it may use.
    private static string NameOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
