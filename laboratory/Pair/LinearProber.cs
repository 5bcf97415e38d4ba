// Packs probes of the accumulation order into products of a library.

namespace QuizKit.Laboratory.Pair;

/// <summary>The columns or rows that hold the probes of one order, and the elements that hold their answers.</summary>
internal readonly record struct Places(int[] Place, int[] Element);

/// <summary>Probes a library, with many probes in each product.</summary>
internal sealed class LinearProber(ILinearLibrary library, LinearShape shape, long mostMultiplyAdds, CancellationToken cancellation)
{
    private readonly ProbeAxis _axis = shape.Outputs > 1 ? ProbeAxis.Columns : ProbeAxis.Rows;
    private long _multiplyAdds;

    /// <summary>Puts the same probe to every element.</summary>
    public float[] Everywhere(SummationProbe probe) =>
        Ask([.. Enumerable.Repeat<SummationProbe?>(probe, _axis == ProbeAxis.Columns ? shape.Outputs : shape.Examples)]);

    /// <summary>The places of an order: in the row with most elements of that order, or in all rows of a single column.</summary>
    public Places PlacesOf(byte[] orderOf, byte rank)
    {
        if (_axis == ProbeAxis.Rows)
        {
            int[] rows = [.. Enumerable.Range(0, shape.Examples).Where(row => orderOf[row] == rank)];
            return new Places(rows, rows);
        }

        var best = Enumerable.Range(0, shape.Examples).MaxBy(row => orderOf.AsSpan(row * shape.Outputs, shape.Outputs).Count(rank));
        int[] columns = [.. Enumerable.Range(0, shape.Outputs).Where(column => orderOf[(best * shape.Outputs) + column] == rank)];
        return new Places(columns, [.. columns.Select(column => (best * shape.Outputs) + column)]);
    }

    public float[] Answer(IReadOnlyList<SummationProbe> probes, Places places)
    {
        var answers = new float[probes.Count];

        // The rows share the biases, so the probes of a product must agree on whether the bias is masked.
        foreach (var alike in Enumerable.Range(0, probes.Count).GroupBy(i => _axis == ProbeAxis.Rows && probes[i].Negative == shape.Inputs))
        {
            foreach (var portion in alike.Chunk(places.Place.Length))
            {
                var sheet = new SummationProbe?[_axis == ProbeAxis.Columns ? shape.Outputs : shape.Examples];
                for (var i = 0; i < portion.Length; i++) sheet[places.Place[i]] = probes[portion[i]];
                var results = Ask(sheet);
                for (var i = 0; i < portion.Length; i++) answers[portion[i]] = results[places.Element[i]];
            }
        }

        return answers;
    }

    private float[] Ask(IReadOnlyList<SummationProbe?> sheet)
    {
        cancellation.ThrowIfCancellationRequested();
        _multiplyAdds += shape.MultiplyAdds;
        if (_multiplyAdds > mostMultiplyAdds) throw new NoFixedOrderException(LinearOrderSearch.TooLong);
        return library.Probe(shape, _axis, sheet);
    }
}
