// How the endpoints of a quiz behave.

namespace QuizKit.AspNetCore;

/// <summary>How the endpoints of one quiz behave. They are read once, when the first endpoint of the quiz is mapped.</summary>
public sealed class QuizOptions
{
    /// <summary>How many requests a client may make; null for no limit. By default 300 in a minute.</summary>
    public QuizRateLimit? RateLimit { get; set; } = new();

    /// <summary>Whether learners may ask for hints, which is the default. Otherwise the questions have none.</summary>
    public bool Hints { get; set; } = true;

    /// <summary>The largest body of a request, in bytes: 16,384 by default. A larger one is answered with status 413.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxRequestBytes
    {
        get;
        set => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A request has at least one byte.");
    } = 16 * 1024;

    /// <summary>
    /// For how long a browser may show questions and hints without asking whether they changed. By default it asks each time, and gets
    /// status 304 if they did not. Shared caches may keep them too, unless the endpoints require authorization.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan MaxAge
    {
        get;
        set => field = value >= TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A maximum age is not negative.");
    }
}
