// Sweeps measured in ranges: joined, they are the sweep of one run to the last bit.

using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public class SweepTests(CpuFixture cpu)
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var claim in new Chapter6Checks().Sweeps.Keys)
            {
                cases.Add(claim, 3);
                if (Thorough.IsOn) cases.Add(claim, Sweep.RangeCount);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_parts_of_a_sweep_join_to_the_bits_of_the_whole(string id, int parts)
    {
        var checks = new Chapter6Checks();
        var claim = ChapterClaims.Claim(id);
        var whole = checks.Run(claim, cpu.Context());

        var measured = Enumerable.Range(0, parts)
            .Select(part => cpu.Context() with { Ranges = [.. Sweep.AllRanges.Where(range => range % parts == part)] })
            .Select(context => checks.Run(claim, context).Part!)
            .Reverse()
            .ToList();
        var joined = checks.Sweeps[id].Join(claim, Scale.Quick, cpu.Context().Seed, measured.Select(part => part.Values));

        Assert.Equal(Sweep.AllRanges, measured.SelectMany(part => part.Ranges).Order());
        Assert.Equal(
            (whole.Verdict, whole.Finding, whole.Method, whole.Runs, whole.Seed),
            (joined.Verdict, joined.Finding, joined.Method, joined.Runs, joined.Seed));
        Assert.Equal(whole.Measurements, joined.Measurements);
    }

    [Fact]
    public void A_list_is_cut_into_ranges_that_have_every_item_once_in_its_order()
    {
        foreach (var length in new[] { 1, 63, 64, 65, 128, 8160 })
        {
            List<int> all = [.. Enumerable.Range(0, length)];
            Assert.Equal(all, Sweep.AllRanges.SelectMany(range => Sweep.ItemsOf(all, [range])));
        }
    }
}
