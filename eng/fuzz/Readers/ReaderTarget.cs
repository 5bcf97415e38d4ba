// A reader of files of others: it refuses with its own exception or accepts, in bounded memory, and what it accepts it reads again.

using System.Diagnostics;

namespace QuizKit.Fuzz.Readers;

/// <typeparam name="TRefusal">The exception by which it refuses.</typeparam>
internal abstract class ReaderTarget<TRefusal> : Target
    where TRefusal : Exception
{
    // Far more than the largest input needs, far less than a file that makes the reader grow.
    private const long MaximumAllocation = 256L << 20;

    /// <summary>The marks of JSON, and the values at its limits.</summary>
    protected static IReadOnlyList<string> JsonPieces { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\u202e", "null", "true", "false", "0", "-1", "-0", "1", "1.5",
        "1e400",
        "-1e-400", "2147483647", "2147483648", "9223372036854775808", "18446744073709551616", "\"NaN\"", "\"Infinity\"", "[]", "{}",
        "\"\"", "[null]",
        "[[]]", "[{}]", "\n", " ", "\uFEFF", "//", "/*", "\"a\":", "\"\":null,", "0,", "null,", "\"-0\"", "\"\\n\"", "\"/../x\"",
    ];

    public override (bool Accepts, IReadOnlyList<string> Faults) Judge(string input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (accepts, faults) = Try(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= MaximumAllocation
            ? (accepts, faults)
            : (accepts, [.. faults, $"more than {MaximumAllocation >> 20} MiB for one input: {allocated >> 20} MiB"]);
    }

    /// <summary>Reads an input, and returns what is wrong with a result.</summary>
    /// <exception cref="Exception">The input is refused, which has to be a <typeparamref name="TRefusal"/>.</exception>
    protected abstract (bool Accepts, IReadOnlyList<string> Faults) Read(string input);

    /// <summary>Whether a refusal says where the mistake is.</summary>
    protected abstract bool IsClear(TRefusal refusal);

    private (bool Accepts, IReadOnlyList<string> Faults) Try(string input)
    {
        try
        {
            return Read(input);
        }
        catch (TRefusal refusal)
        {
            var isClear = IsClear(refusal) && !refusal.Message.Contains('\n', StringComparison.Ordinal);
            return (false, isClear ? [] : [$"an unclear refusal: {refusal.Message}"]);
        }
        catch (Exception exception)
        {
            var frame = new StackTrace(exception).GetFrames()
                .Select(frame => frame.GetMethod()?.DeclaringType)
                .FirstOrDefault(type => type?.Namespace?.StartsWith("QuizKit", StringComparison.Ordinal) == true);
            return (false, [$"{exception.GetType().Name} in {frame?.FullName}: {exception}"]);
        }
    }
}
