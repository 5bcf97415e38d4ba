// A device is asked how it adds before an exact sum relies on it.

using QuizKit.Numerics.Gpu.Exact;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class AdditionProbeTests(Devices devices) : IClassFixture<Devices>
{
    [Fact]
    public void Every_device_of_this_machine_that_has_binary64_adds_as_IEEE_754_says() =>
        Assert.All(devices.All, device =>
        {
            using var stream = device.CreateStream();
            Assert.True(AdditionProbe.IsPassed(stream), device.Name);
        });

    [Fact]
    public void What_rounds_away_loses_subnormal_numbers_or_reorders_is_found_out()
    {
        Assert.True(AdditionProbe.IsRight([.. AdditionProbe.Expected]));

        // Each of these answers is that of a device with one fault.
        Assert.False(AdditionProbe.IsRight([.. AdditionProbe.Expected.Select(result => double.IsSubnormal(result) ? 0 : result)]));
        Assert.False(AdditionProbe.IsRight(
            [.. AdditionProbe.Expected.Select((result, i) => i % 3 == 2 && Math.Abs(result) < Math.ScaleB(1, -126) ? 0 : result)]));
        Assert.False(AdditionProbe.IsRight(Reordered()));
        Assert.False(AdditionProbe.IsRight(Truncated()));
    }

    /// <summary>(x + y) − x is y where a compiler takes real numbers' laws for its own.</summary>
    private static double[] Reordered()
    {
        double[] answer = [.. AdditionProbe.Expected];
        for (var i = 0; i < answer.Length; i += 3) (answer[i], answer[i + 1]) = (answer[i] + answer[i + 1], 0);
        return answer;
    }

    /// <summary>1 + 1.5·2⁻⁵³, the third pair, is 1 where a device rounds to zero.</summary>
    private static double[] Truncated()
    {
        double[] answer = [.. AdditionProbe.Expected];
        Assert.Equal(Math.ScaleB(1, -52), answer[6]);
        (answer[6], answer[7]) = (0, answer[6] + answer[7]);
        return answer;
    }
}
