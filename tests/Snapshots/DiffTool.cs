// Opens a failing snapshot in the developer's diff tool, and never where nobody could look at it.
#if !USE_VERIFY

using DiffEngine;

namespace QuizKit.Snapshots;

/// <summary>The diff tool of the person who runs the tests, found by DiffEngine.</summary>
internal sealed class DiffTool
{
    private readonly bool _wanted;

    private DiffTool(bool wanted) => _wanted = wanted;

    /// <summary>The diff tool as this process's environment permits it.</summary>
    public static DiffTool Current { get; } = new(IsWanted(Environment.GetEnvironmentVariable, OperatingSystem.IsLinux()));

    /// <summary>No diff tool.</summary>
    public static DiffTool None { get; } = new(false);

    /// <summary>Tells whether somebody could see a window here.</summary>
    /// <remarks>
    /// DiffEngine knows build servers by the variables of each, but not the plain CI=true that all of them set. Nor does
    /// it look for a display, without which it may start an editor in a terminal that nobody can reach.
    /// </remarks>
    internal static bool IsWanted(Func<string, string?> environment, bool isLinux)
    {
        if (environment("CI") is { Length: > 0 } ci && !ci.Equals("false", StringComparison.OrdinalIgnoreCase))
            return false;
        return !isLinux
            || !string.IsNullOrEmpty(environment("DISPLAY"))
            || !string.IsNullOrEmpty(environment("WAYLAND_DISPLAY"));
    }

    /// <summary>Opens the two files side by side, and does not wait.</summary>
    public void Show(SnapshotFiles files)
    {
        if (_wanted && !DiffRunner.Disabled)
            DiffRunner.Launch(files.Received, files.Verified);
    }

    /// <summary>Closes the window of an earlier failure.</summary>
    public void Close(SnapshotFiles files)
    {
        if (_wanted && !DiffRunner.Disabled)
            DiffRunner.Kill(files.Received, files.Verified);
    }
}
#endif
