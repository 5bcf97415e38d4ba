// The lines that put a tolerance into a test.

namespace QuizKit.Laboratory.Tolerance;

internal static class ToleranceLines
{
    /// <summary>
    /// Returns the lines with the absolute tolerance, then those with the relative one, for a single result and if it catches as much.
    /// </summary>
    public static IReadOnlyList<ToleranceLine> Of(ToleranceReport report)
    {
        var window = report.Chosen;
        var absolute = Shortest.TextOf(window.Absolute);
        var isSmall = report.Precision is "binary16" or "bfloat16";
        var (cast, suffix) = (isSmall ? "(float)" : "", report.Precision == "binary64" ? "" : "f");
        List<ToleranceLine> lines =
        [
            new("xunit", report.Exact is null
                ? $"Assert.All(expected.Zip(actual), pair => "
                    + $"Assert.Equal({cast}pair.First, {cast}pair.Second, tolerance: {absolute}{suffix}));"
                : $"Assert.Equal({cast}expected, {cast}actual, tolerance: {absolute}{suffix});"),
            new("numpy.testing", $"numpy.testing.assert_allclose(actual, expected, rtol=0, atol={absolute})"),
            new("pytest", $"assert actual == pytest.approx(expected, rel=0, abs={absolute})"),
            new("torch.testing", $"torch.testing.assert_close(actual, expected, rtol=0, atol={absolute})"),
        ];
        if (report.Exact is null || window.Relative is not { } share) return lines;
        if (window.StandIns.Any(end => end.Caught && end.Relative <= share)) return lines;
        var relative = Shortest.TextOf(share);
        return
        [
            .. lines,
            new("numpy.testing, relative", $"numpy.testing.assert_allclose(actual, expected, rtol={relative}, atol=0)"),
            new("pytest, relative", $"assert actual == pytest.approx(expected, rel={relative}, abs=0)"),
            new("torch.testing, relative", $"torch.testing.assert_close(actual, expected, rtol={relative}, atol=0)"),
        ];
    }
}
