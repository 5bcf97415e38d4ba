// NVIDIA's assembler and disassembler, with scripts in their place.

using QuizKit.Devices.Kernels;
using Xunit;

namespace QuizKit.Devices.Tests.Kernels;

public sealed class PtxasTests : IDisposable
{
    private static readonly AssembledCode[] TwoKernels = [new(new byte[32], ContractionChangesIt: false), new(new byte[16], ContractionChangesIt: true)];

    private readonly string _folder = Directory.CreateTempSubdirectory("ptxas").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_instruction_counts_for_the_kernel_in_whose_code_it_lies()
    {
        if (OperatingSystem.IsWindows()) return;
        var ptxas = Find("""
            [ $# = 3 ] && [ "$1" = --binary ] && [ "$2" = SM80 ] && [ "$(wc -c <"$3")" = 48 ] || exit 9
            echo '        /*0000*/                   FADD R1, R2, R3 ;'
            echo '        /*0010*/              @!P0 FMUL.FTZ R1, R2, R3 ;'
            echo '        /*0020*/                   FADD R1, R2, R3 ;'
            """);

        (var counts, var error) = ptxas.FloatInstructions(TwoKernels, CudaTarget.Find("sm_80")!);

        Assert.Null(error);
        Assert.Equal(["FADD 1, FMUL 1", "FADD 1"], counts!.Select(kernel => string.Join(", ", kernel.Select(pair => $"{pair.Key} {pair.Value}"))));
    }

    [Fact]
    public void A_disassembler_that_fails_is_an_error_and_not_code_without_instructions()
    {
        if (OperatingSystem.IsWindows()) return;
        var ptxas = Find("echo 'nvdisasm fatal : no such architecture' >&2\nexit 3");

        (var counts, var error) = ptxas.FloatInstructions(TwoKernels, CudaTarget.Find("sm_80")!);

        Assert.Null(counts);
        Assert.Equal("nvdisasm fatal : no such architecture", error);
    }

    [Fact]
    public void Code_that_the_disassembler_leaves_out_is_an_error()
    {
        if (OperatingSystem.IsWindows()) return;
        var ptxas = Find("echo '        /*0000*/                   FADD R1, R2, R3 ;'");

        (var counts, var error) = ptxas.FloatInstructions(TwoKernels, CudaTarget.Find("sm_80")!);

        Assert.Null(counts);
        Assert.Equal("nvdisasm did not disassemble all of the code", error);
    }

    // Both answer when they are asked for their version, and the disassembler to anything else as a script says.
    private Ptxas Find(string disassembler)
    {
        Write("ptxas", "echo 'Cuda compilation tools, release 12.4'\necho sm_80");
        Write("nvdisasm", "[ \"$1\" != --version ] || exit 0\n" + disassembler);
        return Ptxas.Find(Path.Combine(_folder, "ptxas"))!;
    }

    private void Write(string name, string commands)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + commands + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
