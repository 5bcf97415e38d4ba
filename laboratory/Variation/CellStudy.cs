// Scatter-add: numbers added into cells (index_add), by atomics and in a fixed order.

using System.Runtime.InteropServices;
using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Variation;

/// <summary>Measures Vermv and Vc of numbers added into cells.</summary>
internal static class CellStudy
{
    /// <summary>The number of cells.</summary>
    public const int Cells = 256;

    private const ulong CellStream = 4;

    /// <summary>Adds the same numbers into the same cells in many runs.</summary>
    public static ArrayVariation Of(
        Accelerator accelerator, DeviceInfo device, Addends<float> addends, ulong seed, int runs, CancellationToken cancellation)
    {
        var cellOf = CellsOf(seed, addends.Values.Length);
        var (order, starts) = Sorted(cellOf);
        using var values = accelerator.Allocate1D(addends.Values);
        using var cells = accelerator.Allocate1D(cellOf);
        using var byCell = accelerator.Allocate1D(order);
        using var ends = accelerator.Allocate1D(starts);
        using var sums = accelerator.Allocate1D<float>(Cells);
        var add = accelerator.Load(AtomicCellsKernel);
        var addInOrder = accelerator.Load(FixedCellsKernel);
        var items = Math.Min(
            addends.Values.Length, accelerator.AcceleratorType == AcceleratorType.CPU ? accelerator.WorkItems() : int.MaxValue);

        var byAtomics = new List<float[]>();
        var inOrder = new List<float[]>();
        using var schedules = Schedules.On(device);
        for (var run = 0; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            schedules.Begin(run);
            sums.MemSetToZero();
            add(items, values.View, cells.View, sums.View, items);
            accelerator.Synchronize();
            byAtomics.Add(sums.GetAsArray1D());
            addInOrder(Cells, values.View, byCell.View, ends.View, sums.View);
            accelerator.Synchronize();
            inOrder.Add(sums.GetAsArray1D());
        }

        return Summary(addends, order, starts, byAtomics, inOrder);
    }

    /// <summary>Returns the metrics of the cells after each of many runs. <see cref="Sorted"/> returns the order and the starts.</summary>
    internal static ArrayVariation Summary(
        Addends<float> addends, int[] order, int[] starts, IReadOnlyList<float[]> byAtomics, IReadOnlyList<float[]> inOrder)
    {
        var reference = inOrder[0];
        var vermv = byAtomics.Select(sums => Variability.Vermv(reference, sums)).ToList();
        var vc = byAtomics.Select(sums => Variability.Vc(reference, sums)).ToList();
        return new ArrayVariation(
            addends.Dataset,
            addends.Values.Length,
            reference.Length,
            byAtomics.Count,
            byAtomics.Select(BitsOf).Distinct().Count(),
            vermv.Average(),
            vermv.Max(),
            vc.Average(),
            vc.Max(),
            Enumerable.Range(0, reference.Length).Count(cell => byAtomics.Any(sums => !FloatBits.AreSame(sums[cell], byAtomics[0][cell]))),
            LargestErrorOverBound(byAtomics),
            inOrder.Select(BitsOf).Distinct().Count(),
            LargestErrorOverBound(inOrder));

        double LargestErrorOverBound(IReadOnlyList<float[]> runs)
        {
            var largest = 0.0;
            for (var cell = 0; cell < reference.Length; cell++)
            {
                var here = new Addends<float>(
                    addends.Dataset, [.. order[starts[cell]..starts[cell + 1]].Select(i => addends.Values[i])]);
                var bound = FloatFormat<float>.Gamma(Math.Max(0, here.Values.Length - 1)) * here.AbsoluteSum;
                foreach (var sum in runs.Select(sums => sums[cell]).Distinct())
                {
                    var error = here.ErrorOf(sum);
                    if (error > 0) largest = Math.Max(largest, bound > 0 ? error / bound : double.MaxValue);
                }
            }

            return largest;
        }
    }

    /// <summary>Sorts the indices of numbers by cell; the sort is stable.</summary>
    /// <returns>The indices of the numbers, cell by cell, and the start of each cell, followed by the end of the last.</returns>
    internal static (int[] Order, int[] Starts) Sorted(int[] cellOf)
    {
        var starts = new int[Cells + 1];
        foreach (var cell in cellOf) starts[cell + 1]++;
        for (var cell = 0; cell < Cells; cell++) starts[cell + 1] += starts[cell];
        var next = starts[..Cells];
        var order = new int[cellOf.Length];
        for (var i = 0; i < cellOf.Length; i++) order[next[cellOf[i]]++] = i;
        return (order, starts);
    }

    /// <summary>Chooses a cell for each number.</summary>
    internal static int[] CellsOf(ulong seed, int count)
    {
        var cells = new int[count];
        for (var i = 0; i < count; i++) cells[i] = (int)(Philox.At(seed, CellStream, (ulong)i).A % Cells);
        return cells;
    }

    private static string BitsOf(float[] sums) => Convert.ToHexString(MemoryMarshal.AsBytes(sums.AsSpan()));

    /// <summary>An atomic addition for each number; each work item takes every n-th.</summary>
    [Kernel]
    [PlainArithmetic("Atomic additions of a device round in their own way; this kernel is about their order.")]
    internal static void AtomicCellsKernel(Index1D index, FloatView values, IntView cells, FloatView sums, int items)
    {
        for (int i = index; i < values.Length; i += items) Atomic.Add(ref sums[cells[i]], values[i]);
    }

    /// <summary>One work item for each cell adds up its numbers from left to right.</summary>
    [Kernel]
    internal static void FixedCellsKernel(Index1D cell, FloatView values, IntView order, IntView starts, FloatView sums)
    {
        var total = 0f;
        for (var i = starts[cell]; i < starts[cell + 1]; i++) total = Exact32.Add(total, values[order[i]]);
        sums[cell] = total;
    }
}
