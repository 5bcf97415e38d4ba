// The output and error streams of a process, which can be full or closed.

using QuizKit.GpuChecks.Reports;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>A standard stream: where it cannot be written, the command ends with one line on the error stream and exit code 2.</summary>
/// <param name="stream">The stream.</param>
/// <param name="isError">Whether it is the error stream, whose text is lost where it cannot be written: the exit code remains.</param>
internal sealed class StandardStream(Stream stream, bool isError) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = (exception.InnerException ?? exception).Message.TrimEnd('.');
            if (!isError) throw new ReportFileException($"cannot write to the standard output: {reason}.");
        }
    }
}
