// Checks files, and later only those of them that have changed.

using QuizKit.Loading;
using QuizKit.Tool.Files;
using QuizKit.Tool.Watching;

namespace QuizKit.Tool.Checking;

/// <summary>The checks of some files, which are found again in each round.</summary>
/// <param name="find">Finds the files.</param>
/// <param name="warningsAreErrors">Whether a warning counts as an error.</param>
internal sealed class FileChecks(Func<IReadOnlyList<string>> find, bool warningsAreErrors)
{
    // A file that cannot be read is tried again in each round.
    private sealed record Checked(Dependencies Dependencies, IReadOnlyList<QuizProblem> Problems, string? Failure = null);

    private Dictionary<string, Checked> _checks = new(StringComparer.Ordinal);

    /// <summary>The folders of all files that the checks depend on.</summary>
    public IEnumerable<string> Folders => _checks.Values.SelectMany(check => check.Dependencies.Folders).Distinct(StringComparer.Ordinal);

    /// <summary>Everything that is wrong now.</summary>
    public CheckReport Report { get; private set; } = new([], []);

    /// <summary>Checks the files that are new or have changed.</summary>
    /// <param name="written">Full paths of which the system reported that they were written.</param>
    /// <param name="cancellation">Ends the work between two files.</param>
    /// <returns>What was checked, and why files cannot be read; null where no file has changed, come or gone.</returns>
    public (CheckReport Checked, IReadOnlyList<string> Failures)? Run(IReadOnlySet<string> written, CancellationToken cancellation)
    {
        var files = Find();
        var checks = new Checked[files.Count];
        var isNew = new bool[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var isKnown = _checks.TryGetValue(files[i], out var last);
            checks[i] = isKnown && last!.Failure is null && !last.Dependencies.HaveChanged(written) ? last : Check(files[i]);
            isNew[i] = checks[i] != last && !(isKnown && last!.Failure is not null && last.Failure == checks[i].Failure);
        });

        var hasChanged = isNew.Contains(true) || files.Count != _checks.Count;
        _checks = files.Zip(checks).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        if (!hasChanged) return null;
        Report = new CheckReport(files, [.. checks.SelectMany(check => check.Problems)]);
        List<Checked> fresh = [.. checks.Where((_, i) => isNew[i])];
        var report = new CheckReport([.. files.Where((_, i) => isNew[i])], [.. fresh.SelectMany(check => check.Problems)]);
        return (report, [.. fresh.Select(check => check.Failure).OfType<string>()]);
    }

    // After the first round, a path may lead to no file for a time.
    private IReadOnlyList<string> Find()
    {
        try
        {
            return find();
        }
        catch (ToolException) when (_checks.Count > 0)
        {
            return [.. _checks.Keys.Where(File.Exists)];
        }
    }

    private Checked Check(string path)
    {
        var dependencies = new Dependencies();
        if (FileCheck.NameOf(path) is { } name) dependencies.Add(name.Original + FileCheck.Extension);
        try
        {
            return new Checked(dependencies, FileCheck.Run(dependencies.Read(path), warningsAreErrors, out _, dependencies.Exists));
        }
        catch (QuizFileException exception)
        {
            return new Checked(dependencies, [], exception.Message);
        }
    }
}
