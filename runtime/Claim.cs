// A sentence of the quiz that something can check, and what the check must find.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A named statement of the quiz, bound to the words it quotes.</summary>
public sealed class Claim
{
    /// <summary>Creates a claim; generated code calls this.</summary>
    /// <param name="id">The kebab-case id, unique within the quiz.</param>
    /// <param name="questionId">The id of the question whose words the claim quotes.</param>
    /// <param name="origin">The part of the question that holds those words.</param>
    /// <param name="statement">The quoted words.</param>
    /// <param name="values">The numbers the words print, in the order the author declared them.</param>
    /// <param name="expected">What an honest check must find.</param>
    /// <param name="isExistential">Whether the words say that something may happen, so that not seeing it refutes nothing.</param>
    /// <param name="notExecutableReason">Why no program can check the words, or null where one can.</param>
    public Claim(
        string id,
        string questionId,
        ClaimOrigin origin,
        RichText statement,
        IReadOnlyList<double> values,
        ExpectedVerdict expected,
        bool isExistential,
        string? notExecutableReason)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        QuestionId = questionId ?? throw new ArgumentNullException(nameof(questionId));
        Origin = origin;
        Statement = statement ?? throw new ArgumentNullException(nameof(statement));
        Values = Frozen.Copy(values, nameof(values));
        Expected = expected;
        IsExistential = isExistential;
        NotExecutableReason = notExecutableReason;
    }

    /// <summary>The kebab-case id, unique within the quiz; it outlives every edit of the words.</summary>
    public string Id { get; }

    /// <summary>The id of the question whose words the claim quotes.</summary>
    public string QuestionId { get; }

    /// <summary>The part of the question that holds the quoted words.</summary>
    public ClaimOrigin Origin { get; }

    /// <summary>The quoted words.</summary>
    public RichText Statement { get; }

    /// <summary>
    /// The numbers that the words print and a check tests, in the order the author declared them.
    /// The compiler has seen each of them in <see cref="Statement"/>, so a check that reads them tests what is printed.
    /// </summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>What an honest check must find. It says nothing where <see cref="IsExecutable"/> is false.</summary>
    public ExpectedVerdict Expected { get; }

    /// <summary>Whether the words say that something may happen: a device that never shows it in the runs made refutes nothing.</summary>
    public bool IsExistential { get; }

    /// <summary>Whether a program can check the words.</summary>
    [JsonIgnore]
    public bool IsExecutable => NotExecutableReason is null;

    /// <summary>Why no program can check the words (history, opinion, the scope of a theorem), or null where one can.</summary>
    public string? NotExecutableReason { get; }

    /// <summary>Returns the same claim with other numbers, for a test that asks whether the check would notice.</summary>
    /// <param name="values">The numbers to put in place of <see cref="Values"/>.</param>
    public Claim WithValues(params double[] values) =>
        new(Id, QuestionId, Origin, Statement, values, Expected, IsExistential, NotExecutableReason);

    /// <summary>Returns the id and the quoted words.</summary>
    public override string ToString() => $"{Id}: {Statement}";
}
