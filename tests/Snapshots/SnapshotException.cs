// The failure of a snapshot test.

namespace QuizKit.Snapshots;

/// <summary>A text has no accepted snapshot yet, or differs from it. The message says where, and how to accept it.</summary>
public sealed class SnapshotException : Exception
{
    /// <summary>Makes the failure with its message.</summary>
    public SnapshotException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the failure with its message and the error that came on top of it.</summary>
    public SnapshotException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
