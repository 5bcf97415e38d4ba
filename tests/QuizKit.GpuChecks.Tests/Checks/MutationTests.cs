// Every check can come out otherwise: a changed number or experiment turns the verdict of each claim.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class MutationTests(CpuFixture cpu)
{
    private static IEnumerable<Claim> Executable => Chapter6Quiz.Quiz.Claims.Where(claim => claim.IsExecutable);

    public static TheoryData<string> Names() => [.. Thorough.Cases(Mutations.All, oneOf: 7).Select(mutation => mutation.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutation_turns_the_verdict(string name)
    {
        var mutation = Mutations.All.Single(candidate => candidate.ToString() == name);

        var outcome = mutation.Run(cpu.Context());

        Assert.Equal(mutation.Turned, outcome.Verdict);
        Assert.NotEqual(ChapterClaims.Claim(mutation.Claim).Expected.ToString(), outcome.Verdict.ToString());
    }

    [Fact]
    public void Every_executable_claim_has_a_mutation() =>
        Assert.Empty(Executable.Select(claim => claim.Id).Except(Mutations.All.Select(mutation => mutation.Claim)));

    [Fact]
    public void Every_printed_number_is_mutated()
    {
        var untouched =
            from claim in Executable
            let mutations = Mutations.All.Where(mutation => mutation.Claim == claim.Id && mutation.Values is not null)
            from i in Enumerable.Range(0, claim.Values.Count)
            where mutations.All(mutation => mutation.Values![i] == claim.Values[i])
            select $"{claim.Id}: {claim.Values[i]}";

        Assert.Empty(untouched);
    }

    [Fact]
    public void A_mutation_by_a_kernel_leaves_no_kernel_behind()
    {
        var mutation = Mutations.All.First(candidate => candidate.Claim == "addition-is-not-associative");

        Assert.Equal(Verdict.Refuted, mutation.Run(cpu.Context()).Verdict);
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim(mutation.Claim), cpu.Context()).Verdict);
    }
}
