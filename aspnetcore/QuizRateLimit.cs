// How many requests a client may make.

using Microsoft.AspNetCore.Http;

namespace QuizKit.AspNetCore;

/// <summary>
/// How many requests each client may make to the endpoints of a quiz, in consecutive windows of time. One more is answered with status 429
/// and a <c>Retry-After</c> header.
/// </summary>
public sealed class QuizRateLimit
{
    /// <summary>The number of requests in a window: 300 by default, enough for a class behind one address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Requests
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "Allow at least one request. For no limit, RateLimit is null.");
    } = 300;

    /// <summary>The length of a window: a minute by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan Window
    {
        get;
        set => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A window lasts longer than no time.");
    } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Names the client of a request; requests with equal names share a window. Null, the default, for the id of a user who is signed in,
    /// and otherwise the address: an IPv4 address, or the first 64 bits of an IPv6 address. Behind a proxy, the address is that of the proxy
    /// unless the app uses <c>UseForwardedHeaders</c>.
    /// </summary>
    public Func<HttpContext, string>? Client { get; set; }
}
