// What a program with libraries does that is incomplete, is something else, ends, or stops answering: one line, and the rest goes on.

using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using Xunit;

namespace QuizKit.Libraries.Tests;

public sealed class FaultTests
{
    [Fact]
    public void A_missing_native_library_is_one_line()
    {
        // given: the program without the file of libtorch
        var folder = Directory.CreateTempSubdirectory("libraries").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(LibraryFixture.Program)!))
            {
                var name = Path.GetFileName(file);
                if (name.Contains("torch", StringComparison.OrdinalIgnoreCase)) continue;
                File.Copy(file, Path.Combine(folder, name));
            }

            using var servers = LibraryFixture.Open(Path.Combine(folder, "QuizKit.Libraries.dll"));
            var targets = LibraryTargets.Open(servers);

            var note = Assert.Single(targets.Notes, note => note.Contains("libtorch", StringComparison.Ordinal));
            Assert.StartsWith("QuizKit.Libraries has no libtorch that loads: DllNotFoundException: ", note, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', note);
            Assert.DoesNotContain(targets.All, target => target.Id.StartsWith("libtorch.", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_program_that_is_not_there_is_one_line_with_the_command_that_builds_it()
    {
        using var servers = LibraryFixture.Open(program: null);

        Assert.Equal(LibraryHost.SetupHint, LibraryTargets.Open(servers).Notes[^1]);
        Assert.Contains(LibraryHost.SetupHint, Assert.Single(Study(servers).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_does_not_start_is_one_line()
    {
        using var servers = LibraryFixture.Open("/no/such/program");

        var notes = LibraryTargets.Open(servers).Notes;

        Assert.Contains("with libtorch, /no/such/program does not start.", notes);
    }

    [Fact]
    public void An_assembly_that_is_something_else_is_one_line()
    {
        using var servers = LibraryFixture.Open(typeof(FaultTests).Assembly.Location);

        var report = Study(servers);

        Assert.All(report.Notes, note => Assert.DoesNotContain('\n', note));
        Assert.Contains(report.Notes, note => note.StartsWith("libtorch was not used: with libtorch, ", StringComparison.Ordinal));
        Assert.All(report.Sides, side => Assert.True(side.IsImitation));
    }

    [Fact]
    public void A_program_that_is_killed_on_the_way_is_replaced_by_imitations()
    {
        if (OperatingSystem.IsWindows()) return;

        // given: the real program, which is killed after the libraries were loaded and the numbers compared
        using var program = Behind("read -r line; kill -9 $$");
        using var servers = LibraryFixture.Open(program.Path);

        var report = Study(servers);

        var note = Assert.Single(report.Notes, note => note.Contains("at width 16", StringComparison.Ordinal));
        Assert.Contains("ended with signal SIGKILL", note, StringComparison.Ordinal);
        Assert.EndsWith("from there on, imitations replace the libraries.", note, StringComparison.Ordinal);
        Assert.Equal(["imitation.numpy", "imitation.torch", "imitation.eight"], report.Sides.Select(side => side.Id));
    }

    [Fact]
    public void A_program_that_stops_answering_is_one_line_and_the_rest_goes_on()
    {
        if (OperatingSystem.IsWindows()) return;
        using var program = Behind("exec sleep 600");
        using var servers = LibraryFixture.Open(program.Path, TimeSpan.FromSeconds(20));

        var report = Study(servers);

        Assert.Contains(report.Notes, note => note.Contains("did not answer within 20 seconds, at width 16", StringComparison.Ordinal));
        Assert.Equal(5, report.Comparisons[0].Cells.Count);
    }

    /// <summary>The real program, to which a shell passes the lines that load and compare; what the shell does with the next one.</summary>
    private static FakePython Behind(string next)
    {
        var lines = LibraryHost.DotNet.Libraries.Count(library => library.HasLayers) + 1;
        var passed = string.Concat(Enumerable.Repeat("""read -r line; printf '%s\n' "$line"; """, lines));
        return new FakePython($"({passed}{next}) | dotnet exec '{LibraryFixture.Program}'", windows: "");
    }

    private static PairReport Study(LibraryServers servers) =>
        PairStudy.Of([], new LabSettings(Scale.Quick, 1, 1), [(16, 4)], servers, CancellationToken.None);
}
