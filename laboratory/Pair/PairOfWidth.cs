// The networks of one width: one pass through twenty hidden layers, with an output on top of some of them.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Devices.Workloads;
using QuizKit.Laboratory.Python;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports;

namespace QuizKit.Laboratory.Pair;

/// <summary>What was found of the networks of one width.</summary>
/// <param name="Width">The width.</param>
/// <param name="Sides">The sides.</param>
/// <param name="Orders">The orders of each side's products.</param>
/// <param name="Heads">For each depth, the logits and outputs of each side, and what is known of the logits.</param>
/// <param name="Imitations">How often each device gave the bits of each side.</param>
internal sealed record PairOfWidth(
    int Width,
    IReadOnlyList<StudiedSide> Sides,
    IReadOnlyList<NetworkOrders> Orders,
    IReadOnlyList<HeadOfDepth> Heads,
    IReadOnlyList<PairImitation> Imitations)
{
    /// <summary>How much a library may be asked in order to find the orders of one product: a few minutes of a BLAS that is not tuned.</summary>
    private const long MostMultiplyAdds = 60_000_000_000, MostMultiplyAddsQuick = 2_000_000_000;

    /// <summary>Studies the networks of one width.</summary>
    /// <param name="width">The width.</param>
    /// <param name="examples">The number of examples.</param>
    /// <param name="sides">The sides, the libraries first.</param>
    /// <param name="python">The Python whose libraries they are, or null.</param>
    /// <param name="devices">The devices that imitate, and why one cannot.</param>
    /// <param name="settings">The seed and the scale.</param>
    /// <param name="cancellation">Ends it sooner.</param>
    /// <exception cref="PythonException">The Python gives no answer any more.</exception>
    public static PairOfWidth Study(
        int width,
        int examples,
        IReadOnlyList<StudiedSide> sides,
        PairPython? python,
        IReadOnlyList<(Accelerator Accelerator, DeviceInfo Device, string? WhyNot)> devices,
        LabSettings settings,
        CancellationToken cancellation)
    {
        var weights = new PairWeights(settings.Seed, width);
        var budget = settings.Scale == Scale.Quick ? MostMultiplyAddsQuick : MostMultiplyAdds;
        LinearShape first = new(examples, PairWeights.Inputs, width), hidden = new(examples, width, width), head = new(examples, width, 1);
        var orders = sides.Select(side => new NetworkOrders(OrdersOf(side, first), OrdersOf(side, hidden), OrdersOf(side, head))).ToList();
        var inputs = weights.Examples.ToArray(examples * PairWeights.Inputs);
        var bounds = new NetworkBounds(examples, inputs, sides.Count);
        var imitations = new List<ImitationOnDevice>();
        try
        {
            foreach (var (accelerator, device, whyNot) in devices) imitations.Add(new ImitationOnDevice(accelerator, device, whyNot, width, sides, orders, inputs));
            return new PairOfWidth(width, sides, orders, Run(), [.. imitations.SelectMany(imitation => imitation.Findings)]);
        }
        finally
        {
            foreach (var imitation in imitations) imitation.Dispose();
        }

        LinearOrder OrdersOf(StudiedSide side, LinearShape shape) =>
            side.Imitate is { } imitate ? imitate(shape) : LinearOrder.Reveal(python!.Linear(side.Library!), shape, weights, budget, cancellation);

        List<HeadOfDepth> Run()
        {
            var heads = new List<HeadOfDepth>();
            var activations = sides.Select(_ => inputs).ToArray();
            python?.Begin(examples, weights.Examples);
            for (var layer = 1; layer <= PairStudy.Depths[^1]; layer++)
            {
                cancellation.ThrowIfCancellationRequested();
                PairTensor w = weights.Weights(layer), b = weights.Biases(layer);
                python?.SendLayer(width, w, b);
                var (bound, sums, matrix) = Linear(layer == 1 ? first : hidden, w, b, activations, [.. orders.Select(order => order.Layer(layer))]);
                var biases = b.ToArray(width);
                foreach (var imitation in imitations) imitation.Compute(matrix, biases, layer);
                if (python is not null) python.Read(python.Libraries.Count, sums[0].Length).ToArray().CopyTo(sums, 0);
                foreach (var imitation in imitations) imitation.Compare(sums);
                bounds.Advance(bound, sums);
                activations = Array.ConvertAll(sums, z => Array.ConvertAll(z, value => value > 0 ? value : 0f));
                if (PairStudy.Depths.Contains(layer)) heads.Add(HeadOf(layer, activations));
            }

            return heads;
        }

        HeadOfDepth HeadOf(int depth, float[][] activations)
        {
            PairTensor w = weights.HeadWeights(depth), b = weights.HeadBias(depth);
            python?.SendHead(w, b);
            var (bound, logits, matrix) = Linear(head, w, b, activations, [.. orders.Select(order => order.Head)]);
            foreach (var imitation in imitations) imitation.Compute(matrix, [b[0]], layer: null);
            var outputs = Array.ConvertAll(logits, _ => new float[examples]);
            if (python is not null)
            {
                var answers = python.Read(2 * python.Libraries.Count, examples);
                for (var i = 0; i < python.Libraries.Count; i++) (logits[i], outputs[i]) = (answers[2 * i], answers[(2 * i) + 1]);
            }

            foreach (var imitation in imitations) imitation.Compare(logits);
            for (var i = 0; i < sides.Count; i++)
            {
                if (sides[i].About.IsImitation) outputs[i] = Array.ConvertAll(logits[i], Exact32Functions.Sigmoid);
            }

            return new HeadOfDepth(depth, logits, outputs, bound);
        }

        // One pass over the weights serves the exact network, the bounds, the imitations and the devices.
        (LayerBounds Bounds, float[][] Sums, float[] Matrix) Linear(LinearShape shape, PairTensor w, PairTensor b, float[][] activations, LinearOrder[] layerOrders)
        {
            var matrix = imitations.Count == 0 ? [] : new float[shape.Outputs * shape.Inputs];
            var sums = activations.Select(_ => new float[shape.Elements]).ToArray();
            var bound = bounds.Linear(
                shape.Outputs,
                (output, row) =>
                {
                    w.Fill(row, output * shape.Inputs);
                    if (matrix.Length > 0) row.CopyTo(matrix, output * shape.Inputs);
                    var bias = b[output];
                    for (var side = 0; side < sides.Count; side++)
                    {
                        if (!sides[side].About.IsImitation) continue;
                        for (var example = 0; example < shape.Examples; example++)
                        {
                            var element = (example * shape.Outputs) + output;
                            sums[side][element] = layerOrders[side].ProgramOf(element).Run(activations[side].AsSpan(example * shape.Inputs, shape.Inputs), row, bias);
                        }
                    }

                    return bias;
                },
                Array.ConvertAll(layerOrders, order => order.Height));
            return (bound, sums, matrix);
        }
    }
}

