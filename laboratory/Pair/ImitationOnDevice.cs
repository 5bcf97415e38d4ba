// The networks of one width on one device, compared with each side bit for bit.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Pair;

/// <summary>
/// Computes the networks of one width on a device, in the orders of all sides. Sides with the same orders share one computation.
/// </summary>
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

    public ImitationOnDevice(
        ImitatingDevice device, int width, IReadOnlyList<StudiedSide> sides, IReadOnlyList<NetworkOrders> orders, float[] inputs)
    {
        (_accelerator, _device, _whyNot) = device;
        _width = width;
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
            foreach (var network in imitated) _networks.Add(new ImitatedNetwork(_accelerator, network, inputs));
        });
    }

    /// <summary>The result for each side.</summary>
    public IEnumerable<PairImitation> Findings => _tallies.Select(tally => (_whyNot ?? tally.WhyNot) is { } whyNot
        ? new PairImitation(_device.Id, _device.Name, tally.Side, _width, whyNot, [], [], 0, 0)
        : new PairImitation(_device.Id, _device.Name, tally.Side, _width, null, tally.Layers, tally.Logits, tally.Compared, tally.Equal));

    /// <summary>Computes a hidden layer, from 1, or the output if <paramref name="layer"/> is null, in all orders.</summary>
    public void Compute(float[] weights, float[] biases, int? layer) => Try(() =>
    {
        using var w = _accelerator.Allocate1D(weights);
        using var b = _accelerator.Allocate1D(biases);
        _isHead = layer is null;
        _computed =
            [.. _networks.Select(network => layer is { } hidden ? network.Layer(hidden, w.View, b.View) : network.Head(w.View, b.View))];
    });

    /// <summary>Compares the latest results with the sums of each side.</summary>
    public void Compare(float[][] sums)
    {
        if (_whyNot is not null) return;
        for (var i = 0; i < sums.Length; i++)
        {
            if (_tallies[i].Network < 0) continue;
            var computed = _computed[_tallies[i].Network];
            var equal = sums[i].Zip(computed).Count(pair => FloatBits.AreSame(pair.First, pair.Second));
            _tallies[i].Add(equal, computed.Length, _isHead);
        }
    }

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
                // A lost device may fail here as well; its first error is recorded already.
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
