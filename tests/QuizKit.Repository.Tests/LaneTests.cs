// The lanes of .ci/run are those that the page on testing describes.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Repository.Tests;

public sealed class LaneTests
{
    [Fact]
    public void The_page_on_testing_has_a_row_for_each_lane_in_their_order()
    {
        var lanes = Regex.Match(Checkout.Read(".ci/run"), @"(?s)\nlanes=\(\n(.*?)\n\)").Groups[1].Value;
        var rows = Regex.Match(Checkout.Read("docs/testing.md"), @"(?s)\n## Lanes\n.*?\n## ").Value;

        Assert.Equal(
            Regex.Matches(lanes, @"(?m)^\s+'(\w+):").Select(lane => lane.Groups[1].Value),
            Regex.Matches(rows, @"(?m)^\| `(\w+)` \|").Select(row => row.Groups[1].Value));
    }
}
