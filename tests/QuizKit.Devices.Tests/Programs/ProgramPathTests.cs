// A program that is named without a folder is one of PATH, never one of the current folder.

using QuizKit.Devices.Programs;
using Xunit;

namespace QuizKit.Devices.Tests.Programs;

public sealed class ProgramPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("program-path-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_folder_that_has_the_program_counts()
    {
        var first = Program("first", isExecutable: true);
        Program("second", isExecutable: true);

        Assert.Equal(first, ProgramPath.Find("tool", List("missing", "first", "second")));
        Assert.Null(ProgramPath.Find("other", List("first", "second")));
    }

    [Fact]
    public void A_file_that_nobody_may_run_is_no_program()
    {
        if (OperatingSystem.IsWindows()) return;
        Program("first", isExecutable: false);
        var second = Program("second", isExecutable: true);
        Directory.CreateDirectory(Path.Combine(_folder, "third", "tool"));

        Assert.Equal(second, ProgramPath.Find("tool", List("third", "first", "second")));
    }

    [Fact]
    public void A_folder_that_depends_on_the_current_one_is_left_out()
    {
        Program("first", isExecutable: true);
        var first = Path.Combine(_folder, "first");

        foreach (var folder in (string[])["", ".", Path.GetRelativePath(Environment.CurrentDirectory, first)])
        {
            Assert.True(folder.Length <= 1 || Directory.Exists(folder));
            Assert.Null(ProgramPath.Find("tool", folder));
        }
    }

    [Theory]
    [InlineData("./tool")]
    [InlineData("folder/tool")]
    [InlineData("/usr/bin/tool")]
    public void A_name_with_a_folder_is_a_path(string name) => Assert.Equal(name, ProgramPath.Find(name, ""));

    private string List(params string[] folders) => string.Join(Path.PathSeparator, folders.Select(folder => Path.Combine(_folder, folder)));

    private string Program(string folder, bool isExecutable)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, OperatingSystem.IsWindows() ? "tool.exe" : "tool");
        File.WriteAllText(file, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isExecutable ? UnixFileMode.UserExecute : 0));
        return file;
    }
}
