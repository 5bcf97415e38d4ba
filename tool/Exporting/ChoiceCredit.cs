// How much each choice of a question counts, in the rule of GradeResult.Score: 1/r for each right one, -1/w for each wrong one.

using System.Globalization;

namespace QuizKit.Tool.Exporting;

internal static class ChoiceCredit
{
    // The grades that Moodle has in its list, as parts of one: no other is imported.
    private static readonly int[] Listed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20];

    /// <summary>The percentages that Moodle gives for a choice in a question with several right ones.</summary>
    /// <param name="question">A question with several right choices.</param>
    /// <param name="note">Takes what Moodle cannot do.</param>
    public static (string Right, string Wrong) Percentages(ChoiceQuestion question, Action<string> note)
    {
        var right = question.Choices.Count(choice => choice.IsCorrect);
        var wrong = question.Choices.Count - right;
        if (!Listed.Contains(right))
        {
            note($"Moodle has no grade of 1/{right}: import with 'Match grades: Nearest grade if not listed'; "
                + "then a reply that leaves one right choice out may count as right");
        }

        var penalty = wrong;
        if (wrong > 0 && !Listed.Contains(wrong))
        {
            penalty = wrong < 14 ? 10 : 20;
            note($"Moodle has no grade of -1/{wrong}: a wrong choice costs 1/{penalty}");
        }

        return (Percent(right), wrong == 0 ? "0" : "-" + Percent(penalty));
    }

    private static string Percent(int parts) => (100m / parts).ToString("0.#####", CultureInfo.InvariantCulture);
}
