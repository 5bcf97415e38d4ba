// The command line of `tolerance`, the numbers that it reads, and what it says when something does not fit.

using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using QuizKit.GpuChecks.Tests.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class ToleranceCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tolerance").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_tolerance_that_exists_is_a_line_to_paste_and_exit_code_0()
    {
        var tool = new Tool(width: 120);

        var exitCode = tool.Run("tolerance --op dot --n 64");

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.Contains("A tolerance exists:", tool.Output, StringComparison.Ordinal);
        Assert.Matches(@"Assert\.Equal\(expected, actual, tolerance: [0-9.e-]+f\);", tool.Output);
        Assert.Matches(@"torch\.testing\.assert_close\(actual, expected, rtol=0, atol=[0-9.e-]+\)", tool.Output);
    }

    [Fact]
    public void Where_the_ends_cross_no_tolerance_exists_and_the_exit_code_is_1()
    {
        var tool = new Tool(width: 120);

        var exitCode = tool.Run("tolerance --op dot --n 4096");

        Assert.Equal((1, ""), (exitCode, tool.Error));
        Assert.Contains("No tolerance exists", tool.Output, StringComparison.Ordinal);
        Assert.Contains("ExactSum", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tree_of_a_library_allows_a_smaller_tolerance_than_any_order()
    {
        var any = Read("tolerance --op sum --n 500");
        var library = Read("tolerance --op sum --n 500 --against cpu.fixed-tree --against exact");
        var both = Read("tolerance --op sum --n 500 --against dotnet.loop --against cpu.fixed-tree");

        Assert.InRange(Lower(library), 0, Lower(any) / 10);
        Assert.InRange(Lower(both), Lower(any), Lower(any) + (2 * Lower(library)));
        Assert.Equal("dotnet.loop", both.GetProperty("tested").GetString());
        Assert.Equal("cpu.fixed-tree", both.GetProperty("expected").GetString());

        static double Lower(JsonElement report) => report.GetProperty("worstCase").GetProperty("lower").GetDouble();
    }

    [Fact]
    public void A_library_without_a_tree_is_taken_as_any_order()
    {
        var report = Read("tolerance --op sum --n 100 --against quizkit.exact --against exact");

        Assert.Contains("taken as any order", report.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_numbers_are_read_from_every_kind_of_file()
    {
        float[] numbers = [1.5f, -2.25f, 1e-3f, 3f];
        var bytes = numbers.SelectMany(BitConverter.GetBytes).ToArray();
        Put("a.txt", string.Join("\r\n", numbers) + "\n\n");
        Put("a.f32", bytes);
        Put("a.f64", [.. numbers.SelectMany(number => BitConverter.GetBytes((double)number))]);
        Put("a.npy", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", bytes));
        string[] names = ["a.txt", "a.f32", "a.f64", "a.npy"];

        var reports = names.Select(name => Read($"tolerance --op dot --data {_folder}/{name}")).ToList();

        Assert.Equal(names, reports.Select(report => report.GetProperty("data").GetString()));
        Assert.All(reports, report => Assert.Equal((1.5 * 1e-3f) + (-2.25 * 3), report.GetProperty("exact").GetDouble()));
    }

    [Theory]
    [InlineData("tolerance", "`tolerance` needs an operation, --op NAME: sum, dot, matrix-product.")]
    [InlineData("tolerance --op dott --n 4", "unknown operation 'dott': did you mean 'dot'?")]
    [InlineData("tolerance --op softmax --n 4", "unknown operation 'softmax': it is one of sum, dot, matrix-product.")]
    [InlineData("tolerance --op dot", "`tolerance` needs the number of addends, --n N, or the numbers, --data FILE.")]
    [InlineData("tolerance --op dot --n 0", "--n takes a whole number from 1 to 1048576, not '0'.")]
    [InlineData("tolerance --op dot --n 4 --k 4", "--k is a size of a matrix product; the number of addends is --n.")]
    [InlineData("tolerance --op matmul --n 4 --k 4", "a matrix product of M × K and K × N needs --m, --n and --k: --m is missing.")]
    [InlineData("tolerance --op matmul --m 4096 --n 4096 --k 4096", "--m, --n and --k: M·N·K may be 16777216 at most.")]
    [InlineData("tolerance --op sum --n 4 --precision fp8", "unknown precision 'fp8': it is one of binary32, binary64, binary16, bfloat16.")]
    [InlineData("tolerance --op sum --n 4 --catch tf32", "unknown precision 'tf32': it is one of tf32-inputs, binary16-inputs, bfloat16-inputs, binary16-sums, bfloat16-sums.")]
    [InlineData("tolerance --op sum --n 4 --distribution norml", "unknown distribution 'norml': did you mean 'normal'?")]
    [InlineData("tolerance --op sum --n 300 --height 8", "--height takes a whole number from 9 to 299, not '8'.")]
    [InlineData("tolerance --op sum --n 4 --against exact --against exact", "--against exact twice: there is nothing to compare.")]
    [InlineData("tolerance --op sum --n 4 --against a --against b --against c", "--against is given once for the expected result, or twice for both.")]
    [InlineData("tolerance --op sum --n 4 --height 2 --against dotnet.loop --against exact", "--height is for a tested result of your own, and --against names both.")]
    [InlineData("tolerance --op sum --n 5000 --against dotnet.loop", "--against: orders are revealed for 2 to 4096 addends, not 5000. --height H takes that of a tree.")]
    [InlineData("tolerance --op sum --n 50 --precision binary64 --against dotnet.loop", "--against: orders are revealed in binary32, not in binary64. --height H names that of a tree.")]
    [InlineData("tolerance --op sum --n 50 --against dotnet.lop", "unknown library 'dotnet.lop': did you mean 'dotnet.loop'?")]
    [InlineData("tolerance --op sum --n 50 --against quizkit", "--against quizkit may be quizkit.numpy-order, quizkit.fixed-tree, quizkit.exact: name one of them.")]
    [InlineData("tolerance --op dot --n 50 --against dotnet.loop", "--against dotnet.loop: it has another operation. For this one there are dotnet.tensor-dot")]
    [InlineData("tolerance --op sum --data {folder}/none.txt", "there is no file '{folder}/none.txt'.")]
    [InlineData("tolerance --op sum --data {folder}", "'{folder}' is a folder. Name a file: text with one number on each line, .npy, or raw little-endian .f32 or .f64.")]
    [InlineData("tolerance --op sum --data {folder}/words.txt", "'{folder}/words.txt', line 3: 'three' is not a number. Write one on each line, such as -1.5e-3.")]
    [InlineData("tolerance --op sum --data {folder}/nan.txt", "'{folder}/nan.txt', line 2: NaN is not a finite number of binary64, and no tolerance holds for it. Remove it.")]
    [InlineData("tolerance --op sum --data {folder}/huge.txt", "'{folder}/huge.txt', line 1: 1E+39 overflows binary32. Scale the numbers, or name another --precision.")]
    [InlineData("tolerance --op sum --data {folder}/empty.txt", "'{folder}/empty.txt' has no numbers. It may be text with one number on each line, .npy, or raw little-endian .f32 or .f64.")]
    [InlineData("tolerance --op dot --n 4 --data {folder}/three.txt", "--data: dot of these sizes takes 8 numbers, the left operand first, and the files have 3.")]
    [InlineData("tolerance --op dot --data {folder}/three.txt", "--data: dot of these sizes takes 2 numbers, the left operand first, and the files have 3.")]
    [InlineData("tolerance --op sum --data {folder}/large.txt", "no tolerance exists: Σ|x| is 6.0e+38, so an order of additions can overflow in binary32. Scale the data.")]
    [InlineData("tolerance --op sum --data {folder}/three.txt --distribution normal", "--distribution is for numbers without --data: leave one of the two out.")]
    [InlineData("tolerance --op sum --data {folder}/odd.f32", "'{folder}/odd.f32': 5 bytes are not a whole number of numbers of 4 bytes.")]
    [InlineData("tolerance --op sum --data {folder}/infinite.f64", "'{folder}/infinite.f64', number 2: Infinity is not a finite number of binary64, and no tolerance holds for it. Remove it.")]
    [InlineData("tolerance --op sum --data {folder}/not.npy", "'{folder}/not.npy' is not a file that numpy.save wrote.")]
    [InlineData("tolerance --op sum --data {folder}/short.npy", "'{folder}/short.npy' ends within its header.")]
    [InlineData("tolerance --op sum --data {folder}/integers.npy", "'{folder}/integers.npy' has numbers of the type '<i4'. Save little-endian floats of 2, 4 or 8 bytes: a.astype('<f4').")]
    [InlineData("tolerance --op sum --data {folder}/columns.npy", "'{folder}/columns.npy' is in column order. Save numpy.ascontiguousarray(a).")]
    public void What_does_not_fit_is_one_line_and_exit_code_2(string line, string message)
    {
        Put("words.txt", "1\n2\nthree\n");
        Put("nan.txt", "1\nNaN\n");
        Put("huge.txt", "1e39\n");
        Put("empty.txt", "\n");
        Put("three.txt", "1\n2\n3\n");
        Put("large.txt", "3e38\n3e38\n");
        Put("odd.f32", [1, 2, 3, 4, 5]);
        Put("infinite.f64", [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(double.PositiveInfinity)]);
        Put("not.npy", "numbers, but not of NumPy");
        Put("short.npy", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", [])[..40]);
        Put("integers.npy", Npy("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }", [1, 0, 0, 0]));
        Put("columns.npy", Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", [1, 0, 0, 0]));
        var tool = new Tool();

        var exitCode = tool.Run(line.Replace("{folder}", _folder, StringComparison.Ordinal));

        Assert.StartsWith("gpu-checks: " + message.Replace("{folder}", _folder, StringComparison.Ordinal), tool.Error, StringComparison.Ordinal);
        Assert.Equal(1, tool.Error.Count(character => character == '\n'));
        Assert.Equal((2, ""), (exitCode, tool.Output));
    }

    private static JsonElement Read(string line)
    {
        var tool = new Tool();
        tool.Run(line + " --format json");
        return JsonDocument.Parse(tool.Output).RootElement.GetProperty("tolerance");
    }

    private static byte[] Npy(string header, byte[] data)
    {
        var preamble = new byte[10];
        "?NUMPY"u8.CopyTo(preamble);
        (preamble[0], preamble[6]) = (0x93, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(preamble.AsSpan(8), (ushort)header.Length);
        return [.. preamble, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private void Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);
}
