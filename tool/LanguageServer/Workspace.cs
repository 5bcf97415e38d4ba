// The files that are open in the editor, and those beside them.

using QuizKit.Language.Binding;
using QuizKit.Language.Editing;
using QuizKit.Loading;

namespace QuizKit.Tool.LanguageServer;

internal sealed class Workspace
{
    // Paths are compared as most systems that have editors do; on the others no two quizzes differ in case alone.
    private readonly Dictionary<string, QuizFile> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuizFile> _closed = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<QuizFile> Open => _open.Values;

    /// <summary>The open file of an address, or null.</summary>
    public QuizFile? Find(string uri) => _open.GetValueOrDefault(uri);

    public QuizFile OpenFile(string uri, int version, string text)
    {
        var (path, isSaved) = PathOf(uri);
        var file = new QuizFile(uri, path, isSaved) { Version = version };
        file.Replace(text);
        _closed.Remove(path);
        return _open[uri] = file;
    }

    public void Close(QuizFile file) => _open.Remove(file.Uri);

    /// <summary>The file at a path: as it is open, otherwise as it is on disk; null where it cannot be read.</summary>
    public QuizFile? At(string path)
    {
        if (_open.Values.FirstOrDefault(file => IsSame(file.Path, path)) is { } open) return open;
        try
        {
            if (!File.Exists(path)) return null;
            if (!_closed.TryGetValue(path, out var closed))
                _closed[path] = closed = new QuizFile(new Uri(path).AbsoluteUri, path, isSaved: true);
            var text = InputFile.Read(path).Text;
            closed.Replace(text.ToString(), text.Encoding);
            return closed;
        }
        catch (QuizFileException)
        {
            return null;
        }
    }

    /// <summary>The original of a translation, or null.</summary>
    public QuizFile? OriginalOf(QuizFile file) =>
        FileCheck.NameOf(file.Path) is { } name && FileCheck.NameOf(name.Original + FileCheck.Extension) is null
            ? At(name.Original + FileCheck.Extension)
            : null;

    /// <summary>The translations of a quiz that are open or on disk, by path.</summary>
    public IReadOnlyList<QuizFile> TranslationsOf(QuizFile file) => [.. TranslationPathsOf(file).Select(At).OfType<QuizFile>()];

    /// <summary>The paths of the translations of a quiz that are open or on disk.</summary>
    public IReadOnlyList<string> TranslationPathsOf(QuizFile file)
    {
        if (file.IsTranslation || !file.Path.EndsWith(FileCheck.Extension, StringComparison.OrdinalIgnoreCase)) return [];
        var stem = file.Path[..^FileCheck.Extension.Length].Replace('\\', '/');
        var paths = new SortedSet<string>(_open.Values.Select(open => open.Path), StringComparer.OrdinalIgnoreCase);
        try
        {
            if (Path.GetDirectoryName(file.Path) is { Length: > 0 } folder && Directory.Exists(folder))
                paths.UnionWith(Directory.EnumerateFiles(folder, "*" + FileCheck.Extension));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is open is there.
        }

        return [.. paths.Where(path => FileCheck.NameOf(path) is { } name && IsSame(name.Original, stem))];
    }

    /// <summary>A quiz and all of its translations, the original first.</summary>
    public IReadOnlyList<QuizFile> FamilyOf(QuizFile file)
    {
        var original = file.IsTranslation ? OriginalOf(file) : file;
        return original is null ? [file] : [original, .. TranslationsOf(original)];
    }

    public CheckedQuiz Check(QuizFile file, CancellationToken cancellation) =>
        file.Check(OriginalOf(file), path => At(path)?.Bind(cancellation), cancellation);

    /// <summary>What a quiz means to its translations; null where there is no file.</summary>
    public (BoundQuiz Quiz, bool IsRight)? Bind(string path, CancellationToken cancellation) => At(path)?.Bind(cancellation);

    /// <summary>Forgets every result, because files or links may have changed.</summary>
    public void Forget()
    {
        foreach (var file in _open.Values.Concat(_closed.Values)) file.Forget();
    }

    private static bool IsSame(string a, string b) =>
        string.Equals(a.Replace('\\', '/'), b.Replace('\\', '/'), StringComparison.OrdinalIgnoreCase);

    // A text that was never saved has an address without a path, such as untitled:Untitled-1.
    private static (string Path, bool IsSaved) PathOf(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.IsFile ? (address.LocalPath, true) : (uri, false);
}
