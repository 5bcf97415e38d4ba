// Loads quizzes at run time, for apps whose quizzes are data.

using QuizKit.Language.Model;
using QuizKit.Language.Pictures;
using QuizKit.Language.Text;

namespace QuizKit.Loading;

/// <summary>
/// Loads quizzes in Markdown at run time: the same language, errors and warnings as in a build. It is safe to call from several threads.
/// </summary>
public static class QuizLoader
{
    /// <summary>
    /// Loads a quiz and its translations: with <c>rivers.quiz.md</c>, every file like <c>rivers.de.quiz.md</c> beside it. The path of a
    /// translation gives that translation, whose <see cref="Quiz.In"/> has the others.
    /// </summary>
    /// <param name="path">The path of a file that ends in <c>.quiz.md</c>; any other file is a quiz without translations.</param>
    /// <exception cref="QuizFileException">A file cannot be read.</exception>
    public static LoadedQuiz Load(string path)
    {
        _ = path ?? throw new ArgumentNullException(nameof(path));
        if (FileCheck.NameOf(path) is { } name && File.Exists(name.Original + FileCheck.Extension))
        {
            var whole = Load(name.Original + FileCheck.Extension);
            return new LoadedQuiz(whole.Quiz?.In(name.Language), whole.Problems);
        }

        return Load(InputFile.Read(path), TranslationsOf(path).Select(InputFile.Read));
    }

    /// <summary>Loads a quiz from its text, without translations.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="path">The path that problems name, and from whose folder relative links start; it need not exist.</param>
    public static LoadedQuiz Parse(string text, string path)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _ = path ?? throw new ArgumentNullException(nameof(path));
        return Load(new InputFile(path, new SourceText(text), HasByteOrderMark: false), []);
    }

    internal static LoadedQuiz Load(InputFile file, IEnumerable<InputFile> translations, Func<string, bool>? exists = null)
    {
        List<QuizProblem> problems = [.. FileCheck.Run(file, warningsAreErrors: false, out var original, exists)];
        var factory = original is null ? null : new QuizFactory(WithPictures(original.Model, file.Path));
        foreach (var translation in translations)
        {
            problems.AddRange(FileCheck.Run(translation, warningsAreErrors: false, out var translated, exists));
            if (translated is null || factory is null) continue;
            factory.Add(WithPictures(translated.Model, translation.Path), FileCheck.NameOf(translation.Path)!.Value.Language);
        }

        return new LoadedQuiz(factory?.Create(), problems);
    }

    private static QuizModel WithPictures(QuizModel quiz, string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        return QuizPictures.Place(quiz, picture => PictureFinder.Find(folder, picture, picture));
    }

    internal static IEnumerable<string> TranslationsOf(string path)
    {
        if (!path.EndsWith(FileCheck.Extension, StringComparison.OrdinalIgnoreCase)) return [];
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } name ? name : ".";
        var stem = Path.GetFileName(path)[..^FileCheck.Extension.Length];
        return Directory.EnumerateFiles(folder, "*" + FileCheck.Extension)
            .Select(file => Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileName(file)))
            .Where(file => FileCheck.NameOf(file) is { } named && named.Original.Split('/')[^1] == stem)
            .Order(StringComparer.Ordinal);
    }
}
