// Tests of when a diff tool may open.

using Xunit;

namespace QuizKit.Snapshots.Tests;

public sealed class DiffToolTests
{
    private static bool IsWanted(bool isLinux, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in variables)
            environment[name] = value;
        return DiffTool.IsWanted(name => environment.GetValueOrDefault(name), isLinux);
    }

    [Fact]
    public void No_diff_tool_opens_on_a_build_server_even_with_a_display()
    {
        Assert.False(IsWanted(true, ("CI", "true"), ("DISPLAY", ":0")));
        Assert.False(IsWanted(false, ("CI", "1")));
    }

    [Fact]
    public void No_diff_tool_opens_on_Linux_without_a_display() =>
        Assert.False(IsWanted(true));

    [Fact]
    public void A_diff_tool_opens_where_somebody_sees_it()
    {
        Assert.True(IsWanted(true, ("DISPLAY", ":0")));
        Assert.True(IsWanted(true, ("WAYLAND_DISPLAY", "wayland-0"), ("CI", "false")));
        Assert.True(IsWanted(false));
    }
}
