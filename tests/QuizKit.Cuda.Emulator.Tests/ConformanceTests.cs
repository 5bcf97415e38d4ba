// Every instruction of the corpus gives the bits that an NVIDIA H200 gave.

using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace QuizKit.Cuda.Emulator.Tests;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_instruction_gives_the_bits_of_the_H200()
    {
        var corpus = Corpus.H200;
        var device = new CudaDevice(new CudaDeviceOptions());
        var report = new StringBuilder();
        var (equal, results) = (0, 0L);
        foreach (var item in corpus.Cases)
        {
            try
            {
                var (d, e) = CorpusRun.Run(device, corpus, item);
                var differing = Enumerable.Range(0, item.Rows).Where(row => d[row] != item.D[row] || (e.Length > 0 && e[row] != item.E[row])).ToList();
                results += item.Rows;
                if (differing.Count == 0)
                {
                    equal++;
                    continue;
                }

                report.Append($"{item.Name}: {differing.Count} of {item.Rows}:");
                foreach (var row in differing.Take(3))
                {
                    var operands = string.Join(' ', corpus.Operands(item, row).Select(operand => operand.ToString("x")));
                    report.Append($" [{operands} -> {d[row]:x} not {item.D[row]:x}");
                    if (e.Length > 0) report.Append($"; {e[row]:x} not {item.E[row]:x}");
                    report.Append(']');
                }

                report.AppendLine();
            }
            catch (Exception exception) when (exception is Ptx.PtxException or CudaException)
            {
                report.AppendLine($"{item.Name}: {exception.Message}");
            }
        }

        output.WriteLine($"{equal} of {corpus.Cases.Count} texts agree, {results} results");
        output.WriteLine(report.ToString());
        File.WriteAllText("/tmp/conf.txt", $"{equal} of {corpus.Cases.Count}\n{report}");
        Assert.Equal(corpus.Cases.Count, equal);
    }
}
