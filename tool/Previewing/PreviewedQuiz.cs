// A quiz that is previewed: its last good versions, and what is wrong with its files now.

using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.Loading;
using QuizKit.Tool.Watching;

namespace QuizKit.Tool.Previewing;

/// <summary>A problem, the line that it is in, and the question; null above the first question.</summary>
internal sealed record PlacedProblem(QuizProblem Problem, string Line, string? Question);

/// <summary>What a preview shows of a quiz.</summary>
/// <param name="Versions">The last good version in each language, the original first; none where there was none yet.</param>
/// <param name="Problems">What is wrong with the files as they are.</param>
/// <param name="Failure">Why a file cannot be read, or null.</param>
/// <param name="IsCurrent">Whether the versions are those of the files as they are.</param>
internal sealed record PreviewState(
    IReadOnlyList<Quiz> Versions, IReadOnlyList<PlacedProblem> Problems, string? Failure, bool IsCurrent);

/// <summary>A quiz file and its translations. One thread refreshes it; the state may be read at any time.</summary>
/// <param name="path">The path of the original.</param>
internal sealed class PreviewedQuiz(string path)
{
    // An editor may remove a file for an instant before it writes it, and a virus scanner may hold it.
    private const int Attempts = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private Dependencies _dependencies = new();
    private List<string> _translations = [];
    private volatile PreviewState _state = new([], [], null, IsCurrent: false);

    public string Path => path;

    public PreviewState State => _state;

    /// <summary>The folders of all files that the state depends on.</summary>
    public IEnumerable<string> Folders => _dependencies.Folders;

    /// <summary>Reads the files if one of them has changed, or has never been read.</summary>
    /// <param name="written">Full paths of which the system reported that they were written.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Whether the state is another one.</returns>
    public bool Refresh(IReadOnlySet<string> written, CancellationToken cancellation)
    {
        var isFirst = !_dependencies.Folders.Any();
        var isReadable = _state.Failure is null;
        if (!isFirst && isReadable && !_dependencies.HaveChanged(written) && _translations.SequenceEqual(Translations())) return false;
        for (var attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            _dependencies = new Dependencies();
            try
            {
                Read();
                return true;
            }
            catch (QuizFileException exception)
            {
                if (isReadable && attempt < Attempts)
                {
                    cancellation.WaitHandle.WaitOne(Pause);
                    continue;
                }

                var isSame = _state.Failure == exception.Message;
                _state = _state with { Problems = [], Failure = exception.Message, IsCurrent = false };
                return !isSame;
            }
        }
    }

    private void Read()
    {
        _translations = Translations();
        var original = _dependencies.Read(path);
        var translations = _translations.ConvertAll(_dependencies.Read);
        var loaded = QuizLoader.Load(original, translations, _dependencies.Exists);
        var texts = translations.Append(original).ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
        _state = new PreviewState(
            VersionsOf(loaded.Quiz), [.. Place(loaded.Problems, texts)], null, loaded.Problems.All(problem => !problem.IsError));
    }

    // A version whose file has errors is the last good one; one whose file is gone is gone.
    private IReadOnlyList<Quiz> VersionsOf(Quiz? quiz)
    {
        if (quiz is null) return _state.Versions;
        var now = quiz.Languages.ToDictionary(language => language, quiz.In, StringComparer.Ordinal);
        foreach (var translation in _translations)
        {
            var language = FileCheck.NameOf(translation)!.Value.Language;
            if (!now.ContainsKey(language) && _state.Versions.FirstOrDefault(last => last.Language == language) is { } last)
                now.Add(language, last);
        }

        return [quiz, .. now.Values.Where(version => version != quiz).OrderBy(version => version.Language, StringComparer.Ordinal)];
    }

    private List<string> Translations()
    {
        try
        {
            return [.. QuizLoader.TranslationsOf(path)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, and reading the quiz says so.
            return [];
        }
    }

    private static IEnumerable<PlacedProblem> Place(IReadOnlyList<QuizProblem> problems, Dictionary<string, SourceText> texts)
    {
        foreach (var ofFile in problems.GroupBy(problem => problem.Path, StringComparer.Ordinal))
        {
            var text = texts[ofFile.Key];
            var questions = QuestionsOf(text);
            foreach (var problem in ofFile)
            {
                var line = text.ToString(text.Line(problem.Line - 1));
                yield return new PlacedProblem(problem, line, questions.FindLast(question => question.Line <= problem.Line).Id);
            }
        }
    }

    private static List<(int Line, string? Id)> QuestionsOf(SourceText text)
    {
        try
        {
            var bound = QuizBinder.Bind(text, new DiagnosticBag(), Cancellation.Never);
            return [.. bound.Questions.Select(question => (text.PlaceOf(question.Heading.Start).Line, (string?)question.Id))];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A mistake of QuizKit, which the problems have as QK0041.
            return [];
        }
    }
}
