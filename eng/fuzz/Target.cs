// What is fed with mutated inputs.

namespace QuizKit.Fuzz;

/// <summary>A reader of text or of files.</summary>
internal abstract class Target
{
    /// <summary>All of them; the compiler first.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new MarkdownTarget(),
        .. Readers.ImportTarget.Formats.Select(format => new Readers.ImportTarget(format)),
        new Readers.SessionTarget(),
        new Readers.ReportTarget(),
    ];

    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The assemblies whose branches are counted.</summary>
    public abstract IReadOnlyList<string> Instrumented { get; }

    /// <summary>The longest input, in UTF-16 code units.</summary>
    public virtual int MaximumLength => 1 << 15;

    /// <summary>Text that means something to it.</summary>
    public abstract IReadOnlyList<string> Pieces { get; }

    /// <summary>The inputs to begin with.</summary>
    public abstract IEnumerable<string> Start();

    /// <summary>Feeds it: whether it accepts the input, and what it does not do as it promises.</summary>
    public abstract (bool Accepts, IReadOnlyList<string> Faults) Judge(string input);
}
