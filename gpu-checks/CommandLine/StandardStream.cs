// The output and error streams of a process, which can be full or closed.

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>A standard stream: where it cannot be written, the command ends with one line on the error stream and exit code 2.</summary>
/// <param name="stream">The stream.</param>
/// <param name="isError">Whether it is the error stream, whose text is lost where it cannot be written: the exit code remains.</param>
internal sealed class StandardStream(Stream stream, bool isError) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

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

    // Nothing waits: each write goes to the system.
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
