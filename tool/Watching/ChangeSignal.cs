// Wakes when something changes in some folders. The system reports it at once for local folders, and not for most network drives, so that
// whoever waits also looks by itself from time to time.

using System.Diagnostics;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Watching;

/// <summary>Waits for changes. One thread waits at a time.</summary>
internal sealed class ChangeSignal : IDisposable
{
    // An editor that saves changes a folder several times: what follows within this time belongs to the same save.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(12);
    private static readonly TimeSpan LongestBurst = TimeSpan.FromMilliseconds(120);

    private readonly Dictionary<(string Folder, bool IsDeep), FileSystemWatcher> _watchers = [];
    private readonly SemaphoreSlim _wakes = new(0);
    private readonly Lock _lock = new();
    private HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>How long to wait until the next look by oneself, so that looking takes at most a twentieth of the time.</summary>
    /// <param name="look">How long the last one took.</param>
    public static TimeSpan Pause(TimeSpan look) => TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, 20 * look.Ticks));

    /// <summary>Changes the folders that are watched. A folder that cannot be watched is left to the looks from time to time.</summary>
    /// <param name="folders">Folders, each with what is below it or without.</param>
    public void Watch(IEnumerable<(string Folder, bool IsDeep)> folders)
    {
        var wanted = folders.Where(folder => Directory.Exists(folder.Folder)).ToHashSet();
        var deep = wanted.Where(folder => folder.IsDeep).ToList();
        wanted.RemoveWhere(folder => !folder.IsDeep && deep.Exists(other => IsIn(folder.Folder, other.Folder)));
        foreach (var folder in _watchers.Keys.Where(folder => !wanted.Contains(folder)).ToList())
        {
            _watchers[folder].Dispose();
            _watchers.Remove(folder);
        }

        foreach (var folder in wanted)
        {
            if (_watchers.ContainsKey(folder)) continue;
            if (Create(folder.Folder, folder.IsDeep) is { } watcher) _watchers.Add(folder, watcher);
        }
    }

    /// <summary>Waits until something has changed, or a time has passed.</summary>
    /// <returns>The full paths that were written or created.</returns>
    /// <exception cref="OperationCanceledException">The work is to end.</exception>
    public IReadOnlySet<string> Wait(TimeSpan longest, CancellationToken cancellation)
    {
        if (_wakes.Wait(longest, cancellation))
        {
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < LongestBurst && _wakes.Wait(Quiet, cancellation))
            {
                // The burst goes on.
            }
        }

        lock (_lock)
        {
            var written = _written;
            _written = new HashSet<string>(StringComparer.Ordinal);
            return written;
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers.Values) watcher.Dispose();
        _wakes.Dispose();
    }

    private FileSystemWatcher? Create(string folder, bool isDeep)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = isDeep,
                InternalBufferSize = 64 << 10,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, change) => Wake(change);
            watcher.Created += (_, change) => Wake(change);
            watcher.Deleted += (_, change) => Wake(change);
            watcher.Renamed += (_, change) => Wake(change);
            watcher.Error += (_, _) => Wake(null);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The folder has just gone, or the system watches no more folders.
            watcher?.Dispose();
            return null;
        }
    }

    private static bool IsIn(string folder, string other)
    {
        var start = Path.TrimEndingDirectorySeparator(other) + Path.DirectorySeparatorChar;
        return (folder + Path.DirectorySeparatorChar).StartsWith(start, StringComparison.Ordinal);
    }

    private void Wake(FileSystemEventArgs? change)
    {
        if (change is not null)
        {
            // A build, or a version control system, writes thousands of files.
            if (change.Name?.Split(Path.DirectorySeparatorChar)[..^1].Any(FileSearch.Skips) == true) return;
            lock (_lock) _written.Add(change.FullPath);
        }

        try
        {
            _wakes.Release();
        }
        catch (ObjectDisposedException)
        {
            // The last report of a watcher that is being closed.
        }
    }
}
