// Runs the networks of one width: one pass through twenty hidden layers, with an output on top of some of them.

using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Pair;

internal sealed class WidthStudy
{
    /// <summary>The budget of one order search in multiply-adds: a few minutes of an untuned BLAS.</summary>
    private const long MostMultiplyAdds = 60_000_000_000, MostMultiplyAddsQuick = 2_000_000_000;

    private readonly int _examples;
    private readonly IReadOnlyList<StudiedSide> _sides;
    private readonly PairLibraries? _libraries;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<int> _real;
    private readonly PairWeights _weights;
    private readonly LinearShape _first;
    private readonly LinearShape _hidden;
    private readonly LinearShape _head;
    private readonly List<NetworkOrders> _orders;
    private readonly float[] _inputs;
    private readonly NetworkBounds _bounds;
    private readonly List<ImitationOnDevice> _imitations = [];

    private WidthStudy(
        int width, int examples, IReadOnlyList<StudiedSide> sides, PairLibraries? libraries, LabSettings settings,
        CancellationToken cancellation)
    {
        (_examples, _sides, _libraries, _cancellation) = (examples, sides, libraries, cancellation);
        _real = [.. sides.Index().Where(side => side.Item.Library is not null).Select(side => side.Index)];
        _weights = new PairWeights(settings.Seed, width);
        (_first, _hidden, _head) = (new(examples, PairWeights.Inputs, width), new(examples, width, width), new(examples, width, 1));
        var budget = settings.Scale == Scale.Quick ? MostMultiplyAddsQuick : MostMultiplyAdds;
        _orders = [.. sides.Select(side => new NetworkOrders(OrderOf(side, _first), OrderOf(side, _hidden), OrderOf(side, _head)))];
        _inputs = _weights.Examples.ToArray(examples * PairWeights.Inputs);
        _bounds = new NetworkBounds(examples, _inputs, sides.Count);

        LinearOrder OrderOf(StudiedSide side, LinearShape shape) => side.Imitate is { } imitate
            ? imitate(shape)
            : LinearOrderSearch.Reveal(libraries!.Linear(side.Library!), shape, _weights, budget, cancellation);
    }

    /// <summary>Studies the networks of one width. The libraries may be null where no side is one.</summary>
    /// <exception cref="LibraryException">A host stopped answering.</exception>
    public static PairOfWidth Run(
        int width,
        int examples,
        IReadOnlyList<StudiedSide> sides,
        PairLibraries? libraries,
        IReadOnlyList<ImitatingDevice> devices,
        LabSettings settings,
        CancellationToken cancellation)
    {
        var study = new WidthStudy(width, examples, sides, libraries, settings, cancellation);
        try
        {
            foreach (var device in devices)
                study._imitations.Add(new ImitationOnDevice(device, width, sides, study._orders, study._inputs));
            var heads = study.RunLayers();
            return new PairOfWidth(width, sides, study._orders, heads, [.. study._imitations.SelectMany(imitation => imitation.Findings)]);
        }
        finally
        {
            foreach (var imitation in study._imitations) imitation.Dispose();
        }
    }

    private List<HeadOfDepth> RunLayers()
    {
        var heads = new List<HeadOfDepth>();
        var activations = _sides.Select(_ => _inputs).ToArray();
        _libraries?.Begin(_weights.Examples, _examples, PairWeights.Inputs);
        for (var layer = 1; layer <= PairStudy.Depths[^1]; layer++)
        {
            _cancellation.ThrowIfCancellationRequested();
            PairTensor w = _weights.Weights(layer), b = _weights.Biases(layer);
            _libraries?.SendLayer(_weights.Width, w, b);
            var (bound, sums, matrix) = Linear(
                layer == 1 ? _first : _hidden, w, b, activations, [.. _orders.Select(order => order.Layer(layer))]);
            var biases = b.ToArray(_weights.Width);
            foreach (var imitation in _imitations) imitation.Compute(matrix, biases, layer);
            foreach (var (side, found) in _real.Zip(_libraries?.Read(1, sums[0].Length) ?? [])) sums[side] = found;
            foreach (var imitation in _imitations) imitation.Compare(sums);
            _bounds.Advance(bound, sums);
            activations = Array.ConvertAll(sums, z => Array.ConvertAll(z, value => value > 0 ? value : 0f));
            if (PairStudy.Depths.Contains(layer)) heads.Add(RunHead(layer, activations));
        }

        return heads;
    }

    private HeadOfDepth RunHead(int depth, float[][] activations)
    {
        PairTensor w = _weights.HeadWeights(depth), b = _weights.HeadBias(depth);
        _libraries?.SendHead(w, b);
        var (bound, logits, matrix) = Linear(_head, w, b, activations, [.. _orders.Select(order => order.Head)]);
        foreach (var imitation in _imitations) imitation.Compute(matrix, [b[0]], layer: null);
        var outputs = Array.ConvertAll(logits, _ => new float[_examples]);
        foreach (var (side, found) in _real.Zip((_libraries?.Read(2, _examples) ?? []).Chunk(2)))
            (logits[side], outputs[side]) = (found[0], found[1]);

        foreach (var imitation in _imitations) imitation.Compare(logits);
        for (var i = 0; i < _sides.Count; i++)
        {
            if (_sides[i].About.IsImitation) outputs[i] = Array.ConvertAll(logits[i], Exact32Functions.Sigmoid);
        }

        return new HeadOfDepth(depth, logits, outputs, bound);
    }

    /// <summary>Computes a layer. One pass over the weights serves the exact network, the bounds, the imitations and the devices.</summary>
    private (LayerBounds Bounds, float[][] Sums, float[] Matrix) Linear(
        LinearShape shape, PairTensor w, PairTensor b, float[][] activations, LinearOrder[] orders)
    {
        var matrix = _imitations.Count == 0 ? [] : new float[shape.Outputs * shape.Inputs];
        var sums = activations.Select(_ => new float[shape.Elements]).ToArray();
        var bound = _bounds.Linear(shape.Outputs, ReadRow, Array.ConvertAll(orders, order => order.Height));
        return (bound, sums, matrix);

        float ReadRow(int output, float[] row)
        {
            w.Fill(row, output * shape.Inputs);
            if (matrix.Length > 0) row.CopyTo(matrix, output * shape.Inputs);
            var bias = b[output];
            for (var side = 0; side < _sides.Count; side++)
            {
                if (!_sides[side].About.IsImitation) continue;
                for (var example = 0; example < shape.Examples; example++)
                {
                    var element = (example * shape.Outputs) + output;
                    sums[side][element] = orders[side].ProgramOf(element)
                        .Run(activations[side].AsSpan(example * shape.Inputs, shape.Inputs), row, bias);
                }
            }

            return bias;
        }
    }
}
