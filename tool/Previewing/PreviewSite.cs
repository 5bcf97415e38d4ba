// The preview as a web site: which address shows what, and what is told to open pages.

using System.Globalization;
using System.Text;
using QuizKit.Loading;
using QuizKit.Tool.Files;
using QuizKit.Tool.Pages;
using QuizKit.Tool.Serving;
using QuizKit.Tool.Watching;

namespace QuizKit.Tool.Previewing;

/// <summary>The quizzes of some files and folders.</summary>
internal sealed class PreviewSite
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // What tells this run from an earlier one at the same address.
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly IReadOnlyList<string> _paths;

    // The folders whose files are served, by the first part of an address; that part is "" where there is one folder.
    private readonly List<(string Prefix, string Folder, ServedFolder Files)> _roots = [];
    private readonly Lock _lock = new();
    private SortedDictionary<string, PreviewedQuiz> _quizzes = new(StringComparer.Ordinal);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version;

    /// <summary>Creates the site; <see cref="Refresh"/> reads the quizzes.</summary>
    /// <param name="paths">Files, folders and patterns.</param>
    /// <exception cref="ToolException">A path leads to no file.</exception>
    public PreviewSite(IReadOnlyList<string> paths)
    {
        // What a pattern matches is found once.
        paths = [.. paths.SelectMany(path => Directory.Exists(path) ? [path] : FileSearch.Find([path], FileCheck.Extension))];
        _paths = paths;
        List<string> folders = [.. paths.Select(FolderOf).Distinct(StringComparer.Ordinal)];
        for (var i = 0; i < folders.Count; i++)
        {
            var prefix = folders.Count == 1 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture);
            _roots.Add((prefix, folders[i], new ServedFolder(folders[i])));
        }

        HasList = paths.Count > 1 || Directory.Exists(paths[0]);
        Find();
    }

    /// <summary>Whether there is a list of quizzes, rather than one quiz.</summary>
    public bool HasList { get; }

    public int Count => _quizzes.Count;

    /// <summary>The folders to watch.</summary>
    public IEnumerable<(string Folder, bool IsDeep)> Folders =>
        _paths.Where(Directory.Exists).Select(folder => (Path.GetFullPath(folder), true))
            .Concat(_quizzes.Values.SelectMany(quiz => quiz.Folders).Select(folder => (folder, false)))
            .Distinct();

    private string Version => $"{_run}-{_version.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads what has changed, and tells open pages.</summary>
    /// <param name="written">Full paths of which the system reported that they were written.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Refresh(IReadOnlySet<string> written, CancellationToken cancellation)
    {
        var hasChanged = Find() ? 1 : 0;
        Parallel.ForEach(_quizzes.Values, new ParallelOptions { CancellationToken = cancellation }, quiz =>
        {
            if (quiz.Refresh(written, cancellation)) Interlocked.Exchange(ref hasChanged, 1);
        });
        if (hasChanged == 0) return;
        TaskCompletionSource change;
        lock (_lock)
        {
            _version++;
            change = _change;
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        change.SetResult();
    }

    /// <summary>Answers a request.</summary>
    public HttpReply Answer(HttpRequest request)
    {
        if (request.Segments is not { } segments) return HttpReply.NotFound("There is no such page.");
        if (segments is ["-", "events"]) return Events();
        if (segments.Count == 0)
        {
            return HasList
                ? HttpReply.Html(PreviewPages.OfList(_quizzes.Select(pair => (pair.Value, pair.Key)), Version), PreviewPages.Policy)
                : HttpReply.Text("302 Found", "") with { Headers = [("Location", _quizzes.Keys.Single())] };
        }

        var address = AddressOf(segments);
        if (_quizzes.TryGetValue(address, out var quiz)) return Page(quiz, address, request);
        return Picture(segments)
            ?? HttpReply.NotFound("There is no such page. A preview shows quizzes, and the pictures in their folder.");
    }

    private static string AddressOf(IEnumerable<string> segments) =>
        string.Concat(segments.Select(segment => "/" + Uri.EscapeDataString(segment)));

    private static string FolderOf(string path) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!));

    // A file that is gone stays in the preview: its page says so, and editors put it back.
    private bool Find()
    {
        var found = new SortedDictionary<string, PreviewedQuiz>(_quizzes, StringComparer.Ordinal);
        foreach (var path in _paths)
        {
            (var prefix, var folder, _) = _roots.Find(root => root.Folder == FolderOf(path));
            foreach (var file in FilesOf(path))
            {
                var relative = Path.GetRelativePath(folder, Path.GetFullPath(file)).Split(Path.DirectorySeparatorChar);
                var address = AddressOf(prefix.Length > 0 ? [prefix, .. relative] : relative);
                if (!found.ContainsKey(address)) found.Add(address, new PreviewedQuiz(file));
            }
        }

        if (found.Count == _quizzes.Count) return false;
        _quizzes = found;
        return true;
    }

    private IEnumerable<string> FilesOf(string path)
    {
        try
        {
            return FileSearch.Find([path], FileCheck.Extension).Select(OriginalOf).Distinct(StringComparer.Ordinal);
        }
        catch (ToolException) when (_quizzes.Count > 0)
        {
            return [];
        }
    }

    // The page of a translation is that of its original, in another language.
    private static string OriginalOf(string path) =>
        FileCheck.NameOf(path) is { } name && File.Exists(name.Original + FileCheck.Extension) ? name.Original + FileCheck.Extension : path;

    private HttpReply Page(PreviewedQuiz quiz, string address, HttpRequest request)
    {
        var print = request.Query.TryGetValue("print", out var value) ? value is "" or "questions" ? value : "" : null;
        var view = new PreviewView(request.Query.GetValueOrDefault("lang"), print);
        var folder = Path.GetDirectoryName(Path.GetFullPath(quiz.Path))!;
        return HttpReply.Html(PreviewPages.OfQuiz(quiz, address, view, Version, HasList, Stamped), PreviewPages.Policy);

        // A browser shows a picture again only if its address is another one.
        string Stamped(string picture)
        {
            if (PictureFile.PathOf(folder, picture) is not { } path || picture.Contains('?', StringComparison.Ordinal)) return picture;
            var parts = picture.Split('#', 2);
            var stamp = FileStamp.Of(path).Written.Ticks.ToString(CultureInfo.InvariantCulture);
            return $"{parts[0]}?{stamp}{(parts.Length > 1 ? "#" + parts[1] : "")}";
        }
    }

    private HttpReply? Picture(IReadOnlyList<string> segments)
    {
        if (PictureFile.TypeOf(segments[^1]) is not { } type) return null;
        var inRoot = _roots is [{ Prefix: "" }] ? segments : segments.Skip(1);
        var root = _roots.Find(root => root.Prefix.Length == 0 || root.Prefix == segments[0]);
        if (root.Files?.Find(inRoot) is not { } path || PictureFile.TypeOf(path) is null) return null;
        try
        {
            // A picture may hold a script: opened by itself, it must not run here.
            return new HttpReply("200 OK", type, File.ReadAllBytes(path))
            {
                Headers = [("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")],
            };
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            return HttpReply.NotFound(exception.Message);
        }
    }

    private HttpReply Events() => new("200 OK", "text/event-stream", default)
    {
        Stream = async (stream, cancellation) =>
        {
            while (true)
            {
                string version;
                Task change;
                lock (_lock) (version, change) = (Version, _change.Task);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"data: {version}\n\n"), cancellation).ConfigureAwait(false);

                // Only writing shows that the browser has gone.
                while (await Task.WhenAny(change, Task.Delay(Heartbeat, cancellation)).ConfigureAwait(false) != change)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await stream.WriteAsync(":\n\n"u8.ToArray(), cancellation).ConfigureAwait(false);
                }
            }
        },
    };
}
