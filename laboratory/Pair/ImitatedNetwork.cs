// The orders of a side's three products, and the network in these orders on a device.

namespace QuizKit.Laboratory.Pair;

/// <summary>The orders of the products of a network [10, width × depth, 1].</summary>
internal sealed record NetworkOrders(LinearOrder First, LinearOrder Hidden, LinearOrder Head)
{
    public IReadOnlyList<LinearOrder> All => [First, Hidden, Head];

    /// <summary>The orders of a hidden layer, from 1.</summary>
    public LinearOrder Layer(int layer) => layer == 1 ? First : Hidden;

    /// <summary>Whether both compute every element by the same operations.</summary>
    public bool IsSameAs(NetworkOrders other) => All.Zip(other.All).All(pair => pair.First.IsSameAs(pair.Second));
}

/// <summary>A network on a device, layer by layer, in given orders. Its arithmetic is exact.</summary>
internal sealed class ImitatedNetwork : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly List<MemoryBuffer> _buffers = [];
    private readonly ProgramBuffers _first;
    private readonly ProgramBuffers _hidden;
    private readonly ProgramBuffers _head;
    private readonly Action<Index1D, FloatView, FloatView, FloatView, IntView, IntView, FloatView, LinearLaunch> _linear;
    private readonly int _items;
    private FloatView _activations;
    private FloatView _from;
    private FloatView _to;

    /// <summary>Copies the programs and the inputs to a device. Every element of the orders must have a program.</summary>
    public ImitatedNetwork(Accelerator accelerator, NetworkOrders orders, float[] inputs)
    {
        _accelerator = accelerator;
        _items = accelerator.WorkItems();
        _linear = accelerator.Load(OrderProgramKernels.LinearKernel);
        try
        {
            _first = Upload(orders.First);
            _hidden = Upload(orders.Hidden);
            _head = Upload(orders.Head);

            // Two buffers of pre-activations and ReLUs, for a layer and the next.
            var room = 2 * Math.Max(orders.First.Shape.Elements, orders.Hidden.Shape.Elements);
            _from = Kept(accelerator.Allocate1D<float>(room)).View;
            _to = Kept(accelerator.Allocate1D<float>(room)).View;
            _activations = Kept(accelerator.Allocate1D(inputs)).View;
        }
        catch
        {
            // Frees the buffers that were allocated before the device ran out of memory.
            Dispose();
            throw;
        }
    }

    /// <summary>Computes a hidden layer, from 1, and advances past its ReLU.</summary>
    /// <returns>The pre-activations, a row for each example.</returns>
    public float[] Layer(int layer, FloatView weights, FloatView biases)
    {
        var programs = layer == 1 ? _first : _hidden;
        var preactivations = Linear(programs, weights, biases);
        _activations = _to.SubView(programs.Shape.Elements, programs.Shape.Elements);
        (_from, _to) = (_to, _from);
        return preactivations;
    }

    /// <summary>Computes an output on top of the current layer, which remains current.</summary>
    /// <returns>The logits, one for each example.</returns>
    public float[] Head(FloatView weights, FloatView bias) => Linear(_head, weights, bias);

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }

    private float[] Linear(ProgramBuffers programs, FloatView weights, FloatView biases)
    {
        var items = Math.Min(_items, programs.Shape.Elements);
        var sums = _to.SubView(0, 2 * programs.Shape.Elements);
        var launch = new LinearLaunch(programs.Shape, items);
        _linear(items, _activations, weights, biases, programs.Programs.View, programs.Starts.View, sums, launch);
        var results = new float[programs.Shape.Elements];
        sums.SubView(0, results.Length).CopyToCPU(results);
        return results;
    }

    private ProgramBuffers Upload(LinearOrder order)
    {
        var programs = new List<int>();
        var starts = new List<int>();
        foreach (var program in order.Orders.Select(found => found.Program!))
        {
            starts.Add(programs.Count);
            programs.AddRange([program.Instructions.Count, program.IsFused ? 1 : 0]);
            foreach (var (step, first, stride, count) in program.Instructions) programs.AddRange([(int)step, first, stride, count]);
        }

        return new ProgramBuffers(
            order.Shape,
            Kept(_accelerator.Allocate1D(programs.ToArray())),
            Kept(_accelerator.Allocate1D(Array.ConvertAll(order.OrderOf, found => starts[found]))));
    }

    private MemoryBuffer1D<T, Stride1D.Dense> Kept<T>(MemoryBuffer1D<T, Stride1D.Dense> buffer)
        where T : unmanaged
    {
        _buffers.Add(buffer);
        return buffer;
    }

    private sealed record ProgramBuffers(
        LinearShape Shape, MemoryBuffer1D<int, Stride1D.Dense> Programs, MemoryBuffer1D<int, Stride1D.Dense> Starts);
}
