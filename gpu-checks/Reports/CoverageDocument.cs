// The document of `gpu-checks list --coverage`: every sentence of the quiz, with the claims that quote words of it.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports.Terminal;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Reports;

internal static class CoverageDocument
{
    private const int CoverageColumn = 1;

    /// <summary>Returns the sentences of each question. The result is the number of statements that are not covered.</summary>
    public static Document Of(Quiz quiz)
    {
        var uncovered = quiz.Questions.Sum(question => question.Sentences.Count(sentence => !sentence.IsCovered));
        return new Document(
            quiz.Title.UnicodeText,
            [
                .. quiz.Questions.Where(question => question.Sentences.Count > 0).Select(question => new DocumentSection(
                    question.Id,
                    $"Question {NumberText.Of(question.Number)}: {TextBlock.Cut(question.Prompt.UnicodeText, 60, unicode: true)}",
                    [Sentences(question.Sentences)])),
            ])
        {
            // The same words for every number: scripts read this line.
            Result = new DocumentText(
                Invariant($"{uncovered} statements without a claim or a reason"), uncovered == 0 ? Tone.Good : Tone.Bad),
        };
    }

    private static DocumentTable Sentences(IReadOnlyList<Sentence> sentences) => new(
        "",
        [new("sentence"), new("coverage"), new("part"), new("claims", IsCode: true), new("not checkable")],
        [.. sentences.Select(sentence => (IReadOnlyList<string>)
        [
            sentence.Text,
            Coverage(sentence),
            Names.IdOf(sentence.Origin),
            string.Join(", ", sentence.Claims.Select(claim => claim.Id)),
            string.Join(" ", sentence.NotCheckableReasons),
        ])])
    {
        IsStacked = true,
        ToneOf = (row, column) => column != CoverageColumn ? Tone.Plain : sentences[row].IsCovered ? Tone.Good : Tone.Bad,
    };

    private static string Coverage(Sentence sentence) =>
        sentence.IsQuestion ? "question"
        : sentence.IsCovered ? "covered"
        : sentence.Claims.Count + sentence.NotCheckableReasons.Count > 0 ? "in part"
        : "missing";
}
