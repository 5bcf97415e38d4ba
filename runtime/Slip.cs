// A mistake that a question knows by the wrong number to which it leads.

namespace QuizKit;

/// <summary>A mistake that a numeric question knows by its result.</summary>
public sealed class Slip
{
    /// <summary>Creates a slip; generated code calls this.</summary>
    /// <param name="value">The wrong number.</param>
    /// <param name="feedback">What to say to a learner who replies with it.</param>
    /// <param name="misconception">The kebab-case name of the mistake, or null.</param>
    public Slip(double value, RichText feedback, string? misconception = null)
    {
        Value = value;
        Feedback = feedback ?? throw new ArgumentNullException(nameof(feedback));
        Misconception = misconception;
    }

    /// <summary>The wrong number to which the mistake leads, in the unit of the question. The question's tolerance holds for it too.</summary>
    public double Value { get; }

    /// <summary>What to say to a learner who replies with it.</summary>
    public RichText Feedback { get; }

    /// <summary>The kebab-case name of the mistake; null where its author gives none.</summary>
    public string? Misconception { get; }

    /// <summary>Returns the number in the invariant culture, and the feedback.</summary>
    public override string ToString() => FormattableString.Invariant($"{Value}: {Feedback.UnicodeText}");
}
