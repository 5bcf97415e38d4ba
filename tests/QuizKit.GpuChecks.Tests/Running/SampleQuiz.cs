// A small quiz with a claim for each way that a check can end, so that reports and exit codes can be tested without the real one.

using System.Net;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Tests.Running;

internal static class SampleQuiz
{
    public const string Refuted = "total-multiply-adds";
    public const string Corrected = "total-multiply-adds-corrected";
    public const string History = "minsky-papert-1969";
    public const string Existential = "parallel-reduction-varies";
    public const string Qualified = "differences-near-1e-7";
    public const string LongName = "backpropagation-only-computes-gradients";

    /// <summary>Questions 1, 2 and 3 with six claims, one of which no program can check.</summary>
    public static Quiz Quiz { get; } = new(
        "sample",
        "en",
        Text("Chapter 6: Quiz"),
        introduction: null,
        [
            new OpenQuestion(
                "multiply-adds",
                1,
                Text("For a network with architecture [20, 256, 256, 256, 1], how many multiply-adds does one forward pass take?"),
                new Answer(Text("Total multiply-adds: 70,912.", Refuted), Provenance.Source),
                [
                    Claim(Refuted, "multiply-adds", "Total multiply-adds: 5,120 + 65,536 + 256 = 70,912.", ExpectedVerdict.Refuted, values: [70912]),
                    Claim(Corrected, "multiply-adds", "The total is 136,448.", origin: ClaimOrigin.Erratum, values: [136448]),
                ],
                [
                    new Erratum(
                        ErratumKind.WrongResult,
                        [Refuted],
                        Text("One 256×256 layer is left out. The total is 136,448.", Corrected),
                        [Claim(Corrected, "multiply-adds", "The total is 136,448.", origin: ClaimOrigin.Erratum, values: [136448])]),
                ],
                [],
                [
                    new Sentence("How many multiply-adds does one forward pass take?", ClaimOrigin.Prompt, [], [], true, true),
                    new Sentence(
                        "Total multiply-adds: 70,912.",
                        ClaimOrigin.Answer,
                        [Claim(Refuted, "multiply-adds", "Total multiply-adds: 70,912.", ExpectedVerdict.Refuted, values: [70912])],
                        [],
                        false,
                        true),
                    new Sentence("One 256×256 layer is left out.", ClaimOrigin.Erratum, [], [], false, false),
                    new Sentence(
                        "The total is 136,448, as anyone can see at once.",
                        ClaimOrigin.Erratum,
                        [Claim(Corrected, "multiply-adds", "The total is 136,448", origin: ClaimOrigin.Erratum, values: [136448])],
                        [],
                        false,
                        false),
                ]),
            new OpenQuestion(
                "is-backpropagation-learning",
                2,
                Text("Is backpropagation a learning algorithm?"),
                new Answer(Text("No: it only computes gradients, ∂L/∂W.", LongName, History), Provenance.Source),
                [
                    Claim(LongName, "is-backpropagation-learning", "Backpropagation only computes gradients [of the loss]."),
                    Claim(History, "is-backpropagation-learning", "Minsky and Papert proved it in 1969.", notExecutable: "history: cite it."),
                ],
                []),
            new OpenQuestion(
                "floating-point",
                3,
                Text("Why do two implementations differ?"),
                new Answer(Text("The order of a sum depends on thread scheduling.", Existential, Qualified), Provenance.Source),
                [
                    Claim(Existential, "floating-point", "The order of a parallel reduction may vary.", isExistential: true),
                    Claim(Qualified, "floating-point", "Typically O(1e−7) for float32.", ExpectedVerdict.Qualified),
                ],
                [],
                [],
                [new Sentence("See the laboratory for the rest.", ClaimOrigin.Answer, [], ["It points elsewhere."], false, true)]),
        ]);

    /// <summary>An outcome that meets what the quiz expects of a claim.</summary>
    public static Outcome Expected(Claim claim) => claim.Id switch
    {
        Refuted => new Outcome
        {
            Verdict = Verdict.Refuted,
            Finding = "The kernels counted 136,448 multiply-adds; the quiz prints 70,912.",
            Method = "Every kernel adds its own multiply-adds to a counter on the device.",
            Measurements =
            [
                new Measurement("multiply-adds of one forward pass", 136448, "multiply-adds", 70912, 0, "the answer as printed"),
                new Measurement("multiply-adds of one 256×256 layer", 65536, "multiply-adds", 65536, 0, "256·256"),
            ],
            Runs = 1,
        },
        Corrected => new Outcome
        {
            Verdict = Verdict.Confirmed,
            Finding = "The kernels counted 136,448 multiply-adds.",
            Measurements = [new Measurement("multiply-adds", 136448, "multiply-adds", 136448, 0)],
        },
        Existential => new Outcome
        {
            Verdict = Verdict.Confirmed,
            Finding = "100 atomic sums of 65,536 values gave 11 distinct bit patterns; a fixed-tree reduction beside them gave exactly one.",
            Measurements = [new Measurement("distinct results", 11)],
            Runs = 100,
            Seed = 6,
        },
        Qualified => new Outcome
        {
            Verdict = Verdict.Qualified,
            Finding = "The median difference is 5.96046e-8; it leaves 1e-7 from width 128 on, where Σ|ab| is 16.8.",
            Measurements = [new Measurement("largest difference", 3.814697265625e-6, "1", 0, 1.28e-5)],
            Seed = 6,
        },
        _ => new Outcome { Verdict = Verdict.Confirmed, Finding = "All parameters are bit-identical after the backward pass." },
    };

    /// <summary>A paragraph in which all words belong to each of some claims: nested, as claims may be.</summary>
    private static RichText Text(string words, params string[] claims) => new(
        words,
        words,
        words,
        $"<p>{string.Concat(claims.Select(claim => $"<span data-claim=\"{claim}\">"))}{WebUtility.HtmlEncode(words)}{string.Concat(claims.Select(_ => "</span>"))}</p>");

    private static Claim Claim(
        string id,
        string question,
        string statement,
        ExpectedVerdict expected = ExpectedVerdict.Confirmed,
        ClaimOrigin origin = ClaimOrigin.Answer,
        double[]? values = null,
        bool isExistential = false,
        string? notExecutable = null) =>
        new(id, question, origin, Text(statement), values ?? [], expected, isExistential, notExecutable);
}
