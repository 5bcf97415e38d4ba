// What a process and its workers exchange: lines of text, each of which begins with a character that says its kind.

using System.Text.Json.Serialization.Metadata;

namespace QuizKit.Devices.Workers;

/// <summary>A kind of work that is done in worker processes.</summary>
/// <param name="Name">Its name: the first line that a worker is sent.</param>
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
    // To a worker: a job, the answer to its question, and the request to stop the job and do no other.
    public const char Job = 'J', Answer = 'A', Stop = 'S';

    // From a worker: a reply to the job, a question for the ILineService of its parent, and that it is ready for a job.
    public const char Reply = 'R', Question = 'Q', Ready = 'E';
}
