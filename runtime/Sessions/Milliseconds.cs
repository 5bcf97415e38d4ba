// Times as progress keeps them: UTC, in whole milliseconds.

namespace QuizKit.Sessions;

internal static class Milliseconds
{
    public static DateTimeOffset Truncate(DateTimeOffset time)
    {
        var utc = time.UtcTicks;
        return new DateTimeOffset(utc - (utc % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    public static TimeSpan Truncate(TimeSpan time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond));
}
