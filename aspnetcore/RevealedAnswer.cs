// An answer as it is sent after a reply, or to a learner who gives up.

namespace QuizKit.AspNetCore;

/// <summary>The answer to a question, as it is sent. Immutable.</summary>
public sealed class RevealedAnswer
{
    internal RevealedAnswer(Question question)
    {
        QuestionId = question.Id;
        Text = question.Answer.Text;
        Provenance = question.Answer.Provenance;
        IsTrue = (question as TrueFalseQuestion)?.IsTrue;
        CorrectValue = (question as NumericQuestion)?.CorrectValue;
        CorrectChoices = question is ChoiceQuestion choice
            ? [.. Enumerable.Range(0, choice.Choices.Count).Where(i => choice.Choices[i].IsCorrect)]
            : [];
        Explanation = question.Explanation;
        Errata = [.. question.Errata.Select(erratum => erratum.Text)];
    }

    /// <summary>The id of the question.</summary>
    public string QuestionId { get; }

    /// <summary>The words of the answer as its author left them.</summary>
    public RichText Text { get; }

    /// <summary>Who wrote them.</summary>
    public Provenance Provenance { get; }

    /// <summary>For a true-false question, whether it is true; null for other kinds.</summary>
    public bool? IsTrue { get; }

    /// <summary>For a numeric question, the right number in its unit; null for other kinds.</summary>
    public double? CorrectValue { get; }

    /// <summary>The right choices: their places in the order shown, from 0; empty for other kinds.</summary>
    public IReadOnlyList<int> CorrectChoices { get; }

    /// <summary>Why the answer is right; null where nothing more is said.</summary>
    public RichText? Explanation { get; }

    /// <summary>What is wrong with the words of the question and the answer; mostly empty.</summary>
    public IReadOnlyList<RichText> Errata { get; }
}
