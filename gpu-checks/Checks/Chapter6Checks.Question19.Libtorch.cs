// Question 19: libtorch without Python, beside the installed NumPy or beside its proven order on the reference BLAS.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Pair;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question19Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>The chapter's network through libtorch and NumPy, or why there is no libtorch.</summary>
    private static (Outcome? Outcome, string WhyNot) CompareWithLibtorch(CheckContext context)
    {
        var libraries = PairLibraries.Open(context.Libraries, context.Cancellation);
        if (libraries.All.FirstOrDefault(library => library.Id == "libtorch") is not { } torch)
        {
            return (null, libraries.HasDotNet ? string.Join(" ", libraries.Notes)
                : $"{LibraryHost.SetupHint} With it, or with both NumPy and PyTorch (pip install numpy torch), this check runs.");
        }

        try
        {
            return (CompareWithLibtorch(context, libraries, torch), "");
        }
        catch (LibraryException exception)
        {
            return (null, exception.Message);
        }
    }

    private static Outcome CompareWithLibtorch(CheckContext context, PairLibraries libraries, PairLibrary torch)
    {
        var examples = context.Scale == Scale.Quick ? 1024 : 8192;
        var tensors = new PairWeights(context.Seed, ChapterWidths[1]);
        var activations = tensors.Examples.ToArray(examples * ChapterWidths[0]);
        libraries.Begin(tensors.Examples, examples, ChapterWidths[0]);
        for (var layer = 1; layer < ChapterWidths.Length - 1; layer++)
        {
            var (inputs, outputs) = (ChapterWidths[layer - 1], ChapterWidths[layer]);
            PairTensor w = tensors.Weights(layer), b = tensors.Biases(layer);
            libraries.SendLayer(outputs, w, b);
            libraries.Read(1, examples * outputs);
            var sums = ReferenceLinear(activations, w.ToArray(inputs * outputs), b.ToArray(outputs));
            activations = Array.ConvertAll(sums, z => MathF.Max(z, 0));
        }

        PairTensor headWeights = tensors.HeadWeights(2), headBias = tensors.HeadBias(2);
        libraries.SendHead(headWeights, headBias);
        var answers = libraries.Read(2, examples).Chunk(2)
            .Zip(libraries.All, (found, library) => (library.Id, Logits: found[0], Outputs: found[1])).ToDictionary(found => found.Id);
        var imitated = ReferenceLinear(activations, headWeights.ToArray(ChapterWidths[^2]), headBias.ToArray(1));
        var numpy = answers.TryGetValue("numpy", out var real)
            ? (real.Logits, real.Outputs)
            : (Logits: imitated, Outputs: Array.ConvertAll(imitated, Exact32Functions.Sigmoid));
        var (_, logits, outputsOfTorch) = answers["libtorch"];
        var isReal = answers.ContainsKey("numpy");
        var differences = numpy.Outputs.Zip(outputsOfTorch, (a, b) => Math.Abs((double)a - b)).ToArray();
        var outcome = DescribeLibraries(
            isReal ? libraries.Python!.Libraries[0].Name : "NumPy's order on the reference BLAS",
            torch.Name,
            (isReal ? $"Python {libraries.Python!.Version} and the program of the folder libraries: the same binary32 weights and "
                    + "inputs through NumPy's matmul and libtorch's addmm"
                : "The same binary32 weights and inputs through libtorch's addmm, without Python, and in the order that was proven for "
                    + "NumPy on the reference BLAS (products rounded, added from left to right, then the bias; a sigmoid of rounded steps)")
                + ", outputs compared bit by bit.",
            examples,
            BitPatterns.Unequal(numpy.Outputs, outputsOfTorch),
            BitPatterns.Unequal(numpy.Logits, logits),
            differences.Max(),
            differences.Max() <= 1e-6,
            context.Seed,
            isReal);
        return answers.TryGetValue("onnxruntime", out var onnx)
            ? WithOnnxRuntime(outcome, libraries.All.Single(library => library.Id == onnx.Id), onnx.Outputs, outputsOfTorch)
            : outcome;
    }

    /// <summary>Adds what ONNX Runtime made of the same network in one model, as .NET applications run it.</summary>
    private static Outcome WithOnnxRuntime(Outcome outcome, PairLibrary library, float[] outputs, float[] outputsOfTorch)
    {
        var unequal = BitPatterns.Unequal(outputs, outputsOfTorch);
        return outcome with
        {
            Finding = outcome.Finding + Invariant(
                $" {library.Name}, with the whole network as one ONNX model, differs from libtorch in {unequal:N0} outputs."),
            Measurements =
            [
                .. outcome.Measurements,
                Measurement.Of("outputs of ONNX Runtime unequal to libtorch's", unequal, "outputs")
                    with { Source = "0 if they were bit-identical" },
            ],
        };
    }

    /// <summary>a·Wᵀ + b as NumPy on the reference BLAS: each product is rounded, added from left to right, and the bias comes last.</summary>
    private static float[] ReferenceLinear(float[] a, float[] w, float[] b)
    {
        var inputs = w.Length / b.Length;
        var sums = new float[a.Length / inputs * b.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            var (row, column) = (i / b.Length * inputs, i % b.Length * inputs);
            var sum = 0f;
            for (var k = 0; k < inputs; k++) sum = Exact32.Add(sum, Exact32.Multiply(a[row + k], w[column + k]));
            sums[i] = Exact32.Add(sum, b[i % b.Length]);
        }

        return sums;
    }
}