/// <summary>The outputs of the networks of one depth.</summary>
/// <param name="Depth">The number of hidden layers.</param>
/// <param name="Logits">The logits of each side.</param>
/// <param name="Outputs">The sigmoids that each side made of them.</param>
/// <param name="Bounds">What is known of the logits.</param>
internal sealed record HeadOfDepth(int Depth, float[][] Logits, float[][] Outputs, LayerBounds Bounds);

/// <summary>The networks of one width on one device, in the orders of all sides; sides that have the same orders are computed once.</summary>
internal sealed class ImitationOnDevice : IDisposable
{
    private readonly List<ImitatedNetwork> _networks = [];
    private readonly List<Tally> _tallies = [];
    private readonly Accelerator _accelerator;
    private readonly DeviceInfo _device;
    private readonly int _width;
    private string? _whyNot;
    private float[][] _computed = [];
    private bool _isHead;

    /// <summary>Prepares a device.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="device">What is known of it.</param>
    /// <param name="whyNot">Why it cannot imitate, or null.</param>
    /// <param name="width">The width of the networks.</param>
    /// <param name="sides">The sides.</param>
    /// <param name="orders">The orders of each.</param>
    /// <param name="inputs">The inputs of the examples.</param>
    public ImitationOnDevice(
        Accelerator accelerator, DeviceInfo device, string? whyNot, int width, IReadOnlyList<StudiedSide> sides, IReadOnlyList<NetworkOrders> orders, float[] inputs)
    {
        _accelerator = accelerator;
        _device = device;
        _width = width;
        _whyNot = whyNot;
        var imitated = new List<NetworkOrders>();
        for (var i = 0; i < sides.Count; i++)
        {
            var missing = orders[i].All.SelectMany(order => order.Orders).FirstOrDefault(order => order.Program is null);
            var at = missing is null ? imitated.FindIndex(orders[i].IsSameAs) : -1;
            if (missing is null && at < 0)
            {
                at = imitated.Count;
                imitated.Add(orders[i]);
            }

            _tallies.Add(new Tally(sides[i].About.Id, at, missing?.WhyNot));
        }

        Try(() =>
        {
            foreach (var network in imitated) _networks.Add(new ImitatedNetwork(accelerator, network, inputs));
        });
    }

