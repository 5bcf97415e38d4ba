// A correction that stands beside the author's words without changing them.

namespace QuizKit;

/// <summary>A correction to a question; the original wording stays as its author left it.</summary>
public sealed class Erratum
{
    /// <summary>Creates an erratum; generated code calls this.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="correctedClaimIds">The ids of the claims that it corrects, at least one.</param>
    /// <param name="text">The correction.</param>
    /// <param name="claims">The claims that the correction itself makes.</param>
    public Erratum(ErratumKind kind, IReadOnlyList<string> correctedClaimIds, RichText text, IReadOnlyList<Claim> claims)
    {
        Kind = kind;
        CorrectedClaimIds = Frozen.Copy(correctedClaimIds, nameof(correctedClaimIds));
        Text = text ?? throw new ArgumentNullException(nameof(text));
        Claims = Frozen.Copy(claims, nameof(claims));
    }

    /// <summary>What is wrong.</summary>
    public ErratumKind Kind { get; }

    /// <summary>The ids of the claims that this erratum corrects.</summary>
    public IReadOnlyList<string> CorrectedClaimIds { get; }

    /// <summary>The correction.</summary>
    public RichText Text { get; }

    /// <summary>The claims that the correction itself makes, so that it is held to the same proof.</summary>
    public IReadOnlyList<Claim> Claims { get; }
}
