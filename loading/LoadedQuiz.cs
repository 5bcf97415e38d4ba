// What loading a quiz gives: the quiz, and what is wrong with its text.

namespace QuizKit.Loading;

/// <summary>A quiz that was loaded, and the problems of its files.</summary>
public sealed class LoadedQuiz
{
    internal LoadedQuiz(Quiz? quiz, IReadOnlyList<QuizProblem> problems)
    {
        Quiz = quiz;
        Problems = problems;
    }

    /// <summary>The quiz; null where its file has errors. A translation with errors is left out: its words are those of the original.</summary>
    public Quiz? Quiz { get; }

    /// <summary>What is wrong with the file and its translations: by file, in the order of the text.</summary>
    public IReadOnlyList<QuizProblem> Problems { get; }
}