    /// <summary>What was found, side by side.</summary>
    public IEnumerable<PairImitation> Findings => _tallies.Select(tally => (_whyNot ?? tally.WhyNot) is { } whyNot
        ? new PairImitation(_device.Id, _device.Name, tally.Side, _width, whyNot, [], [], 0, 0)
        : new PairImitation(_device.Id, _device.Name, tally.Side, _width, null, tally.Layers, tally.Logits, tally.Compared, tally.Equal));

    /// <summary>Computes a hidden layer, or an output, in all orders.</summary>
    /// <param name="weights">The weights, a row an output.</param>
    /// <param name="biases">The biases.</param>
    /// <param name="layer">The layer, from 1, or null for an output.</param>
    public void Compute(float[] weights, float[] biases, int? layer) => Try(() =>
    {
        using var w = _accelerator.Allocate1D(weights);
        using var b = _accelerator.Allocate1D(biases);
        _isHead = layer is null;
        _computed = [.. _networks.Select(network => layer is { } hidden ? network.Layer(hidden, w.View, b.View) : network.Head(w.View, b.View))];
    });

    /// <summary>Compares what was computed last with what each side did.</summary>
    /// <param name="sums">The sums of each side.</param>
    public void Compare(float[][] sums)
    {
        if (_whyNot is not null) return;
        for (var i = 0; i < sums.Length; i++)
        {
            if (_tallies[i].Network < 0) continue;
            var computed = _computed[_tallies[i].Network];
            var equal = sums[i].Zip(computed).Count(pair => BitConverter.SingleToUInt32Bits(pair.First) == BitConverter.SingleToUInt32Bits(pair.Second));
            _tallies[i].Add(equal, computed.Length, _isHead);
        }
    }

    /// <summary>Frees the device's memory.</summary>
    public void Dispose()
    {
        foreach (var network in _networks)
        {
            try
            {
                network.Dispose();
            }
            catch (Exception exception) when (Failure.IsReportable(exception))
            {
                // A damaged device may fail here as well. Why it broke is known by then.
            }
        }
    }

    private void Try(Action action)
    {
        if (_whyNot is not null) return;
        try
        {
            action();
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            _whyNot = OneLine.Of(Failure.Describe(exception));
        }
    }

    private sealed class Tally(string side, int network, string? whyNot)
    {
        public string Side => side;

        public int Network => network;

        public string? WhyNot => whyNot;

        public List<double> Layers { get; } = [];

        public List<double> Logits { get; } = [];

        public long Compared { get; private set; }

        public long Equal { get; private set; }

        public void Add(int equal, int compared, bool isHead)
        {
            (isHead ? Logits : Layers).Add(equal / (double)compared);
            Equal += equal;
            Compared += compared;
        }
    }
}
