// How a run is split into shards.

using System.Globalization;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.NeuralNetworks;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Running;

public class ShardTests
{
    private static readonly RunRequest Request = new(
        Chapter6Quiz.Quiz.Claims, [FakeCatalog.Cpu, FakeCatalog.Cuda], Scale.Exhaustive, 6, 100)
    {
        Sweeps = new Chapter6Checks().Sweeps.Keys.ToHashSet(),
    };

    [Fact]
    public void Every_claim_and_every_range_is_in_exactly_one_of_1_to_64_shards()
    {
        var all = Units(Shard.Plan(Request with { Shard = new Shard(1, 1) })).Order(StringComparer.Ordinal).ToList();
        var checks = Request.Claims.Count(claim => claim.IsExecutable) - Request.Sweeps.Count;
        Assert.Equal(2 * (checks + (Request.Sweeps.Count * Sweep.RangeCount)), all.Distinct().Count());

        for (var count = 2; count <= 64; count++)
        {
            var dealt = Enumerable.Range(1, count).SelectMany(index => Units(Shard.Plan(Request with { Shard = new Shard(index, count) })));
            Assert.Equal(all, dealt.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Shards_differ_by_at_most_one_unit()
    {
        foreach (var count in new[] { 2, 7, 16, 64, 10_000 })
        {
            var sizes = Enumerable.Range(1, count).Select(i => Units(Shard.Plan(Request with { Shard = new Shard(i, count) })).Count()).ToList();
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        }
    }

    [Fact]
    public void The_split_is_the_same_again_and_in_any_culture()
    {
        var request = Request with { Shard = new Shard(3, 16) };
        var arabic = new CultureInfo("ar-SA");

        var (again, name) = Tool.InCulture(arabic, () => (Units(Shard.Plan(request)).ToList(), request.Shard.ToString()));

        Assert.Equal(Units(Shard.Plan(request)), again);
        Assert.Equal("3/16", name);
    }

    [Fact]
    public void Without_a_shard_a_run_makes_every_check_as_a_whole() => Assert.All(Shard.Plan(Request), check => Assert.Null(check.Ranges));

    private static IEnumerable<string> Units(IEnumerable<PlannedCheck> plan) =>
        from check in plan
        from range in check.Ranges ?? [-1]
        select FormattableString.Invariant($"{check.Claim.Id} on {check.Device.Id}, {range}");
}
