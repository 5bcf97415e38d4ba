// What is probed: something that adds products of two vectors to a number, and of which nothing else is known.

using QuizKit.Cuda.Emulator.Arithmetic;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>A dot product: two vectors of the operands' format and the accumulator, as bits.</summary>
internal readonly record struct DotProblem(ulong[] A, ulong[] B, ulong C);

/// <summary>Computes dot products, each by itself.</summary>
/// <returns>The results as bits of the accumulator's format, one for each problem.</returns>
internal delegate ulong[] DotProducts(IReadOnlyList<DotProblem> problems);

/// <summary>A multiply-accumulate unit that can only be called.</summary>
/// <param name="Operand">The format of the factors.</param>
/// <param name="Accumulator">The format of the accumulator and of the results.</param>
/// <param name="Length">The number of products of a call.</param>
internal sealed record DotUnit(OperandFormat Operand, FloatFormat Accumulator, int Length, DotProducts Compute)
{
    /// <summary>A unit that a model computes.</summary>
    /// <param name="order">The elements in the order in which the model takes them; null: as they are.</param>
    public static DotUnit Of(OperandFormat operand, int length, MultiplyAccumulateUnit model, IReadOnlyList<int>? order = null)
    {
        var ordered = new OrderedUnit(operand, model, order ?? [.. Enumerable.Range(0, length)]);
        return new DotUnit(operand, model.Accumulator, length, problems => [.. problems.Select(ordered.Sum)]);
    }
}

/// <summary>A model with the order in which it takes the elements of its vectors.</summary>
internal sealed record OrderedUnit(OperandFormat Operand, MultiplyAccumulateUnit Model, IReadOnlyList<int> Order)
{
    public ulong Sum(DotProblem problem)
    {
        Span<Exact> a = stackalloc Exact[Order.Count];
        Span<Exact> b = stackalloc Exact[Order.Count];
        for (var k = 0; k < a.Length; k++)
        {
            a[k] = Operand.Decode(problem.A[Order[k]]);
            b[k] = Operand.Decode(problem.B[Order[k]]);
        }

        return Model.Sum(a, b, problem.C);
    }
}
