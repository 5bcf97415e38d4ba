// What a process and its workers exchange: lines of text, each of which begins with a character that says its kind.

using System;
using System.Text.Json.Serialization.Metadata;

namespace QuizKit.Devices.Workers;

/// <summary>A kind of work that is done in worker processes.</summary>
/// <param name="Name">Its name: the first line that a worker is sent.</param>
/// <param name="JobType">How jobs are written.</param>
/// <param name="ReplyType">How replies are written.</param>
/// <param name="Describe">Names a job after "the": "check on cpu".</param>
/// <param name="Failed">The reply to a job that gave none: the reason in one line, and the time that it took.</param>
internal sealed record WorkerContract<TJob, TReply>(
    string Name,
    JsonTypeInfo<TJob> JobType,
    JsonTypeInfo<TReply> ReplyType,
    Func<TJob, string> Describe,
    Func<string, TimeSpan, TReply> Failed);

/// <summary>The first character of every line after the first.</summary>
internal static class WorkerLine
{
    /// <summary>To a worker: a job.</summary>
    public const char Job = 'J';

    /// <summary>To a worker: the answer to its question.</summary>
    public const char Answer = 'A';

    /// <summary>To a worker: stop the job, and do no other.</summary>
    public const char Stop = 'S';

    /// <summary>From a worker: a reply to the job.</summary>
    public const char Reply = 'R';

    /// <summary>From a worker: a line for the <see cref="ILineService"/> of the process that started it.</summary>
    public const char Question = 'Q';

    /// <summary>From a worker: it is ready for a job, at its start and after each.</summary>
    public const char Ready = 'E';
}
